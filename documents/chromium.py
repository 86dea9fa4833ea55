"""The Chromium that draws snapshots and documents: where it is, or how to get one.

``python -m documents.chromium`` prints its path. Exit codes: 0 there is one, or none is wanted
(``COCKPIT_CHROMIUM=none``); 1 there is one that does not run, with its reason; 6 there is none. Only then
``make run`` brings one (``scripts/chromium.sh``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

VARIABLE = "COCKPIT_CHROMIUM"
ADVICE = (
    "找不到 Chromium，不能生成快照和 PDF。请任选其一：\n"
    "  make chromium（下载 Playwright 的 Chromium，不行则用 apt）\n"
    "  apt install chromium（需要 root）\n"
    f"  设置 {VARIABLE}=/路径/chromium"
)
#: The value that means: this machine goes without.
NONE = "none"
WITHOUT = f"本机设为不用 Chromium（{VARIABLE}={NONE}），不能生成快照、PDF 和 PNG；要用请改这个设置后重新启动"
EXIT_FAILED, EXIT_ABSENT = 1, 6
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


class ToolBroken(ToolMissing):
    """The program is there but does not run; the message says what it said."""


def chromium_path() -> Path:
    """A Chromium that starts: the one that is set, then PATH, then Playwright's own.

    Raises ``ToolMissing``; a browser that is installed later is found without a restart.
    """
    # Only its own setting: a fault in another one is no reason to say that there is no Chromium.
    chosen = os.environ.get(VARIABLE, "").strip()
    if chosen.lower() == NONE:
        raise ToolMissing(WITHOUT)
    return first_that_runs(VARIABLE, chosen, _candidates(), ADVICE)


def first_that_runs(variable: str, chosen: str, candidates: Iterable[str], advice: str) -> Path:
    """The program that ``variable`` names (``chosen``), or the first candidate that starts.

    Raises ``ToolMissing`` with the advice, ``ToolBroken`` with the reason where there are some and none
    starts; a chosen one that doesn't start is never replaced in silence.
    """
    key = (variable, chosen)
    if key in _found and _found[key].exists():
        return _found[key]
    troubles = []
    for program in (chosen,) if chosen else candidates:
        trouble = _trouble(program)
        if not trouble:
            _found[key] = Path(program)
            return _found[key]
        troubles.append(f"{f'{variable}=' if chosen else ''}{program!r} 不能运行：{trouble}")
    if troubles:
        raise ToolBroken("\n".join([*troubles, advice]))
    raise ToolMissing(advice)


def on_path(names: Iterable[str]) -> Iterator[str]:
    """Where PATH has programs of these names."""
    yield from filter(None, map(shutil.which, names))


def _candidates() -> Iterator[str]:
    yield from on_path(_NAMES)
    # Asked in a process of its own: Playwright cannot be started twice in one thread.
    asked = [sys.executable, "-c", _PLAYWRIGHT]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ToolBroken(f"问不到 Playwright 的 Chromium 在哪里：{problem}\n{ADVICE}") from problem
    if done.returncode:
        raise ToolBroken(f"问不到 Playwright 的 Chromium 在哪里：{_last(done.stderr)}\n{ADVICE}")
    path = done.stdout.strip()
    if os.path.exists(path):
        yield path


def _trouble(program: str) -> str:
    """Why a program does not start; "" where it does."""
    # Ubuntu's chromium package is a stub that only says "install the snap": being there is not enough.
    command = [program, "--version"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False
        )
    except OSError as problem:
        return problem.strerror or str(problem)
    except subprocess.TimeoutExpired:
        return f"{_SECONDS} 秒没有回应"
    return "" if done.returncode == 0 else _last(done.stderr or done.stdout) or f"退出码 {done.returncode}"


def _last(said: str) -> str:
    """The last line of what a program said."""
    return said.strip().rpartition("\n")[2]


def tell(find: Callable[[], Path]) -> int:
    """Print where ``find`` finds a program, or why it does not; the exit code of that."""
    try:
        print(find())
    except ToolBroken as problem:
        print(problem, file=sys.stderr)
        return EXIT_FAILED
    except ToolMissing as problem:
        print(problem, file=sys.stderr)
        return EXIT_ABSENT
    return 0


def main() -> int:
    """Print the path, or what is said instead of it."""
    if os.environ.get(VARIABLE, "").strip().lower() == NONE:
        print(WITHOUT)
        return 0
    return tell(chromium_path)


if __name__ == "__main__":
    sys.exit(main())
