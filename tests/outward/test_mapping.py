"""The mapping: what comes with the cockpit, what a deployment may write, and what is refused in words."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.packages.errors import OutwardError
from documents.packages.mapping import SHIPPED, read_mapping
from documents.packages.units import converted, factor, plain
from tests.outward.conftest import HEADER, WriteMapping


def test_what_is_shipped_promises_nothing() -> None:
    targets = read_mapping(SHIPPED)
    assert {t.name for t in targets.values()} == {"智慧科协2.0", "城市体征"}
    assert [e for t in targets.values() for e in t.entries if e.agreed or e.unit != e.indicator.unit] == []
    assert min(len(t.open) for t in targets.values()) > 10


@pytest.mark.parametrize(
    ("line", "messages"),
    [
        ("a,甲,RC1,1,,,,月,", ["第 2 行，列 indicator_code（指标）：值“RC1”不是本系统的指标；应为指标"]),
        ("a,甲,RC01,1,,万家,,月,", ["列 external_unit（对方单位）：值“万家”不能换算；应为能由“人”换算的"]),
        ("a,甲,RC01,1,,,,旬,", ["列 frequency（频次）：值“旬”不是频次；应为日、周、月、季、年 之一"]),
        ("a,甲,RC01,1,,,x,月,", ["列 decimals（小数位）：值“x”不是小数位数；应为 0 到 9"]),
        ("A b,甲,RC01,1,,,,月,", ["列 target（对方）：值“A b”不能用作简称；应为小写字母"]),
        ("a,,RC01,1,,,,月,", ["列 target_name（对方名称）：必填的值为空"]),
        ("a,甲,RC01,=1,,,,月,", ["列 external_code（对方代码）：值“=1”会被电子表格当作公式"]),
        ("a,甲,RC01,1\x07,,,,月,", ["值“1\\x07”含有控制字符"]),
        ("a,甲,RC01,1,,,,月", ["第 2 行：列数与表头不同；应为 9 列"]),
        ("a,甲,RC01,1,,,,月,\na,甲,RC01,2,,,,月,",
         ["第 2 行，列 indicator_code（指标）：值“RC01”在同一个对方中", "第 3 行"]),
        ("a,甲,RC01,1,,,,月,\na,乙,RC02,1,,,,月,",
         ["第 3 行，列 target_name（对方名称）：值“乙”与同一个对方的其他行不同",
          "列 external_code（对方代码）：值“1”在同一个对方中出现不止一次"]),
        ("b,乙,XX,1,,,x,旬,", ["有 3 处问题"]),
    ],
)  # fmt: skip
def test_every_wrong_cell_is_named(write_mapping: WriteMapping, line: str, messages: list[str]) -> None:
    with pytest.raises(OutwardError) as caught:
        read_mapping(write_mapping(line))
    assert [m for m in messages if m not in str(caught.value)] == [], str(caught.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(OutwardError, match="COCKPIT_OUTWARD_FILE"):
        read_mapping(path)
    for content, message in (
        (HEADER.encode().replace(b"note", b"remark"), "表头不对；应为这些列：target、"),
        (b"", "表头不对"),
        (HEADER.encode() + "\n甲".encode("gb18030"), "不是 UTF-8 编码、逗号分隔的表格"),
        (HEADER.encode() + b'\n"a', "不是 UTF-8 编码、逗号分隔的表格"),
    ):
        path.write_bytes(content)
        with pytest.raises(OutwardError, match=message):
            read_mapping(path)
    path.write_bytes(HEADER.encode())
    assert read_mapping(path) == {}


@given(st.text(st.sampled_from('a1,"\n\r=RC0月万人%\0\x85 '), max_size=80))
def test_whatever_stands_in_it_nothing_else_is_raised(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(f"{HEADER}\n{text}".encode())
    with suppress(OutwardError):
        read_mapping(path)


@pytest.mark.parametrize(
    ("value", "ours", "theirs", "decimals", "expected"),
    [
        (100742, "人", "万人", None, "10.0742"),
        (100742, "人", "万人", 2, "10.07"),
        (203, "家", "万家", None, "0.0203"),
        (0.1 + 0.2, "%", "%", 2, "0.3"),
        (12.5, "%", "‰", None, "125"),
        (2.675, "%", "%", 2, "2.68"),
        (33.3, "%", "比例", None, "0.333"),
        (3, "TB", "GB", None, "3000"),
        (-5, "家", "家", None, "-5"),
        (1579, "家", "个", 0, "1579"),
    ],
)
def test_units(value: float, ours: str, theirs: str, decimals: int | None, expected: str) -> None:
    by = factor(ours, theirs)
    assert by is not None
    found = converted(value, by, decimals)
    assert found == Decimal(expected)
    assert str(plain(found)) == expected


def test_units_that_are_not_declared() -> None:
    for ours, theirs in (("人", "万家"), ("%", "万%"), ("人", "%"), ("", "万"), ("人", "")):
        assert factor(ours, theirs) is None
