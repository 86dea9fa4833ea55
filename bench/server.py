"""Requests a second of the real server, against the health check of the same server."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import quantiles
from time import perf_counter
from typing import Any

from bench.report import Line
from data.settings import ROOT

CLIENTS = 8
START_SECONDS = 60.0
#: Readers who refresh whole pages at the same time.
MANY = 16
WHOLE = {"总览": "/tiles/", "人才会员": "/tiles/members"}
PATHS = {
    "接口：一个数": "/api/v1/indicators/RC01",
    "接口：按学科类": "/api/v1/indicators/RC01?by=discipline",
    "接口：按月": "/api/v1/indicators/RC01?interval=month",
    "接口：20 行明细": "/api/v1/indicators/ZZ01/rows",
}


def measure(port: int, requests: int) -> Iterator[Line]:
    """Each address ``requests`` times from eight clients that keep their connection."""
    yield from whole_pages(port, requests)
    floor = _rate(port, "/healthz", requests)
    for name, path in PATHS.items():
        get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), path)
        yield Line(name, _rate(port, path, requests), "次/秒", floor, "健康检查")
    for walls in (1, CLIENTS):
        spent = _beats(port, walls, requests)
        hundredths = quantiles(spent, n=100)
        yield Line(f"大屏心跳，{walls} 个大屏：中位数", hundredths[49], "毫秒")
        yield Line(f"大屏心跳，{walls} 个大屏：99%", hundredths[98], "毫秒")


def whole_pages(port: int, requests: int) -> Iterator[Line]:
    """Whole pages from the cache, for many readers at the same time."""
    floor = _rate(port, "/healthz", requests)
    yield Line("健康检查", floor, "次/秒")
    for path in WHOLE.values():
        get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), path)
    for name, path in WHOLE.items():
        rate = _rate(port, path, requests // 4, MANY)
        yield Line(f"整页（缓存，{MANY} 个客户端）：{name}", rate, "次/秒", floor, "健康检查")


def _beats(port: int, walls: int, requests: int) -> list[float]:
    """Milliseconds of each heartbeat of ``walls`` walls that send one after the other, without a pause."""

    def wall(number: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        spent = []
        for count in range(max(2, requests // walls)):
            body = json.dumps(_heartbeat(number, count))
            started = perf_counter()
            connection.request("POST", "/api/v1/walls", body, {"Content-Type": "application/json"})
            _read(connection, "/api/v1/walls")
            spent.append((perf_counter() - started) * 1000)
        connection.close()
        return spent

    with ThreadPoolExecutor(walls) as pool:
        return [ms for spent in pool.map(wall, range(walls)) for ms in spent]


def _heartbeat(number: int, count: int) -> dict[str, Any]:
    """What a wall says that shows another scene every ten heartbeats."""
    return {
        "wall": f"bench-{number}",
        "scene": f"scene-{count // 10 % 5}",
        "edition": None,
        "release": None,
        "painted_at": None,
        "memory_mb": 80 + count % 7,
        "size": "1920x1080",
        "refreshes": count,
        "errors": 0,
        "offline_seconds": 0,
    }


def _rate(port: int, path: str, requests: int, clients: int = CLIENTS) -> float:
    def client(count: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(count):
            get(connection, path)
        connection.close()

    share = max(1, requests // clients)
    started = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, [share] * clients))
    return share * clients / (perf_counter() - started)


def get(connection: http.client.HTTPConnection, path: str) -> None:
    """Ask and read to the end; raises ``SystemExit`` for anything but 200."""
    connection.request("GET", path)
    _read(connection, path)


def _read(connection: http.client.HTTPConnection, path: str) -> None:
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} 返回 {answer.status}")


@contextmanager
def running() -> Iterator[int]:
    """A server on the database of the environment; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "serve.py"],
        cwd=ROOT,
        env=os.environ | {"COCKPIT_HOST": "127.0.0.1", "COCKPIT_PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return get(http.client.HTTPConnection("127.0.0.1", port, timeout=10), "/readyz")
        except (OSError, SystemExit):
            time.sleep(0.1)
    raise SystemExit("服务没有启动")
