"""What departments write, as the values that the database stores.

Each function takes a cell's text and gives the canonical text of the data catalogue: days as
``2022-03-05``, numbers without separators, ``true`` and ``false``. An empty answer is no value.
They raise ``BadValue`` and nothing else, and guess nothing: 近7000 and 3/4/22 are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

_FULL = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SPACES = "".join(
    map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029,
              0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF])
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ERRORS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
#: What people put where there is nothing to say.
_NOTHING = frozenset({"-", "--", "—", "——", "–", "/", "无", "N/A", "n/a", "NULL", "null", "空"})

_YMD = re.compile(r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?")
_YEAR = re.compile(r"\d{4}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?")
_YEARS = range(1800, 2200)
_EPOCH = datetime(1899, 12, 30)
#: Serial numbers from 1927 to 2173; smaller and larger ones are more likely something else.
_SERIALS = range(10_000, 100_000)

_NUMBER = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(?:[eE]([+-]?\d{1,3}))?(%?)")
_UNITS = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "千万": 10**7, "百万": 10**6}
_TAIL = re.compile(r"(万亿|千万|百万|亿|万)$")
_LARGEST = Decimal(10) ** 30
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_POINT_NOUGHT = re.compile(r"(\d+)\.0+")

_YES = frozenset({"true", "t", "是", "1", "y", "yes", "√", "✓", "✔", "有", "对", "1.0"})
_NO = frozenset({"false", "f", "否", "0", "n", "no", "×", "✗", "✘", "x", "无", "错", "0.0", "不是", "没有"})


class BadValue(ValueError):
    """A text that is not what its column holds; ``expected`` says what would be right."""

    def __init__(self, reason: str, expected: str) -> None:
        super().__init__(reason)
        self.expected = expected


def text(value: str) -> str:
    """Free text: trimmed, full-width letters and digits made half-width, everything else kept."""
    found = value.translate(_FULL).strip(_SPACES)
    if _CONTROL.search(found):
        raise BadValue("值{value}含有控制字符", "可见的文字")
    if found in _ERRORS:
        raise BadValue("值{value}是公式的错误值", "公式算出的值，或直接填写的值")
    return found


def code(value: str) -> str:
    """A code or identifier: as ``text``, and what a spreadsheet made a number of is put right."""
    found = text(value)
    if found in _NOTHING:
        return ""
    if match := _POINT_NOUGHT.fullmatch(found):
        return match[1]
    if ("E+" in found or "e+" in found) and (match := _SCIENTIFIC.fullmatch(found)):
        digits, power = match[1] + (match[2] or ""), int(match[3])
        # 1.23457E+11 shows six of twelve digits: noughts for the others would be another code.
        if len(digits.rstrip("0")) - 1 > power or len(digits) <= power or power >= 15:
            raise BadValue("代码{value}被 Excel 变成了数字，末几位已丢失", "按文本格式重新填写的代码")
        return digits[: power + 1]
    return found


def credit_code(value: str) -> str:
    """统一社会信用代码: as ``code``, in capitals, without the spaces and hyphens that group it."""
    return code(re.sub(r"[\s-]", "", text(value))).upper()


def day(value: str) -> str:
    """A calendar day: 2022-03-05, 2022/3/5, 2022.3.5, 2022年3月5日, 20220305 or a serial number."""
    moment = _moment(value, "形如 2022-12-30 的日期")
    return moment.date().isoformat() if moment else ""


def moment(value: str) -> str:
    """A day with its time (midnight where it is not given), as ``2022-03-05 08:00:00``."""
    found = _moment(value, "形如 2022-12-30 08:00:00 的时间")
    return found.isoformat(" ", "seconds") if found else ""


def _moment(value: str, expected: str) -> datetime | None:
    found = _plain(value)
    if found in _NOTHING or not found:
        return None
    wrong = BadValue("值{value}不是有效日期", expected)
    if (serial := _SERIAL.fullmatch(found)) and int(serial[1]) in _SERIALS:
        return _EPOCH + timedelta(days=int(serial[1]), seconds=round(float(serial[2] or 0) * 86400))
    head, clock = _split(found)
    match = _COMPACT.fullmatch(head)
    if match:
        year, month, number = match.groups()
    elif (match := _YMD.fullmatch(head)) and (match[2] == match[4] or match[2] + match[4] == "年月"):
        year, _, month, _, number = match.groups()
    else:
        raise wrong
    try:
        found_day = datetime(int(year), int(month), int(number), *clock)
    except ValueError:
        raise wrong from None
    if found_day.year not in _YEARS:
        raise wrong
    return found_day


def _split(found: str) -> tuple[str, tuple[int, int, int]]:
    """The day and the clock of a text; the clock is midnight where it cannot be read as one."""
    head, _, tail = found.replace("T", " ", 1).partition(" ")
    match = _TIME.fullmatch(tail.strip())
    if match:
        return head, (int(match[1]), int(match[2]), int(match[3] or 0))
    return found.replace(" ", "").removesuffix(".0"), (0, 0, 0)


def number(value: str, unit: str = "") -> str:
    """A number: separators between thousands, 万 and 亿, percentages; ``unit`` may stand behind it.

    In a column whose unit is %, 45% is 45; elsewhere it is 0.45.
    """
    found = _decimal(value, unit)
    if found is None:
        return ""
    return str(int(found)) if found == found.to_integral_value() else repr(float(found))


def listed(value: str, codes: Mapping[str, tuple[str, ...]]) -> str:
    """A code of a declared list, written as the code or as one of the words for it."""
    found = code(value)
    if not found or found in codes:
        return found
    for known, words in codes.items():
        if found in words or found.lower() == known:
            return known
    names = "、".join(f"{words[0]}（{known}）" for known, words in codes.items())
    raise BadValue("值{value}不在代码表中", f"{names} 之一")


def figure(value: str) -> str:
    """A published figure: as ``number``, but a percentage keeps its size: 50% is 50."""
    found = text(value)
    try:
        return number(found, "%")
    except BadValue:
        right = "数字，如 7000、41.05万、50%；单位填在单位列，“近”“多”“约”填在精度列"
        raise BadValue("值{value}不是数字", right) from None


def integer(value: str, unit: str = "") -> str:
    """A whole number, written as ``number`` is; raises ``BadValue`` for a fraction."""
    found = _decimal(value, unit)
    if found is None:
        return ""
    if found != found.to_integral_value():
        raise BadValue("值{value}不是可用的整数", "整数")
    return str(int(found))


def year(value: str) -> str:
    """A year in four digits, 年 may stand behind it; a serial number or an age is none."""
    found = _plain(value).removesuffix(".0").removesuffix("年")
    if found in _NOTHING or not found:
        return ""
    if not _YEAR.fullmatch(found) or int(found) not in _YEARS:
        raise BadValue("值{value}不是年份", "四位数的年份，如 1980")
    return found


def last_day(value: str) -> str:
    """The last day of a period: as ``day``, or a year for its last one."""
    found = _plain(value).removesuffix("度").removesuffix("年")
    if _YEAR.fullmatch(found) and int(found) in _YEARS:
        return f"{found}-12-31"
    return day(value)


def _decimal(value: str, unit: str) -> Decimal | None:
    found = _plain(value).replace(" ", "")
    if found in _NOTHING or not found:
        return None
    wrong = BadValue("值{value}不是数字", "确切的数字，可带千位分隔符、万、亿、%")
    if unit and unit != "%":
        found = found.removesuffix(unit)
    tail = _TAIL.search(found)
    match = _NUMBER.fullmatch(found[: tail.start()] if tail else found)
    if not match or (tail and match[5]):
        raise wrong
    try:
        result = Decimal(match[1] + match[2].replace(",", "") + (match[3] or "")).scaleb(int(match[4] or 0))
        result = result * _UNITS[tail[1]] if tail else result
        result = result / 100 if match[5] and unit != "%" else result
    except (InvalidOperation, ArithmeticError):
        raise wrong from None
    if abs(result) > _LARGEST or (result and abs(result) < 1 / _LARGEST):
        raise wrong
    return result


def flag(value: str) -> str:
    """``true`` or ``false`` from 是/否, 有/无, 1/0, Y/N, √/×."""
    found = _plain(value).lower()
    if found in _YES or found in _NO or not found:
        return ("true" if found in _YES else "false") if found else ""
    raise BadValue("值{value}不是是否值", "是 或 否")


def _plain(value: str) -> str:
    """Compatibility forms made plain (／ to /, ％ to %, ，to ,), and trimmed."""
    return text(unicodedata.normalize("NFKC", text(value)))
