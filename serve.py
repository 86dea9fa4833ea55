"""Serve the cockpit: settings checked, application built and warmed, then traffic.

Exit codes: 0 stopped, 1 the server failed, 2 a setting cannot be used, 3 the port is taken,
130 interrupted before it served.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
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

from data.preflight import EXIT_SETTINGS, ServeError, check
from data.settings import Settings, SettingsError

EXIT_INTERRUPTED = 130
WORKER = Path(__file__).resolve().with_name("worker.py")
STOP_SECONDS = 10
"""How long running requests may take to finish when the server is asked to stop."""
RESTART_SECONDS = 1.0
"""Between the end of a process for long work and its successor; longer each time, up to a minute."""


def load() -> Callable[..., Any]:
    """Build and warm the application in a worker process; granian listens only after this returns.

    The request for ``/`` sets up Dash's component registry and plotly's lazy imports in one thread;
    many threads doing that at once can fail.
    """
    _end_with_parent()
    import app
    from gateway.bridge import Gateway

    app.warm()
    app.server.test_client().get("/")
    app.keep_warm()
    return Gateway(app.server, Settings.from_env())


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


class Server(MPServer):
    """Granian's server, which answers Ctrl+C at once: to end running requests takes its time."""

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Begin to stop, and say so."""
        if not self.interrupt_signal:
            print(f"正在停止 …（正在处理的请求最多再等 {STOP_SECONDS} 秒）", flush=True)
        super().signal_handler_interrupt(*args, **kwargs)


def build_server(settings: Settings, address: str) -> MPServer:
    """A granian server of ``settings.processes`` × ``settings.threads`` for the application."""
    return Server(
        "app:server",
        address=address,
        port=settings.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        workers=settings.processes,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
        process_name=None,
    )


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; ``ServeError`` if address, folder or map cannot be used."""
    started = time.monotonic()
    address = check(settings)
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        words = f"COCKPIT_HOME={str(settings.home)!r}：不能建立该目录（{problem.strerror}）"
        raise ServeError(words, EXIT_SETTINGS) from problem
    print("正在启动：载入应用并预热，约需十秒 …（按 Ctrl+C 停止）", flush=True)
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
        print(f"错误：{problem}（退出码 {EXIT_SETTINGS}）", file=sys.stderr)
        return EXIT_SETTINGS
    except ServeError as problem:
        print(f"错误：{problem}（退出码 {problem.code}）", file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        print("已中断", file=sys.stderr)
        return EXIT_INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
