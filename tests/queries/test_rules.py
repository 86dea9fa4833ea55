"""Rules that a deployment sets: parameters of the 口径, and which days are working days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from data.engine import open_database
from queries.evaluate import Question, evaluate
from queries.filters import Filters
from queries.scope import EVERYTHING
from tests.conftest import NewSettings
from tests.queries.expected import EXPECTED, LIGHTS
from tests.support.small import publish
from tests.support.world import AS_OF, world
from tests.support.world_tables import Tables, table

FILTERS = Filters.default(date.fromisoformat(AS_OF))

STRICT = table(
    "code name value",
    ("light_days_left", "黄灯：剩余工作日", 6),  # K09 has 6 left: yellow
    ("light_points_behind", "黄灯：落后时间进度", 17),  # K07 is 17.2 behind, K11 19: yellow
    ("light_missed_reports", "红灯：连续缺报次数", 1),  # K12 missed one: red
    ("forecast_min_elapsed", "预警：最少已过时间", 40),  # K07 is at 32 %: not foreseen
    ("forecast_slack", "预警：允许超出", 62),  # K11 takes 323 days for 200, 61 % more: not foreseen
    ("active_days", "组织活跃的观察天数", 91),  # S2's activity is 90 days ago: active
    ("scientists_total", "首都科技工作者总数", 2_000_000),
)
#: Mondays that are holidays: one before K05's verification, one before K09's deadline.
HOLIDAYS = {date(2022, 12, 19), date(2023, 1, 2)}


def _calendar() -> Iterator[dict[str, Any]]:
    number = 0
    for offset in range(900):
        day = date(2021, 6, 1) + timedelta(days=offset)
        works = day.weekday() < 5 and day not in HOLIDAYS
        number += works
        yield {"day": day, "is_workday": works, "workday_no": number, "is_official": True}


@contextmanager
def _asked(new_settings: NewSettings, changed: Tables) -> Iterator[Any]:
    with new_settings("duckdb") as settings:
        version = publish(settings, {**world(), **changed}, business_date=AS_OF)
        database = open_database(settings)
        with database.connect(version) as connection:
            yield lambda code, by=(): evaluate(connection, Question(code, FILTERS, by, scope=EVERYTHING))
        database.close()


def _lights(numbers: dict[Any, Any]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for _, (light, task) in numbers:
        found.setdefault(light, set()).add(task)
    return {light: " ".join(sorted(tasks)) for light, tasks in found.items()}


def test_parameters_set_the_rules(new_settings: NewSettings) -> None:
    with _asked(new_settings, {"parameter": STRICT}) as ask:
        assert _lights(ask("DB.lights", ("light", "task"))) == {
            **LIGHTS,
            "red": "K04 K12 K13 K16 K21",
            "yellow": "K07 K08 K09 K10 K11 K17",
            "green": "K14 K15 K23",
        }
        assert list(ask("DB12", ("task",))) == [(0, ("K10",))]
        assert ask("ZZ10.active") == {(0, ()): 6}
        assert ask("RC09") == {(0, ()): 1006 / 2_000_000 * 100}


def test_without_parameters_the_documented_defaults_hold(new_settings: NewSettings) -> None:
    with _asked(new_settings, {"parameter": []}) as ask:
        assert _lights(ask("DB.lights", ("light", "task"))) == LIGHTS
        assert ask("DB12") == {(0, ()): EXPECTED["DB12"]}
        assert ask("ZZ10.active") == {(0, ()): EXPECTED["ZZ10.active"]}
        assert ask("RC09") == {(0, ()): None}  # no target, no rate


def test_holidays_are_no_working_days(new_settings: NewSettings) -> None:
    with _asked(new_settings, {"calendar_day": list(_calendar())}) as ask:
        # K09's deadline is now five working days away.
        yellow = _lights(ask("DB.lights", ("light", "task")))["yellow"]
        assert yellow == "K08 K09 K10 K12 K17"
        # K05 took 143 working days, not 144.
        assert ask("DB08.total") == {(0, ()): 423}
        assert ask("DB08.median") == {(0, ()): (65 + 143) / 2}
