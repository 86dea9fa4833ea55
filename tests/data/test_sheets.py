"""Which table a sheet is for and which column is which: told, named or evident, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.formats import FileProblem, RawSheet, Row
from intake.sheets import Ambiguous, Header, assign
from intake.sheets.labels import column_names, plain, sheet_tables, table_names

PERSON = ["人员编号", "姓名", "性别", "是否院士"]


def sheet(*lines: Sequence[str], file: str = "x.xlsx", name: str = "Sheet1") -> RawSheet:
    rows = [Row(number, list(line)) for number, line in enumerate(lines, start=1)]
    return RawSheet(file, name, lambda: iter(rows))


def read(*lines: Sequence[str], **names: str) -> tuple[str, Header]:
    found = assign(sheet(*lines, **names), {})
    assert found
    return found[0].name, found[1]


def test_labels_are_compared_without_their_clothes() -> None:
    same = ("姓名", " 姓 名 ", "姓名*", "*姓名：", "姓名（必填）", "姓名(文本格式)", "“姓名”")
    assert {plain(label) for label in same} == {"姓名"}
    assert plain("Ｖalid_From") == plain("valid from")
    assert plain("时长（小时）") != plain("时长")


@pytest.mark.parametrize("table", sheet_tables(), ids=lambda t: t.name)
def test_no_label_means_two_columns(table) -> None:
    taken: dict[str, str] = {}
    for column in table.columns:
        for label in (column.name, column.info["zh"], *column.info["aliases"]):
            assert taken.setdefault(plain(label), column.name) == column.name, label
            assert column_names(table)[plain(label)] == column.name


def test_no_name_means_two_tables() -> None:
    for table in sheet_tables():
        for name in (table.name, table.info["zh"], *table.info["aliases"]):
            assert table_names()[plain(name)] is table, name


def test_business_keys_and_names_are_columns() -> None:
    for table in sheet_tables():
        named = {n for key in table.info["identified_by"] for n in key}
        named |= {n for n in table.info["known_by"] if n.isidentifier() and n.isascii()}
        assert named <= set(table.columns.keys()), table.name


def test_header_below_titles() -> None:
    name, header = read(["北京市科协"], [], ["填表日期：", "2022"], PERSON, ["1", "王", "男", "是"])
    assert (name, header.row) == ("person", 4)
    assert header.columns == {0: "id", 1: "name", 2: "gender", 3: "is_academician"}


def test_header_in_two_rows() -> None:
    name, header = read(
        ["人员编号", "姓名", "其他", "", "备注"],
        ["", "", "性别", "是否院士", ""],
        ["1", "王", "男", "是"],
    )
    assert (name, header.row) == ("person", 2)
    assert header.columns == {0: "id", 1: "name", 2: "gender", 3: "is_academician"}
    assert [header.labels[n] for n in header.unknown] == ["备注"]


def test_units_and_variants() -> None:
    labels = ["序号", "编号", "培训编号", "学员编号", "学习时间", "时长(分钟)", "得分"]
    _, header = read(labels, file="学习记录.csv")
    assert list(header.columns.values()) == ["id", "activity_id", "person_id", "learned_on", "minutes"]
    assert [header.labels[n] for n in header.unknown] == ["得分"]


@pytest.mark.parametrize(
    ("file", "name"),
    [("2022年12月组织台账.xlsx", "Sheet1"), ("x.xlsx", "组织"), ("x.xlsx", "组织台账（2022）"),
     ("organisation_20221230.csv", "")],
)  # fmt: skip
def test_names_of_files_and_sheets(file: str, name: str) -> None:
    assert read(["编号", "退出日期"], ["s1", "2022-01-01"], file=file, name=name)[0] == "organisation"


def test_explanations_and_empty_sheets_are_left_alone() -> None:
    assert assign(sheet(PERSON, name="填写说明"), {}) is None
    assert assign(sheet([], ["", ""]), {}) is None
    assert assign(sheet(PERSON, name="填写说明"), {"填写说明": "人员"}) is not None


def test_two_tables_are_possible() -> None:
    with pytest.raises(Ambiguous, match=r"可能是 .*，不能确定"):
        read(["代码", "名称", "次序"])
    assert read(["代码", "名称", "次序"], name="省市")[0] == "province"
    assert read(["代码", "名称", "次序"], name="各平台汇总")[0] == "platform"


def test_a_name_that_does_not_fit() -> None:
    with pytest.raises(FileProblem, match="找不到 person（人员） 的表头"):
        read(["天气", "温度"], name="人员")


@given(
    st.lists(
        st.lists(
            st.sampled_from([*PERSON, "名称", "代码", "次序", "编号", "操作", "", "x", "拒收原因"]),
            max_size=6,
        ),
        max_size=6,
    ),
    st.sampled_from(["", "人员", "组织", "说明", "x"]),
)
def test_any_rows_are_a_table_or_a_problem(lines: list[list[str]], name: str) -> None:
    with suppress(FileProblem):
        if found := assign(sheet(*lines, name=name), {}):
            table, header = found
            assert set(header.columns.values()) <= set(table.columns.keys())
            assert len(set(header.columns.values())) == len(header.columns)
