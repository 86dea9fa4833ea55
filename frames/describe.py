"""What a chart shows, in a sentence: for those who do not see it, in every medium."""

from __future__ import annotations

from collections.abc import Sequence

from frames.explore.rules import CHARTS
from frames.formats import number, period_zh
from frames.kinds import MOST_SLICES, Chart, Plot
from frames.marks import first_of, largest_first
from frames.model import Ahead, Point, Series

#: What is expected of later periods is called.
EXPECTED = "预测"
_SCHEMATIC = "示意图，不作划界依据"


def chart(frame: Chart) -> str:
    """The sentence of a chart."""
    if frame.form == "trend":
        return trend(frame.series[0], frame.unit, frame.ahead)
    if frame.form == "lines":
        return lines(frame.series, frame.unit)
    if frame.form in ("columns", "stacked"):
        return columns(frame.series)
    if frame.form == "bars":
        ordered = largest_first(frame.points) if frame.ranked else frame.points
        shown, _ = first_of(ordered, len(ordered) if frame.first is None else frame.first)
        return bars(shown, frame.unit, frame.ranked)
    return parts(frame.points, frame.unit)


def trend(series: Series, unit: str, ahead: Ahead | None = None) -> str:
    """Where a course begins and ends, and what is expected of it."""
    points = [p for p in series.points if p.value is not None]
    if not points:
        return f"{series.name}：没有数据"
    ends = (f"{period_zh(p.label)}为{number(p.value, unit).full}" for p in (points[0], points[-1]))
    last = ahead.points[-1] if ahead else None
    more = f"；{EXPECTED}至{last.label}为{number(last.value, unit).full}" if last else ""
    return f"{series.name}趋势图，" + "，".join(ends) + more


def lines(series: Sequence[Series], unit: str) -> str:
    """Where each of several courses ends."""
    ends = [(s.name, [p.value for p in s.points if p.value is not None]) for s in series]
    said = (f"{name}最近为{number(values[-1], unit).full}" for name, values in ends if values)
    return "走势图，" + "，".join(said)


def columns(series: Sequence[Series]) -> str:
    """What columns are of."""
    return f"{'、'.join(one.name for one in series)}按时间的柱状图"


def bars(shown: Sequence[Point], unit: str, ranked: bool) -> str:
    """Who leads a ranking."""
    if not shown or not ranked:
        return "排序条形图"
    return f"排序条形图，最高为{shown[0].label} {number(shown[0].value, unit).full}"


def parts(points: Sequence[Point], unit: str) -> str:
    """The first parts of a whole."""
    words = "，".join(f"{p.label}{number(p.value, unit).full}" for p in points[:MOST_SLICES])
    return f"构成图：{words}"


def districts(points: Sequence[Point], unit: str) -> str:
    """Which district has most."""
    best = max(points, key=lambda p: p.value or 0, default=None)
    return "北京市各区分布图" + (f"，最高为{best.label} {number(best.value, unit).full}" if best else "")


def map_note(approval: str) -> str:
    """What has to stand under a map: that it is schematic, and the 审图号 of a licensed one."""
    return f"{_SCHEMATIC}　审图号：{approval}" if approval else _SCHEMATIC


def plot(frame: Plot) -> str:
    """What an exploration's chart shows."""
    asked = frame.marks.asked
    return f"{asked.title}，{CHARTS[asked.chart]}，共 {len(frame.marks.all):,} 个数字，数字见数据表"
