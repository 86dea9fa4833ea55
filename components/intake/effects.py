"""What a delivery does to what was there: what has to be agreed to, and every change by samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.intake.elements import box, said
from components.views.table import table
from frames.model import Column, Table
from intake.merge.effects import Sample

_SAMPLES = (Column("row", "行"), Column("column", "列"), Column("old", "原值"), Column("new", "新值"))
#: So many samples stand beside a question; all are listed under 变化明细.
_BESIDE = 4


def questions(told: Mapping[str, Any]) -> list[Any]:
    """Each thing that somebody has to agree to, with samples of what would happen."""
    effects = {e["question"]: e for e in _effects(told) if e["question"]}
    parts: list[Any] = []
    for question in told.get("questions", ()):
        parts.append(said(question, "warn"))
        if question in effects:
            parts.append(_lines(_varied(effects[question]["samples"])))
    return parts


def details(told: Mapping[str, Any]) -> list[Any]:
    """The tile with every effect, each opening to its samples; nothing where there is none."""
    inside = []
    for change in told.get("changes", ()):
        for effect in change.get("effects", ()):
            head = html.Summary(f"{change['label']}：{effect['words']}")
            shown = _table(effect) if effect["samples"] else html.P("样例见上")
            inside.append(html.Details([head, shown], className="intake-more"))
    return [box("变化明细", inside, note="逐项展开为样例：原值 → 新值")] if inside else []


def _effects(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [e for change in told.get("changes", ()) for e in change.get("effects", ())]


def _varied(samples: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Some samples, those of different columns first."""
    columns = [s["column"] for s in samples]
    turn = [columns[:at].count(column) for at, column in enumerate(columns)]
    return [samples[at] for at in sorted(range(len(samples)), key=lambda at: turn[at])[:_BESIDE]]


def _lines(samples: Sequence[Mapping[str, str]]) -> Any:
    lines = [html.Li(f"如 {Sample(**sample).words}") for sample in samples]
    return html.Ul(lines, className="intake-remarks")


def _table(effect: Mapping[str, Any]) -> Any:
    columns = _SAMPLES if any(s["column"] for s in effect["samples"]) else (_SAMPLES[0], _SAMPLES[3])
    return table(Table(columns, tuple(effect["samples"])))
