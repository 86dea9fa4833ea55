"""Files of departments go in: put right, matched, judged row by row, merged; the same on both engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from data.engine import Database, NothingPublished, open_database
from data.intake import ImportRefused, IntakeReport, Options, import_files
from data.settings import Settings
from data.tables.base import metadata
from tests.support.books import Lines, xlsx

Publish = Callable[..., str]

SOCIETY = {"id": "s1", "name": "北京甲学会", "type_code": "society", "valid_from": "2010-01-01"}
OTHER = {"id": "s2", "name": "北京乙学会", "type_code": "society", "valid_from": "2010-01-01"}
PERSON = {"id": "p1", "name": "王一", "is_academician": True, "birth_year": 1960, "mobile": "13800000000"}
MEMBERSHIP = {"id": "m1", "society_id": "s1", "person_id": "p1", "valid_from": "2020-02-29"}
START = {"organisation": [SOCIETY, OTHER], "person": [PERSON], "membership": [MEMBERSHIP]}
DAY = Options(as_of=date(2022, 12, 30))
PEOPLE: Lines = [
    ["北京市科协人员信息（2022年12月）"],
    [],
    ["人员编号", "姓名", "基本信息", "", "", "", "备用", "爱好"],
    ["", "", "性别", "出生年", "是否院士", "所属区", "", ""],
    ["p1", "王一", "男", 1961, "是", "海淀区", "", "棋"],
    ["p2", "Ｌｉ　二", "女", "１９７０", "否", 110103, "", ""],
    ["p3", "=1+1", "", "1980.0", "×", "110114", "", ""],
    ["合计", 3],
    ["填表人：赵六", "", "电话：1"],
]


def people(folder: Path, lines: Lines = PEOPLE) -> Path:
    return xlsx(folder / "人员信息.xlsx", {"Sheet1": lines}, {"Sheet1": ["C3:F3", "A3:A4", "B3:B4"]})


def csv(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join(lines), encoding)
    return path


def rows(settings: Settings, name: str) -> list[dict[str, object]]:
    table = metadata.tables[name]
    database = open_database(settings)
    try:
        with database.connect(database.current().version) as connection:
            query = sa.select(table).order_by(*table.primary_key)
            return [dict(row) for row in connection.execute(query).mappings()]
    finally:
        database.close()


def lenient(settings: Settings) -> Settings:
    """Settings that bear any share of refused rows."""
    return replace(settings, intake_refused=100)


def counts(report: IntakeReport) -> dict[str, tuple[int, ...]]:
    return {c.table: (c.added, c.changed, c.closed, c.deleted, c.same, c.refused) for c in report.changes}


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
    assert report.remarks == (
        "人员信息.xlsx“Sheet1”：表 person（人员）没有这些列，没有导入：“备用”、“爱好”",
        "人员信息.xlsx“Sheet1” 第 8 行是合计行，没有导入",
        "人员信息.xlsx“Sheet1” 第 9 行是表尾说明，没有导入：“填表人：赵六”",
    )
    assert [str(p) for p in report.noted] == [
        "人员信息.xlsx“Sheet1” 第 6 行，列 district_code（所在区）："
        "值“110103”是旧代码或旧名称，已换成现行代码"
    ]


def test_the_history_of_what_came_in(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    import_files([people(folder)], settings, replace(DAY, delivered_by="赵六"))
    (delivery,) = rows(settings, "delivery")
    assert (delivery["id"], delivery["source_code"]) == ("V000002-001", "person")
    assert (delivery["rows_received"], delivery["rows_refused"], delivery["delivered_by"]) == (3, 0, "赵六")
    changes = [(r["column_name"], r["old_value"], r["new_value"]) for r in rows(settings, "row_change")]
    assert sorted(changes, key=str) == [
        ("birth_year", "1960", "1961"), ("district_code", None, "110108"), ("gender", None, "男"),
    ]  # fmt: skip
    assert {(r["row_key"], r["kind"], r["changed_on"]) for r in rows(settings, "row_change")} == {
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


BAD = [
    ["人员编号", "姓名", "院士", "出生年", "所在区", "学科"],
    ["p1", "", "也许", "19x", "火星区", "99"],
    ["p5", "钱五", "否", "", "", ""],
    ["p5", "钱五", "否", "", "", ""],
    ["p6", "周六", "否", "", "", ""],
    ["p6", "周陆", "否", "", "", ""],
    ["", "吴七", "否", "", "", ""],
    ["p8", "a\tb\x01c", "否", "", "", ""],
]


def test_wrong_rows_are_refused_with_every_reason(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    path = csv(folder, "人员.csv", *("\t".join(line).replace("a\tb", "ab") for line in BAD))
    report = import_files([path], lenient(settings), DAY)
    assert counts(report) == {"person": (2, 0, 0, 0, 0, 4)}
    told = [str(p).removeprefix("人员.csv 第 ") for p in report.refused]
    assert [t.split("；应为")[0] for t in told] == [
        "2 行，列 birth_year（出生年）：值“19x”不是数字",
        "2 行，列 is_academician（院士）：值“也许”不是是否值",
        "2 行，列 name（姓名）：必填的值为空",
        "2 行，列 discipline_code（本人学科）：值“99”不在 discipline（一级学科）中，或所指的行被拒收",
        "2 行，列 district_code（所在区）：值“火星区”不在 district（行政区）中，或所指的行被拒收",
        "6 行，列 id（人员编号）：与 人员.csv 第 5 行的主键“p6”重复，内容不同",
        "7 行，列 id（人员编号）：必填的值为空",
        "8 行，列 name（姓名）：值“ab\\x01c”含有控制字符",
    ]
    assert [str(p).split("：", 1)[1] for p in report.noted] == ["与 人员.csv 第 3 行完全相同，只导入一次"]
    assert {r["id"] for r in rows(settings, "person")} == {"p1", "p5", "p6"}
    assert {r["name"] for r in rows(settings, "person")} == {"王一", "钱五", "周六"}
    (delivery,) = rows(settings, "delivery")
    assert (delivery["rows_received"], delivery["rows_refused"]) == (7, 4)
    kept = rows(settings, "rejected_row")
    assert {r["row_no"] for r in kept} == {2, 6, 7, 8}
    assert len(kept) == len(told)
    assert json.loads(str(next(r for r in kept if r["row_no"] == 7)["content"]))["姓名"] == "吴七"


def test_refused_rows_come_back_corrected(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    path = csv(folder, "人员.csv", *("\t".join(line).replace("a\tb", "ab") for line in BAD))
    refused = import_files([path], lenient(settings), DAY).refused_file
    assert refused
    book = load_workbook(refused)
    page = book.worksheets[0]
    assert [c.value for c in page[1]] == [*BAD[0], "拒收原因"]
    assert page.max_row == 5
    for line in range(2, 6):
        page.cell(line, 1).value = f"q{line}"
        page.cell(line, 2).value, page.cell(line, 3).value = "郑十", "否"
        for column in (4, 5, 6):
            page.cell(line, column).value = None
    book.save(folder / "改正.xlsx")
    report = import_files([folder / "改正.xlsx"], settings, DAY)
    assert counts(report) == {"person": (4, 0, 0, 0, 0, 0)}


def test_too_many_refused_rows_refuse_the_delivery(
    settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(settings, START)
    lines = ["人员编号,姓名,院士", *(f"q{n},某,否" for n in range(19)), "q99,,否"]
    path = csv(folder, "人员.csv", *lines)
    with pytest.raises(ImportRefused, match=r"20 行中有 1 行被拒收，超过来源的上限 4%") as caught:
        import_files([path], replace(settings, intake_refused=4), DAY)
    assert caught.value.refused_file
    assert caught.value.refused_file.exists()
    assert [r["id"] for r in rows(settings, "person")] == ["p1"]
    assert rows(settings, "delivery") == []
    assert counts(import_files([path], settings, DAY)) == {"person": (19, 0, 0, 0, 0, 1)}


def test_a_source_has_its_own_limit(duckdb_settings: Settings, publish: Publish, folder: Path) -> None:
    source = {
        "code": "P", "name": "人员", "platform_code": "talent", "table_name": "person", "refused_limit": 50,
        "department_code": "personnel", "frequency": "月", "frequency_days": 31, "valid_from": "2020-01-01",
    }  # fmt: skip
    publish(duckdb_settings, START | {"source": [source]})
    good = csv(folder, "人员.csv", "人员编号,姓名,院士", "q1,某,否", "q2,,否")
    assert counts(import_files([good], duckdb_settings, DAY)) == {"person": (1, 0, 0, 0, 0, 1)}
    bad = csv(folder, "人员2.csv", "人员编号,姓名,院士", "q3,某,否", "q2,,否", "q4,,否")
    with pytest.raises(ImportRefused, match="上限 50%"):
        import_files([bad], duckdb_settings, DAY)


def test_what_builds_on_refused_rows_is_refused(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(duckdb_settings, START)
    book = xlsx(
        folder / "交付.xlsx",
        {
            "组织": [["组织编号", "名称", "组织类型", "上级组织", "入库日期"],
                     ["a", "甲", "society", "", "不详"], ["b", "乙", "society", "a", "2022-01-01"],
                     ["c", "丙", "society", "c", "2022-01-01"], ["d", "丁", "society", "b", "2022-01-01"]],
            "会籍": [["学会", "会员", "入会日期"], ["d", "p1", "2022-01-01"], ["s1", "p1", "2022-01-01"]],
        },
    )  # fmt: skip
    report = import_files([book], lenient(duckdb_settings), DAY)
    assert counts(report) == {"organisation": (0, 0, 0, 0, 0, 4), "membership": (1, 0, 0, 0, 0, 1)}
    assert "值“c”使上下级成环" in str(report.refused)


def test_deletions_are_said_and_checked(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    lines = ("编号,操作", "s1,删除", "s2,删除", "s9,删除", "s2,撤")
    report = import_files([csv(folder, "组织.csv", *lines)], lenient(settings), DAY)
    assert counts(report) == {"organisation": (0, 0, 0, 1, 0, 3)}
    assert [str(p).split("：", 1)[1].split("；")[0] for p in report.refused] == [
        "不能删除“s1”：membership（个人会籍）中还有行引用它",
        "要删除的行“s9”不在数据库中",
        "操作“撤”不认识",
    ]
    assert [r["id"] for r in rows(settings, "organisation")] == ["s1"]
    gone = [r for r in rows(settings, "row_change") if r["kind"] == "deleted"]
    assert json.loads(str(gone[0]["old_value"]))["name"] == "北京乙学会"


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


def test_tables_without_an_end_lose_rows_only_on_demand(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    experts = [{"id": f"e{n}", "person_id": "p1", "entered_on": "2020-01-01"} for n in (1, 2)]
    publish(duckdb_settings, START | {"expert": experts})
    path = csv(folder, "专家.csv", "专家编号,人员,入库日期", "e1,p1,2020-01-01")
    full = replace(DAY, full=frozenset({"*"}))
    report = import_files([path], duckdb_settings, full)
    assert (report.version, report.changes[0].missing) == (None, 1)
    report = import_files([path], duckdb_settings, replace(full, delete_missing=True))
    assert counts(report) == {"expert": (0, 0, 0, 1, 1, 0)}


def test_a_first_delivery(duckdb_settings: Settings, folder: Path) -> None:
    path = csv(folder, "省市.csv", "代码,名称,次序", "11,北京,1", "12,天津,2")
    report = import_files([path], duckdb_settings, DAY)
    assert (report.version, counts(report)) == ("000001", {"province": (2, 0, 0, 0, 0, 0)})


def test_what_cannot_be_understood_is_asked(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(duckdb_settings, START)

    def told(path: Path, options: Options = DAY) -> str:
        with pytest.raises(ImportRefused) as caught:
            import_files([path], duckdb_settings, options)
        return str(caught.value).splitlines()[1]

    codes = csv(folder, "新代码.csv", "代码,名称,次序", "x,某,1")
    assert told(codes).startswith("新代码.csv：可能是 province（省市）、society_class（学会学科类）、")
    assert (
        told(codes, replace(DAY, tables={"": "没有"})) == "新代码.csv：没有“没有”这个表；应为数据目录中的表名"
    )
    done = import_files([codes], duckdb_settings, replace(DAY, tables={"新代码": "platform"}))
    assert counts(done) == {"platform": (1, 0, 0, 0, 0, 0)}
    few = csv(folder, "名单.csv", "姓名,性别,出生年", "王,女,1990")
    assert told(few) == (
        "名单.csv 第 1 行：不认识的工作表：最接近 person（人员），但缺少列 人员编号、院士；"
        "应为数据目录中某个表的全部必填列，或以表名命名的工作表"
    )
    twice = csv(folder, "人员.csv", "人员编号,姓名,人员姓名,院士", "1,a,b,是")
    assert told(twice) == "人员.csv 第 1 行：“姓名”和“人员姓名”是同一列 name；应为每个列只出现一次"
    nothing = csv(folder, "甲.csv", "天气,温度", "晴,20")
    assert told(nothing).startswith("甲.csv：找不到表头：没有一行含有数据目录中的列名")
    same = csv(folder, "会籍.csv", "学会,会员,入会日期", "北京甲学会,p1,2022-01-01")
    publish(duckdb_settings, {"organisation": [SOCIETY, OTHER | {"name": "北京甲学会"}]}, reference=False)
    assert "对应不止一行" in told(same)


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


def test_nothing_is_published_from_broken_files(duckdb_settings: Settings, folder: Path) -> None:
    path = people(folder)
    (folder / "坏.xlsx").write_bytes(path.read_bytes()[:3000])
    (folder / "图.png").write_bytes(b"x")
    with pytest.raises(ImportRefused) as caught:
        import_files([folder], duckdb_settings, DAY)
    assert [str(p).split("；")[0] for p in caught.value.problems] == ["图.png：不认识的文件"]
    (folder / "图.png").unlink()
    with pytest.raises(ImportRefused, match=r"坏\.xlsx：文件不完整或已损坏"):
        import_files([folder], duckdb_settings, DAY)
    with pytest.raises(NothingPublished):
        open_database(duckdb_settings).current()
    assert not list((duckdb_settings.home / "unified").glob("staging-*"))
