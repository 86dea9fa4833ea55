"""Numbers as tables: what stands under a chart, and what an export holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import singledispatch
from typing import get_args

from frames.kinds import MEMBERS, Cards, Chart, Facts, Frame, Lights, Map, Several, Timeline
from frames.model import Ahead, Column, Figure, Goal, Light, Point, Series, Table
from frames.records import Reasons
from queries.dimensions import LIGHTS

#: A target beside a figure.
GOAL_COLUMNS = (Column("goal", "目标", "number"), Column("done", "完成"), Column("pace", "进度"))


def value_column(key: str, label: str, unit: str) -> Column:
    """A column of an indicator's values: percentages carry their sign, others their unit in the head."""
    return Column(key, label, "percent") if unit == "%" else Column(key, label, "number", unit)


def numbers(points: Sequence[Point], first: str, unit: str, caption: str = "") -> Table:
    """A chart's points as a table."""
    columns = (Column("label", first), value_column("value", "数值", unit))
    rows = tuple(
        {
            "label": p.label,
            "value": p.value,
            "_href": p.href,
            "_hrefs": {"value": p.rows} if p.rows and p.rows != p.href else {},
            "_chosen": p.chosen,
        }
        for p in points
    )
    return Table(columns, rows, caption=caption)


def series_table(series: Sequence[Series], first: str, unit: str) -> Table:
    """Several series over the same labels as a table."""
    columns = [Column("label", first)]
    columns += [value_column(str(i), s.name, unit) for i, s in enumerate(series)]
    labels = [p.label for p in series[0].points] if series else []
    rows = [
        {"label": label, **{str(i): s.points[n].value for i, s in enumerate(series)}}
        for n, label in enumerate(labels)
    ]
    return Table(tuple(columns), tuple(rows))


def figures_table(figures: Sequence[Figure]) -> Table:
    """Key figures as a table: each with what it is compared with."""
    heads = (
        Column("name", "指标"),
        Column("value", "数值", "number"),
        Column("unit", "单位"),
        Column("before", "上期", "number"),
        Column("before_days", "上期日期"),
        Column("year_before", "上年同期", "number"),
        Column("year_before_days", "上年同期日期"),
        Column("ignored", "未适用的条件"),
        Column("definition", "口径"),
    )
    keys = [head.key for head in heads]
    rows = [{key: getattr(figure, key) for key in keys} for figure in figures]
    told = [{**row, "ignored": "、".join(row["ignored"])} for row in rows]
    goals = [figure.goal for figure in figures]
    if not any(goals):
        return Table(heads, tuple(told))
    with_goals = (*heads[:7], *GOAL_COLUMNS, *heads[7:])
    return Table(with_goals, tuple({**row, **goal_cells(one)} for row, one in zip(told, goals, strict=True)))


def goal_cells(goal: Goal | None) -> dict[str, object]:
    """What ``GOAL_COLUMNS`` hold of a target."""
    if goal is None:
        return {}
    return {"goal": goal.value, "done": goal.done, "pace": goal.pace}


def with_ahead(table: Table, ahead: Ahead | None, unit: str) -> Table:
    """A table of a course, and what is expected after it as rows and columns that say 预测."""
    if ahead is None:
        return table
    heads = [value_column("ahead", "预测值", unit)]
    heads += [
        value_column(key, f"预测{ahead.label}{end}", unit) for key, end in (("low", "下限"), ("high", "上限"))
    ]
    more = tuple(
        {"label": f"{point.label}（预测）", "ahead": point.value, "low": low, "high": high}
        for point, low, high in zip(ahead.points, ahead.low, ahead.high, strict=True)
    )
    return replace(table, columns=(*table.columns, *heads), rows=(*table.rows, *more))


def table_of(frame: Frame) -> Table | None:
    """The numbers and words of a frame as a table; None where it is text."""
    return _table_of(frame)


@singledispatch
def _table_of(frame: object) -> Table | None:
    return None


@_table_of.register
def _(frame: Table) -> Table:
    return frame


@_table_of.register
def _(frame: Cards) -> Table:
    return figures_table(frame.figures)


@_table_of.register
def _(frame: Chart) -> Table:
    if frame.form in MEMBERS:
        return numbers(frame.points, frame.along, frame.unit)
    return with_ahead(series_table(frame.series, frame.along, frame.unit), frame.ahead, frame.unit)


@_table_of.register
def _(frame: Map) -> Table:
    return numbers(frame.points, "区", frame.unit)


@_table_of.register
def _(frame: Lights) -> Table:
    shown = get_args(Light)
    if not frame.group:
        (row,) = frame.rows
        points = [Point(LIGHTS[k], row.counts.get(k, 0), row.hrefs.get(k), k) for k in shown]
        return numbers(points, "亮灯", frame.unit)
    heads = [Column("name", frame.group), *(value_column(k, LIGHTS[k], frame.unit) for k in shown)]
    rows = (
        {"name": r.name, "_href": r.href, "_chosen": r.chosen, **{k: r.counts.get(k, 0) for k in shown}}
        for r in frame.rows
    )
    return Table(tuple(heads), tuple(rows))


@_table_of.register
def _(frame: Facts) -> Table:
    rows = tuple({"label": one.label, "text": one.text} for one in frame.facts)
    return Table((Column("label", "项目"), Column("text", "内容")), rows)


@_table_of.register
def _(frame: Timeline) -> Table:
    named = (Column("name", "环节"), Column("who", "经办部门"), Column("text", "说明"))
    rows = tuple({"day": s.day, "name": s.name, "who": s.who, "text": s.text} for s in frame.steps)
    return Table((Column("day", "日期", "date"), *named), rows)


@_table_of.register
def _(frame: Reasons) -> Table:
    rows = tuple({"light": frame.word, "reason": reason} for reason in frame.reasons)
    return Table((Column("light", "亮灯"), Column("reason", "依据")), rows)


@_table_of.register
def _(frame: Several) -> Table | None:
    return next((found for part in frame.parts if (found := table_of(part)) is not None), None)
