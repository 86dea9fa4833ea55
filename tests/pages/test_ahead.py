"""Forecasts on the drill-down: drawn, worded, tabled and exported as what they are, or why there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.settings import Settings
from queries.evaluate import Question
from queries.filters import Filters
from queries.forecast import Forecast, Refused
from queries.outlook import outlook
from queries.periods import Period
from queries.rehearsal import Rehearsal
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from tests.pages.screen import Screen, charts, classed, nodes, screen_over, text
from tests.pages.test_export import as_shown, text_table, workbook
from tests.support.courses import SEASONAL, accounts
from tests.support.small import publish
from tests.support.world import world


@pytest.fixture(scope="module")
def ahead(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """The small world with 48 whole months of accounts, and half of December 2022."""
    settings = Settings(home=Path(tmp_path_factory.mktemp("home")))
    tables = {**world(), "unit_account": accounts([*SEASONAL, 30], 2022, 12)}
    publish(settings, tables, business_date="2022-12-15", demonstration=True)
    with screen_over(settings) as screen:
        yield screen


def test_the_history_is_what_the_indicator_says_of_whole_months(ahead: Screen) -> None:
    cockpit = get_cockpit()
    filters = Filters.default(cockpit.state().publication.business_date)
    made = outlook(cockpit, "ZZ09", filters, scope=EVERYTHING)
    assert made is not None
    assert isinstance(made.found, Forecast)
    assert made.months == ("2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-05")
    day = filters.as_of
    window = replace(filters, period=Period(day.replace(year=2018, day=1), day), preset="custom")
    rows = cockpit.ask(Question("ZZ09", window, (), "month", scope=EVERYTHING)).rows or []
    values = [row["value"] for row in rows if row["value"]]
    assert tuple(values[:-1]) == SEASONAL
    assert values[-1] == 15 + 2  # of December, up to the 15th: the month that is not over


def test_a_forecast_is_drawn_and_worded_as_one(ahead: Screen) -> None:
    tile = ahead.tiles("/drill?i=ZZ09")["course"]
    said = text(classed(tile, "tile-remarks"))
    assert "2022年12月至2023年5月为预测（虚线，80% 区间）" in said
    assert "方法：指数平滑（ETS，阻尼趋势，含季节）" in said
    assert "近 12 个月回测平均误差" in said
    assert "优于按" in said
    (option,) = charts(tile)
    series = {one["name"]: one for one in option["series"] if one["name"]}
    assert option["legend"]["data"] == ["新增单位用户", "新增单位用户（上年同期）", "预测", "80% 区间"]
    assert series["预测"]["lineStyle"]["type"] == "dotted"
    assert "decal" in series["80% 区间"]["itemStyle"]
    points = [d for d in series["预测"]["data"] if d["value"] != "-" and not d.get("silent")]
    assert points[0]["name"] == "2022-12"
    assert len(points) == 6
    assert all(d["note"] == "预测，不是统计数字" and d["facts"][0][0] == "80% 区间" for d in points)
    assert not any("href" in d for d in points)  # no rows stand behind it


def test_table_and_exports_mark_what_is_expected(ahead: Screen) -> None:
    tile = ahead.tiles("/drill?i=ZZ09")["course"]
    (table, *_) = [n for n in nodes(tile) if n["type"] == "Table"]
    assert "2023-05（预测）" in text(table)
    sheets = workbook(ahead, tile)
    head, *rows = next(rows for rows in sheets.values() if rows[0] and rows[0][0] == "月份")
    assert list(head)[3:6] == ["预测值（家）", "预测80% 区间下限（家）", "预测80% 区间上限（家）"]
    expected = [row for row in rows if "（预测）" in str(row[0])]
    assert [row[0] for row in expected] == [f"{m}（预测）" for m in (
        "2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-05")]  # fmt: skip
    assert all(row[1] is None and row[2] is None for row in expected)  # nothing among the facts
    assert all(row[4] <= row[3] <= row[5] for row in expected)
    lines = text_table(ahead, tile)
    assert as_shown(expected[-1][0]) == lines[-1][0]


def test_where_the_history_is_too_short_the_reason_is_said(ahead: Screen) -> None:
    said = text(classed(ahead.tiles("/drill?i=XC04")["course"], "tile-remarks"))
    assert "不作预测：" in said
    assert "个月的历史" in said
    (option,) = charts(ahead.tiles("/drill?i=DB01")["course"])
    assert "预测" not in [one["name"] for one in option["series"]]


def test_what_comes_after_a_period_that_is_over_is_nobodys_question(ahead: Screen) -> None:
    tile = ahead.tiles("/drill?i=ZZ09&start=2021-01-01&end=2021-12-31")["course"]
    assert "预测" not in text(tile)


def test_filters_have_forecasts_of_their_own(ahead: Screen) -> None:
    whole = text(classed(ahead.tiles("/drill?i=ZZ09&district=110108")["course"], "tile-remarks"))
    assert "为预测" in whole
    none = ahead.tiles("/drill?i=ZZ09&district=110101")["course"]
    assert "为预测" not in text(none)


def test_it_is_computed_once_for_the_same_course(ahead: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    cockpit = get_cockpit()
    filters = Filters.default(cockpit.state().publication.business_date)
    first = outlook(cockpit, "ZZ09", filters, scope=EVERYTHING)
    monkeypatch.setattr("queries.outlook.forecast", lambda *_: Refused("noch einmal"))
    assert outlook(cockpit, "ZZ09", filters, scope=EVERYTHING) == first


def test_a_page_that_is_rehearsed_leaves_no_forecast_of_made_up_numbers(ahead: Screen) -> None:
    cockpit = get_cockpit()
    filters = Filters.parse({"as_of": "2022-12-10"}, cockpit.state().publication.business_date)
    rehearsed = outlook(Rehearsal(cockpit), "ZZ09", filters, scope=EVERYTHING)
    assert rehearsed is not None
    assert isinstance(rehearsed.found, Refused)
    real = outlook(cockpit, "ZZ09", filters, scope=EVERYTHING)
    assert real is not None
    assert isinstance(real.found, Forecast)
