"""Rows that are wrong are refused one by one, files that cannot be understood as a whole."""

from __future__ import annotations

import csv as csv_module
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.engine import NothingPublished, open_database
from data.settings import Settings
from intake import ImportRefused, Options, import_files
from intake.merge import refusals
from intake.sheets.labels import sheet_tables
from tests.support.books import xlsx
from tests.support.files import (
    DAY,
    OTHER,
    SOCIETY,
    START,
    counts,
    csv,
    lenient,
    rows,
)

Publish = Callable[..., str]


BAD = [
    ["人员编号", "姓名", "院士", "出生年", "所在区", "学科"],
    ["p1", "", "也许", "19x", "火星区", "99"],
    ["p5", "钱五", "否", "", "", ""],
    ["p5", "钱五", "否", "", "", ""],
    ["p6", "周六", "否", "", "", ""],
    ["p6", "周陆", "否", "", "", ""],
    ["", "吴七", "否", "", "", ""],
    ["p8", "a\tb\x00c", "否", "", "", ""],
]


def test_wrong_rows_are_refused_with_every_reason(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    path = csv(folder, "人员.csv", *("\t".join(line).replace("a\tb", "ab") for line in BAD))
    report = import_files([path], lenient(settings), DAY)
    assert counts(report) == {"person": (2, 0, 0, 0, 0, 4)}
    told = [str(p).removeprefix("人员.csv 第 ") for p in report.refused]
    assert [t.split("；应为")[0] for t in told] == [
        "2 行，列 birth_year（出生年）：值“19x”不是年份",
        "2 行，列 is_academician（院士）：值“也许”不是是否值",
        "2 行，列 discipline_code（本人学科）：值“99”不在 discipline（一级学科）中",
        "2 行，列 district_code（所在区）：值“火星区”不在 district（行政区）中",
        "6 行，列 id（人员编号）：与 人员.csv 第 5 行的主键“p6”重复，内容不同",
        "7 行，列 id（人员编号）：必填的值为空",
        "8 行，列 name（姓名）：值“ab\\x00c”含有控制字符",
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


def test_refused_rows_come_back_corrected(duckdb_settings: Settings, publish: Publish, folder: Path) -> None:
    publish(duckdb_settings, START)
    path = csv(folder, "人员.csv", *("\t".join(line).replace("a\tb", "ab") for line in BAD))
    refused = import_files([path], lenient(duckdb_settings), DAY).refused_file
    assert refused
    book = load_workbook(refused)
    page = book.worksheets[0]
    assert [c.value for c in page[1]] == [*BAD[0], "原行号", "拒收原因"]
    assert page.max_row == 5
    for line in range(2, 6):
        page.cell(line, 1).value = f"q{line}"
        page.cell(line, 2).value, page.cell(line, 3).value = "郑十", "否"
        for column in (4, 5, 6):
            page.cell(line, column).value = None
    book.save(folder / "改正.xlsx")
    report = import_files([folder / "改正.xlsx"], duckdb_settings, DAY)
    assert counts(report) == {"person": (4, 0, 0, 0, 0, 0)}


def test_too_many_refused_rows_refuse_the_delivery(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(duckdb_settings, START)
    lines = ["人员编号,姓名,院士", *(f"q{n},某,否" for n in range(76)), *(f"r{n},,否" for n in range(4))]
    path = csv(folder, "人员.csv", *lines)
    with pytest.raises(ImportRefused, match=r"80 行中有 4 行被拒收，超过来源的上限 4%") as caught:
        import_files([path], replace(duckdb_settings, intake_refused=4), DAY)
    assert caught.value.refused_file
    assert caught.value.refused_file.exists()
    assert [r["id"] for r in rows(duckdb_settings, "person")] == ["p1"]
    assert rows(duckdb_settings, "delivery") == []
    assert counts(import_files([path], duckdb_settings, DAY)) == {"person": (76, 0, 0, 0, 0, 4)}


def test_a_few_mistakes_do_not_refuse_a_short_list(
    duckdb_settings: Settings, publish: Publish, folder: Path
) -> None:
    publish(duckdb_settings, START)
    header, wrong = "人员编号,姓名,院士", [f"r{n},,否" for n in range(3)]
    short = csv(folder, "人员.csv", header, *(f"q{n},某,否" for n in range(3)), *wrong)
    with pytest.raises(ImportRefused, match="6 行中有 3 行被拒收，超过来源的上限 0%"):
        import_files([short], replace(duckdb_settings, intake_refused=0), DAY)
    assert counts(import_files([short], duckdb_settings, DAY)) == {"person": (3, 0, 0, 0, 0, 3)}
    mostly = csv(folder, "人员2.csv", header, "q9,某,否", "q8,某,否", *wrong)
    with pytest.raises(ImportRefused, match="5 行中有 3 行被拒收，超过来源的上限 5%"):
        import_files([mostly], duckdb_settings, DAY)


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
    told = {str(p).split("：", 1)[1].split("；")[0] for p in report.refused}
    assert "值“c”使上下级成环" in told
    assert {f"值“{key}”所指的 organisation（组织）行被拒收" for key in "abd"} <= told
    assert not any("不在 organisation" in t for t in told)


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
    assert told(nothing).startswith("甲.csv：找不到表头：没有一行有两个以上的列名与数据目录相符")
    named = csv(folder, "组织.csv", "名称,所在区,入会（年）", "北京甲学会,海淀,2022")
    assert told(named).startswith(
        "组织.csv 第 1 行：不认识的工作表：最接近 organisation（组织），但缺少列 "
        "组织编号（或 统一社会信用代码；或 名称、组织类型）、组织类型、入库日期；"
        "没有认出的列名 “入会（年）”；"
    )
    same = csv(folder, "会籍.csv", "学会,会员,入会日期", "北京甲学会,p1,2022-01-01")
    publish(duckdb_settings, {"organisation": [SOCIETY, OTHER | {"name": "北京甲学会"}]}, reference=False)
    assert "对应不止一行" in told(same)


def test_nothing_is_published_from_broken_files(duckdb_settings: Settings, folder: Path) -> None:
    path = xlsx(folder / "人员.xlsx", {"人员": BAD[:3] * 50})
    (folder / "坏.xlsx").write_bytes(path.read_bytes()[:3000])
    (folder / "图.png").write_bytes(b"x")
    with pytest.raises(ImportRefused) as caught:
        import_files([folder], duckdb_settings, DAY)
    assert [str(p).split("；")[0] for p in caught.value.problems] == ["图.png：不认识的文件"]
    (folder / "图.png").unlink()
    with (folder / "大.csv").open("wb") as sparse:
        sparse.truncate(2 << 30)
    with pytest.raises(ImportRefused, match=r"大\.csv：文件有 2048 MB；应为不超过 1024 MB 的文件"):
        import_files([folder], duckdb_settings, DAY)
    (folder / "大.csv").unlink()
    with pytest.raises(ImportRefused, match=r"坏\.xlsx：文件不完整或已损坏"):
        import_files([folder], duckdb_settings, DAY)
    with pytest.raises(NothingPublished):
        open_database(duckdb_settings).current()
    assert not list((duckdb_settings.home / "unified").glob("staging-*"))


def test_line_breaks_inside_cells(duckdb_settings: Settings, publish: Publish, folder: Path) -> None:
    publish(duckdb_settings, START)
    path = csv(
        folder, "人员.csv", '人员编号,姓名,院士\r\nq1,"\r\n",否\r\nq2,"钱\r二",否\r\nq3,"孙\r\n三\n",否'
    )
    assert counts(import_files([path], lenient(duckdb_settings), DAY)) == {"person": (2, 0, 0, 0, 0, 1)}
    assert {r["name"] for r in rows(duckdb_settings, "person")} == {"王一", "钱\n二", "孙\n三"}


NASTY = [
    "", "x", "2022-02-30", "1e400", "99999999999", "是", "海淀区", "110103", "s1", "#REF!", "a\x00b",
    "\u200b", "1.5万", "1.2E+17", "'; DROP TABLE person;--", "9999-12-31", "2022-03-05 25:00:00", "\r\n",
    '"', "—", "{value}", "%s", "inf", "0.1" * 5, "p1", "2022-03-05",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_whatever_cells_hold_rows_are_taken_or_refused(
    duckdb_settings: Settings, publish: Publish, folder: Path, seed: int
) -> None:
    publish(duckdb_settings, START)
    draw = random.Random(seed)
    for table in draw.sample(sheet_tables(), 4):
        folder.mkdir(exist_ok=True)
        with (folder / f"{table.name}.csv").open(
            "w", encoding="gb18030", errors="replace", newline=""
        ) as out:
            writer = csv_module.writer(out)
            writer.writerow([*(c.info["zh"] for c in table.columns), "操作"])
            for _ in range(40):
                cells = [draw.choice(NASTY) for _ in table.columns]
                writer.writerow([*cells, draw.choice(["", "", "", "删除", "?"])])
    report = import_files([folder], lenient(duckdb_settings), DAY)
    assert {c.received for c in report.changes} <= set(range(30, 41))
    assert report.refused_rows > 70


def test_what_is_refused_whole_comes_back_whole(settings: Settings, publish: Publish, folder: Path) -> None:
    publish(settings, START)
    header = ["全市人员", "", "", ""], ["人员编号", "基本信息", "", "备用"], ["", "姓名", "院士", ""]
    good = [[f"q{n}", f"某{n}", "否", "x"] for n in range(16)]
    bad = [["", "一、小组", "", ""] for _ in range(9)]
    mixed = [line for n in range(16) for line in (good[n], *bad[n : n + 1][: n < 9])]
    sheets = {
        "人员": [*header, *mixed],
        "会籍": [["学会", "会员", "入会日期"], ["北京甲学会", "q1", "2022-01-02"]],
    }
    path = xlsx(folder / "交付.xlsx", sheets, {"人员": ["A1:D1", "B2:C2", "A2:A3"]})
    with pytest.raises(ImportRefused, match=r"25 行中有 9 行被拒收.*全部行连同原因") as caught:
        import_files([path], settings, DAY)
    assert (caught.value.is_whole, rows(settings, "person")[1:]) == (True, [])
    file = caught.value.refused_file
    assert file
    book = load_workbook(file)
    people, members = book["人员"], book["个人会籍"]
    assert [c.value for c in people[1]] == ["人员编号", "姓名", "院士", "备用", "原行号", "拒收原因"]
    assert (people.max_row, members.max_row) == (26, 2)
    sent = [(row[4].value, bool(row[5].value)) for row in people.iter_rows(min_row=2)]
    assert sent == [(str(n + 4), not mixed[n][0]) for n in range(25)]
    assert str(people["F3"].value).startswith("人员编号：必填的值为空")
    # Of nine, eight are corrected, and one is no row at all.
    for row in people.iter_rows(min_row=2):
        if row[5].value:
            row[0].value, row[2].value = f"r{row[4].value}", "否"
    people.delete_rows(3)
    book.save(folder / "改正.xlsx")
    report = import_files([folder / "改正.xlsx"], settings, DAY)
    assert counts(report) == {"person": (24, 0, 0, 0, 0, 0), "membership": (1, 0, 0, 0, 0, 0)}
    assert [r for r in report.remarks if "原行号" in r or "拒收原因" in r] == []


def test_very_long_sheets_come_back_without_their_good_rows(
    duckdb_settings: Settings, publish: Publish, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(duckdb_settings, START)
    lines = ["人员编号,姓名,院士", *(f"q{n},某,否" for n in range(10)), *(f"r{n},,否" for n in range(10))]
    path = csv(folder, "人员.csv", *lines)
    for most, height in ((20, 21), (19, 11)):
        monkeypatch.setattr(refusals, "MOST_ROWS", most)
        with pytest.raises(ImportRefused) as caught:
            import_files([path], duckdb_settings, DAY)
        file = caught.value.refused_file
        assert (caught.value.is_whole, file is not None) == (most == 20, True)
        assert load_workbook(str(file)).worksheets[0].max_row == height
    assert "请在原文件中改正后整份导入" in str(caught.value)
