"""Which chart fits which cut of an indicator, and why others don't."""

from __future__ import annotations

from collections.abc import Mapping

from queries.comparison import is_seen_at_the_end
from queries.dimensions import DIMENSIONS
from queries.indicators import dimensions, get
from queries.model import Measure

CHARTS: Mapping[str, str] = {
    "bar": "柱形图",
    "stacked": "堆积图",
    "line": "折线图",
    "heat": "热力图",
    "scatter": "散点图",
    "box": "箱线图",
}
#: Members that happen once: along time each would be a row of zeros.
ONCE = frozenset({"activity", "task", "enterprise"})
#: Intervals along which the members of a long list can still be told.
LONG = frozenset({"month", "quarter", "year"})


def adds(code: str) -> bool:
    """Whether an indicator's parts can be laid on one another: counts and sums, not rates or changes."""
    measure = get(code).measure
    return isinstance(measure, Measure) and measure.median is None


def daily_problem(code: str, interval: str) -> str:
    """Why an indicator isn't shown day by day: what stands is counted anew, from all rows, for each day."""
    if interval == "day" and is_seen_at_the_end(code):
        return f"“{get(code).name}”按时点统计，逐日计算太慢，请按周、月、季或年看"
    return ""


def cut_problem(by: tuple[str, ...], interval: str) -> str:
    """Why an indicator can't be cut so, whatever the chart; empty where it can."""
    if not by and not interval:
        return "请选择一个分组，或一个时间间隔"
    if len(by) == 2 and interval:
        return "选了两个分组，就不能再按时间分：请去掉一个分组，或不按时间"
    large = [d for d in by if DIMENSIONS[d].large]
    if len(large) == 2:
        return f"“{DIMENSIONS[large[0]].label}”和“{DIMENSIONS[large[1]].label}”的成员都太多，不能同时作分组"
    if interval and large:
        label = DIMENSIONS[large[0]].label
        if large[0] in ONCE:
            return f"“{label}”的每个成员只发生一次，不能再按时间分"
        if interval not in LONG:
            return f"“{label}”的成员太多，不能按日或周分"
    return ""


def misfit(code: str, by: tuple[str, ...], interval: str, chart: str, second: str = "") -> str:
    """Why a chart can't show this cut, and what would do; empty where it can."""
    if problem := cut_problem(by, interval) or daily_problem(code, interval):
        return problem
    axes = len(by) + bool(interval)
    name = CHARTS[chart]
    if chart == "line" and not interval:
        return "折线图需要一个时间间隔"
    if chart == "stacked" and not adds(code):
        return f"“{get(code).name}”的各部分不能相加，不能画堆积图"
    if chart in ("stacked", "heat") and axes != 2:
        return f"{name}需要两个分组，或一个分组加时间间隔"
    if chart in ("scatter", "box") and (interval or not by):
        return f"{name}按分组的成员画，需要一到两个分组，不按时间分"
    if chart == "scatter":
        return _pair_problem(code, second, by)
    return "只有散点图用到第二个指标" if second else ""


def _pair_problem(code: str, second: str, by: tuple[str, ...]) -> str:
    if not second:
        return "散点图需要第二个指标"
    if second == code:
        return "散点图的两个指标不能相同"
    missing = [DIMENSIONS[d].label for d in by if d not in dimensions(second)]
    if missing:
        return f"“{get(second).name}”不能按“{'、'.join(missing)}”分组，散点图的两个指标要有相同的分组"
    return ""
