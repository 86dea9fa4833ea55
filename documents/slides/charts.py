"""From the option that a browser draws to a neutral chart: the same names, numbers and colours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from documents.slides.parts import Chart, Form, Series
from frames.formats import missing

Option = Mapping[str, Any]

_ACCENT = "accent"
#: What ``components.options.datum`` says of a period that is not over.
_OPEN = "未满期"
_WORDED = re.compile(r"(\d+)月(?:\n(\d{4})年)?")


class UnknownChart(LookupError):
    """No way is known to draw such a chart natively; the message names what it is."""


def chart_of(option: Option, says: str = "") -> Chart:
    """The chart of an ECharts option; ``says`` describes it. Raises ``UnknownChart``."""
    kinds = {one["type"] for one in option["series"]}
    unit = option["cockpit"]["unit"]
    if kinds <= {"map", "scatter"} and "geo" in option:
        return _ranked(option, unit, says)
    if kinds == {"treemap"}:
        return _ranked(option, unit, says)
    if kinds == {"pie"}:
        return _ring(option, unit, says)
    if kinds == {"line"}:
        return _along(option, "line", unit, says)
    if kinds == {"bar"}:
        if _axis(option, "yAxis")["type"] == "category":
            return _bars(option, unit, says)
        stacked = any(one.get("stack") for one in option["series"])
        return _along(option, "stacked" if stacked else "columns", unit, says)
    raise UnknownChart("、".join(sorted(kinds)))


_RICH = re.compile(r"\{\w+\|([^}]*)\}")


def middle_of(option: Option) -> str:
    """What stands in the middle of a ring: the figure of the whole, with its unit; "" without one."""
    words = (option.get("title") or {}).get("text") or ""
    return " ".join(part for part in _RICH.findall(words) if part)


def _axis(option: Option, name: str) -> Mapping[str, Any]:
    found = option[name]
    first: Mapping[str, Any] = found[0] if isinstance(found, list) else found
    return first


def value_of(item: Any) -> float | None:
    """The number of a data item; a place on the map carries its own behind its coordinates."""
    found = item.get("value") if isinstance(item, Mapping) else item
    if isinstance(found, (list, tuple)):
        found = found[-1]
    if isinstance(found, bool) or not isinstance(found, (int, float)) or missing(found):
        return None
    return found


def _tint(item: Any, otherwise: str) -> str:
    style = item.get("itemStyle") if isinstance(item, Mapping) else None
    found = (style or {}).get("color") or otherwise
    return str(found)


def _name(item: Mapping[str, Any]) -> str:
    return str(item.get("title") or item["name"])


def _items(option: Option) -> list[Mapping[str, Any]]:
    return [item for one in option["series"] for item in one["data"] if isinstance(item, Mapping)]


def _ranked(option: Option, unit: str, says: str) -> Chart:
    """Areas of a map, parts of a treemap: as bars, the largest first; what has no value is left out."""
    found = [(_name(item), value) for item in _items(option) if (value := value_of(item)) is not None]
    found.sort(key=lambda pair: -pair[1])
    labels, values = tuple(n for n, _ in found), tuple(v for _, v in found)
    tints = tuple(_ACCENT if place == 0 else "bar-quiet" for place in range(len(found)))
    return Chart("bars", labels, (Series("数值", values, _ACCENT),), unit, says, tints)


def _bars(option: Option, unit: str, says: str) -> Chart:
    (one,) = option["series"]
    labels = tuple(map(str, _axis(option, "yAxis")["data"]))
    values = tuple(value_of(item) for item in one["data"])
    tints = tuple(_tint(item, "bar-quiet") for item in one["data"])
    return Chart("bars", labels, (Series("数值", values, _ACCENT),), unit, says, tints)


def _ring(option: Option, unit: str, says: str) -> Chart:
    items = _items(option)
    labels = tuple(_name(item) for item in items)
    tints = tuple(_tint(item, f"series-{1 + place % 6}") for place, item in enumerate(items))
    values = tuple(value_of(item) for item in items)
    return Chart("ring", labels, (Series("数值", values, _ACCENT),), unit, says, tints)


def _along(option: Option, form: Form, unit: str, says: str) -> Chart:
    """Series over periods; those of one name are parts of one run (the last, not yet over, is dashed)."""
    labels = _periods([str(label) for label in _axis(option, "xAxis")["data"]])
    partial = frozenset(
        place
        for one in option["series"]
        for place, item in enumerate(one["data"])
        if isinstance(item, Mapping) and item.get("note") == _OPEN
    )
    merged: dict[str, Series] = {}
    for one in _without_band(option["series"]):
        found = _series(one, len(labels))
        known = merged.get(found.name)
        merged[found.name] = found if known is None else replace(known, values=_both(known, found))
    for band in _band([one for one in option["series"] if _is_band(one)], len(labels)):
        merged[band.name] = band
    axis = _axis(option, "yAxis")
    low, high = axis.get("min"), axis.get("max")
    return Chart(
        form,
        labels,
        tuple(merged.values()),
        unit,
        says,
        partial=partial,
        low=low if isinstance(low, (int, float)) else None,
        high=high if isinstance(high, (int, float)) else None,
    )


def _periods(labels: list[str]) -> tuple[str, ...]:
    """Months that an axis words itself (6月 with 2022年 under it) as months again; others as they are."""
    found, year = [], ""
    for label in labels:
        month = _WORDED.fullmatch(label)
        year = month[2] if month and month[2] else year
        if not month or not year:
            return tuple(labels)
        found.append(f"{year}-{int(month[1]):02d}")
    return tuple(found)


def _is_band(one: Mapping[str, Any]) -> bool:
    return one["type"] == "line" and bool(one.get("stack"))


def _without_band(series: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in series if not _is_band(one)]


def _band(lines: Sequence[Mapping[str, Any]], length: int) -> list[Series]:
    """The ends of what is expected: drawn as a lower line and, on it, the width of the band."""
    if len(lines) != 2:
        return []
    low, width = (_series(one, length).values for one in lines)
    high = tuple(
        None if a is None or b is None else a + b for a, b in zip(low, width, strict=True)
    )  # fmt: skip
    name = str(lines[0]["name"])
    pairs = ((f"{name}下限", low), (f"{name}上限", high))
    return [Series(end, values, "text-3", quiet=True) for end, values in pairs]


def _series(one: Mapping[str, Any], length: int) -> Series:
    values = [value_of(item) for item in one["data"]][:length]
    values += [None] * (length - len(values))
    line, item = one.get("lineStyle") or {}, one.get("itemStyle") or {}
    tint = str((line.get("color") if one["type"] == "line" else None) or item.get("color") or _ACCENT)
    quiet = tint.endswith(":before") or line.get("type") == "dotted"
    return Series(str(one["name"]), tuple(values), tint, quiet)


def _both(first: Series, second: Series) -> tuple[float | None, ...]:
    pairs: Sequence[tuple[float | None, float | None]] = list(zip(first.values, second.values, strict=True))
    return tuple(b if a is None else a for a, b in pairs)
