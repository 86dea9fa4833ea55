"""Scope: a reader's limits hold for values, groups, series and rows, or nothing is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queries.evaluate import Number, Question, evaluate
from queries.filters import Filters
from queries.indicators import INDICATORS, get, leaves
from queries.model import Measure, Ratio
from queries.rows import RowsQuestion, fetch_rows
from queries.scope import Scope, ScopeRefused
from queries.service import Cockpit
from tests.queries.conftest import Asker
from tests.queries.expected import EXPECTED

LIMITS = [("district", "110108"), ("department", "society"), ("organisation", "S1")]


def _limited(code: str) -> tuple[str, ...]:
    """The measures that a scope limits: all behind a code but a city-wide target."""
    measure = get(code).measure
    return leaves(measure.numerator) if isinstance(measure, Ratio) and measure.constant else leaves(code)


def _has_rule(code: str, dimension: str) -> bool:
    measures = [get(c).measure for c in _limited(code)]
    return all(isinstance(m, Measure) and dimension in m.source.dimensions for m in measures)


@pytest.mark.parametrize(("dimension", "member"), LIMITS)
@pytest.mark.parametrize("code", INDICATORS)
def test_a_scope_limits_or_refuses(duckdb_world: Asker, code: str, dimension: str, member: str) -> None:
    scope = Scope(((dimension, (member,)),))
    question = Question(code, duckdb_world.filters, scope=scope)
    if not _has_rule(code, dimension):
        with pytest.raises(ScopeRefused, match="因此不予显示"):
            evaluate(duckdb_world.connection, question)
        return
    value = evaluate(duckdb_world.connection, question).get((0, ()))
    assert value == duckdb_world.value(code, duckdb_world.filters.with_dim(dimension, [member]))


def _ask(asker: Asker, code: str, scope: Scope, filters: Filters | None = None) -> Number:
    return evaluate(asker.connection, Question(code, filters or asker.filters, scope=scope)).get((0, ()))


def test_scope_and_filter_both_hold(asker: Asker) -> None:
    haidian = Scope((("district", ("110108",)),))
    assert _ask(asker, "ZZ01", haidian) == 3  # D1 S1 U1
    elsewhere = asker.filters.with_dim("district", ["110105"])
    assert _ask(asker, "ZZ01", haidian, elsewhere) == 0
    both = Scope((("district", ("110108", "110105")), ("org_type", ("society",))))
    assert _ask(asker, "ZZ01", both) == 2  # S1 S2
    assert _ask(asker, "ZZ01", both, elsewhere) == 1  # S2


def test_rows_without_a_district_belong_to_no_district(asker: Asker) -> None:
    everywhere = Scope((("district", tuple(k for k in asker.groups("ZZ01", "district") if k)),))
    assert _ask(asker, "ZZ01", everywhere) == EXPECTED["ZZ01"] - 1  # S3 has none


def test_a_scope_of_nothing_shows_nothing(asker: Asker) -> None:
    assert _ask(asker, "ZZ01", Scope((("district", ()),))) == 0


def test_groups_series_and_rows_are_limited_too(asker: Asker) -> None:
    scope = Scope((("district", ("110108",)),))
    question = Question("ZZ01", asker.filters, ("district",), scope=scope)
    assert evaluate(asker.connection, question) == {(0, ("110108",)): 3}
    series = evaluate(asker.connection, replace(question, by=(), interval="month"))
    assert series[11, ()] == 3
    rows = fetch_rows(asker.connection, RowsQuestion(replace(question, by=())))
    assert {row["name"] for row in rows.rows} == {"海淀区科协", "机械学会", "高校科协"}
    assert rows.total == 3


def test_rows_without_a_rule_are_refused(asker: Asker) -> None:
    question = Question("DB01", asker.filters, scope=Scope((("district", ("110108",)),)))
    with pytest.raises(ScopeRefused, match="“期内立项事项”不能按区划分权限范围"):
        fetch_rows(asker.connection, RowsQuestion(question))


def test_a_city_wide_target_is_not_divided(asker: Asker) -> None:
    scope = Scope((("district", ("110108",)),))
    # P1 P3 live in 海淀.
    assert _ask(asker, "RC09", scope) == 2 / 1_000_000 * 100


def test_cached_answers_are_kept_apart_by_scope(cockpit: Cockpit, filters: Filters) -> None:
    haidian, chaoyang = (Scope((("district", (c,)),)) for c in ("110108", "110105"))
    values = {s: cockpit.ask(Question("ZZ01", filters, scope=s)).value for s in (haidian, chaoyang, Scope())}
    assert values == {haidian: 3, chaoyang: 3, Scope(): 8}
    with_rows = [cockpit.rows(RowsQuestion(Question("ZZ01", filters, scope=s))).total for s in values]
    assert with_rows == [3, 3, 8]


def test_keys_are_canonical() -> None:
    one = Scope((("district", ("110108", "110105")), ("org_type", ("society",))))
    same = Scope((("org_type", ("society",)), ("district", ("110105", "110108"))))
    assert one.key() == same.key() != Scope().key()
