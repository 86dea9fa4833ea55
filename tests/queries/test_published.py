"""Precision in numbers, units that compare, conditions as clerks write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.precision import PRECISIONS, Given
from data.settings import ROOT
from data.values import BadValue
from intake.vocabulary import indicator_code as code_of
from queries import conditions
from queries.dimensions import DIMENSIONS
from queries.published import factor


@pytest.mark.parametrize(
    ("precision", "published", "within", "apart"),
    [
        ("exact", 53.7, (53.65, 53.7499), (53.6499, 53.75, 54)),
        ("exact", 1579, (1579.4,), (1578, 1580, 1579.5)),
        ("rounded", 410_500, (410_450, 410_550), (410_449, 410_551)),
        ("rounded", 0.5, (0.45, 0.55), (0.44, 0.56)),
        ("nearly", 7000, (6300, 6999.9), (6299, 7001)),
        ("nearly", 0.5, (0.45, 0.4999), (0.4499,)),
        ("at_least", 400, (401, 499), (399, 500)),
        ("at_least", 20_000, (20_001, 29_999), (30_000,)),
        ("at_least", 1500, (1599,), (1600,)),
        ("approx", 3, (2.85, 3.15), (2.84, 3.16)),
        ("approx", 1_000_000, (950_000, 1_050_000), (949_999,)),
        ("order", 1, (), (1, 2)),
    ],
)
def test_what_a_precision_allows(
    precision: str, published: float, within: tuple[float, ...], apart: tuple[float, ...]
) -> None:
    rule, given = PRECISIONS[precision].within, Given.of(published)
    assert [n for n in within if not rule(given, Decimal(repr(n)))] == []
    assert [n for n in apart if rule(given, Decimal(repr(n)))] == []


@pytest.mark.parametrize(
    ("unit", "wanted", "times"),
    [
        ("家", "家", 1),
        ("名", "人", 1),
        ("条", "件", 1),
        ("条", "人次", 1),
        ("", "%", 1),
        ("比例", "%", 100),
        ("万人", "人", 10_000),
        ("万", "条", 10_000),
        ("亿人次", "人次", 10**8),
        ("GB", "TB", Decimal("0.001")),
        ("人", "人次", None),
        ("人次", "名", None),
        ("天", "工作日", None),
        ("TB", "个", None),
        ("%", "家", None),
        ("万TB", "个", None),
    ],
)
def test_units_that_compare(unit: str, wanted: str, times: float | Decimal | None) -> None:
    assert factor(unit, wanted) == times


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("学科类=工科", "discipline=工科"),
        ("学科类：工科、医科；区：海淀区", "discipline=工科,医科;district=海淀区"),
        ("discipline = B ， D ; district=110108", "discipline=B,D;district=110108"),
        ("学科类＝工科＞医科>理科", "discipline=工科>医科>理科"),
        (" ； ", ""),
        ("无", ""),
    ],
)
def test_conditions_as_clerks_write_them(written: str, read: str) -> None:
    assert conditions.read(written) == read
    assert conditions.read(read) == read


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("工科", "维度=成员"),
        ("学科类=", "维度=成员"),
        ("学科=工科", "学科类"),
        ("区=海淀区；区=东城区", "每个维度一次"),
    ],
)
def test_a_wrong_condition_says_what_is_right(written: str, right: str) -> None:
    with pytest.raises(BadValue) as refused:
        conditions.read(written)
    assert right in refused.value.expected


def test_a_condition_is_the_query_of_an_address() -> None:
    assert conditions.query("discipline=工科,医科;district=海淀区") == {
        "discipline": ("工科", "医科"),
        "district": ("海淀区",),
    }
    assert set(conditions.query("discipline=A>B")) <= set(DIMENSIONS)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("RC01", "RC01"),
        ("rc01", "RC01"),
        ("个人会员", "RC01"),
        ("RC09.base", "RC09.base"),
        ("无对应指标", ""),
        ("", ""),
    ],
)
def test_indicators_by_code_or_name(written: str, code: str) -> None:
    assert code_of(written) == code


def test_an_unknown_indicator_says_which_are_like_it() -> None:
    with pytest.raises(BadValue) as refused:
        code_of("个人会员数")
    assert "RC01 个人会员" in refused.value.expected


def test_the_document_says_what_the_rules_are() -> None:
    text = (ROOT / "docs" / "reconciliation.md").read_text("utf-8")
    rows = [f"| {p.name} | `{p.code}` | {p.rule} |" for p in PRECISIONS.values()]
    assert [row for row in rows if row not in text] == []
