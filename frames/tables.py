"""Numbers as tables: what stands under a chart, and what an export holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frames.model import Ahead, Column, Figure, Goal, Point, Series, Table

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
