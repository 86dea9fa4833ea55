"""Cells of spreadsheets as the text that a reader of the spreadsheet sees."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

#: Beyond so many digits a spreadsheet has lost the last ones.
_EXACT = 10**15
_PERCENT = re.compile(r'^(?:[^"]|"[^"]*")*%')
_PADDED = re.compile(r"0{2,20}")


def cell_text(value: object, number_format: str = "General") -> str:
    """The text of a cell's value.

    Days are ISO 8601 (with a time where it isn't midnight), percentages keep their sign, numbers
    with a format of noughts keep the leading ones, numbers of more than 15 digits come in powers
    of ten, so that nobody takes their last digits for right.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, number_format)
    return _moment(value)


def _number(value: int | float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        if _PERCENT.match(number_format):
            return f"{round(value * 100, 10):.12g}%"
        return f"{value:.15g}"
    if abs(value) >= _EXACT:
        return f"{float(value):.14E}"
    if _PERCENT.match(number_format):
        return f"{int(value) * 100}%"
    whole = str(int(value))
    return whole.zfill(len(number_format)) if value >= 0 and _PADDED.fullmatch(number_format) else whole


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return day if value.time() == time() else f"{day} {value:%H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)
