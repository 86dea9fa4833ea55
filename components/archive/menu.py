"""快照: the small form in a page's head, and on the archive's own page; ``snapshots.js`` sends it."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from jobs.snapshots import PAPERS, WALL

PATH = "/briefings"
ASKED = f"{PATH}/snapshots"
#: What can be chosen: the form, and its paper or scale.
FORMS = {f"pdf {name}": f"PDF（{words}）" for name, words in PAPERS.items()} | {
    "png 1": "图片 PNG",
    "png 2": "图片 PNG，2 倍清晰",
    "pptx": "幻灯片（PPTX，可编辑）",
}


def menu(page: str, query: str) -> Component:
    """A snapshot of the page as it stands."""
    summary = html.Summary("快照", className="button quiet", title="存为 PDF 或图片并归档，附验证码")
    return html.Details([summary, form(page, query, "view-form")], className="info view-menu shot-menu")


def form(page: str, query: str, name: str) -> Component:
    """What is sent: the view, and how it is to be drawn."""
    hidden = [
        dcc.Input(type="hidden", name=key, value=value) for key, value in (("page", page), ("query", query))
    ]
    offered = {k: v for k, v in FORMS.items() if page != WALL or k not in ("pdf a4", "pdf a4-landscape")}
    choices = html.Select([html.Option(words, value=value) for value, words in offered.items()], name="form")
    return html.Form(
        [
            *hidden,
            html.Label([html.Span("快照的格式", className="field-label"), choices], className="intake-field"),
            html.P(className="form-trouble", role="alert"),
            html.P(className="shot-state", role="status"),
            html.Div(
                [
                    dcc.Link("归档", href=PATH, className="more-link"),
                    html.Button("取消", type="button", className="button quiet", hidden=True),
                    html.Button("制作", type="submit", className="button"),
                ],
                className="view-foot-line",
            ),
        ],
        action=ASKED,
        method="post",
        className=name,
        **{"data-snapshot": "page"},
    )
