"""The two tiles of 自助分析: the chart, and its numbers beside it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from frames.context import Context
from frames.explore.marks import Marks, read, rows_of
from frames.explore.members import shown_members
from frames.explore.rules import adds
from frames.explore.spreads import spreads
from frames.explore.state import Exploration
from frames.explore.table import LISTED, listed, whole
from frames.kinds import Plot, Remark, Several
from frames.model import Column, Point, Table
from frames.tiles import Drawn, Tile
from queries.dimensions import DIMENSIONS
from queries.evaluate import Question
from queries.indicators import dimensions, get
from queries.periods import Period

#: The name of the tile that can be pinned.
CHART = "chart"


def tiles_of(asked: Exploration) -> Mapping[str, Tile]:
    """Chart and table by name."""
    beside = Tile("数据表", asked.codes, lambda c: _table(c, asked), 4, "table", linked=False)
    chart = Tile(asked.title, asked.codes, lambda c: _chart(c, asked), 8, linked=not asked.second)
    return {CHART: chart, "table": beside}


def _nothing(marks: Marks) -> bool:
    """Whether there is no number to show; a rate of nought is one."""
    is_rate = get(marks.asked.code).kind == "ratio"
    return not any(m.value or (is_rate and m.value is not None) for m in marks.all)


def _chart(context: Context, asked: Exploration) -> Drawn:
    marks = read(context, asked)
    if _nothing(marks):
        return Drawn(None)
    notes = (
        _left_out(marks),
        _overlap(context, marks),
        _one_sided(context, asked),
        _chosen(context, asked),
    )
    filters = context.filters
    hrefs = () if asked.by else (_period_rows(context, marks, n, p) for n, p in enumerate(marks.periods))
    plot = Plot(
        marks,
        urlencode({**filters.query(), **asked.query()}),
        tuple(tuple(filters.members.get(d, ())) for d in asked.by),
        tuple(hrefs),
    )
    return Drawn(plot, "；".join(n for n in notes if n), table=whole(context, marks))


def _period_rows(context: Context, marks: Marks, place: int, period: Period) -> str:
    return rows_of(context, marks.asked, marks.asked.code, marks.all[place], period)


def _left_out(marks: Marks) -> str:
    """Says which members have no room in the chart."""
    if marks.asked.chart in ("scatter", "box"):
        return ""
    words = []
    for n, (dimension, shown) in enumerate(zip(marks.asked.by, shown_members(marks), strict=False)):
        there = len(marks.members(n))
        if len(shown) < there:
            label = DIMENSIONS[dimension].label
            words.append(f"图上是数值最大的 {len(shown)} 个{label}（共 {there:,} 个），表格和导出含全部")
    return "；".join(words)


def _overlap(context: Context, marks: Marks) -> str:
    """The remark where parts exceed the whole, as on other tiles; in a stack along time, in any column."""
    asked = marks.asked
    if asked.chart in ("scatter", "box", "line") or not asked.by:
        return ""
    if not asked.interval:
        return context.overlap(asked.code, [Point("", m.value) for m in marks.all])
    if asked.chart != "stacked" or not adds(asked.code):
        return ""
    question = Question(asked.code, context.filters, (), asked.interval, scope=context.scope)
    answer = context.cockpit.ask(question, context.version).rows or []
    for at, row in enumerate(answer):
        parts = sum(m.value or 0 for m in marks.all if m.at == at)
        if parts > (row["value"] or 0):
            when = marks.period_words(at)
            return f"各部分之和大于去重后的数（有重复归属），如{when}：{parts:,.0f} 与 {row['value']:,.0f}"
    return ""


def _one_sided(context: Context, asked: Exploration) -> str:
    """Says which chosen filters only one of two indicators has."""
    words = []
    for code, other in ((asked.code, asked.second), (asked.second, asked.code)) if asked.second else ():
        only = [
            DIMENSIONS[d].label
            for d, _ in context.filters.dims
            if d in dimensions(code) and d not in dimensions(other)
        ]
        if only:
            words.append(f"条件“{'、'.join(only)}”只用于“{get(code).name}”")
    return "；".join(words)


def _chosen(context: Context, asked: Exploration) -> str:
    """Says that only the chosen members are shown."""
    found = [(DIMENSIONS[d].label, len(context.filters.members.get(d, ()))) for d in asked.by]
    words = [f"{n} 个{label}" for label, n in found if n]
    return f"只显示所选的{'、'.join(words)}" if words else ""


def _table(context: Context, asked: Exploration) -> Drawn:
    marks = read(context, asked)
    if _nothing(marks):
        return Drawn(None)
    found, everything = listed(context, marks), whole(context, marks)
    rows = len(everything.rows)
    note = f"这里列出前 {LISTED} 行，共 {rows:,} 行，导出含全部" if rows > len(found.rows) else ""
    note = "；".join(n for n in (note, _overlap(context, marks) if everything.total_row else "") if n)
    five = (_five(marks),) if asked.chart == "box" else ()
    hint = "点名称按它筛选，再点一次取消；点数字看明细" if asked.by else "点数字看明细"
    return Drawn(Several((*five, found, Remark(hint, "hint"))), note, everything)


def _five(marks: Marks) -> Table:
    """The five numbers of each box."""
    unit = get(marks.asked.code).unit
    heads = [Column("name", DIMENSIONS[marks.asked.by[0]].label if len(marks.asked.by) == 2 else "范围")]
    heads += [Column(k, w, "percent" if unit == "%" and k != "count" else "number") for k, w in _FIVE.items()]
    rows = [
        {"name": s.name, "count": len(s.marks), **{k: getattr(s, k) for k in _FIVE if k != "count"}}
        for s in spreads(marks)
    ]
    return Table((*heads,), tuple(rows))


_FIVE = {
    "count": "个数",
    "low": "最小",
    "q1": "下四分位",
    "median": "中位数",
    "q3": "上四分位",
    "high": "最大",
}
