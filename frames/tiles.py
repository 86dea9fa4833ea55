"""The kinds of tile that pages are made of: each a declaration plus how it draws itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from frames.context import WHOLE_ROWS, Context
from frames.kinds import MOST_SLICES, Cards, Chart, Form, Lights
from frames.links import RECORDS, drill_href, record_href
from frames.model import Column, ColumnKind, Light, LightRow, Pager, Point, Series, Table
from frames.outlook import ahead_of
from frames.reading import remember
from frames.tables import numbers, value_column
from frames.tile import Drawn as Drawn
from frames.tile import Tile as Tile
from frames.words.periods import dated
from queries.builder import OPENS
from queries.dimensions import DIMENSIONS
from queries.evaluate import Question
from queries.indicators import get, source_of
from queries.model import Field, Net
from queries.rows import RowsPage, RowsQuestion

#: What the axis of a course holds.
MONTH = "月份"


def named(title: str | None, code: str, suffix: str = "") -> str:
    return title or get(code).name + suffix


def nothing(points: Sequence[Point]) -> bool:
    return not any(p.value for p in points)


def cards(*codes: str, title: str = "关键指标", spark: bool = True) -> Tile:
    """A row of figures with 同比, 环比 and their course."""

    def draw(context: Context) -> Drawn:
        figures = [context.figure(code, spark) for code in codes]
        return Drawn(Cards(tuple(figures)))

    return Tile(title, codes, draw, span=12, skeleton="cards", bare=True)


def trend(
    code: str, title: str | None = None, span: int = 6, from_zero: bool = True, ahead: bool = False
) -> Tile:
    """The indicator by month, with the same months of the year before as a thin line.

    ``ahead`` adds what the next months may come to where the history carries it, and else says why not.
    """

    def draw(context: Context) -> Drawn:
        now, before = context.course(code)
        if nothing(now.points):
            return Drawn(None)
        shown = (now,) if nothing(before.points) else (now, replace(before, quiet=True))
        expected, note = ahead_of(context, code) if ahead else (None, "")
        return Drawn(Chart("trend", get(code).unit, shown, MONTH, ahead=expected, from_zero=from_zero), note)

    return Tile(named(title, code, "趋势"), (code,), draw, span)


def columns(code: str, by: str, title: str | None = None, span: int = 6, stacked: bool = True) -> Tile:
    """The indicator by month, in columns split by the members of a dimension."""

    def draw(context: Context) -> Drawn:
        series = context.stack(code, by)
        if not any(not nothing(s.points) for s in series):
            return Drawn(None)
        return Drawn(Chart("stacked" if stacked else "columns", get(code).unit, tuple(series), MONTH))

    return Tile(named(title, code, "按月"), (code,), draw, span, by=by)


def monthly(*codes: str, title: str, span: int = 6) -> Tile:
    """Several indicators of one unit side by side, in columns by month."""

    def draw(context: Context) -> Drawn:
        series = tuple(context.course(code)[0] for code in codes)
        if not any(not nothing(s.points) for s in series):
            return Drawn(None)
        return Drawn(Chart("columns", get(codes[0]).unit, series, MONTH))

    return Tile(title, codes, draw, span)


def ranking(
    code: str, by: str, title: str | None = None, span: int = 6, top: int = 10, sort: bool = True
) -> Tile:
    """The members of a dimension as sorted bars, the rest behind a link."""

    def draw(context: Context) -> Drawn:
        points = context.members(code, by)
        if not points:
            return Drawn(None)
        everything = drill_href(code, context.filters, context.trail, by=by)
        chart = members_chart("bars", code, by, points)
        chart = replace(chart, first=top, all_href=everything, ranked=sort)
        return Drawn(chart, context.overlap(code, points))

    label = f"：按{DIMENSIONS[by].label}"
    return Tile(named(title, code, label), (code,), draw, span, skeleton="bars", by=by, counted=True)


def members_chart(form: Form, code: str, by: str, points: Sequence[Point]) -> Chart:
    """The members of a dimension by the indicator."""
    unit, label = get(code).unit, DIMENSIONS[by].label
    return Chart(form, unit, (Series(get(code).name, tuple(points)),), label)


def breakdown(
    code: str, by: str, title: str | None = None, span: int = 6, kind: Form | Literal["auto"] = "auto"
) -> Tile:
    """Parts of a whole; ``auto``: donut up to five parts, bars up to ten, then a treemap."""

    def draw(context: Context) -> Drawn:
        points = tuple(p for p in context.members(code, by) if p.value)
        if not points:
            return Drawn(None)
        chart = members_chart(parts_form(points, kind), code, by, points)
        return Drawn(replace(chart, total=context.value(code)), context.overlap(code, points))

    name = named(title, code, f"：按{DIMENSIONS[by].label}")
    return Tile(name, (code,), draw, span, by=by, counted=True)


def parts_form(points: Sequence[Point], form: Form | Literal["auto"] = "auto") -> Form:
    """The form that suits the number of parts: donut up to five, bars up to ten, then a treemap."""
    if form == "auto":
        form = "donut" if len(points) <= MOST_SLICES else "bars" if len(points) <= 10 else "treemap"
    return "bars" if form == "donut" and len(points) > MOST_SLICES else form


#: Lights that are shown as such; 已销号 is no longer under supervision.
SHOWN: tuple[Light, ...] = get_args(Light)

#: What the lights are of: a flow beside them (本年立项) counts other tasks.
COVERED = "历年在督"

#: What each light says, in one line (亮灯规则).
RULE = "红灯：已超期或连续未反馈　黄灯：临期、进度落后或反馈逾期　绿灯：正常　蓝灯：已办结、待核验"


def lights(title: str = "督办亮灯", span: int = 12) -> Tile:
    """How many tasks stand under each light."""
    code = "DB.lights"

    def draw(context: Context) -> Drawn:
        found = {p.key: p for p in context.members(code, "light", every=True)}
        counts = {light: int(found[light].value or 0) for light in SHOWN}
        links = {light: context.rows_of(code, "light", light) for light in SHOWN}
        every = numbers(tuple(found.values()), DIMENSIONS["light"].label, get(code).unit)
        return Drawn(Lights((LightRow("", counts, hrefs=links),), unit=get(code).unit), data=every)

    return Tile(title, (code,), draw, span, skeleton="cards", note=RULE, covers=COVERED)


def lights_by(by: str, title: str, span: int = 6) -> Tile:
    """The lights of each member of a dimension, most urgent first."""
    code = "DB.lights"

    def draw(context: Context) -> Drawn:
        shown = _light_rows(context, code, by)
        if not shown:
            return Drawn(None)
        return Drawn(Lights(tuple(shown), DIMENSIONS[by].label, get(code).unit))

    return Tile(title, (code,), draw, span, skeleton="bars", by=by, covers=COVERED)


def _light_rows(context: Context, code: str, by: str) -> list[LightRow]:
    answer = context.ask(code, (by, "light")).rows or []
    names = {r[f"{by}_code"]: r[by] for r in answer}
    counts: dict[str, dict[Light, int]] = {}
    for r in answer:
        if r["light_code"] in SHOWN:
            counts.setdefault(r[f"{by}_code"], {})[r["light_code"]] = r["value"]

    def link(member: str, light: Light) -> str:
        chosen = context.filters.with_dim(by, [member]).with_dim("light", [light])
        return drill_href(code, chosen, [by, "light"])

    rows = [
        LightRow(
            names[m],
            found,
            context.member(code, by, m),
            {light: link(m, light) for light in found},
            m in context.chosen,
        )
        for m, found in counts.items()
    ]
    return sorted(rows, key=lambda r: (-r.counts.get("red", 0), -r.counts.get("yellow", 0), r.name))


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def rows_column(field: Field, found: RowsPage, **options: Any) -> Column:
    """The table column of a drill-down field: lights, numbers and days are set as such."""
    kind: ColumnKind = "light" if field.name == "light" else "number" if field.numeric else "text"
    values = [row[field.name] for row in found.rows if row[field.name] is not None]
    if kind == "text" and values and all(_DAY.fullmatch(str(v)) for v in values):
        kind = "date"
    return Column(field.name, field.label, kind, **options)


def rows_cells(asked: RowsQuestion, found: RowsPage) -> tuple[dict[str, Any], ...]:
    """Drill-down rows as table rows: lights by their codes, records and members linked to their pages."""
    opens, filters = asked.measure.source.opens, asked.question.filters
    own = [f.name for f in found.fields if f.name in RECORDS]

    def cells(row: dict[str, Any]) -> dict[str, Any]:
        light = {"light": row["light_code"]} if row.get("light_code") in SHOWN else {}
        key = row.get(OPENS)
        href = record_href(opens.dimension, key, filters) if opens and key else None
        links = {d: record_href(d, row[f"{d}_code"], filters) for d in own if row.get(f"{d}_code")}
        return {**row, **light, "_href": href, "_hrefs": links}

    return tuple(cells(row) for row in found.rows)


def _said(field: Field, found: RowsPage) -> bool:
    """Whether any of the rows has a value there; a column of dashes is room for the others."""
    return any(row[field.name] is not None for row in found.rows)


def rows(
    code: str,
    title: str | None = None,
    span: int = 12,
    sort: str = "",
    descending: bool = False,
    limit: int = 8,
    columns: tuple[str, ...] = (),
) -> Tile:
    """The first rows that the indicator counts, and how many there are; ``columns`` as in RowsQuestion."""
    personal = any(not field.is_plain for field in source_of(code).fields)

    def draw(context: Context) -> Drawn:
        asked = Question(code, context.filters, scope=context.scope)
        most = WHOLE_ROWS if context.to_the_end else limit
        question = RowsQuestion(asked, sort, descending, most, columns=columns)
        remember(question, context, urlencode(context.filters.query()))
        found = context.cockpit.rows(question, context.version)
        if not found.total:
            return Drawn(None)
        pager = Pager(found.total, shown=most) if found.total > most else None
        shown = tuple(rows_column(f, found) for f in found.fields if _said(f, found))
        return Drawn(Table(shown, rows_cells(question, found), pager), listing=question)

    return Tile(named(title, code, "明细"), (code,), draw, span, skeleton="table", kept=not personal)


def _added(codes: Sequence[str]) -> list[str]:
    """The codes whose parts can be held against the whole: counts, not rates, averages or medians."""
    return [code for code in codes if getattr(get(code).measure, "counts_rows", False)]


def of_nothing(code: str) -> int | None:
    """What a member without rows has: zero of what is counted, no value of what is calculated."""
    measure = get(code).measure
    return 0 if isinstance(measure, Net) or getattr(measure, "counts_rows", False) else None


def matrix(*codes: str, by: str, title: str, span: int = 12, sort: str = "") -> Tile:
    """Several indicators side by side for each member of a dimension; every number leads to its rows.

    ``sort`` names the indicator whose largest values come first; without it the list's own order.
    """

    def draw(context: Context) -> Drawn:
        values = {code: {r[f"{by}_code"]: r for r in context.ask(code, (by,)).rows or []} for code in codes}
        none = {code: of_nothing(code) for code in codes}
        members = list(dict.fromkeys(m for found in values.values() for m in found))
        order = {m: n for n, m in enumerate(context.labels(by))}
        members.sort(key=lambda m: order.get(m, len(order)))
        if sort:
            members.sort(key=lambda m: -(values[sort].get(m, {}).get("value") or 0))
        if not members:
            return Drawn(None)
        names = {m: r[by] for found in values.values() for m, r in found.items()}
        heads = [Column("name", DIMENSIONS[by].label)]
        heads += [value_column(code, dated(code, context.filters), get(code).unit) for code in codes]
        body = [
            {
                "name": names[m],
                "_href": context.member(codes[0], by, m),
                "_hrefs": {code: context.rows_of(code, by, m) for code in codes},
                "_chosen": m in context.chosen,
                **{code: values[code].get(m, {}).get("value", none[code]) for code in codes},
            }
            for m in members
        ]
        whole = {code: context.value(code) for code in codes}
        shared = any(sum(row[code] or 0 for row in body) > (whole[code] or 0) for code in _added(codes))
        total = {"name": "全部（去重）" if shared else "全部", **whole}
        return Drawn(Table(tuple(heads), tuple(body), total_row=total))

    return Tile(title, codes, draw, span, skeleton="table", by=by)
