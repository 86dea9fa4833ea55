"""Serve the cockpit: settings checked, application built and warmed, then traffic.

Exit codes: 0 stopped, 1 the server failed, 2 a setting cannot be used, 3 the port is taken.
"""

from __future__ import annotations

import ctypes
import ipaddress
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from data.settings import Settings, SettingsError

EXIT_SETTINGS = 2
EXIT_PORT = 3
WORKER = Path(__file__).resolve().with_name("worker.py")
STOP_SECONDS = 10
"""How long running requests may take to finish when the server is asked to stop."""
RESTART_SECONDS = 1.0
"""Between the end of a process for long work and its successor; longer each time, up to a minute."""


class ServeError(RuntimeError):
    """The server cannot start; ``code`` is the exit code, the message is for the operator."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def loopback_address(host: str, port: int) -> str:
    """The address of ``host`` to bind; ``ServeError`` if other machines could reach it.

    Without sign-in everybody who reaches the port sees everything.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as problem:
        raise ServeError(f"COCKPIT_HOST={host!r}：无法解析该地址（{problem}）", EXIT_SETTINGS) from problem
    if not all(ipaddress.ip_address(address.split("%")[0]).is_loopback for address in found):
        raise ServeError(
            f"COCKPIT_HOST={host!r}：未启用登录时只能在本机地址（127.0.0.1）上提供服务，"
            "以免其他机器未经认证看到数据。",
            EXIT_SETTINGS,
        )
    return min(found)  # "127.0.0.1" before "::1" where localhost means both


def require_free(address: str, port: int) -> None:
    """``ServeError`` if something listens on the port already.

    Granian binds with SO_REUSEPORT, so a second server would start and silently share the traffic.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as problem:
            raise ServeError(
                f"端口 {address}:{port} 无法使用（{problem.strerror}）。"
                "可能驾驶舱已在运行；请先停止它，或用 COCKPIT_PORT 换一个端口。",
                EXIT_PORT,
            ) from problem


def require_files(settings: Settings) -> None:
    """``ServeError`` where the cockpit's folder cannot be written or the map that is set isn't there."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ServeError(
            f"COCKPIT_HOME={str(settings.home)!r}：不能建立该目录（{problem.strerror}）", EXIT_SETTINGS
        ) from problem
    if not os.access(settings.home, os.W_OK | os.X_OK):
        raise ServeError(f"COCKPIT_HOME={str(settings.home)!r}：该目录不可写", EXIT_SETTINGS)
    if settings.map_file and not os.path.isfile(settings.map_file):
        raise ServeError(f"COCKPIT_MAP_FILE={settings.map_file!r}：没有这个文件", EXIT_SETTINGS)


def load() -> Callable[..., Any]:
    """Build and warm the application in a worker process; granian listens only after this returns.

    The request for ``/`` sets up Dash's component registry and plotly's lazy imports in one thread;
    many threads doing that at once can fail.
    """
    _end_with_parent()
    import app

    app.warm()
    app.server.test_client().get("/")
    app.keep_warm()
    application: Callable[..., Any] = app.server
    return application


def _end_with_parent() -> None:
    # Workers of a killed parent would keep the port and serve on unseen.
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGTERM)


def announce(base: str, started: float) -> None:
    """Wait until a worker answers, then say where the cockpit is and whether its data is there."""
    while True:
        try:
            ready = _get(f"{base}/readyz")
            break
        except OSError:
            time.sleep(0.05)
    seconds = time.monotonic() - started
    if ready:
        print(f"领导驾驶舱已就绪：{base} （{seconds:.1f} 秒，按 Ctrl+C 停止）", flush=True)
    else:
        print(f"领导驾驶舱已启动：{base} ，但尚未就绪，原因见 {base}/readyz", flush=True)


def _get(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=10):
            return True
    except urllib.error.HTTPError:
        return False


class Helper:
    """A process for long work (``worker.py``) beside the server: followed by another when it ends."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        # Lives as long as the server: the kernel ends a child with the thread that started it.
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, and wait for that."""
        self._stopping.set()
        if self._process:
            self._process.terminate()
        self._thread.join(STOP_SECONDS)
        if self._process and self._process.poll() is None:
            self._process.kill()

    def _watch(self) -> None:
        pause = RESTART_SECONDS
        while not self._stopping.is_set():
            started = time.monotonic()
            # A session of its own: Ctrl+C is for the server, which then stops this one.
            command = [sys.executable, str(WORKER), str(os.getpid())]
            try:
                self._process = subprocess.Popen(command, start_new_session=True)
            except OSError as problem:  # no memory, no process left: later perhaps
                words = f"后台处理程序不能启动（{problem.strerror}），{pause:.0f} 秒后再试"
                print(words, file=sys.stderr, flush=True)
                self._stopping.wait(pause)
                pause = min(2 * pause, 60.0)
                continue
            if self._stopping.is_set():
                self._process.terminate()
            code = self._process.wait()
            if time.monotonic() - started > 60:
                pause = RESTART_SECONDS
            if not self._stopping.is_set():
                print(f"后台处理程序已退出（{code}），{pause:.0f} 秒后重新启动", file=sys.stderr, flush=True)
                self._stopping.wait(pause)
                pause = min(2 * pause, 60.0)


def build_server(settings: Settings, address: str) -> MPServer:
    """A granian server of ``settings.processes`` × ``settings.threads`` for the application."""
    return MPServer(
        "app:server",
        address=address,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.processes,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
        process_name=None,
    )


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; ``ServeError`` if address, folder or map cannot be used."""
    started = time.monotonic()
    require_files(settings)
    address = loopback_address(settings.host, settings.port)
    require_free(address, settings.port)
    # A fresh interpreter per worker: forking after threads have started can inherit held locks.
    multiprocessing.set_start_method("spawn", force=True)
    base = f"http://{f'[{address}]' if ':' in address else address}:{settings.port}"
    server = build_server(settings, address)
    server.on_startup(threading.Thread(target=announce, args=(base, started), daemon=True).start)
    helpers = [Helper() for _ in range(settings.job_processes)]
    try:
        server.serve(target_loader=load, wrap_loader=False)
    finally:
        for helper in helpers:
            helper.stop()


def main() -> int:
    """Run with the settings of the environment; problems are said in one line, without a traceback."""
    try:
        serve(Settings.from_env())
    except SettingsError as problem:
        print(f"错误：{problem}", file=sys.stderr)
        return EXIT_SETTINGS
    except ServeError as problem:
        print(f"错误：{problem}", file=sys.stderr)
        return problem.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
