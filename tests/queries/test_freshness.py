"""Freshness: which sources are late, by the rule of 更新及时率, and what reads them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.engine import DatabaseUnavailable, open_database
from data.schema import delivery_tables
from queries.cache import AnswerCache
from queries.filters import Filters
from queries.freshness import LateSource, tables
from queries.indicators import INDICATORS
from queries.scope import EVERYTHING
from queries.service import Cockpit
from tests.conftest import NewSettings
from tests.queries.conftest import EACH_ENGINE, Asker
from tests.support.small import publish
from tests.support.world import AS_OF, world
from tests.support.world_tables import table

DAY = date(2022, 12, 30)
ACCOUNTS = LateSource("SR2", "账号", "unit_account", "日", 1, date(2022, 12, 28), 1)
ARTICLES = LateSource("SR3", "稿件", "article", "月", 31, None, None)


def test_late_sources_are_those_that_the_rate_misses(cockpit: Cockpit, filters: Filters) -> None:
    """SR1 is just in time, SR4 has stopped, SR5 starts tomorrow, and tomorrow's delivery is not known."""
    fresh = cockpit.freshness()
    on_time, all_of_them = (
        cockpit.value(f"SJ02.{part}", filters, scope=EVERYTHING) for part in ("fresh", "base")
    )
    assert len(fresh.sources) == (all_of_them or 0) - (on_time or 0)
    assert fresh.business_date == DAY
    assert fresh.sources == (ARTICLES, ACCOUNTS)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ZZ09", (ACCOUNTS,)),  # accounts only
        ("XC04", (ARTICLES,)),
        ("XC05", (ARTICLES,)),  # of a rate, what either part reads
        ("ZZ01", ()),  # organisation came in time
        ("RC12", ()),  # contacts are no longer agreed on
        ("DB.lights", ()),  # tasks not yet
        ("KC01", ()),  # nothing is agreed on envoys
    ],
)
def test_an_indicator_is_as_late_as_what_it_reads(
    cockpit: Cockpit, code: str, expected: tuple[LateSource, ...]
) -> None:
    assert cockpit.freshness().late([code]) == expected


def test_several_indicators_name_each_source_once(cockpit: Cockpit) -> None:
    assert cockpit.freshness().late(["XC04", "XC05", "ZZ01", "ZZ09"]) == (ARTICLES, ACCOUNTS)


def test_what_was_delivered_on_a_day_is_enough_for_that_day(cockpit: Cockpit) -> None:
    fresh = cockpit.freshness()
    assert fresh.late(["ZZ09"], date(2022, 12, 29)) == (ACCOUNTS,)
    assert fresh.late(["ZZ09"], date(2022, 12, 28)) == ()
    assert fresh.late(["XC04"], date(2022, 12, 28)) == (ARTICLES,)


def test_lateness_in_words(cockpit: Cockpit) -> None:
    fresh = cockpit.freshness()
    assert fresh.sentence(["ZZ09"]) == "账号数据截至2022年12月28日（约定每日更新，已逾期 1 天）"
    assert fresh.sentence(["XC04"]) == "稿件尚无交付记录（约定每月更新）"
    # One late source doesn't date the others: what it concerns is named, unless that is all.
    more = "；另有 1 张数据表未按约定更新"
    assert fresh.sentence(["ZZ09", "XC04"]) == f"其中发布稿件：稿件尚无交付记录（约定每月更新）{more}"
    assert fresh.sentence(["XC04", "XC05"]) == "稿件尚无交付记录（约定每月更新）"
    assert (
        fresh.sentence(["ZZ01", "ZZ09"])
        == "其中新增单位用户：账号数据截至2022年12月28日（约定每日更新，已逾期 1 天）"
    )
    assert fresh.sentence(["ZZ01"]) == ""
    assert [fresh.short([code]) for code in ("ZZ09", "XC04", "ZZ01")] == ["截至12月28日", "尚无交付", ""]
    assert fresh.short(["ZZ09"], date(2023, 1, 3)) == "截至2022年12月28日"


def test_it_is_read_once(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    first = asker.cockpit.freshness()
    monkeypatch.setattr(asker.cockpit.database, "connect", None)
    assert asker.cockpit.freshness() == first


def test_of_a_version_that_is_not_kept_nothing_is_known(cockpit: Cockpit) -> None:
    with pytest.raises(DatabaseUnavailable):
        cockpit.freshness("000999")


@pytest.mark.parametrize("engine", EACH_ENGINE)
def test_each_version_is_judged_on_its_own_day(
    pg_server: object, new_settings: NewSettings, engine: str
) -> None:
    """The same deliveries seen from a later day: SR1 is late by the days that passed."""
    later = DAY + timedelta(days=30)
    own = table(
        "code name platform_code table_name department_code frequency frequency_days valid_from valid_to",
        ("SR1", "组织库", "talent", "organisation", "organisation", "周", 7, "2021-07-01", None),
    )
    came = table(
        "id source_code delivered_on rows_received rows_refused",
        ("DL1", "SR1", "2022-12-23", 10, 0),
        ("DL2", "SR1", str(later + timedelta(days=1)), 10, 0),
    )
    data = {**world(), "source": own, "delivery": came, "rejected_row": [], "quality_measure": []}
    with new_settings(engine) as settings:
        old = publish(settings, data, business_date=AS_OF)
        new = publish(settings, data, business_date=str(later))
        database = open_database(settings)
        cockpit = Cockpit(database, AnswerCache(settings))
        assert cockpit.freshness(old).sources == ()
        (found,) = cockpit.freshness(new).sources
        assert found == LateSource("SR1", "组织库", "organisation", "周", 7, date(2022, 12, 23), 30)
        assert cockpit.freshness() == cockpit.freshness(new)
        database.close()


def test_every_indicator_reads_tables_that_are_delivered() -> None:
    known = {t.name for t in delivery_tables()}
    for code in INDICATORS:
        assert tables(code), code
        assert tables(code) <= known, code


def test_tables_behind_an_indicator() -> None:
    assert tables("ZZ09") == {"unit_account"}
    assert tables("SJ02") == {"source", "delivery"}
    assert tables("KC03") == {"enterprise", "enterprise_need", "need_match"}
    # The extensions are in a recursive part, the lights in parameters and the calendar.
    assert tables("DB06") == {"task", "task_event", "task_report_due", "parameter", "calendar_day"}
