"""保存视图: the small form in a page's head."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from queries.filters import Filters
from queries.service import Cockpit
from readers.saved import LONGEST_NAME

PATH = "/views"


def menu(title: str, page: str, filters: Filters, cockpit: Cockpit, /, **keep: str) -> Component:
    """Keep the page as it stands; ``forms.js`` sends the form. ``keep`` are its other parameters."""
    members = [name for d, codes in filters.dims for name in cockpit.names(d, codes)]
    name = f"{title}：{'、'.join(members)}" if members else title
    query = filters.url("", **keep).removeprefix("?")
    field = dcc.Input(
        name="name",
        value=name[:LONGEST_NAME],
        maxLength=LONGEST_NAME,
        className="view-name",
        autoComplete="off",
    )
    hidden = [
        dcc.Input(type="hidden", name=key, value=value)
        for key, value in (("path", page), ("query", query), ("words", cockpit.sentence(filters)))
    ]
    start = html.Label(
        [dcc.Input(type="checkbox", name="start", value="1"), html.Span("打开驾驶舱时先显示它")],
        className="check",
    )
    form = html.Form(
        [
            *hidden,
            html.Label([html.Span("视图名称", className="field-label"), field]),
            start,
            html.P(className="form-trouble", role="alert"),
            html.Div(
                [
                    dcc.Link("我的视图", href=PATH, className="more-link"),
                    html.Button("保存", type="submit", className="button"),
                ],
                className="view-foot-line",
            ),
        ],
        action=f"{PATH}/saved",
        method="post",
        className="view-form",
        **{"data-views": "add"},
    )
    summary = html.Summary("保存视图", className="button quiet", title="保存当前页面和筛选条件")
    return html.Details([summary, form], className="info view-menu")
