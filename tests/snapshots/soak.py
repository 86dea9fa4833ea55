"""Many snapshots in a row: how long each takes, and what the browser and this process hold on to.

``python -m tests.snapshots.soak [SNAPSHOTS] [HOME]`` makes them (100 unless told otherwise) of the wall (PNG)
and of a page (A4 PDF) by turns, of the small world or of the data in ``HOME``, and prints times and memory
along the way; exit 1 where memory has grown by more than a fifth since the first fifth.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from data.settings import Settings
from documents.browser import get_browser
from documents.own import stop_own_servers
from documents.snapshots import snapshot
from jobs.snapshots import Order
from tests.pages.screen import screen_over
from tests.support.small import publish
from tests.support.world import AS_OF, world

SNAPSHOTS = 100
MOST_GROWTH = 0.20
_PARTS = 5
_ORDERS = {"大屏 PNG": {"page": "/screen", "format": "png"}, "一页 A4 PDF": {"page": "/members"}}


def resident(pid: int) -> int:
    """Bytes in memory of a process and all its children; shared pages count once each."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    except OSError:
        return 0
    own = next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    return own + sum(resident(int(child)) for child in children)


def endure(count: int) -> list[int]:
    """Make snapshots; what everything held after each part, in bytes."""
    held, took = [], {name: [] for name in _ORDERS}  # type: ignore[var-annotated]
    for number in range(1, count + 1):
        name = list(_ORDERS)[number % 2]
        started = perf_counter()
        snapshot(Order.parse(_ORDERS[name]), "测量", lambda what, share: None)
        took[name].append(perf_counter() - started)
        if number % (count // _PARTS) == 0:
            browser = get_browser().pid() or 0
            own, drawn = resident(os.getpid()), resident(browser)
            held.append(own if own > drawn else own + drawn)
            print(
                f"{number:>4} 次：本进程与浏览器共 {held[-1] / 1e6:,.0f} MB（浏览器 {drawn / 1e6:,.0f} MB）"
            )
    for name, seconds in took.items():
        warm = sorted(seconds[1:])
        print(f"{name}：首次 {seconds[0]:.2f} 秒，其后中位数 {median(warm):.2f} 秒，最快 {warm[0]:.2f} 秒")
    return held


def main(arguments: list[str]) -> int:
    """Run, print; 1 where memory grew too much."""
    count = int(arguments[0]) if arguments else SNAPSHOTS
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), threads=4)
        if len(arguments) > 1:
            shutil.copytree(Path(arguments[1]) / "unified", Path(folder) / "unified")
        else:
            publish(settings, world(), business_date=AS_OF, demonstration=True)
        with screen_over(settings) as screen, screen.client.application.app_context():
            held = endure(count)
            get_browser().stop()
            stop_own_servers()
    grown = held[-1] / held[0] - 1
    print(f"增长 {grown:+.1%}")
    return int(grown > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
