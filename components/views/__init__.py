"""Frames in the browser: one view for each kind of frame, and nowhere else.

A view is a pure function from plain data (``frames.kinds``) to components.
"""

from __future__ import annotations

from functools import singledispatch

from dash import html
from dash.development.base_component import Component

from components.states import broken
from components.views import choosing, records
from components.views.breakdown import breakdown
from components.views.card import cards
from components.views.columns import columns
from components.views.district_map import district_map
from components.views.facts import facts
from components.views.feed import feed
from components.views.lights import lights, lights_by_group
from components.views.lines import lines
from components.views.multiples import multiples
from components.views.plot import plot
from components.views.ranking import ranking
from components.views.sentences import plain, sentences
from components.views.side_by_side import side_by_side
from components.views.table import table
from components.views.timeline import timeline
from components.views.trend import trend
from frames import kinds as k
from frames.controls import Choice, ListHead, RowsHead
from frames.formats import month_axis
from frames.model import Table
from frames.records import Account, Reasons, Reconciled, Rules, Tree


def view(frame: k.Frame) -> list[Component]:
    """The components that show a frame, from the top down."""
    if isinstance(frame, k.Several):
        return [part for one in frame.parts for part in view(one)]
    return [_view(frame)]


@singledispatch
def _view(frame: object) -> Component:
    raise TypeError(f"no view for {type(frame).__name__}")


_view.register(Table, table)
_view.register(Tree, records.tree)
_view.register(Reasons, records.reasons)
_view.register(Account, records.account)
_view.register(Reconciled, records.reconciled)
_view.register(Rules, records.rules)
_view.register(Choice, choosing.choice)
_view.register(RowsHead, choosing.rows_head)
_view.register(ListHead, choosing.list_head)
_view.register(k.Plot, plot)


@_view.register
def _(frame: k.Cards) -> Component:
    return cards(frame.figures)


@_view.register
def _(frame: k.Chart) -> Component:
    form, unit, points = frame.form, frame.unit, frame.points
    if form == "trend":
        before = next((one for one in frame.series if one.quiet), None)
        return trend(frame.series[0], unit=unit, before=before, ahead=frame.ahead, from_zero=frame.from_zero)
    if form == "lines":
        return lines(
            frame.series, unit=unit, axis=month_axis(frame.axis), main=any(one.quiet for one in frame.series)
        )
    if form in ("columns", "stacked"):
        return columns(frame.series, unit=unit, stacked=form == "stacked")
    if form == "bars":
        first = len(points) if frame.first is None else frame.first
        return ranking(
            points,
            unit=unit,
            top=first,
            selected=frame.selected,
            all_href=frame.all_href,
            sort=frame.ranked,
        )
    return breakdown(points, unit=unit, form=form, total=frame.total)


@_view.register
def _(frame: k.Map) -> Component:
    return district_map(
        frame.points,
        unit=frame.unit,
        selected=frame.selected,
        approval=frame.approval,
        map_url=frame.url,
        choosing=frame.choosing,
    )


@_view.register
def _(frame: k.Lights) -> Component:
    if frame.group:
        return lights_by_group(frame.rows, unit=frame.unit, group=frame.group)
    (row,) = frame.rows
    return lights(row.counts, hrefs=row.hrefs, unit=frame.unit)


@_view.register
def _(frame: k.Sentences) -> Component:
    if frame.otherwise:
        return plain(frame.items, frame.otherwise)
    return sentences(frame.items, frame.lead, frame.more)


@_view.register
def _(frame: k.Facts) -> Component:
    return facts(frame.facts)


@_view.register
def _(frame: k.Timeline) -> Component:
    return timeline(frame.steps)


@_view.register
def _(frame: k.Feed) -> Component:
    return feed(frame.items)


@_view.register
def _(frame: k.SideBySide) -> Component:
    return side_by_side(frame.rows, frame.heads)


@_view.register
def _(frame: k.Multiples) -> Component:
    return multiples(frame.panels, month_axis(frame.axis), together=frame.together, main=frame.main)


@_view.register
def _(frame: k.Remark) -> Component:
    if frame.role == "broken":
        return broken(frame.text, what=frame.what)
    return html.P(frame.text, className="state-reason" if frame.role == "empty" else "explore-hint")
