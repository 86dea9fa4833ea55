"""What does not fit is refused whole, in words that say file, row, column, value and what is right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.engine import Database, NothingPublished, open_database
from data.settings import Settings
from intake import ImportRefused, import_delivery
from tests.support.small import Rows, write_delivery_from_rows

Publish = Callable[..., str]

SOCIETY = {"id": "s1", "name": "学会一", "type_code": "society", "valid_from": "2010-01-01"}
PERSON = {"id": "p1", "name": "王一", "is_academician": True}
MEMBERSHIP = {"id": "m1", "society_id": "s1", "person_id": "p1", "valid_from": "2020-02-29"}

ORG = "organisation.csv 第 2 行，列 "
CASES: list[tuple[dict[str, object], str]] = [
    ({"name": ""}, ORG + "name（名称）：必填的值为空；应为名称"),
    (
        {"valid_from": "2010-02-30"},
        ORG + "valid_from（入库日期）：值“2010-02-30”不是有效日期；应为形如 2022-12-30 的日期",
    ),
    (
        {"valid_to": "2009-12-31"},
        ORG + "valid_to（退出日期）：值“2009-12-31”早于同一行的 valid_from（入库日期）；"
        "应为不早于入库日期的日期",
    ),
    (
        {"uscc": "91110000100000000X"},
        ORG + "uscc（统一社会信用代码）：值“91110000100000000X”校验不通过；"
        "应为 18 位统一社会信用代码（GB 32100-2015）",
    ),
    (
        {"class_code": "F"},
        ORG + "class_code（学会学科类）：值“F”不在 society_class 中；应为 A、B、C、D、E 之一",
    ),
    (
        {"parent_id": "s9\t" + "9" * 80},
        ORG + "parent_id（上级组织）：值“s9\\t" + "9" * 57 + "…”不在 organisation 中；应为 s1 之一",
    ),
    ({"short_name": "a\0b"}, ORG + "short_name（简称）：值“a\\x00b”含有空字符；应为可见的文字"),
]


def refused(folder: Path, settings: Settings) -> list[str]:
    with pytest.raises(ImportRefused) as caught:
        import_delivery(folder, settings)
    assert caught.value.total >= len(caught.value.problems)
    return [str(p) for p in caught.value.problems]


@pytest.mark.parametrize(("changes", "message"), CASES, ids=[next(iter(c)) for c, _ in CASES])
def test_values(duckdb_settings: Settings, folder: Path, changes: dict[str, object], message: str) -> None:
    write_delivery_from_rows(folder, {"organisation": [SOCIETY | changes]})
    assert refused(folder, duckdb_settings) == [message]
    with pytest.raises(NothingPublished):
        open_database(duckdb_settings).current()


def test_numbers_and_flags(duckdb_settings: Settings, folder: Path) -> None:
    person = PERSON | {"is_academician": "是", "birth_year": "1960.5"}
    year = {"birth_year": "99999999999", "id": "p2"}
    parameter = {"code": "x", "name": "x", "value": "1,000"}
    tables: Rows = {
        "person": [person, PERSON | year],
        "parameter": [parameter, parameter | {"code": "y", "value": "inf"}],
    }
    write_delivery_from_rows(folder, tables)
    assert refused(folder, duckdb_settings) == [
        "parameter.csv 第 2 行，列 value（取值）：值“1,000”不是数字；应为数字（不带千位分隔符和单位）",
        "parameter.csv 第 3 行，列 value（取值）：值“inf”不是数字；应为数字（不带千位分隔符和单位）",
        "person.csv 第 2 行，列 birth_year（出生年）：值“1960.5”不是可用的整数；应为整数",
        "person.csv 第 2 行，列 is_academician（院士）：值“是”不是是否值；应为 true 或 false",
        "person.csv 第 3 行，列 birth_year（出生年）：值“99999999999”不是可用的整数；应为整数",
    ]


def test_repeated_keys(duckdb_settings: Settings, folder: Path) -> None:
    support = {"task_id": "t", "department_code": "general_office"}
    task = {
        "id": "t",
        "title": "事项",
        "source_code": "leader",
        "lead_department_code": "general_office",
        "initiated_on": "2022-01-01",
        "first_deadline": "2022-02-01",
    }
    write_delivery_from_rows(folder, {"task": [task, task, task], "task_support": [support, support]})
    assert refused(folder, duckdb_settings) == [
        "task.csv 第 3 行，列 id（事项编号）：值“t”与第 2 行重复；应为不重复的值",
        "task.csv 第 4 行，列 id（事项编号）：值“t”与第 2 行重复；应为不重复的值",
        "task_support.csv 第 3 行，列 department_code（配合部门）："
        "值“t、general_office”与第 2 行重复；应为不重复的值",
    ]


def test_references_into_carried_tables_and_out_of_them(
    settings: Settings, database: Database, folder: Path, tmp_path: Path, publish: Publish
) -> None:
    publish(settings, {"organisation": [SOCIETY], "person": [PERSON], "membership": [MEMBERSHIP]})
    write_delivery_from_rows(folder, {"membership": [MEMBERSHIP | {"person_id": "p2"}]}, reference=False)
    assert refused(folder, settings) == [
        "membership.csv 第 2 行，列 person_id（会员）：值“p2”不在 person 中；应为 p1 之一"
    ]
    other = write_delivery_from_rows(tmp_path / "other", {"person": [PERSON | {"id": "p2"}]}, reference=False)
    assert refused(other, settings) == [
        "membership.csv（沿用版本 000001），列 person_id（会员）：值“p1”在本次交付的 person.csv 中已没有；"
        "应为 person.csv 中仍有的值"
    ]
    assert database.current().version == "000001"


def test_unknown_names_get_the_nearest(duckdb_settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(
        folder, {"membershp": [MEMBERSHIP], "person": [PERSON | {"birthyear": 1, "名": 2}]}
    )
    (folder / "person.xlsx").write_bytes(b"PK")
    found = refused(folder, duckdb_settings)
    assert found[0].startswith("membershp.csv：不认识的文件；应为 membership.csv、")
    assert found[1].startswith("person.csv 第 1 行，列 birthyear：没有这一列；应为 birth_year")
    assert found[2].startswith("person.csv 第 1 行，列 名：没有这一列；应为 id、name、gender、")
    assert found[3].startswith("person.xlsx：不认识的文件；应为 person.csv")


def test_missing_and_doubled_columns(duckdb_settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(folder, {})
    (folder / "person.csv").write_text("id,name,name\n1,2,3\n", "utf-8")
    (folder / "organisation.csv").write_bytes("id,名称\n".encode("gb18030"))
    (folder / "membership.csv").write_bytes(b"")
    found = refused(folder, duckdb_settings)
    assert "person.csv 第 1 行，列 name：列 name 出现了不止一次" in found
    assert "person.csv 第 1 行，列 is_academician（院士）：缺少必填的列；应为表头中的一列" in found
    assert "organisation.csv 第 1 行：表头无法读取；应为 UTF-8 编码、逗号分隔的列名" in found
    assert "membership.csv 第 1 行，列 id（会籍编号）：缺少必填的列；应为表头中的一列" in found


def test_broken_rows(duckdb_settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(folder, {})
    lines = ["id,name,is_academician", "1,a,true", "2,b,true,more", "3", "", '4,"x\ny",true', "5,王,true"]
    body = "\n".join(lines).encode("gb18030") + b'\n6,"open,true\n'
    (folder / "person.csv").write_bytes(body)
    found = refused(folder, duckdb_settings)
    wanted = "与表头相同的列数"
    assert (
        found[0]
        == f"person.csv 第 3 行：这一行的列比表头多：“2,b,true,more”；应为{wanted}（含逗号的值要加双引号）"
    )
    assert found[1] == f"person.csv 第 4 行：这一行的列比表头少：“3”；应为{wanted}"
    assert found[-2].startswith("person.csv 第 7 行：不是 UTF-8 编码")
    assert found[-1].startswith("person.csv 第 8 行：双引号没有成对")


def test_blank_lines_count_as_a_spreadsheet_counts_them(duckdb_settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(folder, {})
    lines = ["id,name,is_academician", "", '1,"a\n\nb",true', "", "", "2,c,?", "1,d,true", ""]
    (folder / "person.csv").write_text("\r\n".join(lines), "utf-8", newline="")
    assert refused(folder, duckdb_settings) == [
        "person.csv 第 6 行，列 is_academician（院士）：值“?”不是是否值；应为 true 或 false",
        "person.csv 第 7 行，列 id（人员编号）：值“1”与第 3 行重复；应为不重复的值",
    ]


def test_circles_in_a_tree(duckdb_settings: Settings, folder: Path) -> None:
    above: dict[str, str | None] = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": None}
    organisations = [{**SOCIETY, "id": key, "parent_id": parent} for key, parent in above.items()]
    write_delivery_from_rows(folder, {"organisation": organisations})
    assert refused(folder, duckdb_settings) == [
        f"organisation.csv 第 {row} 行，列 parent_id（上级组织）：值“{parent}”使上下级成环；"
        "应为不在本行之下的一行"
        for row, parent in ((2, "b"), (3, "c"), (4, "a"), (6, "e"))
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "manifest.json：缺少交付说明；应为含 title 等项的 JSON 文件"),
        ("[1]", 'manifest.json：不是 JSON 对象；应为形如 {"title": …} 的对象'),
        (
            json.dumps({"title": "x", "business_date": "2022/12/30"}),
            'manifest.json，列 business_date：值 "2022/12/30" 不对；应为形如 2022-12-30 的日期',
        ),
        (
            json.dumps({"title": " ", "business_date": "2022-12-30"}),
            'manifest.json，列 title：值 " " 不对；应为交付名称（文字）',
        ),
        (
            json.dumps({"title": "x", "business_date": "2022-12-30", "demo": True}),
            "manifest.json，列 demo：没有这一项；应为 title、business_date、demonstration 之一",
        ),
    ],
    ids=["missing", "array", "date", "title", "unknown"],
)
def test_manifest(duckdb_settings: Settings, folder: Path, text: str | None, message: str) -> None:
    write_delivery_from_rows(folder, {})
    (folder / "manifest.json").unlink()
    if text is not None:
        (folder / "manifest.json").write_text(text, "utf-8")
    assert refused(folder, duckdb_settings) == [message]


def test_no_folder_and_no_tables(duckdb_settings: Settings, folder: Path) -> None:
    assert refused(folder, duckdb_settings) == [f"{folder}：不是目录；应为一个含 manifest.json 的目录"]
    write_delivery_from_rows(folder, {}, reference=False)
    assert refused(folder, duckdb_settings) == [f"{folder}：没有任何数据表；应为至少一个 <表名>.csv"]


def test_first_two_hundred_of_many(duckdb_settings: Settings, folder: Path) -> None:
    people = [PERSON | {"id": str(n), "district_code": "x", "birth_year": "?"} for n in range(5000)]
    write_delivery_from_rows(folder, {"person": people})
    with pytest.raises(ImportRefused) as caught:
        import_delivery(folder, duckdb_settings)
    assert (caught.value.total, len(caught.value.problems)) == (10_000, 200)
    assert [p.row for p in caught.value.problems] == [2 + n // 2 for n in range(200)]
    assert str(caught.value).splitlines()[0] == "未导入：发现 10000 处问题，列出前 200 处"
