"""What boards declare holds together: codes, dimensions and filters exist and belong to each other."""

from __future__ import annotations

import pytest

from components.board.page import BOARDS
from frames.tiles import Tile
from queries.dimensions import DIMENSIONS
from queries.finder import SEARCHED
from queries.indicators import INDICATORS, dimensions
from tests.pages.screen import BOARDS as PATHS
from tests.pages.screen import Screen

pytestmark = pytest.mark.usefixtures("screen")


def tiles(path: str) -> tuple[Tile, ...]:
    return BOARDS[path].tiles


def test_every_board_is_known(screen: Screen) -> None:
    assert set(BOARDS) == set(PATHS)
    orders = [board.order for board in BOARDS.values()]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize("path", PATHS)
def test_tiles_name_declared_indicators_and_their_dimensions(path: str) -> None:
    for tile in tiles(path):
        assert tile.codes
        assert set(tile.codes) <= set(INDICATORS), tile.title
        if tile.by:
            assert all(tile.by in dimensions(code) for code in tile.codes), tile.title


@pytest.mark.parametrize("path", PATHS)
def test_every_filter_is_a_list_that_can_be_chosen_from_and_that_some_tile_has(path: str) -> None:
    used = {d for tile in tiles(path) for code in tile.codes for d in dimensions(code)}
    for name in BOARDS[path].filters:
        assert name in SEARCHED or not DIMENSIONS[name].large, name
        assert name in used, name


@pytest.mark.parametrize("path", PATHS)
def test_titles_are_told_apart_and_rows_are_full(path: str) -> None:
    titles = [tile.title for tile in tiles(path)]
    assert len(set(titles)) == len(titles)
    left = 12
    for tile in tiles(path):
        assert 1 <= tile.span <= 12
        left = left if left >= tile.span else 12
        left = left - tile.span or 12
    assert left == 12, "the last row of the grid is ragged"


def test_every_listed_indicator_of_a_subject_is_on_a_board() -> None:
    shown = {code for board in BOARDS.values() for tile in board.tiles for code in tile.codes}
    missing = {code for code, i in INDICATORS.items() if i.listed} - shown
    # Counted among others: 学协会线上管理活动 stands in a matrix, these three behind 业务活动.
    assert missing <= {"HD06", "HD10", "HD12", "RC05", "ZZ08.memberships"}, missing
