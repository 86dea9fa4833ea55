"""What a delivery does to what is there is counted, shown and asked about; the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.intake_limits import Limits
from data.settings import Settings, SettingsError
from intake import Changes, Effect, Look, Stopped, import_delivery, import_files
from tests.support.files import DAY, MEMBERSHIP, OTHER, PERSON, SOCIETY, counts, csv, rows
from tests.support.small import write_delivery_from_rows

Publish = Callable[..., str]

HEAD = "编号,统一社会信用代码,名称,简称,组织类型,所在区,入库日期"
#: Twelve societies, two of which have no short name.
MANY: list[dict[str, Any]] = [
    {
        "id": f"s{n:02}", "name": f"北京{n}学会", "short_name": None if n < 2 else f"学会{n}",
        "type_code": "society", "district_code": "110108", "valid_from": "2010-01-01",
    }
    for n in range(12)
]  # fmt: skip
START = {"organisation": MANY, "person": [PERSON], "membership": [{**MEMBERSHIP, "society_id": "s01"}]}


def societies(folder: Path, file: str, first: int, count: int, **changed: str) -> Path:
    """Societies as a filled template, columns that ``changed`` names with that value."""
    told = {"short": "学会{n}", "district": "110108", "name": "北京{n}学会"} | changed
    lines = (
        ",".join(
            [f"s{n:02}", "", told["name"].format(n=n), told["short"].format(n=n), "society",
             told["district"], "2010-01-01"]
        )
        for n in range(first, first + count)
    )  # fmt: skip
    return csv(folder, file, HEAD, *lines)


def effects(changes: tuple[Changes, ...]) -> dict[str, Effect]:
    """The effects on the only table, by kind."""
    (change,) = changes
    return {effect.kind: effect for effect in change.effects}


def names(settings: Settings) -> list[tuple[object, object]]:
    return [(r["short_name"], r["district_code"]) for r in rows(settings, "organisation")]


@pytest.mark.parametrize("blank", [{"short": ""}, {"short": "", "district": ""}], ids=["column", "columns"])
def test_empty_cells_leave_values_as_they_are(
    settings: Settings, publish: Publish, folder: Path, blank: dict[str, str]
) -> None:
    publish(settings, START)
    before = names(settings)
    report = import_files([societies(folder, "组织.csv", 0, 12, **blank)], settings, DAY)
    assert (report.version, counts(report)) == (None, {"organisation": (0, 0, 0, 0, 12, 0)})
    kept = "简称 10" + ("、所在区 12" if "district" in blank else "")
    (told,) = report.remarks
    assert told.startswith(f"组织：{10 if len(blank) == 1 else 22} 个空单元格没有改动原值（{kept}）")
    assert names(settings) == before


def test_a_single_empty_cell_is_the_same_as_a_column(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(duckdb_settings, START)
    path = csv(
        folder,
        "组织.csv",
        HEAD,
        "s04,,北京4学会,,society,,2010-01-01",
        "s05,,北京5学会,五,society,110105,2010-01-01",
    )
    report = import_files([path], duckdb_settings, DAY)
    assert counts(report) == {"organisation": (0, 1, 0, 0, 1, 0)}
    assert names(duckdb_settings)[4:6] == [("学会4", "110108"), ("五", "110105")]


def test_empty_cells_empty_values_where_that_is_chosen(
    settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(settings, START)
    path = societies(folder, "组织.csv", 0, 12, short="", district="")
    clearing = replace(DAY, clear_blank=True)
    asked = import_files([path], settings, clearing)
    emptied = effects(asked.changes)["emptied"]
    assert (asked.version, asked.changes[0].emptied, emptied.count) == (None, 22, 22)
    assert emptied.parts == (("所在区", 12), ("简称", 10))
    assert asked.questions == (
        "组织：清空 22 个值（所在区 12、简称 10），超过限度 10 个",
    ) or asked.questions[0] == ("组织：清空 22 个值（所在区 12、简称 10），超过限度 10 个")
    assert "s02 北京2学会：简称 学会2 → （空）" in [s.words for s in emptied.samples]
    assert len(emptied.samples) == 6
    assert names(settings)[2] == ("学会2", "110108")
    done = import_files([path], settings, replace(clearing, agreed=True))
    assert (done.version, set(names(settings))) == ("000002", {(None, None)})


def test_up_to_the_limit_nobody_is_asked(duckdb_settings: Settings, publish: Publish, folder: Path) -> None:
    publish(duckdb_settings, START)
    clearing = replace(DAY, clear_blank=True)
    few = replace(duckdb_settings, intake_limits="changed=100% organisation.emptied=4")
    five = societies(folder, "五.csv", 2, 5, short="")
    assert import_files([five], few, clearing).questions == ("组织：清空 5 个值（简称 5），超过限度 4 个",)
    four = societies(folder, "四.csv", 2, 4, short="")
    assert import_files([four], few, clearing).version == "000002"


def test_half_of_a_whole_table_is_asked_about(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    full = replace(DAY, full=frozenset({"组织"}))
    half = societies(folder, "一半.csv", 6, 6)
    asked = import_files([half], settings, full)
    assert counts(asked) == {"organisation": (0, 0, 6, 0, 6, 0)}
    assert (asked.version, asked.questions) == (
        None, ("组织：停用 6 行，占现有 12 行的 50.0%，超过限度 5%；仍引用停用行的有个人会籍 1 行",),
    )  # fmt: skip
    assert effects(asked.changes)["closed"].samples[0].words == "s00 北京0学会：停用"
    assert import_files([half], settings, replace(full, dry_run=True)).questions == asked.questions
    assert {r["valid_to"] for r in rows(settings, "organisation")} == {None}
    done = import_files([half], settings, replace(full, agreed=True))
    assert (done.version, done.questions) == ("000002", asked.questions)


def test_a_shifted_column_renames_and_is_asked_about(
    settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(settings, START)
    limited = replace(settings, intake_limits="changed=100%")
    path = societies(folder, "组织.csv", 0, 12, name="{n}", short="北京{n}学会")
    report = import_files([path], limited, DAY)
    renamed = effects(report.changes)["renamed"]
    assert (report.version, report.changes[0].renamed) == (None, 12)
    # A short name that was empty before is filled in, not replaced.
    assert renamed.parts == (("名称", 12), ("简称", 10))
    assert report.questions == ("组织：名称或识别信息改变 12 行（名称 12、简称 10），超过限度 10 行",)
    assert renamed.samples[0].words == "s00 北京0学会：名称 北京0学会 → 0"


def test_names_of_persons_are_masked_in_samples(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(duckdb_settings, START)
    path = csv(folder, "人员.csv", "人员编号,姓名,院士,手机", "p1,李二,是,13900000001")
    told = effects(import_files([path], duckdb_settings, DAY).changes)
    assert [s.words for s in told["renamed"].samples] == ["p1 王**：姓名 王** → 李**"]
    assert {s.words for s in told["changed"].samples} == {
        "p1 王**：姓名 王** → 李**", "p1 王**：手机 138****0000 → 139****0001",
    }  # fmt: skip


def test_most_rows_changed_is_asked_about(duckdb_settings: Settings, publish: Publish, folder: Path) -> None:
    publish(duckdb_settings, START)
    seven = societies(folder, "七.csv", 2, 7, district="110105")
    assert import_files([seven], duckdb_settings, DAY).questions == (
        "组织：修改 7 行（所在区 7），占现有 12 行的 58.3%，超过限度 50%",
    )
    six = societies(folder, "六.csv", 2, 6, district="110105")
    assert import_files([six], duckdb_settings, DAY).version == "000002"


def look_at(settings: Settings, folder: Path, tables: dict[str, list[dict[str, Any]]]) -> Look:
    """Deliver whole tables, agreeing to nothing."""
    look = Look(settings, None)
    delivery = write_delivery_from_rows(folder, tables, reference=False)
    try:
        import_delivery(delivery, settings, look=look)
    except Stopped:
        assert look.questions
    return look


def test_whole_tables_are_compared_too(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    half = look_at(settings, folder / "half", {"organisation": MANY[1:7]})
    (change,) = half.changes
    assert (change.received, change.same, change.deleted, change.added) == (6, 6, 6, 0)
    assert half.questions == ("组织：删除 6 行，占现有 12 行的 50.0%，超过限度 5%",)
    assert len(rows(settings, "organisation")) == 12
    # A column that the files lack is empty in all rows.
    lacking = [{k: v for k, v in row.items() if k != "short_name"} for row in MANY]
    emptied = look_at(settings, folder / "column", {"organisation": lacking})
    assert emptied.questions == ("组织：清空 10 个值（简称 10），超过现有的一半", *emptied.questions[1:])
    renamed = look_at(settings, folder / "names", {"organisation": [{**r, "name": r["id"]} for r in MANY]})
    assert renamed.questions[0] == "组织：名称或识别信息改变 12 行（名称 12），超过限度 10 行"
    ended = [{**row, "valid_to": "2022-01-01" if row["id"] > "s05" else None} for row in MANY]
    assert look_at(settings, folder / "ended", {"organisation": ended}).questions == (
        "组织：停用 6 行，占现有 12 行的 50.0%，超过限度 5%",
    )
    same = look_at(settings, folder / "same", {"organisation": MANY})
    assert (same.questions, [c.written for c in same.changes]) == ((), [0])
    assert len(rows(settings, "organisation")) == 12


def test_rows_that_refer_to_what_ends_are_told(settings: Settings, publish: Publish, folder: Path) -> None:
    ended = {**MEMBERSHIP, "id": "m2", "society_id": "s02", "valid_to": "2021-01-01"}
    publish(settings, START | {"membership": [*START["membership"], ended]})
    half = societies(folder, "一半.csv", 6, 6)
    report = import_files([half], settings, replace(DAY, full=frozenset({"*"})))
    told = "停用 6 行，占现有 12 行的 50.0%；仍引用停用行的有个人会籍 1 行"
    assert effects(report.changes)["closed"].words == told
    over = [{**row, "valid_to": "2022-01-01" if row["id"] < "s06" else None} for row in MANY]
    look = look_at(settings, folder / "whole", {"organisation": over})
    assert look.questions[0] == f"组织：{told.replace('；', '，超过限度 5%；')}"


def test_rows_that_come_again_under_another_key_are_told(
    settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(settings, {"organisation": MANY})
    moved = [{**row, "id": f"x{row['id']}"} if row["id"] > "s07" else row for row in MANY]
    look = look_at(settings, folder, {"organisation": moved})
    assert look.questions == (
        "组织：删除 4 行，占现有 12 行的 33.3%，其中 4 行换了编号重新出现，超过限度 5%",
    )
    (change,) = look.changes
    assert (change.added, change.deleted, change.same) == (4, 4, 8)


def test_rows_that_begin_later_end_when_they_begin(
    settings: Settings, publish: Publish, folder: Path
) -> None:
    later = {**OTHER, "valid_from": "2023-05-01"}
    publish(settings, {"organisation": [SOCIETY, later, {**OTHER, "id": "s3", "name": "丙"}]})
    path = csv(folder, "组织.csv", HEAD, "s1,,北京甲学会,,society,,2010-01-01")
    full = replace(DAY, full=frozenset({"*"}), agreed=True)
    assert counts(import_files([path], settings, full)) == {"organisation": (0, 0, 2, 0, 1, 0)}
    assert [r["valid_to"] for r in rows(settings, "organisation")] == [
        None, date(2023, 5, 1), date(2022, 12, 30),
    ]  # fmt: skip


def test_an_end_that_comes_earlier_is_an_end(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    planned = [{**row, "valid_to": "2030-01-01"} for row in MANY]
    publish(duckdb_settings, {"organisation": planned})
    report = import_files(
        [societies(folder, "一半.csv", 6, 6)], duckdb_settings, replace(DAY, full=frozenset({"*"}))
    )
    assert counts(report) == {"organisation": (0, 0, 6, 0, 6, 0)}
    assert len(report.questions) == 1


def test_a_row_to_be_deleted_may_refer_to_nothing(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    path = csv(
        folder, "会籍.csv", "会籍编号,学会,会员,入会日期,操作", "m1,没有的学会,没有的人,2020-02-29,删除"
    )
    report = import_files([path], settings, replace(DAY, agreed=True))
    assert counts(report) == {"membership": (0, 0, 0, 1, 0, 0)}
    assert rows(settings, "membership") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("closed=5", ""),
        ("closed=5%, organisation.renamed=0", ""),
        ("shut=5%", "'shut=5%' 不认识"),
        ("closed=half", "'closed=half' 不认识"),
        ("planet.closed=5%", "没有这些表：planet"),
    ],
)
def test_limits_are_settings(text: str, told: str) -> None:
    if told:
        with pytest.raises(SettingsError, match=told):
            Settings.from_env({"COCKPIT_INTAKE_LIMITS": text})
    else:
        assert Settings.from_env({"COCKPIT_INTAKE_LIMITS": text}).intake_limits == text


@pytest.mark.parametrize(
    ("text", "kind", "count", "of", "told"),
    [
        ("", "closed", 5, 100, ""),
        ("", "closed", 6, 100, "超过限度 5%"),
        ("", "closed", 3, 6, ""),
        ("", "closed", 3, 5, "超过限度 5%"),
        ("", "closed", 1, 1, ""),
        ("closed=0%", "closed", 1, 100, "超过限度 0%"),
        ("", "changed", 50, 100, ""),
        ("", "changed", 51, 100, "超过限度 50%"),
        ("", "changed", 3, 3, ""),
        ("", "emptied", 10, 1000, ""),
        ("", "emptied", 11, 1000, "超过限度 10 个"),
        ("", "emptied", 4, 7, "超过现有的一半"),
        ("", "emptied", 3, 3, ""),
        ("organisation.renamed=0", "renamed", 1, 1000, "超过限度 0 行"),
        ("person.renamed=0", "renamed", 1, 1000, ""),
    ],
)
def test_limits_just_below_and_above(text: str, kind: str, count: int, of: int, told: str) -> None:
    assert Limits(text).of("organisation", kind).exceeded(count, of) == told  # type: ignore[arg-type]
