"""What a reader asks of 自助分析, as its address says it, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from frames.explore.rules import CHARTS, misfit
from queries.dimensions import DIMENSIONS
from queries.filters import Filters
from queries.indicators import dimensions, get
from queries.periods import INTERVALS

#: Parameters of the address that are not filters.
OWN = ("i", "i2", "by", "interval", "chart")
#: What an address without an indicator shows.
EXAMPLE = {"i": "HD01", "by": "component", "interval": "month", "chart": "stacked"}


@dataclass(frozen=True)
class Exploration:
    """An indicator, the dimensions and the interval that it is cut by, a chart, a second one for 散点图.

    Empty parts were left out of the address; ``fitting.fitted`` fills them in.
    """

    code: str
    by: tuple[str, ...] = ()
    interval: str = ""
    chart: str = ""
    second: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, Sequence[str]]) -> Exploration:
        """Read an address, the example's where it names no indicator; raises ``UnknownIndicator``."""
        one = {name: (query.get(name) or [""])[0].strip() for name in OWN}
        if not one["i"]:
            one = {name: EXAMPLE.get(name, "") for name in OWN}
        second = get(one["i2"]).code if one["i2"] else ""
        by = tuple(dict.fromkeys(part for part in one["by"].split(",") if part))
        return cls(get(one["i"]).code, by, one["interval"], one["chart"], second)

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators that are asked for."""
        return (self.code, self.second) if self.second else (self.code,)

    def query(self) -> dict[str, str]:
        """The parameters that give this exploration again."""
        parts = {
            "i": self.code,
            "i2": self.second,
            "by": ",".join(self.by),
            "interval": self.interval,
            "chart": self.chart,
        }
        return {name: value for name, value in parts.items() if value}

    def url(self, page: str, filters: Filters) -> str:
        """The address of this exploration under filters."""
        return filters.url(page, **self.query())

    def with_(self, **changes: object) -> Exploration:
        """The same with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def title(self) -> str:
        """业务活动：按业务组件、月."""
        names = "与".join(get(code).name for code in self.codes)
        cuts = [DIMENSIONS[d].label for d in self.by]
        cuts += [INTERVALS[self.interval]] if self.interval else []
        return f"{names}：按{'、'.join(cuts)}" if cuts else names


def wrong(asked: Exploration) -> str:
    """What of a hand-made address cannot be, in words, and what would be right; empty where all is well."""
    name, known = get(asked.code).name, dimensions(asked.code)
    for d in asked.by:
        if d not in known:
            right = "、".join(f"{k}（{DIMENSIONS[k].label}）" for k in known) or "无"
            return (
                f"参数 by：“{name}”不能按“{DIMENSIONS[d].label if d in DIMENSIONS else d}”分组，可用：{right}"
            )
    if len(asked.by) > 2:
        return "参数 by：最多两个分组"
    if asked.interval and asked.interval not in INTERVALS:
        right = "、".join(f"{k}（{v}）" for k, v in INTERVALS.items())
        return f"参数 interval：没有“{asked.interval}”，应为 {right} 之一"
    if asked.chart and asked.chart not in CHARTS:
        right = "、".join(f"{k}（{v}）" for k, v in CHARTS.items())
        return f"参数 chart：没有“{asked.chart}”，应为 {right} 之一"
    if asked.chart or len(asked.by) == 2 or asked.second or asked.interval:
        return misfit(asked.code, asked.by, asked.interval, asked.chart or "bar", asked.second)
    return ""
