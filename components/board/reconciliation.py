"""口径对账 in components: published figures beside what the database says now, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from data.precision import PRECISIONS
from frames.formats import DASH, number
from frames.links import RECONCILIATION, catalogue_href, drill_href, rows_href
from frames.model import Column, Table
from queries import conditions
from queries.filters import day_text, period_text
from queries.indicators.parts import uses_period
from queries.periods import Period
from queries.reconcile import VERDICTS, Compared, Reconciliation, Verdict

#: Shape of each verdict beside its word and colour.
_SIGNS: dict[Verdict, str] = {"equal": "✓", "within": "≈", "apart": "≠", "none": "–"}
#: What has to be looked at comes first.
URGENT: tuple[Verdict, ...] = ("apart", "none", "within", "equal")
_HEADS = ("公布数字", "公布值", "现库值", "差", "结论", "截至或期间", "出处", "责任部门")
_NUMBERS = ("公布值", "现库值", "差")
_FIGURES = ("published", "now", "difference")


def address(**chosen: str) -> str:
    """The page with a verdict, a source, an indicator or a search; empty ones left out."""
    query = {name: text for name, text in chosen.items() if text}
    return f"{RECONCILIATION}?{urlencode(query)}" if query else RECONCILIATION


def verdict_mark(verdict: Verdict, text: str = "") -> Component:
    """The verdict as sign, word and colour."""
    sign = html.Span(_SIGNS[verdict], className="verdict-sign", **{"aria-hidden": "true"})
    return html.Span([sign, text or VERDICTS[verdict]], className=f"verdict {verdict}")


def when(found: Compared) -> str:
    """The day of a stock, the period of everything else."""
    figure, indicator = found.figure, found.indicator
    if figure.period_start is None and (indicator is None or not uses_period(indicator.code)):
        return day_text(figure.as_of)
    return period_text(Period(figure.start, figure.as_of))


def now_link(found: Compared) -> Component | str:
    """What the database says now, exactly, leading to what it counts; a dash where it says nothing."""
    code, filters = found.figure.code, found.filters
    if code is None or filters is None:
        return DASH
    if found.order:
        by = next(iter(conditions.query(found.figure.condition)))
        return dcc.Link("＞".join(found.order), href=drill_href(code, filters, by=by))
    if found.now is None:
        return DASH
    return dcc.Link(number(found.now, found.unit).exact, href=rows_href(code, filters))


def difference(found: Compared) -> str:
    """What the database says more or less: +12, -0.3 个百分点; a dash where nothing was compared."""
    if found.difference is None:
        return DASH
    sign = "+" if found.difference > 0 else "−" if found.difference < 0 else ""
    return f"{sign}{found.amount}"


def figures_table(figures: Sequence[Compared]) -> Component:
    """The figures as a table; a phone stacks its rows."""
    heads = [html.Th(h, scope="col", className="num" if h in _NUMBERS else "txt") for h in _HEADS]
    body = html.Tbody([html.Tr(_cells(found)) for found in figures])
    grid = html.Table([html.Thead(html.Tr(heads)), body], className="data-table listing reconciled")
    return html.Div(
        html.Div(
            grid, className="table-scroll", tabIndex=0, role="region", **{"aria-label": "公布数字与现库值"}
        ),
        className="table-view",
    )


def taken_away(figures: Sequence[Compared]) -> Table:
    """The same figures for a spreadsheet: numbers as numbers, in the unit of their row."""
    heads = (
        ("name", "公布数字"),
        ("indicator", "指标"),
        ("condition", "口径条件"),
        ("text", "公布值"),
        ("published", "公布值（数）"),
        ("now", "现库值"),
        ("difference", "差"),
        ("unit", "单位"),
        ("conclusion", "结论"),
        ("reason", "原因"),
        ("when", "截至或期间"),
        ("source", "出处"),
        ("quote", "原文"),
        ("owner", "责任部门"),
    )
    columns = tuple(Column(key, label, "number" if key in _FIGURES else "text") for key, label in heads)
    return Table(columns, tuple(_taken(found) for found in figures))


def _taken(found: Compared) -> dict[str, object]:
    figure, indicator = found.figure, found.indicator
    return {
        "name": figure.name,
        "indicator": f"{indicator.code} {indicator.name}" if indicator else "",
        "condition": found.condition,
        "text": found.text,
        "published": found.published,
        "now": found.now,
        "difference": found.difference,
        "unit": found.unit,
        "conclusion": found.conclusion,
        "reason": found.reason,
        "when": when(found),
        "source": figure.source,
        "quote": figure.quote or "",
        "owner": indicator.owner if indicator else "",
    }


def _cells(found: Compared) -> list[Component]:
    figure, indicator = found.figure, found.indicator
    named = [html.Span(figure.name)]
    if indicator:
        label = f"{indicator.code} {indicator.name}"
        named.append(html.Small(dcc.Link(label, href=catalogue_href(indicator.code)), className="cell-note"))
    if found.condition:
        named.append(html.Small(f"口径条件：{found.condition}", className="cell-note"))
    concluded = [verdict_mark(found.verdict, found.conclusion)]
    if found.reason:
        concluded.append(html.Small(found.reason, className="cell-note"))
    published = [html.Span(found.text or DASH)]
    if figure.precision == "rounded":
        published.append(html.Small(figure.precision_name, className="cell-note"))
    source = [html.Span(figure.source)]
    if figure.quote:
        source.append(html.Q(figure.quote, className="cell-note"))
    owner = indicator.owner if indicator else DASH
    content = (named, published, now_link(found), difference(found), concluded, when(found), source, owner)
    return [
        html.Td(
            inside,
            className=_class(head, figure.is_order),
            **{"data-label": head},
        )
        for head, inside in zip(_HEADS, content, strict=True)
    ]


def _class(head: str, is_order: bool) -> str:
    if head == "出处":
        return "txt source"
    return "num" if head in _NUMBERS and not is_order else "txt"


def choices(found: Reconciliation, verdict: str, source: str, search: str) -> Component:
    """Links to the figures of each verdict and source, and a search box; the state is the address."""
    shown = found.select("", source, "", search)
    counts = {v: sum(f.verdict == v for f in shown) for v in VERDICTS}
    links = [chip(f"全部 {len(shown)}", address(document=source, q=search), not verdict)]
    links += [
        chip(f"{VERDICTS[v]} {n}", address(verdict=v, document=source, q=search), verdict == v)
        for v, n in counts.items()
    ]
    groups = [chips("结论", links)]
    if len(found.sources) > 1:
        every = [chip("全部", address(verdict=verdict, q=search), not source)]
        every += [chip(s, address(verdict=verdict, document=s, q=search), source == s) for s in found.sources]
        groups.append(chips("出处", every))
    hidden = {"verdict": verdict, "document": source}
    groups.append(search_form(RECONCILIATION, search, "查找公布数字", "名称、指标、原文、部门", hidden))
    return html.Div(groups, className="list-head")


def chip(text: str, href: str, active: bool) -> Component:
    """A link to a part of a list; ``active``: it is what is shown."""
    return dcc.Link(text, href=href, className="chip-link" + (" active" if active else ""))


def chips(label: str, links: Sequence[Component]) -> Component:
    """Ways to choose by one thing."""
    return html.Div(links, className="dimension-chooser", role="group", **{"aria-label": label})


def search_form(path: str, search: str, label: str, hint: str, keep: dict[str, str]) -> Component:
    """A plain GET form: works by itself, and the search is part of the address."""
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in keep.items() if value]
    box = dcc.Input(
        value=search, name="q", type="search", placeholder=f"{hint}，按回车", className="rows-search"
    )
    inside = html.Label([html.Span(label, className="visually-hidden"), box])
    return html.Form(
        [*hidden, inside], action=path, method="get", className="rows-search-form", role="search"
    )


def rules() -> Component:
    """What each precision means, behind a summary."""
    listed = [
        part
        for p in PRECISIONS.values()
        for part in (html.Dt(p.name), html.Dd(f"{p.rule}，为{'一致' if p.code == 'order' else '在精度内'}"))
    ]
    explained = html.Dl(listed, className="precision-rules")
    return html.Details([html.Summary("结论怎样得出"), explained], className="tile-data rules")
