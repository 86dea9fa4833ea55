"""Filter bar: one line of chips and a panel. The state lives in the URL and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.filterbar.form import FilterForm


@dataclass(frozen=True)
class Option:
    """One value of a choice; ``group`` heads a run of options.

    ``pinyin`` is how it is typed: its syllables with spaces, where a list is long enough to be searched.
    """

    value: str
    label: str
    group: str = ""
    pinyin: str = ""


@dataclass(frozen=True)
class Choice:
    """A filter of several values: URL parameter, label, options, and what is chosen now.

    ``find`` is where the members of a list too long to be sent are asked for by what is typed
    (``?q=``); its ``options`` are then those chosen, and what no search finds (未填写).
    """

    param: str
    label: str
    options: tuple[Option, ...]
    selected: tuple[str, ...] = ()
    find: str = ""


@dataclass(frozen=True)
class Preset:
    """A period preset (本月, 本季 …): the URL parameters it sets, and whether it holds now."""

    label: str
    params: Mapping[str, str]
    active: bool = False


@dataclass(frozen=True)
class Chip:
    """A condition in words; ``remove_href`` is the page without it (none: it can't be removed)."""

    text: str
    remove_href: str | None = None


@dataclass(frozen=True)
class FilterBarSpec:
    """Everything a filter bar shows. Only what is given is offered.

    Parameters are written as ``param=a,b`` (joined by ``separator``). ``keep`` holds parameters of
    the page that the panel leaves alone (sort order, tab). ``earliest`` and ``latest`` bound the days.
    """

    path: str
    chips: tuple[Chip, ...] = ()
    clear_href: str | None = None
    as_of: date | None = None
    as_of_param: str = "as_of"
    start: date | None = None
    end: date | None = None
    start_param: str = "start"
    end_param: str = "end"
    with_period: bool = False
    presets: tuple[Preset, ...] = ()
    choices: tuple[Choice, ...] = ()
    earliest: date | None = None
    latest: date | None = None
    keep: Mapping[str, str] = field(default_factory=dict)
    separator: str = ","
    #: Where the conditions lead besides this page: (words, address).
    ways: tuple[tuple[str, str], ...] = ()
    #: What the button that opens the panel says and shows, where it is not 筛选.
    label: str = ""
    icon: str = ""


def filter_bar(spec: FilterBarSpec) -> Component:
    """Chips that are plain links, and the panel that writes the next URL."""
    chips = [_chip(c) for c in spec.chips]
    clear = spec.clear_href if any(c.remove_href for c in spec.chips) else None
    ways = [("清除全部", clear)] if clear else []
    links = [dcc.Link(words, href=href, className="chip-clear") for words, href in (*ways, *spec.ways)]
    chips += [html.Span(link, role="listitem") for link in links]
    listed = html.Div(chips, className="chips", role="list", **{"aria-label": "当前筛选条件"})
    return html.Div([FilterForm(form_fields(spec)), listed], className="filter-bar")


def _chip(chip: Chip) -> Component:
    body: list[Any] = [html.Span(chip.text)]
    if chip.remove_href:
        sign = html.Span(className="chip-x", **{"aria-hidden": "true"})
        hidden = html.Span(f"移除条件：{chip.text}", className="visually-hidden")
        body.append(dcc.Link([sign, hidden], href=chip.remove_href, className="chip-remove"))
    return html.Span(body, className="chip", role="listitem")


def form_fields(spec: FilterBarSpec) -> dict[str, Any]:
    """The panel's fields as plain JSON for the browser."""
    fields = asdict(spec)
    for name in ("as_of", "start", "end", "earliest", "latest"):
        day = fields[name]
        fields[name] = day.isoformat() if day else None
    for name in ("chips", "clear_href", "ways"):
        del fields[name]
    fields["keep"] = dict(spec.keep)
    return fields
