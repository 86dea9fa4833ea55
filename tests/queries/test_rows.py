"""Drill-down rows: as many as the figure says, in a stable order, masked, searched literally."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.masking import HIDDEN
from queries import builder
from queries.dimensions import DIMENSIONS
from queries.evaluate import BadQuestion, Question, cut_of, measured
from queries.filters import Filters
from queries.indicators import INDICATORS, dimensions, get, leaves
from queries.model import Measure, Net, Ratio
from queries.rows import RowsPage, RowsQuestion, fetch_rows
from queries.scope import EVERYTHING
from queries.service import Cockpit
from queries.spelling import syllables
from tests.queries.conftest import Asker
from tests.queries.expected import EXPECTED

#: As the order of pinyin has it, up to characters of one sound.
SYLLABLES = syllables
COUNTS = [
    c for c, i in INDICATORS.items() if isinstance(i.measure, Net) or getattr(i.measure, "counts_rows", False)
]


def _rows(asker: Asker, code: str, filters: Filters | None = None, **options) -> RowsPage:
    question = Question(code, filters or asker.filters, scope=EVERYTHING)
    return fetch_rows(asker.connection, RowsQuestion(question, **{"limit": None, **options}))


def _count(code: str, page: RowsPage) -> int:
    if isinstance(get(code).measure, Net):
        return sum(row["change"] for row in page.rows)
    return page.total


def test_a_record_without_the_key_that_is_counted_is_no_row(asker: Asker) -> None:
    """H3 and others of 2022 lie in no district: they stand for no district, in the number as in the rows."""
    counted = get("HD01").measure
    assert isinstance(counted, Measure)
    districts = replace(counted, distinct="district")
    cut = cut_of(Question("HD01", asker.filters, scope=EVERYTHING))
    rows = builder.counted_rows(districts, cut)
    found = asker.connection.execute(rows, builder.parameters(districts, cut)).all()
    assert {row._mapping[builder.KEY] for row in found} == {"110105", "110108"}
    assert measured(asker.connection, districts, cut, EVERYTHING) == {(0, ()): len(found)}


@pytest.mark.parametrize("code", COUNTS)
def test_as_many_rows_as_the_figure_says(asker: Asker, code: str) -> None:
    page = _rows(asker, code)
    assert _count(code, page) == EXPECTED[code]
    assert len(page.rows) == page.total == len({row["_key"] for row in page.rows})
    for by in dimensions(code)[:2]:
        groups = asker.groups(code, by)
        member = max(groups)
        assert _count(code, _rows(asker, code, asker.filters.with_dim(by, [member]))) == groups[member]


@pytest.mark.parametrize("code", [c for c, i in INDICATORS.items() if isinstance(i.measure, Ratio)])
def test_a_rate_leads_to_the_rows_of_its_upper_part(duckdb_world: Asker, code: str) -> None:
    part = leaves(code)[0]
    if part in COUNTS:
        assert _rows(duckdb_world, code).total == EXPECTED[part]


@pytest.mark.parametrize("code", ["DB08.total", "XC06", "SJ03.matched", "RC09.base"])
def test_a_sum_is_the_sum_of_its_rows(asker: Asker, code: str) -> None:
    measure = get(code).measure
    assert isinstance(measure, Measure)
    column = str(measure.total)
    rows = _rows(asker, code).rows
    assert sum(row[column] for row in rows) / measure.divisor == EXPECTED[code]


@pytest.mark.parametrize(
    ("code", "sort"), [("RC01", "organisation"), ("XC06", "title"), ("SJ03.matched", "name")]
)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_neither_repeat_nor_lose_rows(asker: Asker, code: str, sort: str, descending: bool) -> None:
    whole = _rows(asker, code, sort=sort, descending=descending)
    size = 1 + whole.total // 3
    pages = [
        _rows(asker, code, sort=sort, descending=descending, limit=size, offset=offset)
        for offset in range(0, whole.total, size)
    ]
    assert [row for page in pages for row in page.rows] == whole.rows
    assert {page.total for page in pages} == {whole.total}
    values = [
        asker.cockpit.names(sort, [row[sort]])[0] if sort in DIMENSIONS else row[sort] for row in whole.rows
    ]
    assert values == sorted(values, key=SYLLABLES, reverse=descending)


def test_rows_without_a_value_come_last(asker: Asker) -> None:
    for descending in (False, True):
        districts = [r["district"] for r in _rows(asker, "ZZ01", sort="district", descending=descending).rows]
        assert districts[-1] is None
        assert None not in districts[:-1]


def test_a_page_beyond_the_end_is_empty(asker: Asker) -> None:
    page = _rows(asker, "ZZ01", limit=20, offset=40)
    assert (page.rows, page.total) == ([], 8)


@pytest.mark.parametrize(
    ("text", "found"),
    [("学会", {"S1", "S2", "S3"}), ("%", {"S2"}), ("_", {"S2"}), ("学_%", set()), ("/", set()), ("'", set())],
)
def test_search_takes_every_character_as_it_is(asker: Asker, text: str, found: set[str]) -> None:
    page = _rows(asker, "ZZ01", search=text)
    assert {row["_key"] for row in page.rows} == found
    assert page.total == len(found)


def test_persons_cannot_be_searched_by_what_is_masked(asker: Asker) -> None:
    assert _rows(asker, "RC12", search="刘晓勤").total == _rows(asker, "RC12", search="王").total == 2


def test_persons_are_masked(asker: Asker) -> None:
    rows = {row["_key"]: row for row in _rows(asker, "RC12").rows}
    assert (rows["P4"]["name"], rows["P4"]["mobile"]) == ("刘**", "138****1234")
    assert (rows["P5"]["name"], rows["P5"]["mobile"]) == ("刘**", "****")
    names = {row["name"] for row in _rows(asker, "RC04").rows}
    assert names == {"王**", "李**", "刘**"}
    assert HIDDEN not in str(rows)


def test_the_fields_of_a_row_belong_together(cockpit: Cockpit, filters: Filters) -> None:
    """P1 is in 机械学会 (工科) since 2021 and in 数学 (理科) since 2022: one row shows one of them."""
    page = cockpit.rows(RowsQuestion(Question("RC01", filters, scope=EVERYTHING), limit=5))
    row = next(row for row in page.rows if row["_key"] == "P1")
    assert {name: value for name, value in row.items() if not name.endswith("_code")} == {
        "_key": "P1",
        "name": "王**",
        "organisation": "机械学会",
        "discipline": "工科",
        "title_level": "正高级",
        "district": "海淀区",
        "since": "2021-05-01",
        "_records": 2,
    }


def test_changes_say_who_came_and_who_went(asker: Asker) -> None:
    changes = {row["_key"]: row["change"] for row in _rows(asker, "ZZ02").rows}
    assert changes == {"D2": 1, "S2": 1, "S3": 1, "E2": 1, "S4": -1, "E1": -1}


@pytest.mark.parametrize("sort", ["salary", "name; DROP TABLE person", "_key"])
def test_an_unknown_sort_is_refused(asker: Asker, sort: str) -> None:
    with pytest.raises(BadQuestion, match=r"没有列.*可用：organisation（学会）") as caught:
        _rows(asker, "RC01", sort=sort)
    assert caught.value.parameter == "sort"


@pytest.mark.parametrize("code", ["DB01", "RC06", "ZZ07", "KC02", "DJ01"])
def test_every_column_can_be_sorted_by(asker: Asker, code: str) -> None:
    for field in (f for f in _rows(asker, code).fields if f.is_plain):
        assert _rows(asker, code, sort=field.name).total == EXPECTED[code]
