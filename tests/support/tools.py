"""Programs the tests drive but pip cannot install: where they are, or how to get them.

``python -m tests.support.tools chromium|redis`` prints the path (exit 1 and the advice if missing);
``scripts/test_tools.sh`` installs what it can before the tests start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_REDIS_NAMES = ("redis-server", "valkey-server")

_CHROMIUM_ADVICE = (
    "找不到 Chromium，浏览器测试无法运行。请任选其一：\n"
    "  apt install chromium（需要 root，make test 会自动尝试）\n"
    "  .venv/bin/python -m playwright install chromium\n"
    "  设置 COCKPIT_CHROMIUM=/路径/chromium"
)
_REDIS_ADVICE = (
    "找不到 redis-server，共享缓存的测试无法运行。请任选其一：\n"
    "  apt install redis-server（需要 root，make test 会自动尝试）\n"
    "  设置 COCKPIT_REDIS_SERVER=/路径/redis-server"
)


class ToolMissing(RuntimeError):
    """A program that a test needs is not on this machine; the message says how to get it."""


def chromium_path() -> Path:
    """A Chromium that starts: COCKPIT_CHROMIUM, then PATH, then Playwright's own.

    Raises ``ToolMissing``.
    """
    return _first_that_runs("COCKPIT_CHROMIUM", _CHROMIUM_NAMES, _CHROMIUM_ADVICE)


def redis_server_path() -> Path:
    """A Redis server that starts: COCKPIT_REDIS_SERVER, then PATH. Raises ``ToolMissing``."""
    return _first_that_runs("COCKPIT_REDIS_SERVER", _REDIS_NAMES, _REDIS_ADVICE)


@cache
def _first_that_runs(variable: str, names: tuple[str, ...], advice: str) -> Path:
    if chosen := os.environ.get(variable, "").strip():
        if _starts(chosen):
            return Path(chosen)
        raise ToolMissing(f"{variable}={chosen!r} 不能运行。\n{advice}")
    for candidate in _candidates(names):
        if _starts(candidate):
            return Path(candidate)
    raise ToolMissing(advice)


def _candidates(names: tuple[str, ...]) -> Iterator[str]:
    yield from filter(None, map(shutil.which, names))
    if names == _CHROMIUM_NAMES:
        yield from _playwright_chromium()


def _playwright_chromium() -> Iterator[str]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _starts(program: str) -> bool:
    # Ubuntu's chromium package is a stub that only says "install the snap": being there is not enough.
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    """Print the path of the tool named by the only argument."""
    finders = {"chromium": chromium_path, "redis": redis_server_path}
    if len(arguments) != 1 or arguments[0] not in finders:
        print("用法：python -m tests.support.tools chromium|redis", file=sys.stderr)
        return 2
    try:
        print(finders[arguments[0]]())
    except ToolMissing as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
