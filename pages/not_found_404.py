"""What an address that no page has shows (Dash looks for a module of this name)."""

from __future__ import annotations

import dash
from dash import dcc, html
from dash.development.base_component import Component

from components import shell

TITLE = "没有这个页面"


def layout(**_: str) -> Component:
    """Says so, and leads to the overview."""
    words = html.P("地址可能输错了，或页面已经移走。可从左侧导航进入，或回到总览。")
    way = dcc.Link("回到总览", href="/", className="button quiet")
    return shell.page(TITLE, [html.Div([words, way], className="tile span-12 state")])


dash.register_page(__name__, title=TITLE, name=TITLE, layout=layout)
