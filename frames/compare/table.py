"""The table of a comparison: each indicator for each member, with what it is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from frames.compare.state import Comparison
from frames.context import Context
from frames.formats import change
from frames.kinds import SideBySide
from frames.links import RECORDS, drill_href, member_href, record_href
from frames.model import Column, Compared, ComparedRow, Table
from frames.standing import Standing, place_words, standing
from frames.tables import GOAL_COLUMNS, goal_cells
from frames.tiles import Drawn, of_nothing
from frames.words.periods import dated
from queries.dimensions import DIMENSIONS
from queries.evaluate import Number, Question
from queries.filters import Codes, Filters
from queries.indicators import get

Mark = Literal["", "居首", "居末", "最高", "最低"]


def draw(asked: Comparison, context: Context) -> Drawn:
    """The table, and the same as rows for an export: one for each indicator and member."""
    members = asked.members(context.filters)
    if not members:
        return Drawn(None)
    names = dict(zip(members, context.cockpit.names(asked.by, members, context.version), strict=True))
    around = replace(context, filters=context.filters.without(asked.by))
    rows = [_row(code, asked.by, members, around) for code in asked.shown]
    heads = tuple((name, _page_of(asked.by, key, context)) for key, name in names.items())
    table = _listed(rows, list(names.values()), DIMENSIONS[asked.by].label)
    return Drawn(SideBySide(tuple(rows), heads), table=table)


def _page_of(by: str, key: str, context: Context) -> str | None:
    return record_href(by, key, context.filters) if by in RECORDS and key else None


def _row(code: str, by: str, members: Codes, around: Context) -> ComparedRow:
    times = (around.filters, around.filters.year_before())
    now, earlier = _values(code, by, members, around, times)
    found = standing(around, code, by)
    whole, last = around.cockpit.ask_all(
        [Question(code, f, scope=around.scope) for f in times], around.version
    )
    # Who sees a part only is not told of the others.
    limited = bool(around.scope.limits)
    ranked = now if found.bases is None else {m: v if found.place(m) else None for m, v in now.items()}
    marks = _marks(code, ranked)
    told = None if limited else found
    cells = (_cell(code, by, m, around, (now[m], earlier[m]), told, marks[m]) for m in members)
    indicator = get(code)
    return ComparedRow(
        code,
        dated(code, around.filters),
        indicator.unit,
        indicator.better,
        Compared(
            whole.value,
            around.href(code),
            last.value,
            around.href(code, times[1]),
            goal=around.goal(code, around.filters, whole.value),
        ),
        told.average if told else None,
        tuple(cells),
    )


def _values(
    code: str, by: str, members: Codes, around: Context, times: Sequence[Filters]
) -> list[dict[str, Number]]:
    """Values of the members at each time; a count of one without rows is nothing, a rate has no value."""
    asked = [Question(code, filters, (by,), scope=around.scope) for filters in times]
    answers = around.cockpit.ask_all(asked, around.version)
    found = [{row[f"{by}_code"]: row["value"] for row in answer.rows or []} for answer in answers]
    return [{member: one.get(member, of_nothing(code)) for member in members} for one in found]


def _cell(
    code: str,
    by: str,
    member: str,
    around: Context,
    values: tuple[Number, Number],
    found: Standing | None,
    mark: Mark,
) -> Compared:
    """``values`` are now's and those of a year before."""
    average = found.average if found else None
    apart = None if values[0] is None or average is None else values[0] - average
    return Compared(
        values[0],
        around.rows_of(code, by, member),
        values[1],
        member_href(code, around.filters.year_before(), by, member),
        apart,
        found.place(member) if found else None,
        drill_href(code, around.filters, by=by),
        mark,
        around.goal(code, around.filters.with_dim(by, [member]), values[0]),
    )


def _marks(code: str, values: Mapping[str, Number]) -> dict[str, Mark]:
    """Who is first and who is last of those compared that have a value; nobody where all are alike."""
    known = [v for v in values.values() if v is not None]
    out: dict[str, Mark] = dict.fromkeys(values, "")
    if len(known) < 2 or min(known) == max(known):
        return out
    better = get(code).better
    top: tuple[Mark, Mark] = ("最高", "最低") if better == "none" else ("居首", "居末")
    first, last = (min(known), max(known)) if better == "down" else (max(known), min(known))
    return {m: top[0] if v == first else top[1] if v == last else "" for m, v in values.items()}


def _listed(rows: Sequence[ComparedRow], names: Sequence[str], label: str) -> Table:
    """Everything that the table shows, a row for each indicator and member."""
    heads: tuple[Column, ...] = (
        Column("indicator", "指标"),
        Column("member", label),
        Column("value", "数值", "number"),
        Column("unit", "单位"),
        Column("year_before", "上年同期", "number"),
        Column("change", "同比"),
        Column("whole", "全市", "number"),
        Column("whole_before", "全市上年同期", "number"),
        Column("average", "全市平均", "number"),
        Column("apart", "较平均", "number"),
        Column("place", "位次"),
        Column("mark", "对比"),
    )
    if any(cell.goal for row in rows for cell in row.cells):
        heads = (*heads, *GOAL_COLUMNS)
    if any(row.whole.goal for row in rows):
        heads = (*heads, *(replace(c, key=f"whole_{c.key}", label=f"全市{c.label}") for c in GOAL_COLUMNS))
    body = [_line(row, name, cell) for row in rows for name, cell in zip(names, row.cells, strict=True)]
    return Table(heads, tuple(body))


def _line(row: ComparedRow, name: str, cell: Compared) -> dict[str, Any]:
    return {
        "indicator": get(row.code).name,
        "member": name,
        "value": cell.value,
        "unit": row.unit,
        "year_before": cell.year_before,
        "change": change(cell.value, cell.year_before, row.unit, row.better).full,
        "whole": row.whole.value,
        "whole_before": row.whole.year_before,
        "average": row.average,
        "apart": cell.apart,
        "place": place_words(cell.place),
        "mark": cell.mark,
        **goal_cells(cell.goal),
        **{f"whole_{key}": value for key, value in goal_cells(row.whole.goal).items()},
    }
