"""Every indicator against its hand-computed value, and what must hold between values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from queries.evaluate import Number, Question, divide
from queries.filters import MISSING, Filters
from queries.indicators import INDICATORS, dimensions, get, source_of
from queries.model import Indicator, Measure, Ratio
from queries.scope import EVERYTHING
from queries.service import Cockpit
from tests.queries.conftest import Asker
from tests.queries.expected import EXCEEDING, EXPECTED, LIGHTS, OTHER_DAYS

#: Counted keys that carry one member of every dimension and one day.
_UNIQUE = {"id", "task", "activity"}


def _adds_up(indicator: Indicator) -> bool:
    """Counted, summed or netted, not a rate or a median."""
    measure = indicator.measure
    return not isinstance(measure, Ratio) and not (isinstance(measure, Measure) and measure.median)


PLAIN = [c for c, i in INDICATORS.items() if _adds_up(i)]
CUTS = [(c, d) for c in INDICATORS for d in dimensions(c)]
#: One cut for each dimension of each source, and all of the rates.
EACH_COLUMN = list(
    {(c if get(c).kind == "ratio" else source_of(c).name, d): (c, d) for c, d in CUTS}.values()
)


def test_every_indicator_has_a_hand_computed_value() -> None:
    assert set(EXPECTED) == set(INDICATORS), "state the value by hand in tests/queries/expected.py"


def test_no_hand_computed_value_is_trivial() -> None:
    assert all(EXPECTED.values())


@pytest.mark.parametrize("code", EXPECTED)
def test_value(cockpit: Cockpit, filters: Filters, code: str) -> None:
    answer = cockpit.ask(Question(code, filters, scope=EVERYTHING))
    assert answer.value == EXPECTED[code]
    assert type(answer.value) in (int, float)
    assert (answer.code, answer.unit, answer.as_of) == (code, get(code).unit, "2022-12-30")


@pytest.mark.parametrize(("code", "by"), CUTS)
def test_parts_and_whole(asker: Asker, code: str, by: str) -> None:
    groups, measure = asker.groups(code, by), get(code).measure
    if isinstance(measure, Ratio):
        _assert_recomputed(asker, measure, by, groups)
    elif _adds_up(get(code)):
        parts = [v or 0 for v in groups.values()]
        assert sum(parts) == EXCEEDING.get((code, by), EXPECTED[code])
        assert max(parts) <= EXPECTED[code] <= sum(parts)


def _assert_recomputed(asker: Asker, ratio: Ratio, by: str, groups: dict[str, Number]) -> None:
    above = asker.groups(ratio.numerator, by)
    below = {} if ratio.constant else asker.groups(ratio.denominator, by)
    assert set(groups) == set(above) | set(below)
    for member, value in groups.items():
        bottom = EXPECTED[ratio.denominator] if ratio.constant else below.get(member)
        assert value == divide(above.get(member) or 0, bottom, ratio)


@pytest.mark.parametrize(("code", "by"), EACH_COLUMN)
def test_a_filter_gives_what_its_group_shows(asker: Asker, code: str, by: str) -> None:
    groups = asker.groups(code, by)
    members = sorted(groups)
    for member in {MISSING, members[-1]} & set(members):
        assert asker.value(code, asker.filters.with_dim(by, [member])) == groups[member]


@pytest.mark.parametrize(
    ("code", "by"), [(c, d) for c, d in EACH_COLUMN if c in PLAIN and (c, d) not in EXCEEDING]
)
def test_two_members_give_the_sum_of_both(duckdb_world: Asker, code: str, by: str) -> None:
    groups = duckdb_world.groups(code, by)
    both = sorted(groups)[:2]
    chosen = duckdb_world.filters.with_dim(by, both)
    assert duckdb_world.value(code, chosen) == sum(groups[m] or 0 for m in both)


def test_groups_by_two_dimensions_add_up_to_each_one(asker: Asker) -> None:
    by_source: dict[str, Number] = {}
    for (_, (source, _light)), value in asker.numbers(
        Question("DB01", asker.filters, ("source", "light"), scope=EVERYTHING)
    ).items():
        by_source[source] = (by_source.get(source) or 0) + (value or 0)
    assert by_source == asker.groups("DB01", "source")


@pytest.mark.parametrize("code", INDICATORS)
def test_series(asker: Asker, code: str) -> None:
    """A stock's last point is its value; the months of a flow of records add up to it."""
    series, measure = asker.series(code, "month"), get(code).measure
    assert len(series) == 12
    if isinstance(measure, Measure) and measure.kind == "stock":
        assert series[-1] == EXPECTED[code] or measure.at == "opening"
    elif code == "ZZ02" or (isinstance(measure, Measure) and (measure.distinct in _UNIQUE or measure.total)):
        assert sum(v or 0 for v in series) == EXPECTED[code]


@pytest.mark.parametrize("code", ["ZZ01", "RC01", "RC04", "DB06", "DB07", "XC01", "SJ02"])
def test_every_point_of_a_stock_is_its_value_that_day(asker: Asker, code: str) -> None:
    question = Question(code, asker.filters, interval="quarter", scope=EVERYTHING)
    for piece, point in zip(question.periods, asker.series(code, "quarter"), strict=True):
        assert point == asker.value(code, replace(asker.filters, as_of=piece.end)), piece


@pytest.mark.parametrize(("code", "as_of"), OTHER_DAYS)
def test_value_on_another_day(asker: Asker, code: str, as_of: str) -> None:
    day = replace(asker.filters, as_of=date.fromisoformat(as_of))
    assert asker.value(code, day) == OTHER_DAYS[code, as_of]


def test_lights_of_every_task(asker: Asker) -> None:
    numbers = asker.numbers(Question("DB.lights", asker.filters, ("light", "task"), scope=EVERYTHING))
    found: dict[str, str] = {}
    for _, (light, task) in numbers:
        found[light] = " ".join(sorted({*found.get(light, "").split(), task}))
    assert found == LIGHTS


def test_a_group_without_a_value_is_named_and_can_be_chosen(cockpit: Cockpit, filters: Filters) -> None:
    answer = cockpit.ask(Question("ZZ01", filters, ("district",), scope=EVERYTHING))
    rows = {row["district"]: row for row in answer.rows or []}
    assert rows["未填写"] == {"district": "未填写", "district_code": "", "value": 1}  # S3
    chosen = cockpit.filters({"district": "未填写"})
    assert cockpit.value("ZZ01", chosen, scope=EVERYTHING) == 1
    assert cockpit.filters(chosen.query()) == chosen
    both = cockpit.filters({"district": "未填写,海淀区"})
    assert cockpit.value("ZZ01", both, scope=EVERYTHING) == 4  # S3; D1 S1 U1


def test_groups_stand_in_the_order_of_their_list(cockpit: Cockpit, filters: Filters) -> None:
    names = [
        row["light"]
        for row in cockpit.ask(Question("DB.lights", filters, ("light",), scope=EVERYTHING)).rows or []
    ]
    assert names == ["红灯", "黄灯", "绿灯", "蓝灯", "已销号"]
    societies = cockpit.ask(Question("RC01", filters, ("organisation",), scope=EVERYTHING)).rows or []
    assert [(r["organisation_code"], r["value"]) for r in societies] == [
        ("S7", 1000),
        ("S8", 999),
        ("S1", 4),
        ("S2", 2),
        ("S4", 1),
    ]


def test_an_empty_series_still_has_its_points(cockpit: Cockpit, filters: Filters) -> None:
    early = replace(filters, as_of=date(2020, 3, 31), period=replace(filters.period, start=date(2020, 1, 1)))
    answer = cockpit.ask(Question("DB08.median", early, interval="month", scope=EVERYTHING))
    assert [row["value"] for row in answer.rows or []] == [None, None, None]
    assert cockpit.value("DB08", early, scope=EVERYTHING) is None


def test_nothing_lies_after_the_as_of_day(asker: Asker) -> None:
    """A period that starts after the as-of day is empty, whatever happens in it."""
    period = replace(asker.filters.period, start=date(2022, 9, 1))
    later = replace(asker.filters, as_of=date(2022, 5, 31), period=period)
    flows = [c for c in PLAIN if get(c).kind == "flow"]
    assert {c: asker.value(c, later) for c in flows} == dict.fromkeys(flows, 0)
    assert Question("HD01", later, interval="month", scope=EVERYTHING).periods == ()
