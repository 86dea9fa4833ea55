"""Declared normal forms: the only ways in which a value may differ from the text it was read from."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache

from data.settings import ROOT

#: Lines that are layout, not text: rules, page numbers.
_NOISE = re.compile(r"^(?:[-—–_=*·.\s]*|[-—–·.\s]*(?:第\s*)?\d{1,3}(?:\s*页)?[-—–·.\s]*)$")
_MARKS = re.compile(r"^#{1,6}\s*|\*\*|__")
_BETWEEN = re.compile(r"(?<=[一-鿿，。、；：“”《》（）])[ \t　]+(?=\d)|(?<=\d)[ \t　]+(?=[一-鿿])")
_BLANKS = re.compile(r"\s+")
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_NUMBER = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_FULL_DATE = re.compile(rf"(\d{{4}}|[〇○零一二三四五六七八九]{{4}})[年./-]{_NUMBER}[月./-]{_NUMBER}")
_MONTH_DAY = re.compile(rf"{_NUMBER}月{_NUMBER}")
_LONGEST_NUMBER = 12
_STEPS = {"十": 10, "百": 100, "千": 1000}
_PRECISION = (
    ("at_least", re.compile("余|多|超|逾|以上")),
    ("nearly", re.compile("近")),
    ("approx", re.compile("约|左右")),
)


def is_noise(line: str) -> bool:
    """A rule, a page number or nothing."""
    return bool(_NOISE.match(line))


def words(quote: str) -> str:
    """Text as a reader reads it: lines joined, layout marks gone, no blanks beside digits."""
    lines = [_MARKS.sub("", line.strip()).strip() for line in quote.splitlines()]
    joined = "".join(line for n, line in enumerate(lines) if n in (0, len(lines) - 1) or not is_noise(line))
    return _BETWEEN.sub("", _BLANKS.sub(" ", joined)).strip()


def digits(quote: str) -> str:
    """The whole number written in ``quote`` (ASCII, full-width or Chinese digits, 万); "" where none is."""
    text = words(unicodedata.normalize("NFKC", quote)).replace(",", "").replace(" ", "")
    if found := re.search(r"(\d+(?:\.\d+)?)(万?)", text):
        number = float(found[1]) if len(found[1]) <= _LONGEST_NUMBER else 0.0
        return str(round(number * (10_000 if found[2] else 1))) if number else ""
    found = re.search("[一二三四五六七八九十百千两]+", text)
    return str(_chinese(found[0])) if found else ""


def _chinese(text: str) -> int:
    total = digit = 0
    for character in text.replace("两", "二"):
        if step := _STEPS.get(character):
            total += (digit or 1) * step
            digit = 0
        else:
            digit = int(_DIGITS[character])
    return total + digit


def precision(quote: str) -> str:
    """``exact``, ``at_least`` (余、多), ``nearly`` (近) or ``approx`` (约)."""
    return next((name for name, pattern in _PRECISION if pattern.search(quote)), "exact")


def iso_date(quote: str, issued: date | None = None) -> str:
    """The first day named in ``quote`` as ISO 8601; "" where it is none, or its year isn't known.

    A month and day without a year belong to the last such day up to a month after ``issued``.
    """
    text = words(unicodedata.normalize("NFKC", quote)).replace(" ", "")
    if full := _FULL_DATE.search(text):
        year = "".join(_DIGITS.get(c, c) for c in full[1])
        return _iso(int(year), _number(full[2]), _number(full[3]))
    found = _MONTH_DAY.search(text)
    if not found or issued is None:
        return ""
    month, day = _number(found[1]), _number(found[2])
    later = month > issued.month + 1 and issued.year > date.min.year
    return _iso(issued.year - later, month, day)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _chinese(text)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@cache
def districts() -> Mapping[str, str]:
    """Names of districts (今名、旧名、经开区) and today's code of each; longer names first."""
    folder = ROOT / "data" / "reference"
    found = {row["name"]: row["code"] for row in _rows(folder / "district.csv")}
    found |= {row["name"]: row["district_code"] for row in _rows(folder / "district_alias.csv")}
    found |= {"经开区": found["北京经济技术开发区"]}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def district_code(quote: str) -> str:
    """Today's code of the first district named in ``quote``; "" where none is."""
    text = words(quote)
    places = [(text.find(name), -len(name), code) for name, code in districts().items() if name in text]
    return min(places)[2] if places else ""


def _rows(path: object) -> list[dict[str, str]]:
    with open(str(path), encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
