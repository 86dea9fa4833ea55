"""What every figure of 自助分析 shares: words of a mark, axes, the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from components.options import FONT
from frames.explore.marks import Mark, Marks
from frames.explore.state import Exploration
from frames.formats import number
from frames.marks import KEY_COLOURS, PALETTE
from queries.indicators import get

_LONGEST_LABEL = 14
#: Dimensions whose members have a colour of their own everywhere.
_COLOURED = frozenset({"discipline", "own_discipline", "light"})


@dataclass(frozen=True)
class Figure:
    """A Plotly figure as plain data, its height, and the members drawn at each place of the cut."""

    data: list[dict[str, Any]]
    layout: dict[str, Any]
    height: int
    shown: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """As Plotly takes it."""
        return {"data": self.data, "layout": self.layout}


@dataclass(frozen=True)
class Axis:
    """An axis of categories: what stands on it (unique), the words for each."""

    keys: tuple[str, ...]
    words: tuple[str, ...] = field(default=())


def member_axis(codes: Sequence[str], names: Mapping[str, str]) -> Axis:
    """Members as categories: by code, because two may have one name."""
    return Axis(tuple(f"k:{c}" for c in codes), tuple(short(names[c]) for c in codes))


def period_axis(marks: Marks) -> Axis:
    """Periods as categories, named as on the other pages' charts."""
    words = [marks.period_words(n).removesuffix("（未满期）") for n in range(len(marks.periods))]
    return Axis(tuple(p.label for p in marks.periods), tuple(words))


def short(name: str) -> str:
    """A name as an axis has room for it; what Plotly would read as markup is text."""
    return escape(name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…", quote=False)


def told(marks: Marks, mark: Mark, alone: bool = False) -> list[Any]:
    """What a mark carries: codes, the place of its period, its name and its exact value in words.

    ``alone``: choosing it means the last member only, whatever group it lies in.
    """
    names = [*mark.names, *([marks.period_words(mark.at)] if mark.at is not None else [])]
    codes = [*(None for _ in mark.codes[:-1]), *mark.codes[-1:]] if alone else mark.codes
    return [*codes, mark.at, escape("，".join(names), quote=False), value_words(marks.asked, mark)]


def value_words(asked: Exploration, mark: Mark) -> str:
    """The exact value, or both of a pair with their indicators' names."""
    if not asked.second:
        return number(mark.value, get(asked.code).unit).exact
    pairs = ((asked.code, mark.value), (asked.second, mark.other))
    return "<br>".join(f"{get(code).name} {number(value, get(code).unit).exact}" for code, value in pairs)


def hover(asked: Exploration) -> dict[str, Any]:
    """The tooltip of marks that carry ``told``."""
    at = len(asked.by) + 1
    return {"hovertemplate": f"<b>%{{customdata[{at}]}}</b><br>%{{customdata[{at + 1}]}}<extra></extra>"}


def colour(dimension: str, code: str, index: int) -> str:
    """The colour of a series."""
    own = KEY_COLOURS.get(code) if dimension in _COLOURED else None
    if own is None and index >= len(PALETTE):
        return f"@alpha:{PALETTE[index % len(PALETTE)]}:0.5"
    return f"@color:{own or PALETTE[index % len(PALETTE)]}"


def category(axis: Axis, **extra: Any) -> dict[str, Any]:
    """The layout of an axis of categories; names that have no room side by side are turned."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(axis.keys),
        "tickmode": "array",
        "tickvals": list(range(len(axis.words))),
        "ticktext": list(axis.words),
        "ticks": "",
        "ticklabelstandoff": 5,
        "showgrid": False,
        "linecolor": "@color:axis",
        "showline": True,
        "automargin": True,
        **extra,
    }


def measure(**extra: Any) -> dict[str, Any]:
    """The layout of an axis of values; its ticks are set in the browser, in 万 and 亿."""
    return {
        "rangemode": "tozero",
        "ticks": "",
        "ticklabelstandoff": 5,
        "gridcolor": "@color:grid",
        "zerolinecolor": "@color:axis",
        "automargin": True,
        "tickangle": 0,
        **extra,
    }


def layout(
    xaxis: dict[str, Any],
    yaxis: dict[str, Any],
    *,
    ticks: Mapping[str, str],
    labels: Mapping[str, Sequence[str]] | None = None,
    legend: bool = False,
    **extra: Any,
) -> dict[str, Any]:
    """The whole layout: the house's fonts, colours and quiet axes."""
    text = {"family": FONT, "size": "@px:chart-axis", "color": "@color:text-2"}
    tip = {
        "bgcolor": "@color:panel",
        "bordercolor": "@color:hairline-strong",
        "align": "left",
        "font": {**text, "size": "@px:chart-label", "color": "@color:text-1"},
    }
    return {
        "font": text,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 16, "t": 40, "b": 8, "pad": 0},
        "hovermode": "closest",
        "hoverlabel": tip,
        "dragmode": "select",
        "xaxis": xaxis,
        "yaxis": yaxis,
        "showlegend": legend,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": "@color:text-3",
            "activecolor": "@color:accent",
            "orientation": "h",
        },
        "newselection": {"line": {"color": "@color:accent", "width": 1, "dash": "dot"}},
        "activeselection": {"fillcolor": "@color:accent", "opacity": 0.06},
        "meta": {"ticks": dict(ticks), "labels": {k: list(v) for k, v in (labels or {}).items()}},
        **extra,
    }
