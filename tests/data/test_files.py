"""Files of departments go in: put right, matched, merged; the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.engine import Database
from data.settings import Settings
from data.tables.base import metadata
from intake import ImportRefused, import_files
from tests.support.books import Lines, xlsx
from tests.support.files import (
    DAY,
    MEMBERSHIP,
    START,
    counts,
    csv,
    lenient,
    rows,
)

Publish = Callable[..., str]

PEOPLE: Lines = [
    ["北京市科协人员信息（2022年12月）"],
    [],
    ["人员编号", "姓名", "基本信息", "", "", "", "备用", "爱好"],
    ["", "", "性别", "出生年", "是否院士", "所属区", "", ""],
    ["p1", "王一", "男", 1961, "是", "海淀区", "", "棋"],
    ["p2", "Ｌｉ　二", "女", "１９７０", "否", 110103, "", ""],
    ["p3", "=1+1", "", "1980.0", "×", "北京市昌平区", "", ""],
    ["合计", 3],
    ["填表人：赵六", "", "电话：1"],
]


def people(folder: Path, lines: Lines = PEOPLE) -> Path:
    return xlsx(folder / "人员信息.xlsx", {"Sheet1": lines}, {"Sheet1": ["C3:F3", "A3:A4", "B3:B4"]})


def test_a_messy_workbook(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    report = import_files([people(folder)], settings, DAY)
    assert report.version == "000002"
    assert counts(report) == {"person": (2, 1, 0, 0, 0, 0)}
    found = {r["id"]: r for r in rows(settings, "person")}
    first, second, third = found["p1"], found["p2"], found["p3"]
    assert (first["birth_year"], first["district_code"], first["gender"]) == (1961, "110108", "男")
    assert first["mobile"] == "13800000000", "a column that the sheet lacks keeps its value"
    assert (second["name"], second["birth_year"], second["district_code"]) == ("Li　二", 1970, "110101")
    assert (third["name"], third["is_academician"], third["gender"]) == ("=1+1", False, None)
    assert third["district_code"] == "110114"
    assert report.remarks == (
        "人员信息.xlsx“Sheet1”：表 person（人员）没有这些列，没有导入：“备用”、“爱好”",
        "人员信息.xlsx“Sheet1” 第 8 行是合计行，没有导入",
        "人员信息.xlsx“Sheet1” 第 9 行是表尾说明，没有导入：“填表人：赵六”",
    )
    assert [str(p) for p in report.noted] == [
        "人员信息.xlsx“Sheet1” 第 6 行，列 district_code（所在区）："
        "值“110103”是旧代码或旧名称，已换成现行代码"
    ]


def test_the_history_of_what_came_in(duckdb_settings: Settings, publish: Publish, folder: Path) -> None:
    publish(duckdb_settings, START)
    import_files([people(folder)], duckdb_settings, replace(DAY, delivered_by="赵六"))
    (delivery,) = rows(duckdb_settings, "delivery")
    assert (delivery["id"], delivery["source_code"]) == ("V000002-001", "person")
    assert (delivery["rows_received"], delivery["rows_refused"], delivery["delivered_by"]) == (3, 0, "赵六")
    changes = [
        (r["column_name"], r["old_value"], r["new_value"]) for r in rows(duckdb_settings, "row_change")
    ]
    assert sorted(changes, key=str) == [
        ("birth_year", "1960", "1961"), ("district_code", None, "110108"), ("gender", None, "男"),
    ]  # fmt: skip
    assert {(r["row_key"], r["kind"], r["changed_on"]) for r in rows(duckdb_settings, "row_change")} == {
        ("p1", "changed", date(2022, 12, 30))
    }


def test_the_same_file_again_changes_nothing(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    path = people(folder)
    import_files([path], settings, DAY)
    report = import_files([path], settings, DAY)
    assert (report.version, report.changes) == (None, ())
    assert report.remarks[0].startswith("人员信息.xlsx：已导入（")
    again = import_files([path], settings, replace(DAY, again=True))
    assert (again.version, counts(again)) == (None, {"person": (0, 0, 0, 0, 3, 0)})
    other = people(folder / "other", [*PEOPLE, ["p4", "赵四", "", "", "否"]])
    assert counts(import_files([other], settings, DAY)) == {"person": (1, 0, 0, 0, 3, 0)}


def test_names_and_business_keys_stand_for_keys(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    lines = (
        "学会名称,人员编号,入会时间,退会时间",
        "北京甲学会,p1,2020-2-29,2022年6月1日",
        "北京乙学会,p1,20210305,",
    )
    path = csv(folder, "个人会籍.csv", *lines, encoding="gb18030")
    assert counts(import_files([path], settings, DAY)) == {"membership": (1, 0, 1, 0, 0, 0)}
    first, second = rows(settings, "membership")
    assert (second["id"], second["valid_to"]) == ("m1", date(2022, 6, 1))
    assert (first["society_id"], first["valid_from"]) == ("s2", date(2021, 3, 5))
    assert str(first["id"]).startswith("N")
    moved = csv(folder, "会籍.csv", *lines[:2], "北京乙学会,p1,2021/3/5,2022/7/1")
    assert counts(import_files([moved], settings, DAY)) == {"membership": (0, 0, 1, 0, 1, 0)}
    assert len(rows(settings, "membership")) == 2


def test_several_sheets_that_refer_to_each_other(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    book = xlsx(
        folder / "交付.xlsx",
        {
            "填写说明": [["姓名", "性别", "人员编号"]],
            "会籍": [["学会", "会员", "入会日期"], ["北京丙学会", "p9", date(2022, 1, 2)]],
            "人员": [["人员编号", "姓名", "院士"], ["p9", "孙九", "否"]],
            "组织": [["单位名称", "组织类型", "上级单位", "入库日期"],
                     ["北京丙学会", "市级学会", "北京甲学会", "2022.1.1"],
                     ["丙学会分会", "branch", "北京丙学会", 44562]],
        },
    )  # fmt: skip
    report = import_files([book], settings, DAY)
    assert counts(report) == {
        t: (n, 0, 0, 0, 0, 0) for t, n in (("organisation", 2), ("person", 1), ("membership", 1))
    }
    organisations = {r["name"]: r for r in rows(settings, "organisation")}
    society, branch = organisations["北京丙学会"], organisations["丙学会分会"]
    assert (society["parent_id"], society["type_code"]) == ("s1", "society")
    assert (branch["parent_id"], branch["valid_from"]) == (society["id"], date(2022, 1, 1))
    assert {r["society_id"] for r in rows(settings, "membership")} == {"s1", society["id"]}
    assert "交付.xlsx“填写说明”：没有数据，或只是说明，没有读取" in report.remarks


def test_whole_tables_close_what_they_leave_out(settings: Settings, publish: Publish, folder: Path) -> None:
    more = [MEMBERSHIP, {"id": "m2", "society_id": "s2", "person_id": "p1", "valid_from": "2021-01-01"}]
    publish(settings, START | {"membership": more})
    lines = ("会籍编号,学会,会员,入会日期", "m1,s1,p1,2020-02-29")
    path = csv(folder, "会籍.csv", *lines)
    assert counts(import_files([path], settings, DAY)) == {"membership": (0, 0, 0, 0, 1, 0)}
    full = replace(DAY, full=frozenset({"membership"}), again=True)
    assert counts(import_files([path], settings, full)) == {"membership": (0, 0, 1, 0, 1, 0)}
    assert [r["valid_to"] for r in rows(settings, "membership")] == [None, date(2022, 12, 30)]
    bad = csv(folder, "会籍2.csv", lines[0], "m2,s2,p1,2021-01-01", "m3,s9,p1,2022-01-01")
    report = import_files([bad], lenient(settings), full)
    assert "个人会籍：有拒收行，没有停用或删除整表交付中缺少的行" in report.remarks
    assert [r["valid_to"] for r in rows(settings, "membership") if r["id"] == "m1"] == [None]


def test_sheets_without_rows_say_nothing(duckdb_settings: Settings, publish: Publish, folder: Path) -> None:
    publish(duckdb_settings, START | {"membership": [MEMBERSHIP]})
    header = ["会籍编号", "学会", "会员", "入会日期"]
    full = replace(DAY, full=frozenset({"*"}))
    with pytest.raises(ImportRefused, match="“会籍” 第 1 行：只有表头，没有数据行；应为表头下至少一行数据"):
        import_files([xlsx(folder / "空.xlsx", {"会籍": [header]})], duckdb_settings, full)
    sheets = {
        "会籍": [header],
        "人员": [["人员编号", "姓名", "院士"], ["p1", "王一", "否"], ["p9", "", "否"]],
    }
    report = import_files([xlsx(folder / "两张.xlsx", sheets)], lenient(duckdb_settings), DAY)
    assert "两张.xlsx“会籍”：只有表头，没有数据行，没有读取" in report.remarks
    assert [str(p).split("，列")[0] for p in report.refused] == ["两张.xlsx“人员” 第 3 行"]
    assert [r["valid_to"] for r in rows(duckdb_settings, "membership")] == [None]


def test_tables_without_an_end_lose_rows_only_on_demand(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    experts = [{"id": f"e{n}", "person_id": "p1", "entered_on": "2020-01-01"} for n in (1, 2)]
    publish(duckdb_settings, START | {"expert": experts})
    path = csv(folder, "专家.csv", "专家编号,人员,入库日期", "e1,p1,2020-01-01")
    full = replace(DAY, full=frozenset({"*"}))
    report = import_files([path], duckdb_settings, full)
    assert (report.version, report.changes[0].missing) == (None, 1)
    assert any("整表交付中缺少 1 行" in r for r in report.remarks)
    report = import_files([path], duckdb_settings, replace(full, delete_missing=True))
    assert counts(report) == {"expert": (0, 0, 0, 1, 1, 0)}


def test_a_first_delivery(duckdb_settings: Settings, folder: Path) -> None:
    path = csv(folder, "省市.csv", "代码,名称,次序", "11,北京,1", "12,天津,2")
    report = import_files([path], duckdb_settings, DAY)
    assert (report.version, counts(report)) == ("000001", {"province": (2, 0, 0, 0, 0, 0)})


def test_a_dry_run_leaves_everything_as_it_was(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)

    def measure(database: Database, version: str, day: date) -> dict[str, tuple[str, int, str]]:
        with database.connect(version) as connection:
            found = connection.execute(
                sa.select(sa.func.count()).select_from(metadata.tables["person"])
            ).scalar_one()
        return {"N": ("人员", found, "人"), "D": ("截至", day.year, "年")}

    options = replace(DAY, measure=measure, dry_run=True)
    report = import_files([people(folder)], settings, options)
    assert report.version is None
    assert counts(report) == {"person": (2, 1, 0, 0, 0, 0)}
    assert [(m.code, m.before, m.after, m.share) for m in report.moved] == [("N", 1, 3, 200.0)]
    assert [r["id"] for r in rows(settings, "person")] == ["p1"]
    stopped = import_files([people(folder)], settings, replace(options, dry_run=False))
    assert (stopped.version, [m.code for m in stopped.beyond]) == (None, ["N"])
    done = import_files([people(folder)], settings, replace(options, dry_run=False, agreed=True))
    assert done.version == "000002"
    assert len(rows(settings, "person")) == 3
