"""The Chromium that draws snapshots and documents: where it is, or how to get one.

``python -m briefings.chromium`` prints its path (exit 1 and the advice if there is none); ``make run``
installs one where it can (``scripts/chromium.sh``).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from data.settings import Settings

VARIABLE = "COCKPIT_CHROMIUM"
ADVICE = (
    "找不到 Chromium，不能生成快照和 PDF。请任选其一：\n"
    "  apt install chromium（需要 root，make run 会自动尝试）\n"
    "  .venv/bin/python -m playwright install chromium\n"
    f"  设置 {VARIABLE}=/路径/chromium"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)
_SECONDS = 60

#: What was found to start, by what was asked for; failures are looked for again.
_found: dict[tuple[str, ...], Path] = {}


class ToolMissing(RuntimeError):
    """A program that is needed is not on this machine; the message (Chinese) says how to get it."""


def chromium_path() -> Path:
    """A Chromium that starts: the one that is set, then PATH, then Playwright's own.

    Raises ``ToolMissing``; a browser that is installed later is found without a restart.
    """
    chosen = Settings.from_env().chromium
    return first_that_runs(VARIABLE, chosen, _candidates(), ADVICE)


def first_that_runs(variable: str, chosen: str, candidates: Iterable[str], advice: str) -> Path:
    """The program that ``variable`` names (``chosen``), or the first candidate that starts.

    Raises ``ToolMissing`` with the advice; a chosen one that doesn't start is never replaced in silence.
    """
    key = (variable, chosen)
    if key in _found and _found[key].exists():
        return _found[key]
    if chosen and not _starts(chosen):
        raise ToolMissing(f"{variable}={chosen!r} 不能运行。\n{advice}")
    found = chosen or next(filter(_starts, candidates), "")
    if not found:
        raise ToolMissing(advice)
    _found[key] = Path(found)
    return _found[key]


def on_path(names: Iterable[str]) -> Iterator[str]:
    """Where PATH has programs of these names."""
    yield from filter(None, map(shutil.which, names))


def _candidates() -> Iterator[str]:
    yield from on_path(_NAMES)
    # Asked in a process of its own: Playwright cannot be started twice in one thread.
    asked = [sys.executable, "-c", _PLAYWRIGHT]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
    if path := done.stdout.strip():
        yield path


def _starts(program: str) -> bool:
    # Ubuntu's chromium package is a stub that only says "install the snap": being there is not enough.
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    """Print the path, or the advice and 1."""
    try:
        print(chromium_path())
    except ToolMissing as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
