"""What clerks write, as values; and whatever they write, nothing but ``BadValue`` comes back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import values
from data.values import BadValue
from intake.formats.cells import cell_text

READERS: tuple[Callable[[str], str], ...] = (
    values.text, values.code, values.credit_code, values.day, values.moment, values.number,
    values.integer, values.flag, values.year,
)  # fmt: skip

#: Texts that come near what the readers know.
NEAR = st.text(
    st.sampled_from("0123456789０１９.,，-/年月日:： %％万亿eE+tT是否#A\u3000\x00\ufeff"), max_size=24
)


@pytest.mark.parametrize(
    "text",
    ["2022-03-05", "2022/3/5", "2022.3.5", "2022年3月5日", "20220305", "44625", "44625.75",
     "２０２２年３月５日", " 2022-3-5 ", "2022-03-05 00:00:00", "2022-03-05T18:30:00",
     "2022/3/5 8:05", "20220305.0", "44625.0"],
)  # fmt: skip
def test_days(text: str) -> None:
    assert values.day(text) == "2022-03-05"


@pytest.mark.parametrize(
    "text",
    ["2022-02-30", "3/4/22", "2022年3月", "2022-3/5", "1", "9999", "2022", "明天", "2022-13-01", "0001-01-01",
     "2022-03-05-01", "99999999"],
)  # fmt: skip
def test_no_days(text: str) -> None:
    with pytest.raises(BadValue, match="不是有效日期"):
        values.day(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234,567", "1234567"), ("３．５万", "35000"), ("1.2亿", "120000000"), ("45%", "0.45"),
     ("-0.5", "-0.5"), ("1，234", "1234"), ("2千万", "20000000"), ("+7", "7"),
     ("1.5E+3", "1500"), ("0", "0"), ("007", "7")],
)  # fmt: skip
def test_numbers(text: str, number: str) -> None:
    assert values.number(text) == number


@pytest.mark.parametrize(
    "text",
    ["近7000", "400多", "约3TB", "1,23", "12,34,567", "1.2.3", "1e999", "inf", "NaN", "5%万", "一百", "(5)"],
)
def test_no_numbers(text: str) -> None:
    with pytest.raises(BadValue, match="不是数字"):
        values.number(text)


def test_units_and_percentages() -> None:
    assert values.integer("120分钟", "分钟") == "120"
    assert values.integer("45%", "%") == "45"
    assert values.integer("1.5万") == "15000"
    with pytest.raises(BadValue, match="不是可用的整数"):
        values.integer("45%")
    with pytest.raises(BadValue):
        values.integer("120分钟", "kB")


def test_codes_that_became_numbers() -> None:
    assert values.code("110101.0") == "110101"
    assert values.code("1.10101E+05") == "110101"
    assert values.code("1.3800000000E+10") == "13800000000"
    assert values.code("１１０１０１") == "110101"
    assert values.code("2E10") == "2E10"
    assert values.credit_code(" 9111 0000-1000 00000x ") == "91110000100000000X"
    for lost in ("9.11100001E+17", "1.23457E+11", "1.38E+10", "2E+10"):
        with pytest.raises(BadValue, match="末几位已丢失"):
            values.code(lost)


def test_numbers_are_exact_up_to_fifteen_digits() -> None:
    most = 999_999_999_999_999
    assert values.code(cell_text(most)) == str(most)
    for lost in (most + 2, 1_234_567_890_123_456, 12_345_678_901_234_567):
        with pytest.raises(BadValue, match="末几位已丢失"):
            values.code(cell_text(lost))


def test_years() -> None:
    assert [values.year(t) for t in ("1980", "１９８０年", "1980.0", "—", "")] == ["1980"] * 3 + ["", ""]
    for wrong in ("29221", "80", "1980-05-03", "八十", "42岁"):
        with pytest.raises(BadValue, match="不是年份"):
            values.year(wrong)


def test_flags_text_and_nothing() -> None:
    assert [values.flag(t) for t in ("是", "√", "Y", "1", "TRUE", "否", "×", "n", "0", "")] == [
        *["true"] * 5, *["false"] * 4, "",
    ]  # fmt: skip
    with pytest.raises(BadValue, match="不是是否值"):
        values.flag("也许")
    assert values.text("　ＡＢ１（北京）学会\u200b ") == "AB1（北京）学会"
    assert [values.day("—"), values.number("/"), values.code("无"), values.text("无")] == ["", "", "", "无"]
    for bad in ("a\0b", "a\x1fb", "#REF!", "#N/A"):
        with pytest.raises(BadValue):
            values.text(bad)


@given(st.one_of(st.text(max_size=40), NEAR))
def test_readers_raise_nothing_but_their_own(text: str) -> None:
    for read in READERS:
        with suppress(BadValue):
            assert isinstance(read(text), str)


@given(st.one_of(st.text(max_size=40), NEAR))
def test_reading_again_changes_nothing(text: str) -> None:
    for read in READERS:
        try:
            found = read(text)
        except BadValue:
            continue
        assert read(found) == found


@given(st.dates(date(1927, 6, 1), date(2173, 1, 1)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
    ]
    assert {values.day(form) for form in [*forms, str(serial)]} == {day.isoformat()}


@given(st.integers(-(10**14), 10**14))
def test_every_form_of_a_number_is_that_number(number: int) -> None:
    assert {values.integer(form) for form in (str(number), f"{number:,}", f"{number}.00")} == {str(number)}
    assert values.integer(cell_text(number)) == str(number)


def test_cells_show_what_their_reader_sees() -> None:
    assert cell_text(0.453, "0.00%") == "45.3%"
    assert cell_text(1, "0%") == "100%"
    assert cell_text(0.1 + 0.2) == "0.3"
    assert cell_text(123, "000000") == "000123"
    assert cell_text(13800000000.0) == "13800000000"
    assert cell_text(911100001000000000) == "9.11100001000000E+17"
    assert cell_text(datetime(2022, 3, 5)) == "2022-03-05"
    assert cell_text(datetime(2022, 3, 5, 8, 30)) == "2022-03-05 08:30:00"
    assert [cell_text(True), cell_text(None), cell_text(" x ")] == ["true", "", " x "]
