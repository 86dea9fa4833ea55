"""The cockpit as its users meet it: ``serve.py`` in its own process, on a free port."""

from __future__ import annotations

import os
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

from data.settings import ROOT, Settings
from tests.support.processes import free_port, running

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with every COCKPIT_ variable replaced by ``settings``."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")}
    values = {f"COCKPIT_{f.name.upper()}": str(getattr(settings, f.name)) for f in fields(settings)}
    values["COCKPIT_CHROMIUM"] = settings.chromium or os.environ.get("COCKPIT_CHROMIUM", "")
    return env | values | {"PYTHONUNBUFFERED": "1"}


def status(url: str) -> int:
    """HTTP status of a GET, 0 when nothing answers."""
    try:
        with _DIRECT.open(url, timeout=10) as answer:
            code: int = answer.status
            return code
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


@contextmanager
def live_server(
    settings: Settings,
    *,
    wait_for: str = "/readyz",
    seconds: float = 60.0,
    port: int | None = None,
    jobs: bool = False,
    warm: bool = False,
) -> Iterator[str]:
    """Serve with ``settings`` (its host and port are replaced) and yield the base URL.

    ``port`` is where an earlier server stood that this one follows; any free one without it. Long work
    (``jobs``) costs a process more, drawing every page ahead (``warm``) seconds of both cores.
    Entered when ``wait_for`` answers 200; use ``/healthz`` where the database is away on purpose.
    A failure carries the server's log.
    """
    own = replace(
        settings, host="127.0.0.1", port=port or free_port(), job_processes=int(jobs), warm=int(warm)
    )
    base = f"http://127.0.0.1:{own.port}"
    with (
        tempfile.TemporaryDirectory(prefix="cockpit-serve-") as folder,
        running(
            [sys.executable, "serve.py"],
            lambda: status(base + wait_for) == 200,
            log=Path(folder) / "serve.log",
            cwd=ROOT,
            env=environment(own),
            seconds=seconds,
        ),
    ):
        yield base
