"""Every view in every state, with sample data: ``python -m tests.components.gallery`` on port 8059."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask import Response

from components import views
from components.filterbar import Chip, Choice, FilterBarSpec, Option, Preset, filter_bar
from components.shell import DataState, breadcrumb, page, shell
from components.tile import TileInfo, data_table, tile
from frames.maps import MAP_URL
from frames.model import Column, Point, Series, Table
from frames.tiles import parts_form
from tests.components.samples import (
    COMPONENTS,
    DISTRICTS,
    FIELDS,
    MONTHS,
    NAV,
    TYPES,
    district_points,
    feed_items,
    figures,
    light_rows,
    months,
    sample_table,
)

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def bar() -> Any:
    """A filter bar with everything it can offer."""
    chips = (
        Chip("截至 2022年12月30日"),
        Chip("时期：2022年"),
        Chip("区：海淀区、朝阳区", "/?as_of=2022-12-30"),
        Chip("学科：工科", "/?district=110108,110105"),
    )
    presets = (
        Preset("本月", {"period": "month"}),
        Preset("本季", {"period": "quarter"}),
        Preset("本年", {"period": "year"}, True),
        Preset("上年", {"period": "last-year"}),
    )
    choices = (
        Choice("district", "区", tuple(Option(c, n) for c, n, _ in DISTRICTS), ("110108", "110105")),
        Choice("discipline", "学科", tuple(Option(c, n) for c, n, _ in FIELDS), ("B",)),
        Choice("type", "组织类型", tuple(Option(str(i), n) for i, (n, _) in enumerate(TYPES))),
    )
    spec = FilterBarSpec(
        "/",
        chips,
        "/",
        date(2022, 12, 30),
        start=date(2022, 1, 1),
        end=date(2022, 12, 30),
        with_period=True,
        presets=presets,
        choices=choices,
        earliest=date(2021, 6, 1),
        latest=date(2023, 5, 26),
    )
    return filter_bar(spec)


def tiles() -> list[Any]:
    """Every view, then every state."""
    count = Column("n", "月份"), Column("v", "组织", "number", "家")
    numbers = Table(count, tuple({"n": m, "v": 100 + i} for i, m in enumerate(MONTHS)))
    year = Series(
        "2022年",
        tuple(
            Point(p.label, p.value, p.href, partial=i == 11)
            for i, p in enumerate(months(203, 0.55, "注册组织").points)
        ),
    )
    types = [Point(n, float(v), f"/organizations?type={n}") for n, v in TYPES]
    fields = [Point(n, float(v), f"/members?discipline={k}", k) for k, n, v in FIELDS]
    parts = [months(14 - 2 * i, 0.05 + i / 60, c, partial=True) for i, c in enumerate(COMPONENTS)]
    info = TileInfo(
        "注册组织增长",
        7,
        "截至当日有效的科协系统各级组织，按统一社会信用代码去重；无码用内部编号。",
        "ZZ01",
        "组织主管部门",
        "数字组织人才平台",
        "家",
        href="/organizations",
        filters="截至2022年12月30日，海淀区、朝阳区",
    )
    return [
        views.cards(figures()),
        tile(
            info,
            [views.trend(year, unit="家", before=months(120, 0.06, "2021年")), data_table(numbers)],
        ),
        tile(
            TileInfo(
                "会员学科构成",
                5,
                "按学会的学科类",
                "RC01",
                unit="人",
                note="一人可在多个学会，各学科之和大于总数",
            ),
            views.breakdown(fields, unit="人", form=parts_form(fields), total=100742),
        ),
        tile(
            TileInfo("各区会员", 7, "会员所在学会的区", unit="人", href="/members"),
            views.district_map(district_points(), unit="人", selected="110108", id="map", map_url=MAP_URL),
        ),
        tile(
            TileInfo("各区排名", 5, "同左", unit="人", ignored=("学科",)),
            views.ranking(
                district_points(), unit="人", top=12, selected="110108", all_href="/members", id="rank"
            ),
        ),
        tile(
            TileInfo("业务活动（按组件）", 7, "期内举办且未取消的业务活动", unit="项"),
            views.columns(parts, unit="项"),
        ),
        tile(
            TileInfo("会议沙龙", 5, "会议活动组件内举办", unit="场"),
            views.columns([months(26, 0.02, "会议", partial=True)], unit="场"),
        ),
        tile(
            TileInfo("督办亮灯", 5, "红灯：已过批准期限且未办结", unit="件"),
            views.lights(
                {"red": 7, "yellow": 16, "green": 157, "blue": 29}, hrefs={"red": "/supervision?light=red"}
            ),
        ),
        tile(TileInfo("各部门督办", 7, "牵头部门", unit="件"), views.lights_by_group(light_rows())),
        tile(
            TileInfo("组织类型", 6, "注册组织按类型", unit="家"),
            views.breakdown(types, unit="家", form=parts_form(types)),
        ),
        tile(TileInfo("工作动态", 6), views.feed(feed_items())),
        tile(TileInfo("组织名录", 12, href="/organizations"), views.table(sample_table())),
        tile(TileInfo("空", 3, "口径"), state="empty", clear_href="/"),
        tile(TileInfo("出错", 3, "口径"), state="error", message="查询用时过长，已停止。", retry_href="/"),
        tile(TileInfo("载入中", 3, "口径"), state="loading"),
        tile(
            TileInfo("连接中断", 3, as_of=date(2022, 12, 30)),
            views.ranking(types[:4], unit="家"),
            state="stale",
        ),
        tile(TileInfo("载入中", 6), state="loading", skeleton="bars"),
        tile(TileInfo("没有月份", 6), views.trend(Series("空", ()), unit="家")),
    ]


def strict(app: Dash, answer: Response) -> Response:
    """The policy of the cockpit itself: what breaks it breaks here too."""
    scripts = " ".join(["'self'", *app.csp_hashes()]) if app._got_first_request["setup_server"] else "'self'"
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
    )
    return answer


def make_app() -> Dash:
    """The gallery as a Dash app; ``/empty`` leaves the content, to see charts go."""
    app = Dash(
        __name__,
        assets_folder=str(ASSETS),
        assets_path_ignore=["wall"],
        title="视图陈列",
        update_title="",
        suppress_callback_exceptions=True,
    )
    state = DataState(date(2022, 12, 30), "000003", datetime(2022, 12, 31, 6, 5), demonstration=True)
    app.server.after_request(lambda answer: strict(app, answer))
    here = dcc.Location(id="url", refresh=False)
    app.layout = html.Div([here, shell(NAV, html.Div(id="page")), html.Pre(id="clicked", hidden=True)])

    @app.callback(Output("page", "children"), Input("url", "pathname"), Input("url", "search"))
    def show(path: str | None, search: str | None) -> Any:
        if path == "/empty":
            return html.P("空页", id="nothing")
        trail = breadcrumb((("总览", "/"), ("人才会员", "/members"), ("海淀区", None)))
        lead = "截至2022年12月30日，注册组织 1,579 家，个人会员 10.07万人。超期未办结的督办事项 7 件。"
        return page(
            "视图陈列",
            tiles(),
            data=state,
            lead=lead,
            filter_bar=bar(),
            breadcrumb=trail,
            filters="截至2022年12月30日；海淀区、朝阳区",
        )

    @app.callback(Output("clicked", "children"), Input("map", "clickData"), prevent_initial_call=True)
    def clicked(data: dict[str, Any] | None) -> str:
        return f"{data['name']}|{data['n_clicks']}" if data else ""

    return app


if __name__ == "__main__":
    make_app().run(port=8059, debug=False)
