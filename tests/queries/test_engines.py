"""Same question, same answer, to the last digit and in the same order, on both engines."""

from __future__ import annotations

import pytest

from queries.evaluate import Question
from queries.indicators import INDICATORS, dimensions, leaves, source_of
from queries.rows import RowsQuestion, fetch_rows
from queries.scope import EVERYTHING
from tests.queries.conftest import Asker

CUTS = [(c, d) for c in INDICATORS for d in dimensions(c)]
#: One indicator of each source.
EACH_SOURCE = list({source_of(c).name: c for c in INDICATORS if leaves(c) == (c,)}.values())
#: One indicator of each kind of row.
EACH_TABLE = list({source_of(c).fields: c for c in EACH_SOURCE}.values())


@pytest.mark.parametrize("code", INDICATORS)
def test_same_value_and_series(duckdb_world: Asker, postgresql_world: Asker, code: str) -> None:
    assert duckdb_world.value(code) == postgresql_world.value(code)
    assert duckdb_world.series(code, "month") == postgresql_world.series(code, "month")


@pytest.mark.parametrize(("code", "by"), CUTS)
def test_same_groups(duckdb_world: Asker, postgresql_world: Asker, code: str, by: str) -> None:
    assert duckdb_world.groups(code, by) == postgresql_world.groups(code, by)


@pytest.mark.parametrize("code", EACH_SOURCE)
def test_same_answers_in_the_same_order(duckdb_world: Asker, postgresql_world: Asker, code: str) -> None:
    for by in dimensions(code)[-2:]:
        here, there = (
            w.cockpit.ask(Question(code, w.filters, (by,), scope=EVERYTHING)).rows
            for w in (duckdb_world, postgresql_world)
        )
        assert here == there


@pytest.mark.parametrize("code", EACH_TABLE)
def test_same_rows_in_the_same_order(duckdb_world: Asker, postgresql_world: Asker, code: str) -> None:
    for sort in ("", *(f.name for f in _asked(duckdb_world, code).sortable)):
        here, there = (
            fetch_rows(w.connection, _asked(w, code, sort)) for w in (duckdb_world, postgresql_world)
        )
        if sort and any(_is_rare(row[sort]) for row in here.rows):
            # A server without ICU puts what GB18030 doesn't list by pinyin behind everything else.
            assert sorted(map(str, here.rows)) == sorted(map(str, there.rows)), sort
        else:
            assert here == there, sort


def _is_rare(value: object) -> bool:
    """Whether a text has a character beyond those that GB 2312 lists by pinyin (level 1)."""
    letters = [c.encode("gb18030") for c in str(value) if ord(c) > 0x7F]
    return any(len(letter) == 2 and letter >= b"\xd8\xa1" for letter in letters)


def _asked(world: Asker, code: str, sort: str = "") -> RowsQuestion:
    return RowsQuestion(Question(code, world.filters, scope=EVERYTHING), sort=sort, descending=True, limit=50)
