"""Start a server program on a free port, wait until it answers, stop it, show its log on failure."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_LOG_LINES = 60
_STOP_SECONDS = 15


class StartFailed(RuntimeError):
    """The program ended or stayed silent; the message carries the end of its log."""


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(
    command: Sequence[str],
    answers: Callable[[], bool],
    *,
    log: Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    seconds: float = 60.0,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` until the block ends; entered once ``answers()`` is true.

    Raises ``StartFailed`` when it does not answer within ``seconds``. A failure inside the block
    gets the end of the log as a note.
    """
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, answers, log, seconds)
        yield process
    except BaseException as problem:
        problem.add_note(f"--- {command[0]} {log} ---\n{tail(log)}")
        raise
    finally:
        stop(process)


def _wait(process: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not answers():
        if process.poll() is not None:
            raise StartFailed(f"exit code {process.returncode}\n{tail(log)}")
        if time.monotonic() > deadline:
            raise StartFailed(f"no answer within {seconds:.0f} s\n{tail(log)}")
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the program to stop; after a while kill it and whatever it started."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def tail(log: Path, lines: int = _LOG_LINES) -> str:
    """The last lines of a log file."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
