"""Warming (预热): the common views of a new publication are drawn before readers ask for them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from components.board.foresight import foresee
from components.board.page import BOARDS, fill
from components.board.sheet import SHEETS
from data.engine import DatabaseUnavailable
from data.guarded import Guard
from frames.tiles import Tile
from queries.finder import SEARCHED, finder
from queries.reconcile import reconcile
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from readers.signals import Signals
from store import StoreUnavailable, get_store

log = logging.getLogger(__name__)

#: How often a process looks for a new publication.
LOOK_SECONDS = 1.0
#: How often it looks whether the cache has outgrown its limits.
TIDY_SECONDS = 3600.0


_steps = Guard("预热一步", log)

#: A tile with the key that it is stored under.
Keyed = tuple[list[str], Tile]


def start(first: Sequence[Keyed] = (), draw: bool = True) -> threading.Thread:
    """Draw ``first`` and every page's default view now and after each publication, in the background.

    What is stored has exactly the keys that readers ask with; with several processes each tile
    is still drawn once. Without ``draw`` only signals are renewed and the cache is kept tidy.
    """
    threading.Thread(target=_verify, name="integrity", daemon=True).start()
    # Not a daemon: a thread that dies inside the database's own code takes the process down with noise.
    thread = threading.Thread(target=_watch, args=(first, draw), name="warming")
    thread.start()
    return thread


def _verify() -> None:
    """Look at every version once in the background, and at what changes from then on."""
    guard = Guard("核对数据版本", log)
    while _serving():
        with guard.step():
            get_cockpit().database.verify()
        time.sleep(LOOK_SECONDS)


def _watch(first: Sequence[Keyed], draw: bool) -> None:
    done, tidied = "", float("-inf")
    tidying, renewing = Guard("整理缓存", log), Guard("预热", log)
    while _serving():
        if time.monotonic() - tidied >= TIDY_SECONDS:
            tidied = time.monotonic()
            with tidying.step():
                get_cockpit().cache.tidy()
        with renewing.step():
            done = _follow(done, first, draw)
        time.sleep(LOOK_SECONDS)


def _follow(done: str, first: Sequence[Keyed], draw: bool) -> str:
    """Get ready what a version that is new since ``done`` needs; the version that serves."""
    try:
        version = get_cockpit().state().publication.version
    except DatabaseUnavailable:
        return done
    if version != done:
        for what in (partial(warm_pages, first), renew_signals, warm_reconciliation, warm_finders):
            if draw or what is renew_signals:
                with _steps.step():
                    what()
    return version


def _serving() -> bool:
    """Whether the process goes on: its main thread ends before other threads are waited for."""
    return threading.main_thread().is_alive()


def warm_pages(first: Sequence[Keyed] = ()) -> int:
    """Draw ``first`` and the tiles of every page without filters; the number of tiles drawn."""
    started = time.monotonic()
    drawn = 0
    for path, tiles in [("", first), *_pages()]:
        if path and _serving():
            foresee(path, SHEETS[path]({}))
        for key, tile in tiles:
            if not _serving():
                break
            fill(tile, "", key=key)
            drawn += 1
    log.info("已预热 %d 个磁贴，用时 %.1f 秒", drawn, time.monotonic() - started)
    return drawn


def renew_signals() -> None:
    """Hold the new version against the thresholds: of several processes one writes what crossed."""
    try:
        Signals(get_store()).renew(get_cockpit())
    except (DatabaseUnavailable, StoreUnavailable) as problem:
        log.warning("信号未能更新，打开“信号”时再试：%s", problem)


def warm_reconciliation() -> None:
    """Hold the published figures against the new version: each asks for another day and period."""
    with suppress(DatabaseUnavailable):
        reconcile(get_cockpit(), EVERYTHING)


def warm_finders() -> None:
    """Spell the names that readers will look for: the first one to type shall not wait for it."""
    with suppress(DatabaseUnavailable):
        cockpit = get_cockpit()
        for dimension in SEARCHED:
            finder(cockpit, dimension, cockpit.state().publication.version)


def _pages() -> list[tuple[str, Sequence[Keyed]]]:
    """The tiles of every page, by its path, in the order of the navigation."""
    boards = sorted(BOARDS.values(), key=lambda b: b.order)
    return [(b.path, [([b.path, name], tile) for name, tile in b.places().items()]) for b in boards]
