"""The tiles of a comparison: the table, a course for each indicator, and one indicator member by member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frames.compare.state import Comparison
from frames.compare.table import draw as draw_table
from frames.context import Context
from frames.controls import Choice, Link
from frames.courses import MONTHS, MOST_YEARS, OPEN, along, over_years, years_note
from frames.formats import number
from frames.kinds import Multiples, Remark, Several
from frames.links import member_href
from frames.model import Column, Panel, Series, Table
from frames.standing import AVERAGE
from frames.tables import value_column
from frames.tiles import Drawn, Tile, nothing
from queries.dimensions import DIMENSIONS
from queries.indicators import get


def comparison_tiles(asked: Comparison) -> dict[str, Tile]:
    """The page's tiles by name."""
    name = DIMENSIONS[asked.by].label
    rule = AVERAGE.format(name=name if not DIMENSIONS[asked.by].large else f"有数据的{name}")
    marks = "居首、居末按指标的好坏方向，只在所选之间比；位次在全部之中"
    return {
        "beside": Tile(
            "并排对比",
            asked.shown,
            lambda c: draw_table(asked, c),
            12,
            "table",
            f"{rule}；{marks}",
            linked=False,
        ),
        "courses": Tile("走势对比：各指标", asked.shown, lambda c: _courses(asked, c), 12, linked=False),
        "members": Tile(
            f"走势对比：{get(asked.first).name}",
            (asked.first,),
            lambda c: _members(asked, c),
            12,
            linked=False,
        ),
    }


def _named(asked: Comparison, context: Context) -> dict[str, str]:
    """The members compared: key to name."""
    members = asked.members(context.filters)
    return dict(zip(members, context.cockpit.names(asked.by, members, context.version), strict=True))


def _courses(asked: Comparison, context: Context) -> Drawn:
    """For each indicator a small chart with a line for each member."""
    members, window = _named(asked, context), context.window()
    panels: list[Panel] = []
    for code in asked.shown if members else ():
        (found,) = along(context, code, asked.by, [window], members)
        shown = tuple(found.values())
        if any(not nothing(s.points) for s in shown):
            href = asked.href(context.filters, focus=code)
            panels.append(Panel(get(code).name, get(code).unit, shown, href))
    if not panels:
        return Drawn(None)
    axis = [p.label for p in panels[0].series[0].points]
    table = _months([(p.title, p.unit, p.series) for p in panels], list(members.values()))
    return Drawn(Multiples(tuple(panels), tuple(axis), together=False), _open(panels), table)


def _members(asked: Comparison, context: Context) -> Drawn:
    """One indicator with a small chart for each member, on one scale; earlier years under it if wanted."""
    members, code = _named(asked, context), asked.first
    ways = [_indicators(asked, context), _years(asked, context)]
    if not members:
        return Drawn(None)
    if asked.years:
        found = over_years(context, code, asked.by, asked.years, members)
        axis: Sequence[str] = MONTHS
        note = years_note(next(iter(found.values())), asked.years)
    else:
        (courses,) = along(context, code, asked.by, [context.window()], members)
        found = {key: (replace(one, key=None),) for key, one in courses.items()}
        axis, note = [p.label for p in next(iter(courses.values())).points], ""
    unit = get(code).unit
    panels = [
        Panel(
            members[key],
            unit,
            shown,
            member_href(code, context.filters, asked.by, key),
            _latest(shown[0], unit),
        )
        for key, shown in found.items()
    ]
    if not any(not nothing(s.points) for p in panels for s in p.series):
        return Drawn(Several((*ways, Remark("所选成员在这段时间没有数据", "empty"))))
    said = "；".join(filter(None, ("各图纵轴相同，可以直接比高低", note or _open(panels))))
    table = _by_member(panels, asked)
    shown = Multiples(tuple(panels), tuple(axis), together=True, main=bool(asked.years))
    return Drawn(Several((*ways, shown)), said, table)


def _latest(series: Series, unit: str) -> str:
    value = next((p.value for p in reversed(series.points) if p.value is not None), None)
    return number(value, unit).full


def _open(panels: Sequence[Panel]) -> str:
    return OPEN if any(p.partial for one in panels for s in one.series for p in s.points) else ""


def _months(parts: Sequence[tuple[str, str, Sequence[Series]]], names: Sequence[str]) -> Table:
    """Courses of several indicators as rows: indicator, month, and a column for each member."""
    heads = [Column("indicator", "指标"), Column("unit", "单位"), Column("month", "月份")]
    heads += [Column(str(n), name, "number") for n, name in enumerate(names)]
    rows = [
        {
            "indicator": title,
            "unit": unit,
            "month": point.label,
            **{str(k): s.points[n].value for k, s in enumerate(series)},
        }
        for title, unit, series in parts
        for n, point in enumerate(series[0].points)
    ]
    return Table(tuple(heads), tuple(rows))


def _by_member(panels: Sequence[Panel], asked: Comparison) -> Table:
    """Courses of one indicator as rows: month, and a column for each member (and year)."""
    unit = get(asked.first).unit
    heads, lines = [Column("month", "月份")], list[Series]()
    for panel in panels:
        for one in panel.series:
            name = f"{panel.title} {one.name}" if asked.years else panel.title
            heads.append(value_column(str(len(lines)), name, unit))
            lines.append(one)
    rows = [
        {"month": point.label, **{str(k): s.points[n].value for k, s in enumerate(lines)}}
        for n, point in enumerate(lines[0].points)
    ]
    return Table(tuple(heads), tuple(rows))


def _indicators(asked: Comparison, context: Context) -> Choice:
    links = [(get(code).name, {"focus": code}, code == asked.first) for code in asked.shown]
    ways = (Link(word, asked.href(context.filters, **change), on) for word, change, on in links)
    return Choice("看哪个指标", tuple(ways))


def _years(asked: Comparison, context: Context) -> Choice:
    words = ["最近十二个月", *(f"叠加前 {n} 年" for n in range(1, MOST_YEARS + 1))]
    links = (
        Link(word, asked.href(context.filters, years=n), n == asked.years) for n, word in enumerate(words)
    )
    return Choice("叠加往年", tuple(links))
