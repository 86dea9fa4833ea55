"""A briefing on the page: the editor of a draft, and the paper as it reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from briefings.desk.edit import HEAD
from briefings.desk.elements import form, text
from components.intake.elements import button, field, hidden
from components.markup import element
from documents import layout
from documents.model import Block, Briefing, Chart, Heading, Paragraph, Table, mark
from frames.formats import date_zh
from store.briefings import Kept


def paper(found: Briefing) -> Any:
    """The paper as it reads, its numbers marked."""
    issue, total = layout.issue_line(found)
    head = [
        html.P(found.masthead.name, className="paper-name"),
        html.P(f"{issue}{total}", className="paper-issue"),
        html.P([html.Span(found.masthead.unit), html.Span(date_zh(found.date))], className="paper-made"),
        html.H2(found.title, className="paper-title"),
    ]
    body = [_shown(found, block) for block in found.blocks]
    foot = [html.P(f"（{found.masthead.contributor}供稿）", className="paper-from")]
    foot += [html.P(line, className="paper-closing") for line in layout.closing(found)]
    return html.Article([*head, *body, *foot], className="desk-paper")


def _shown(found: Briefing, block: Block) -> Any:
    if isinstance(block, Heading):
        return element(f"h{block.level + 2}", text(found, block.text))
    if isinstance(block, Paragraph):
        return html.P(text(found, block.text), className="paper-text")
    return _table(found, block) if isinstance(block, Table) else _chart(found, block)


def _table(found: Briefing, table: Table) -> Any:
    heads = html.Thead(html.Tr([html.Th(head, scope="col") for head in table.heads]))
    rows = [_row(found, row, table.numeric) for row in table.rows]
    inside = html.Table([html.Caption(table.title), heads, html.Tbody(rows)], className="data-table")
    note = [html.P(table.note, className="paper-note")] if table.note else []
    frame = {"tabIndex": "0", "role": "region", "aria-label": table.title}
    return html.Div([html.Div(inside, className="table-scroll", **frame), *note], className="paper-figure")


def _row(found: Briefing, cells: Sequence[str], numeric: Sequence[bool]) -> Any:
    pairs = zip(cells, numeric, strict=True)
    return html.Tr([html.Td(text(found, cell), className="num" if right else "") for cell, right in pairs])


def _chart(found: Briefing, chart: Chart) -> Any:
    """The numbers of a chart; its picture is in the files."""
    many = len(chart.series) > 1
    lines = []
    for name, ids in chart.series:
        pairs = zip(chart.labels, ids, strict=True)
        points = [html.Li([f"{label} ", *text(found, mark(id))]) for label, id in pairs]
        lines += [html.P(name)] * many + [html.Ul(points, className="paper-points")]
    title = html.P(f"图：{chart.title}（{chart.unit}）", className="paper-caption")
    return html.Div([title, *lines], className="paper-figure")


def editor(kept: Kept, found: Briefing) -> Any:
    """The form of a draft: lines of the head, and the text with its numbers as chips."""
    head = [field("标题", "title", found.title)]
    head += [
        field(label, name, getattr(found.masthead, name))
        for name, label in HEAD.items()
        if name != "reviewer"
    ]
    blocks = [_edited(found, block, place) for place, block in enumerate(found.blocks)]
    seen = [hidden("revision", str(kept.revision)), hidden("blocks", "")]
    foot = html.Div(
        [button("保存", quiet=False), html.Span("没有改动", className="desk-changed")],
        className="form-actions",
    )
    body = html.Div(blocks, className="desk-blocks", **{"data-blocks": ""})
    inside = [*seen, html.Div(head, className="intake-fields"), body, foot]
    key = f"{kept.id}-{kept.revision}"
    return form(f"{kept.id}/save", inside, key=key, className="desk-editor", **{"data-editor": ""})


def _edited(found: Briefing, block: Block, place: int) -> Any:
    words = {"Heading": "标题", "Paragraph": "段落", "Table": "表", "Chart": "图"}[type(block).__name__]
    tools = [_tool("up", "上移", words), _tool("down", "下移", words), _tool("remove", "删除", words)]
    if isinstance(block, Heading | Paragraph):
        tools.insert(0, _tool("add", "在后面加一段", words))
        inside: Any = _area(
            text(found, block.text, fixed=True), f"{words}：{found.said(block.text)[:12]}", block
        )
    else:
        inside = html.P(f"{words}：{block.title}（数字随指标，不能改写）", className="desk-fixed")
    return html.Div(
        [inside, html.Div(tools, className="desk-tools")], className="desk-block", **{"data-at": str(place)}
    )


def _area(inside: Any, label: str, block: Block) -> Any:
    level = f" is-heading-{block.level}" if isinstance(block, Heading) else ""
    return element(
        "div",
        inside,
        className=f"desk-area{level}",
        contentEditable="true",
        suppressContentEditableWarning=True,
        role="textbox",
        tabIndex="0",
        spellCheck="false",
        **{"aria-multiline": "true", "aria-label": label},
    )


def _tool(action: str, word: str, what: str) -> Any:
    signs = {"add": "＋", "up": "↑", "down": "↓", "remove": "×"}
    return html.Button(
        signs[action],
        type="button",
        className="desk-tool",
        title=word,
        **{"data-tool": action, "aria-label": f"{what}：{word}"},
    )
