"""Thresholds: what they mean in words, when a number crosses them, which limits make no sense."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queries.evaluate import Question
from queries.filters import Filters
from queries.scope import EVERYTHING
from queries.service import Cockpit
from queries.signals import Rule, _change, _plain, _record, judge, rules, unfit
from queries.thresholds import (
    BadThreshold,
    Limits,
    Threshold,
    above,
    below,
    falls,
    in_unit,
    record,
    rises,
)

RATE = in_unit(below(90, 80), "%")
COUNT = in_unit(above(1, 5), "件")


def test_every_declared_threshold_can_be_judged() -> None:
    assert len(rules()) >= 30
    assert [why for rule in rules().values() if (why := unfit(rule))] == []
    for rule in rules().values():
        rule.threshold.check(rule.threshold.limits)


def test_each_has_a_name_of_its_own() -> None:
    declared = [t for rule in rules().values() for t in rule.indicator.signals]
    assert {t.key for t in declared} >= {"below", "above-department", "falls-month", "falls-year", "high"}
    assert len(rules()) == sum(
        len(i) for i in {r.code: r.indicator.signals for r in rules().values()}.values()
    )


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule("DB06", above(1, by="gender")), "不能按“gender”划分"),
        (Rule("HD01", falls(20, 40, "month")), "不与上月同日相比"),
        (Rule("DB06", replace(above(1), against="year")), "变动要说明"),
        (Rule("DB06", replace(record("high"), by="department")), "不按成员判断"),
    ],
)
def test_what_cannot_be_judged_is_named(rule: Rule, why: str) -> None:
    assert why in unfit(rule)


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (RATE, "低于 90% 为关注，低于 80% 为预警"),
        (COUNT, "达到 1 件为关注，达到 5 件为预警"),
        (
            in_unit(falls(5, 10), "%"),
            "较上年同期下降 5 个百分点以上为关注，较上年同期下降 10 个百分点以上为预警",
        ),
        (in_unit(rises(20), "工作日"), "较上年同期上升 20% 以上为关注"),
        (in_unit(falls(0.5, against="month"), "人"), "较上月同日下降 0.5% 以上为关注"),
        (in_unit(record("high"), "件"), "创近 24 个月新高为关注"),
        (in_unit(record("low", 12), "件"), "创近 12 个月新低为关注"),
    ],
)
def test_a_threshold_in_words(threshold: Threshold, words: str) -> None:
    assert threshold.words() == words
    assert threshold.words(Limits(off=True)) == "停用"


@pytest.mark.parametrize(
    ("threshold", "measured", "level"),
    [
        (RATE, 90, None),  # below: the line itself is still good
        (RATE, 89.99, "watch"),
        (RATE, 80, "watch"),
        (RATE, 79.99, "alert"),
        (COUNT, 0, None),
        (COUNT, 1, "watch"),  # above: the line itself counts
        (COUNT, 5, "alert"),
        (in_unit(falls(5, 10), "%"), 4.9, None),
        (in_unit(falls(5, 10), "%"), 10, "alert"),
        (in_unit(falls(5, 10), "%"), -50, None),  # it rose
        (in_unit(above(None, 3), "件"), 2, None),
        (in_unit(above(None, 3), "件"), 3, "alert"),
    ],
)
def test_which_level_is_crossed(threshold: Threshold, measured: float, level: str | None) -> None:
    assert threshold.level(measured, threshold.limits) == level
    assert threshold.level(measured, replace(threshold.limits, off=True)) is None


@pytest.mark.parametrize(
    ("threshold", "limits", "why"),
    [
        (RATE, Limits(), "至少填一个"),
        (RATE, Limits(80, 90), "预警线应低于关注线"),
        (RATE, Limits(101), "0 到 100 之间"),
        (RATE, Limits(-1), "0 到 100 之间"),
        (COUNT, Limits(5, 5), "预警线应高于关注线"),
        (COUNT, Limits(-1), "不应为负数"),
        (COUNT, Limits(float("nan")), "普通的数字"),
        (COUNT, Limits(float("inf")), "普通的数字"),
        (COUNT, Limits(1e15), "普通的数字"),
        (in_unit(falls(5), "%"), Limits(0), "应大于 0且不超过 100"),
        (in_unit(falls(5), "人"), Limits(-3), "应大于 0（单位：%）"),
        (in_unit(record("high"), "件"), Limits(3), "6 到 60 之间的整数"),
        (in_unit(record("high"), "件"), Limits(12.5), "6 到 60 之间的整数"),
    ],
)
def test_limits_that_make_no_sense_are_said(threshold: Threshold, limits: Limits, why: str) -> None:
    with pytest.raises(BadThreshold, match=why.replace("(", r"\(")):
        threshold.check(limits)


def test_a_change_is_in_percent_of_counts_and_in_points_of_rates() -> None:
    members = Rule("RC01", in_unit(falls(0.5, 2, "month"), "人"))
    assert _change(members, 995, 1000) == pytest.approx(0.5)
    assert _change(members, 1005, 1000) == pytest.approx(-0.5)
    assert _change(members, 1, 19) is None  # too few to speak of percent
    assert _change(members, None, 1000) is None
    rate = Rule("DB04", in_unit(falls(5, 10), "%"))
    assert _change(rate, 85.5, 93.9) == pytest.approx(8.4)
    longer = Rule("DB08", in_unit(rises(20, 50), "工作日"))
    assert _change(longer, 60, 40) == pytest.approx(50)
    assert _plain(longer, Limits(20, 50), 60, 40, "", "").level == "alert"
    assert _plain(longer, Limits(20, 50), 60, None, "", "").level is None


@pytest.mark.parametrize(
    ("course", "level"),
    [
        ([1, 2, 3, 4, 5, 9], "watch"),
        ([9, 2, 3, 4, 5, 9], None),  # as high as before is no new high
        ([9, 2, 3, 4, 5, 8], None),
        ([0, 0, 3, 4, 5, 9], None),  # only four months with a number
        ([9], None),
        ([1, 2, 3, 4, 5, None], None),
    ],
)
def test_a_record_needs_all_its_months(course: list[int | None], level: str | None) -> None:
    rule = Rule("DB06", in_unit(record("high", 6), "件"))
    assert _record(rule, Limits(6), course).level == level


def test_a_low_is_a_record_downwards() -> None:
    rule = Rule("DB06", in_unit(record("low", 6), "件"))
    found = _record(rule, Limits(6), [5, 4, 3, 7, 6, 2])
    assert (found.level, found.compared, found.value) == ("watch", 3, 2)


def test_the_numbers_judged_are_those_of_every_page(cockpit: Cockpit) -> None:
    """DB06 3 (K04 K16 K21), SJ02 one of three, XC05 two of thirteen: by hand in expected.py."""
    version = cockpit.state().publication.version
    limits = {id: rule.threshold.limits for id, rule in rules().items()}
    found = {(j.rule.id, j.member): j for j in judge(cockpit, limits, version, scope=EVERYTHING)}
    assert (found["DB06/above", ""].value, found["DB06/above", ""].level) == (3, "watch")
    assert found["SJ02/below", ""].value == pytest.approx(100 / 3)
    assert found["SJ02/below", ""].level == "alert"
    assert found["XC05/below", ""].level == "alert"
    assert found["SJ03/below", ""].level is None  # 135 of 150 are 90 %, just the line
    assert found["SJ04/below", ""].level is None
    assert found["SJ05/above", ""].level == "watch"  # 5 %
    assert found["RC01/falls-month", ""].measured == 0  # M4 went, M7 came: of persons none
    assert found["HD01/falls-year", ""].measured is None  # no base in 2021
    departments = {member: j.value for (id, member), j in found.items() if id == "DB06/above-department"}
    rows = cockpit.ask(Question("DB06", _filters(cockpit), ("department",), scope=EVERYTHING)).rows or []
    assert departments == {r["department_code"]: r["value"] for r in rows}
    assert sum(v or 0 for v in departments.values()) == 3


def test_what_is_off_is_not_asked(cockpit: Cockpit) -> None:
    version = cockpit.state().publication.version
    limits = {"DB06/above": Limits(1, 5, off=True), "SJ02/below": Limits(95, 85), "ZZ99/gone": Limits(1)}
    assert [j.rule.id for j in judge(cockpit, limits, version, scope=EVERYTHING)] == ["SJ02/below"]


def _filters(cockpit: Cockpit) -> Filters:
    return Filters.default(cockpit.state().publication.business_date)
