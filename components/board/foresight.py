"""A page asks for its numbers all at once: tiles are rehearsed, then their questions answered together."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qs

from components.board.page import context_of, is_kept
from components.board.sheet import Sheet
from data.engine import DatabaseUnavailable
from queries import together
from queries.evaluate import BadQuestion
from queries.filters import FilterError
from queries.rehearsal import Rehearsal
from queries.service import get_cockpit

log = logging.getLogger(__name__)


def foresee(page: str, sheet: Sheet) -> None:
    """Have the numbers ready that the sheet's tiles will ask for; what goes wrong here, the tiles say."""
    try:
        _foresee(page, sheet)
    except (DatabaseUnavailable, FilterError, BadQuestion):
        return
    except Exception:
        # The tiles ask for themselves, one by one.
        log.exception("页面“%s”的数字无法一并算出", page)


def _foresee(page: str, sheet: Sheet) -> None:
    if not sheet.tiles:
        return
    cockpit = get_cockpit()
    version = cockpit.state().publication.version
    filters = cockpit.filters(parse_qs(sheet.query))
    rehearsal = Rehearsal(cockpit)
    for name, tile in sheet.tiles.items():
        # Where rows of persons are read each time is noted: such a tile is drawn for a reader only.
        if not tile.kept:
            continue
        context = context_of(tile, filters, version, sheet.trail, page)
        if is_kept(context, [page, name], sheet.query):
            continue
        # Made-up answers may fit no drawing; what was asked until then is known.
        with suppress(Exception):
            tile.draw(replace(context, cockpit=rehearsal))
    together.foresee(cockpit, rehearsal.asked, version)
