"""Single records in components: an organisation's tree, a task's light, where a number comes from."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.views.lights import mark
from frames.controls import Link
from frames.records import (
    Account,
    Entry,
    Note,
    Reasons,
    Reconciled,
    ReconciledLine,
    Rules,
    StatementText,
    Tree,
    TreeGroup,
    Verdict,
)

#: Shape of each verdict beside its word and colour.
_SIGNS: dict[Verdict, str] = {"equal": "✓", "within": "≈", "apart": "≠", "none": "–"}
#: Heads of published figures, and those of numbers.
_HEADS = ("公布数字", "公布值", "现库值", "差", "结论", "截至或期间", "出处", "责任部门")
_NUMBERS = ("公布值", "现库值", "差")


def tree(frame: Tree) -> Component:
    """The chain above, one step in at each level, then the organisation, then who is below, by type."""
    below: list[Component] = [html.P(frame.otherwise, className="tree-note")]
    if frame.groups:
        below = [html.Div([_group(one) for one in frame.groups], className="tree-groups")]
    here = html.B(frame.name, **{"aria-current": "page"})
    inside = html.Ul(html.Li([here, *below]), className="tree")
    for one in reversed(frame.above):
        inside = html.Ul(html.Li([_link(one), inside]), className="tree")
    return html.Div(inside, className="tree-box")


def _group(group: TreeGroup) -> Component:
    label = html.Summary([group.name, html.Span(f"{group.count:,} 家", className="tree-count")])
    inside = [html.Li(_link(one)) for one in group.members]
    if group.all_of:
        inside.append(html.Li(dcc.Link(group.all_of.text, href=group.all_of.href, className="more-link")))
    return html.Details([label, html.Ul(inside, className="tree-leaves")], open=group.opened)


def _link(link: Link) -> Component:
    return dcc.Link(link.text, href=link.href)


def reasons(frame: Reasons) -> Component:
    """The light, and by which rules it is lit."""
    lines = html.Ul([html.Li(reason) for reason in frame.reasons], className="reasons")
    word = mark(frame.light) if frame.light else html.B(frame.word)
    return html.Div([word, lines], className="standing")


def account(frame: Account) -> Component:
    """A closed sheet; its summary already says the most important."""
    listed = [part for entry in frame.entries for part in (html.Dt(entry.label), html.Dd(_entry(entry)))]
    summary = html.Summary([html.Span(frame.summary)])
    return html.Details([summary, html.Dl(listed, className="account")], className="account-box")


def _entry(entry: Entry) -> Any:
    if entry.notes:
        return [_note(note) for note in entry.notes]
    if entry.statements:
        return [_statement(one) for one in entry.statements]
    return dcc.Link(entry.text, href=entry.href) if entry.href else entry.text


def _note(note: Note) -> Component:
    verdict = [verdict_mark(note.verdict, note.conclusion)] if note.verdict else []
    return html.Div([html.Span(note.text), html.Small(note.small), *verdict])


def _statement(one: StatementText) -> Component:
    """A statement to be read or copied, closed until asked for."""
    given = html.Dl(
        [part for name, value in one.parameters for part in (html.Dt(f":{name}"), html.Dd(value))],
        className="parameters",
    )
    return html.Details(
        [html.Summary(f"{one.name}：SQL 与参数"), html.Pre(one.sql, tabIndex=0), given], className="statement"
    )


def verdict_mark(verdict: Verdict, text: str) -> Component:
    """The verdict as sign, word and colour."""
    sign = html.Span(_SIGNS[verdict], className="verdict-sign", **{"aria-hidden": "true"})
    return html.Span([sign, text], className=f"verdict {verdict}")


def reconciled(frame: Reconciled) -> Component:
    """The figures as a table; a phone stacks its rows."""
    heads = [html.Th(h, scope="col", className="num" if h in _NUMBERS else "txt") for h in _HEADS]
    body = html.Tbody([html.Tr(_cells(line)) for line in frame.lines])
    grid = html.Table([html.Thead(html.Tr(heads)), body], className="data-table listing reconciled")
    return html.Div(
        html.Div(
            grid, className="table-scroll", tabIndex=0, role="region", **{"aria-label": "公布数字与现库值"}
        ),
        className="table-view",
    )


def _cells(line: ReconciledLine) -> list[Component]:
    named = [html.Span(line.name)]
    if line.indicator:
        named.append(html.Small(_link(line.indicator), className="cell-note"))
    if line.condition:
        named.append(html.Small(f"口径条件：{line.condition}", className="cell-note"))
    concluded = [verdict_mark(line.verdict, line.conclusion), *_small(line.reason)]
    published = [html.Span(line.published), *_small(line.precision)]
    source = [html.Span(line.source)]
    if line.quote:
        source.append(html.Q(line.quote, className="cell-note"))
    now = dcc.Link(line.now, href=line.now_href) if line.now_href else line.now
    content = (named, published, now, line.difference, concluded, line.when, source, line.owner)
    return [
        html.Td(inside, className=_class(head, line.is_order), **{"data-label": head})
        for head, inside in zip(_HEADS, content, strict=True)
    ]


def _small(text: str) -> list[Component]:
    return [html.Small(text, className="cell-note")] if text else []


def _class(head: str, is_order: bool) -> str:
    if head == "出处":
        return "txt source"
    return "num" if head in _NUMBERS and not is_order else "txt"


def rules(frame: Rules) -> Component:
    """Terms and what each means, behind a summary."""
    listed = [part for term, text in frame.terms for part in (html.Dt(term), html.Dd(text))]
    explained = html.Dl(listed, className="precision-rules")
    return html.Details([html.Summary(frame.summary), explained], className="tile-data rules")
