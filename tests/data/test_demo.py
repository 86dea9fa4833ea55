"""The demonstration delivery gives every published figure exactly, and looks like an institution."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from stdnum.cn import uscc

from data.calendar import calendar_days
from data.engine import open_database
from data.schema import delivery_tables, references, required_columns
from data.settings import Settings
from demo.build import write_delivery
from intake import import_delivery
from queries.cache import AnswerCache
from queries.reconcile import reconcile
from queries.scope import EVERYTHING
from queries.service import Cockpit
from tests.data.demo_figures import AS_OF, END, FIGURES, RANGES, START, TASKS, YEAR

Ask = Callable[[str], list[tuple[Any, ...]]]


def valid(alias: str, day: str = AS_OF) -> str:
    """SQL for "the row is valid on the day"."""
    return f"({alias}.valid_from <= '{day}' AND ({alias}.valid_to IS NULL OR {alias}.valid_to > '{day}'))"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration delivery at scale 1."""
    target = tmp_path_factory.mktemp("demo")
    write_delivery(target)
    return target


@pytest.fixture(scope="module")
def ask(folder: Path) -> Ask:
    """Runs a query over the delivery's files, typed as the schema says."""
    connection = duckdb.connect()
    for table in delivery_tables():
        types = {c.name: c.type.compile() for c in table.columns}
        types = {k: "DOUBLE" if t == "FLOAT" else t for k, t in types.items()}
        path = folder / f"{table.name}.csv"
        connection.execute(
            f"CREATE TABLE {table.name} AS SELECT * FROM read_csv('{path}', header=true, columns={types!r},"
            " nullstr='', quote='\"')"
        )
    connection.execute(
        "CREATE VIEW held AS SELECT a.*, o.type_code AS organiser_type FROM activity a"
        f" JOIN organisation o ON o.id = organiser_id WHERE starts_on {YEAR}"
        f" AND (cancelled_on IS NULL OR cancelled_on > '{AS_OF}')"
    )
    connection.execute(
        f"CREATE VIEW shelf AS SELECT * FROM media_resource WHERE added_on <= '{AS_OF}'"
        f" AND (removed_on IS NULL OR removed_on > '{AS_OF}')"
    )
    return lambda sql: connection.execute(sql.format(year=YEAR, m=valid("m"), a=valid("a"))).fetchall()


def registered(day: str) -> str:
    return (
        "SELECT count(DISTINCT coalesce(uscc, o.id)) FROM organisation o"
        " JOIN org_type t ON t.code = type_code"
        f" WHERE t.is_registered_scope AND registered_from <= '{day}'"
        f" AND (registered_to IS NULL OR registered_to > '{day}')"
    )


@pytest.mark.parametrize("code", FIGURES)
def test_published_figure_comes_out_exactly(ask: Ask, code: str) -> None:
    expected, sql = FIGURES[code]
    assert ask(sql) == [(expected,)]


@pytest.mark.parametrize("code", RANGES)
def test_imprecise_figure_lies_in_its_range(ask: Ask, code: str) -> None:
    low, high, sql = RANGES[code]
    assert low <= float(ask(sql)[0][0]) <= high


@pytest.mark.parametrize(
    ("day", "expected"), [("2021-12-31", 203), (START, 203), (AS_OF, 1579)], ids=["eve", "start", "end"]
)
def test_registered_organisations(ask: Ask, day: str, expected: int) -> None:
    assert ask(registered(day)) == [(expected,)]


def test_some_registered_organisations_share_a_code(ask: Ask) -> None:
    """A plain count of rows would give another figure: distinctness is tested, not assumed."""
    assert ask(registered(AS_OF).replace("DISTINCT ", ""))[0][0] > 1579


def test_every_published_figure_agrees_with_its_indicator(folder: Path, tmp_path: Path) -> None:
    """The same through the cockpit: each figure for its own day, period and 口径."""
    settings = Settings(home=tmp_path)
    import_delivery(folder, settings)
    cockpit = Cockpit(open_database(settings), AnswerCache(settings))
    found = reconcile(cockpit, scope=EVERYTHING)
    cockpit.database.close()
    assert [(f.figure.key, f.reason) for f in found.figures if f.verdict not in ("equal", "within")] == []
    assert found.counts["equal"] > 30
    (order,) = [f for f in found.figures if f.figure.is_order]
    assert order.order == ("工科", "医科", "理科")


def test_people_grow_from_more_than_20_000_to_more_than_100_000(ask: Ask) -> None:
    def people(day: str) -> int:
        return int(
            ask(
                f"SELECT count(*) FROM (SELECT person_id FROM membership m WHERE {valid('m', day)}"
                " UNION SELECT person_id FROM expert e JOIN expert_service s ON s.expert_id = e.id"
                f" WHERE served_on <= '{day}')"
            )[0][0]
        )

    assert 20_000 < people(START) < 30_000
    assert 100_742 <= people(AS_OF) <= 107_000
    assert people(END) > people(AS_OF)


def test_order_of_disciplines_and_their_sum(ask: Ask) -> None:
    rows = ask(
        "SELECT o.class_code, count(DISTINCT person_id) AS n FROM membership m"
        " JOIN organisation o ON o.id = society_id WHERE {m} GROUP BY 1 ORDER BY n DESC"
    )
    assert [code for code, _ in rows[:3]] == ["B", "D", "A"]
    assert sum(n for _, n in rows) > 100_742


def test_council_members_are_members_of_their_society_all_the_time(ask: Ask) -> None:
    outside = ask(
        "SELECT count(*) FROM appointment a WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE"
        " m.person_id = a.person_id AND m.society_id = a.society_id AND m.valid_from <= a.valid_from"
        " AND (m.valid_to IS NULL OR m.valid_to >= coalesce(a.valid_to, DATE '2023-05-27')))"
    )
    assert outside == [(0,)]


def test_no_society_holds_a_person_twice(ask: Ask) -> None:
    assert ask("SELECT count(*) - count(DISTINCT (society_id, person_id)) FROM membership") == [(0,)]


def test_delivery_is_complete(folder: Path) -> None:
    names = {table.name for table in delivery_tables()}
    assert {path.stem for path in folder.glob("*.csv")} == names
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == {"title": "演示数据", "business_date": END, "demonstration": True}


@pytest.mark.parametrize("table", delivery_tables(), ids=lambda t: t.name)
def test_references_keys_and_required_values(ask: Ask, table: Any) -> None:
    for column, other, key in references(table):
        missing = (
            f"SELECT count(*) FROM {table.name} x WHERE {column.name} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {other.name} y WHERE y.{key.name} = x.{column.name})"
        )
        assert ask(missing) == [(0,)], column
    for column in required_columns(table):
        assert ask(f"SELECT count(*) FROM {table.name} WHERE {column.name} IS NULL") == [(0,)], column
    key_names = ", ".join(column.name for column in table.primary_key.columns)
    assert ask(f"SELECT count(*) - count(DISTINCT ({key_names})) FROM {table.name}") == [(0,)]


def test_nothing_has_happened_after_the_last_day(ask: Ask) -> None:
    plans = {"day", "valid_to", "due_on", "new_deadline", "first_deadline", "period_end"}
    for table in delivery_tables():
        for column in table.columns:
            if column.type.compile() == "DATE" and column.name not in plans:
                late = ask(f"SELECT count(*) FROM {table.name} WHERE {column.name} > '{END}'")
                assert late == [(0,)], column


def test_codes_are_valid_and_names_of_tasks_differ(ask: Ask) -> None:
    for table in ("organisation", "enterprise"):
        codes = [row[0] for row in ask(f"SELECT DISTINCT uscc FROM {table} WHERE uscc IS NOT NULL")]
        assert codes
        assert all(uscc.is_valid(code) for code in codes)
    assert ask("SELECT count(*) - count(DISTINCT title) FROM task") == [(0,)]


def test_mobile_numbers_belong_to_nobody(ask: Ask) -> None:
    assert ask("SELECT count(*) FROM person WHERE mobile NOT LIKE '1990000____'") == [(0,)]


def by_month(ask: Ask, table: str, column: str) -> dict[int, int]:
    rows = ask(f"SELECT month({column}), count(*) FROM {table} WHERE {column} {YEAR} GROUP BY 1")
    return {int(month): int(n) for month, n in rows}


def test_activities_breathe_with_the_year(ask: Ask) -> None:
    """September is the busiest month, summer and a locked-down May are quiet."""
    held = by_month(ask, "held", "starts_on")
    assert max(held, key=lambda month: held[month]) == 9
    assert held[7] + held[8] < held[9] + held[10]
    assert held[5] < held[3]


def test_festival_and_contest_have_their_season_and_weekends_rest(ask: Ask) -> None:
    submissions = by_month(ask, "submission", "submitted_on")
    accounts = by_month(ask, "individual_account", "registered_on")
    assert submissions[9] > 0.8 * 544
    assert accounts[9] + accounts[10] > 0.5 * 410_500
    weekend = ask("SELECT avg((isodow(opened_on) > 5)::INT) FROM service_order")[0][0]
    assert 0 < weekend < 0.1


def test_districts_differ_in_weight(ask: Ask) -> None:
    rows = ask(
        "SELECT district_code, count(*) AS n FROM person"
        " WHERE district_code NOT NULL GROUP BY 1 ORDER BY n DESC"
    )
    assert [code for code, _ in rows[:3]] == ["110108", "110105", "110102"]
    assert len(rows) == 17
    assert rows[0][1] > 20 * rows[-1][1]


@pytest.mark.parametrize("day", [AS_OF, END])
def test_tasks_stand_at_every_stage(ask: Ask, day: str) -> None:
    """Some are overdue, some wait for verification; about nine in ten finish by the approved deadline."""
    due, on_time, first_due, first_on_time, overdue, waiting = ask(TASKS.replace("$day", day))[0]
    assert 0.88 <= on_time / due <= 0.93
    assert first_on_time / first_due < on_time / due - 0.05
    assert overdue >= 4
    assert waiting >= 3


@pytest.mark.parametrize("day", [AS_OF, END])
def test_some_sources_are_late(ask: Ask, day: str) -> None:
    late = ask(
        "SELECT count(*) FROM source WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE source_code = code"
        f" AND delivered_on BETWEEN DATE '{day}' - frequency_days AND DATE '{day}')"
    )[0][0]
    assert 2 <= late <= 12


def test_refused_rows_agree_with_their_deliveries(ask: Ask) -> None:
    assert ask("SELECT sum(rows_refused) = (SELECT count(*) FROM rejected_row) FROM delivery") == [(True,)]


def test_two_runs_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_delivery(tmp_path)
    for path in sorted(folder.iterdir()):
        assert _sha256(path) == _sha256(tmp_path / path.name), path.name


def test_a_larger_scale_multiplies_records_only(tmp_path: Path) -> None:
    write_delivery(tmp_path, scale=2)

    def rows(table: str) -> int:
        return (tmp_path / f"{table}.csv").read_bytes().count(b"\n") - 1

    assert rows("individual_account") == 2 * (11_800 + 410_500 + 46_300)
    assert rows("attendance") == 2 * (2_350 + 28_511 + 13_900)
    assert 220_000 < rows("membership") < 240_000
    assert rows("activity") == 736


def test_a_scale_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="不小于 1"):
        write_delivery(tmp_path, scale=0.5)


def test_calendar_counts_workdays_and_knows_the_holidays() -> None:
    days = {row.day.isoformat(): row for row in calendar_days()}
    assert min(days) == "2015-01-01"
    assert max(days) == "2035-12-31"
    assert not days["2022-10-03"].is_workday  # 国庆节
    assert days["2022-10-08"].is_workday  # 调休的星期六
    assert days["2022-10-10"].workday_no - days["2022-09-30"].workday_no == 3
    assert days["2022-10-08"].is_official
    assert not days["2034-10-02"].is_official
    assert days["2034-10-02"].is_workday


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
