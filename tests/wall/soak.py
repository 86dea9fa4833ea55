"""A wall that is drawn anew again and again: what it holds on to.

``python -m tests.wall.soak [REFRESHES] [CURVE.csv]`` serves the small world, refreshes a wall of it (2,000
times unless told otherwise) and prints its memory along the way; exit 1 where it grows.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from data.settings import ROOT, Settings
from tests.support.browser import chromium, visit
from tests.support.server import live_server
from tests.support.small import publish
from tests.support.world import AS_OF, world

REFRESHES = 2_000
#: How much more may be held at the end than after the first tenth.
MOST_GROWTH = 0.10
#: What must not grow.
GROWING = ("data_bytes", "nodes", "listeners", "charts")
_PARTS = 10
_CYCLE = "async (times) => { for (let n = 0; n < times; n += 1) await wall.redraw(); }"


@dataclass(frozen=True)
class Held:
    """What a tab holds on to once garbage is collected.

    ``heap_bytes`` is all that JavaScript uses; ``data_bytes`` leaves out compiled code: the browser goes
    on compiling what runs often, up to a bound of its own.
    """

    refreshes: int
    heap_bytes: int
    data_bytes: int
    nodes: int
    listeners: int
    charts: int


class Scales:
    """Weighs a tab."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Performance.enable")
        self._snapshot: list[str] = []
        self._session.on("HeapProfiler.addHeapSnapshotChunk", lambda e: self._snapshot.append(e["chunk"]))

    def weigh(self, refreshes: int) -> Held:
        """Collect garbage and see what is left."""
        for _ in range(3):  # what elements and scripts hold of each other takes more than one round
            self._session.send("HeapProfiler.collectGarbage")
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        found = {metric["name"]: int(metric["value"]) for metric in metrics}
        charts: int = self._page.evaluate("cockpit.charts.size")
        sizes = (found["JSHeapUsedSize"], self._data_bytes(), found["Nodes"], found["JSEventListeners"])
        return Held(refreshes, *sizes, charts)

    def _data_bytes(self) -> int:
        self._snapshot.clear()
        self._session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
        heap = json.loads("".join(self._snapshot))
        meta, nodes = heap["snapshot"]["meta"], heap["nodes"]
        names, kinds = meta["node_fields"], meta["node_types"][0]
        kind, size = names.index("type"), names.index("self_size")
        each = zip(nodes[kind :: len(names)], nodes[size :: len(names)], strict=True)
        return sum(weight for found, weight in each if kinds[found] not in ("code", "native"))


def endure(page: Page, refreshes: int) -> list[Held]:
    """Refresh the wall that ``page`` shows; what it held after each tenth, the first tenth first."""
    scales = Scales(page)
    held = []
    for part in range(1, _PARTS + 1):
        page.evaluate(_CYCLE, refreshes // _PARTS)
        held.append(scales.weigh(part * refreshes // _PARTS))
    return held


def growth(held: Sequence[Held]) -> dict[str, float]:
    """By how much of the first weighing each kind of thing has grown at the last."""
    first, last = held[0], held[-1]
    return {kind: getattr(last, kind) / getattr(first, kind) - 1 for kind in GROWING}


def main(arguments: list[str]) -> int:
    """Run the soak, print and save its curve; 1 where something grew too much or went wrong."""
    refreshes = int(arguments[0]) if arguments else REFRESHES
    curve = Path(arguments[1]) if len(arguments) > 1 else ROOT / "var" / "soak.csv"
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), threads=4)
        publish(settings, world(), business_date=AS_OF)
        with live_server(settings) as site, chromium() as browser, visit(browser) as opened:
            opened.open(f"{site}/screen")
            held = endure(opened.page, refreshes)
            errors = opened.errors
    _save(curve, held)
    for one in held:
        memory = f"{one.heap_bytes / 1e6:6.2f} MB，其中数据 {one.data_bytes / 1e6:5.2f} MB"
        print(f"{one.refreshes:>6} 次刷新：{memory}，{one.nodes} 节点，{one.listeners} 监听，{one.charts} 图")
    grown = growth(held)
    print("增长：" + "，".join(f"{kind} {share:+.1%}" for kind, share in grown.items()), f"；已存 {curve}")
    return int(bool(errors) or max(grown.values()) > MOST_GROWTH)


def _save(curve: Path, held: list[Held]) -> None:
    curve.parent.mkdir(parents=True, exist_ok=True)
    with curve.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([f.name for f in fields(Held)])
        writer.writerows(astuple(one) for one in held)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
