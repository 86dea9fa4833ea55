"""One client can't stop the server: bodies that hang, answers that nobody reads, swarms of work.

``serve.py`` in its own process. The attackers are held open while others are asked, so no time is measured.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from data.settings import ROOT, Settings
from gateway.turns import Bounds, Busy, Turns
from tests.conftest import NewSettings
from tests.support.processes import free_port, running
from tests.support.server import environment, live_server, status
from tests.support.small import publish
from tests.support.world import AS_OF, world

#: Cold work goes on until there is a file "open".
APP = """
import time
from pathlib import Path
from flask import Flask, Response, request, stream_with_context
from data.effort import require_work
from data.unavailable import QueryStopped
server = Flask(__name__)
here = Path(__file__).parent
begun = []
def keep_warm(): pass
def warm(): pass
@server.get("/")
@server.get("/readyz")
@server.get("/healthz")
@server.get("/known")
def known(): return "known"
@server.get("/cold")
def cold():
    require_work()
    begun.append(1)
    while not (here / "open").exists(): time.sleep(0.02)
    return "computed"
@server.get("/begun")
def how_many(): return str(len(begun))
@server.get("/work")
def work():
    require_work()
    return "computed"
@server.get("/tiles/page")
def tiles():
    def lines():
        yield "head\\n"
        require_work()
        yield "tile\\n"
    return Response(stream_with_context(lines()), mimetype="application/x-ndjson")
@server.get("/export/big")
def big():
    def pieces():
        for n in range(200): yield b"x" * 100_000
    return Response(pieces(), mimetype="text/csv")
@server.get("/export/broken")
def broken():
    def pieces():
        yield b"half"
        raise QueryStopped("查询超过 1 秒，已停止")
    return Response(pieces(), mimetype="text/csv")
@server.post("/api/v1/walls")
@server.post("/intake/deliveries")
def echo():
    data = request.get_data()
    return Response(data, mimetype="application/octet-stream")
"""
HELD = 12
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """serve.py, the gateway, and a small application, alone in a folder."""
    found = tmp_path_factory.mktemp("gateway")
    shutil.copy(ROOT / "serve.py", found)
    for room in ("data", "gateway"):
        shutil.copytree(ROOT / room, found / room, ignore=shutil.ignore_patterns("__pycache__"))
    (found / "app.py").write_text(APP, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    """The small application, served with four threads."""
    settings = Settings(port=free_port(), threads=4, home=folder, job_processes=0)
    found = f"http://127.0.0.1:{settings.port}"
    command = [sys.executable, "serve.py"]
    answers = lambda: status(found + "/readyz") == 200  # noqa: E731
    with running(command, answers, log=folder / "log", cwd=folder, env=environment(settings)):
        yield found


def ask(url: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with _DIRECT.open(request, timeout=30) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(), dict(refused.headers)


def hold(base: str, request: str, held: ExitStack, receive: int = 0) -> socket.socket:
    """A client that sends this and then does nothing, as long as ``held`` is open."""
    host, port = base.removeprefix("http://").split(":")
    client = held.enter_context(socket.socket())
    if receive:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    client.connect((host, int(port)))
    client.sendall(f"{request} HTTP/1.1\r\nHost: {host}:{port}\r\n".encode())
    return client


@contextmanager
def opened_at_last(folder: Path) -> Iterator[None]:
    """Let cold work end, also where a test fails before it does so itself."""
    try:
        yield
    finally:
        (folder / "open").touch()


def others_are_answered(base: str, *paths: str) -> None:
    for path in paths:
        assert ask(base + path)[0] == 200, path


def test_bodies_that_never_come_hold_nobody_up(base: str) -> None:
    with ExitStack() as held:
        clients = [hold(base, "POST /api/v1/walls", held) for _ in range(HELD)]
        clients += [hold(base, "POST /intake/deliveries", held) for _ in range(HELD)]
        for client in clients:
            client.sendall(b"Content-Type: text/plain\r\nContent-Length: 4000\r\n\r\nhalf")
        others_are_answered(base, "/healthz", "/readyz", "/known", "/work", "/tiles/page", "/export/big")
        assert ask(base + "/api/v1/walls", b"whole")[:2] == (200, b"whole")
        # They are told, and let go of, after a while.
        clients[0].settimeout(60)
        said = clients[0].recv(4096).decode()
        assert said.startswith("HTTP/1.1 408 ")
        assert json.loads(said.split("\r\n\r\n")[1])["error"]["code"] == "too_slow"


def test_answers_that_nobody_reads_hold_nobody_up(base: str) -> None:
    with ExitStack() as held:
        for _ in range(HELD):
            hold(base, "GET /export/big", held, receive=4096).sendall(b"\r\n")
        others_are_answered(base, "/healthz", "/readyz", "/known", "/work", "/tiles/page", "/export/big")


def test_bodies_come_whole_however_they_are_cut(base: str) -> None:
    for size in (0, 1, (1 << 20) - 1, (1 << 20) + 1, 5 << 20):
        body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
        assert ask(base + "/intake/deliveries", body)[:2] == (200, body)


def test_downloads_are_whole_or_say_why_not(base: str) -> None:
    code, data, headers = ask(base + "/export/big")
    assert (code, len(data), headers["content-length"]) == (200, 20_000_000, "20000000")
    code, data, headers = ask(base + "/export/broken", Accept="text/html")
    assert (code, data.decode()) == (503, "查询超过 1 秒，已停止\n")


def test_a_swarm_of_work_leaves_places_for_others(base: str, folder: Path) -> None:
    (folder / "open").unlink(missing_ok=True)
    with ThreadPoolExecutor(70) as pool, opened_at_last(folder):
        swarm = [pool.submit(ask, base + "/cold") for _ in range(60)]
        until = time.monotonic() + 20
        while ask(base + "/begun")[1] != b"2":
            assert time.monotonic() < until, "two places were not taken"
            time.sleep(0.02)
        # Two of four places are for one client at most; another has one at once.
        others_are_answered(base, "/healthz", "/readyz", "/known")
        assert ask(base + "/work", Cookie="cockpit_token=another")[:2] == (200, b"computed")
        assert ask(base + "/tiles/page", Cookie="cockpit_token=another")[1] == b"head\ntile\n"
        # Forty of one client wait; more are told so.
        refused = [f for f in swarm if f.done()]
        until = time.monotonic() + 20
        while len(refused) < 18 and time.monotonic() < until:
            refused = [f for f in swarm if f.done()]
            time.sleep(0.02)
        (folder / "open").touch()
        answers = [f.result() for f in swarm]
    codes = [code for code, _, _ in answers]
    assert codes.count(429) == 18
    assert set(codes) <= {200, 429, 503}
    _, words, headers = next(a for a in answers if a[0] == 429)
    assert json.loads(words)["error"].startswith("同时发出的请求太多")
    assert headers["retry-after"] == "5"


def test_readers_who_leave_hold_no_place(base: str, folder: Path) -> None:
    """Places and turns of those who left are free again."""
    (folder / "open").unlink(missing_ok=True)
    with ExitStack() as held:
        for _ in range(10):
            hold(base, "GET /cold", held).sendall(b"\r\n")
    (folder / "open").touch()
    assert ask(base + "/work")[:2] == (200, b"computed")


def test_turns_are_fair_and_waiting_is_bounded() -> None:
    async def tried() -> None:
        turns = Turns(Bounds(places=2, each=2, waiting=3, each_waiting=2, seconds=0.2))
        order: list[str] = []
        leave = asyncio.Event()

        async def work(client: str) -> None:
            async with turns.turn(client):
                order.append(client)
                await leave.wait()

        first = [asyncio.create_task(work("a")) for _ in range(4)]
        await asyncio.sleep(0.02)
        assert order == ["a", "a"]
        with pytest.raises(Busy) as many:
            await work("a")
        assert many.value.status == 429
        other = asyncio.create_task(work("b"))
        await asyncio.sleep(0.02)
        with pytest.raises(Busy) as full:
            await work("c")
        assert full.value.status == 503
        leave.set()
        await asyncio.gather(*first, other)
        # Whoever has none comes before whoever has one.
        assert order == ["a", "a", "b", "a", "a"]
        leave.clear()
        held = [asyncio.create_task(work("a")) for _ in range(2)]
        await asyncio.sleep(0.02)
        with pytest.raises(Busy, match=r"排队超过 0\.2 秒"):
            await work("b")
        leave.set()
        await asyncio.gather(*held)
        await work("b")

    # In a thread of its own: Playwright keeps a loop running in the thread of the tests.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, tried()).result()


def test_the_cockpit_stands_while_clients_hang(new_settings: NewSettings) -> None:
    """The cockpit itself: bodies that hang on three doors, pages that nobody reads, others beside them."""
    with new_settings("duckdb") as settings:
        publish(settings, world(), business_date=AS_OF)
        with live_server(settings) as base, ExitStack() as held:
            assert ask(f"{base}/tiles/")[0] == 200
            for path in ("/api/v1/walls", "/intake/deliveries", "/_dash-update-component"):
                for _ in range(HELD):
                    client = hold(base, f"POST {path}", held)
                    client.sendall(b"Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{")
            for _ in range(HELD):
                hold(base, "GET /tiles/members?district=110101", held, receive=4096).sendall(b"\r\n")
            others_are_answered(base, "/healthz", "/readyz", "/tiles/", "/api/v1/indicators/RC01")
            days = "start=2013-01-01&end=2022-12-30"
            by = "by=organisation,age_band,title_level,district,own_discipline,gender"
            others_are_answered(base, f"/api/v1/indicators/RC01?by=organisation&interval=month&{days}")
            code, said, _ = ask(f"{base}/api/v1/indicators/RC01?{by}&interval=month&{days}")
            assert code in (200, 400), said
