"""口径对账 as data: published figures beside what the database says now, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from data.precision import PRECISIONS
from frames.controls import Choice, Link, ListHead, Search
from frames.formats import DASH, number
from frames.links import RECONCILIATION, catalogue_href, drill_href, rows_href
from frames.model import Column, Table
from frames.records import Reconciled, ReconciledLine, Rules
from queries import conditions
from queries.filters import day_text, period_text
from queries.indicators.parts import uses_period
from queries.periods import Period
from queries.reconcile import VERDICTS, Compared, Reconciliation, Verdict

#: What has to be looked at comes first.
URGENT: tuple[Verdict, ...] = ("apart", "none", "within", "equal")
_FIGURES = ("published", "now", "difference")


def address(**chosen: str) -> str:
    """The page with a verdict, a source, an indicator or a search; empty ones left out."""
    query = {name: text for name, text in chosen.items() if text}
    return f"{RECONCILIATION}?{urlencode(query)}" if query else RECONCILIATION


def when(found: Compared) -> str:
    """The day of a stock, the period of everything else."""
    figure, indicator = found.figure, found.indicator
    if figure.period_start is None and (indicator is None or not uses_period(indicator.code)):
        return day_text(figure.as_of)
    return period_text(Period(figure.start, figure.as_of))


def _now(found: Compared) -> tuple[str, str | None]:
    """What the database says now, exactly, and where what it counts is; a dash where it says nothing."""
    code, filters = found.figure.code, found.filters
    if code is None or filters is None:
        return DASH, None
    if found.order:
        by = next(iter(conditions.query(found.figure.condition)))
        return "＞".join(found.order), drill_href(code, filters, by=by)
    if found.now is None:
        return DASH, None
    return number(found.now, found.unit).exact, rows_href(code, filters)


def difference(found: Compared) -> str:
    """What the database says more or less: +12, -0.3 个百分点; a dash where nothing was compared."""
    if found.difference is None:
        return DASH
    sign = "+" if found.difference > 0 else "−" if found.difference < 0 else ""
    return f"{sign}{found.amount}"


def lines(figures: Sequence[Compared]) -> Reconciled:
    """The figures as they read, each with the verdict."""
    return Reconciled(tuple(_read(found) for found in figures))


def _read(found: Compared) -> ReconciledLine:
    figure, indicator = found.figure, found.indicator
    now, href = _now(found)
    return ReconciledLine(
        name=figure.name,
        published=found.text or DASH,
        now=now,
        difference=difference(found),
        verdict=found.verdict,
        conclusion=found.conclusion or VERDICTS[found.verdict],
        when=when(found),
        source=figure.source,
        owner=indicator.owner if indicator else DASH,
        indicator=Link(f"{indicator.code} {indicator.name}", catalogue_href(indicator.code))
        if indicator
        else None,
        condition=found.condition,
        precision=figure.precision_name if figure.precision == "rounded" else "",
        now_href=href,
        reason=found.reason,
        quote=figure.quote or "",
        is_order=figure.is_order,
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


def list_head(found: Reconciliation, verdict: str, source: str, search: str) -> ListHead:
    """Links to the figures of each verdict and source, and a search; the state is the address."""
    shown = found.select("", source, "", search)
    counts = {v: sum(f.verdict == v for f in shown) for v in VERDICTS}
    links = [Link(f"全部 {len(shown)}", address(document=source, q=search), not verdict)]
    links += [
        Link(f"{VERDICTS[v]} {n}", address(verdict=v, document=source, q=search), verdict == v)
        for v, n in counts.items()
    ]
    choices = [Choice("结论", tuple(links))]
    if len(found.sources) > 1:
        every = [Link("全部", address(verdict=verdict, q=search), not source)]
        every += [Link(s, address(verdict=verdict, document=s, q=search), source == s) for s in found.sources]
        choices.append(Choice("出处", tuple(every)))
    kept = {"verdict": verdict, "document": source}
    hint = "名称、指标、原文、部门，按回车"
    return ListHead(tuple(choices), Search("查找公布数字", hint, search, RECONCILIATION, kept))


def rules() -> Rules:
    """What each precision means."""
    terms = (
        (p.name, f"{p.rule}，为{'一致' if p.code == 'order' else '在精度内'}") for p in PRECISIONS.values()
    )
    return Rules("结论怎样得出", tuple(terms))
