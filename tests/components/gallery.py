"""Every view in every state, with sample data: ``python -m tests.components.gallery`` on port 8059."""

from __future__ import annotations

import math
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dcc, html

from components import views
from components.filterbar import Chip, Choice, FilterBarSpec, Option, Preset, filter_bar
from components.frames import Column, FeedItem, Figure, LightRow, Pager, Point, Series, Table
from components.shell import DataState, NavItem, breadcrumb, page, shell
from components.tile import TileInfo, tile

ASSETS = Path(__file__).resolve().parents[2] / "assets"
MONTHS = [f"2022-{m:02d}" for m in range(1, 13)]
NAV = (
    NavItem("总览", "/", "overview"),
    NavItem("组织建设", "/organizations", "organizations"),
    NavItem("人才会员", "/members", "members"),
    NavItem("业务活动", "/activities", "activities"),
    NavItem("督查督办", "/supervision", "supervision"),
    NavItem("宣传展示", "/communication", "communication"),
    NavItem("科创服务", "/services", "services"),
    NavItem("党建", "/party", "party"),
    NavItem("数据治理", "/governance", "governance"),
)
DISTRICTS = (
    ("110101", "东城区", 7412), ("110102", "西城区", 9120), ("110105", "朝阳区", 15233),
    ("110106", "丰台区", 6022), ("110107", "石景山区", 2810), ("110108", "海淀区", 24105),
    ("110109", "门头沟区", 1120), ("110111", "房山区", 3205), ("110112", "通州区", 5520),
    ("110113", "顺义区", 4310), ("110114", "昌平区", 6480), ("110115", "大兴区", 5120),
    ("110116", "怀柔区", 2204), ("110117", "平谷区", 1630), ("110118", "密云区", 1720),
    ("110119", "延庆区", 1210), ("110115403", "北京经济技术开发区", 3521),
)  # fmt: skip
FIELDS = (("A", "理科", 28410), ("B", "工科", 39667), ("C", "农科", 9204), ("D", "医科", 15820), ("E", "交叉学科", 11035))
TYPES = (
    ("企业科协", 412), ("学会", 238), ("街道（社区）科协", 226), ("高校科协", 91), ("乡镇科协", 148), ("园区科协", 66),
    ("农技协", 142), ("基金会", 18), ("区科协", 17), ("学会联合体", 9), ("直属单位", 21), ("纲要办成员单位", 33),
)  # fmt: skip
COMPONENTS = ("会议活动", "培训", "赛事", "调研", "项目申报", "线上评审")
WORDS = "截至日期用于存量指标；时期用于流量指标。"


def months(level: float, growth: float, name: str, key: str | None = None, partial: bool = False) -> Series:
    """A year of months with a season."""
    values = [round(level * (1 + growth * i) * (1 + 0.18 * math.sin(i * 1.3 + level)), 0) for i in range(12)]
    points = tuple(
        Point(m, v, f"/organizations?month={m}", partial=partial and i == 11)
        for i, (m, v) in enumerate(zip(MONTHS, values, strict=True))
    )
    return Series(name, points, key)


def figures() -> list[Figure]:
    """Eight cards with every kind of change."""
    spark = months(120, 0.06, "x").points
    return [
        Figure("ZZ01", "注册组织", 1579, "家", "有效的科协系统各级组织", "/organizations", 1512, 203, spark=spark),
        Figure("RC01", "个人会员", 100742, "人", "自然人去重", "/members", 98120, 61200, spark=spark),
        Figure("HD04", "参会人次", 28511, "人次", "", "/activities", 30110, 21000, spark=spark[::-1]),
        Figure("DB04", "按期办结率", 87.4, "%", "", "/supervision", 88.6, 80.2, spark=spark),
        Figure("DB06", "超期未办结", 7, "件", "", "/supervision", 9, 7, better="down", spark=spark[::-1]),
        Figure("KC01", "产业特派员", 2140, "人", "", "/services", 2140, 0, spark=spark),
        Figure("XC06", "媒体资源容量", 2.97, "TB", "", "/communication", 2.81, None, note="1 TB = 10¹² 字节"),
        Figure("DJ01", "党建工作记录", 764, "条", "", "/party", None, None, better="none"),
    ]


def district_points(links: bool = True) -> list[Point]:
    """All districts with their codes."""
    return [Point(n, float(v), f"/members?district={c}" if links else None, c) for c, n, v in DISTRICTS]


def sample_table() -> Table:
    """A page of rows with every kind of column."""
    columns = (
        Column("name", "组织名称", sort_href="/?sort=name"),
        Column("type", "组织类型"),
        Column("district", "区"),
        Column("since", "注册日期", "date", sort_href="/?sort=since", sorted="desc"),
        Column("members", "会员", "number", "人", sort_href="/?sort=members"),
        Column("rate", "活跃率", "percent"),
        Column("light", "状态", "light"),
    )
    names = ("北京测绘与地理信息学会", "海淀区中关村科学城企业科协联合会", "北京林业保护学会", "朝阳区望京街道科协", "北京康复医学会")
    rows = tuple(
        {
            "name": name, "type": TYPES[i][0], "district": DISTRICTS[i][1], "since": date(2022, 12 - i, 3 + i),
            "members": 4210 - 777 * i, "rate": 91.25 - 13.1 * i if i < 4 else None,
            "light": ("green", "yellow", "red", "blue", "green")[i], "_href": f"/organizations/{i}",
        }
        for i, name in enumerate(names)
    )  # fmt: skip
    return Table(columns, rows, Pager(1579, 2, 32, "/?page=1", "/?page=1", "/?page=3", "/?page=32"), "按注册日期从新到旧")


def light_rows() -> list[LightRow]:
    """Departments and their lights."""
    names = ("办公室", "规划发展部", "学会部", "科普部", "科创部", "宣传文化部", "人事部")
    counts = ((0, 2, 31, 6), (1, 3, 24, 3), (2, 5, 38, 8), (0, 1, 22, 4), (3, 4, 19, 2), (1, 0, 14, 5), (0, 1, 9, 1))
    return [
        LightRow(n, dict(zip(("red", "yellow", "green", "blue"), c, strict=True)), f"/supervision?department={i}")
        for i, (n, c) in enumerate(zip(names, counts, strict=True))
    ]


def feed_items() -> list[FeedItem]:
    """A few dated lines."""
    return [
        FeedItem(date(2022, 12, 30), "市科协召开数字科协建设年度总结会，部署下一年重点任务", "办公室", "会议", "/activities"),
        FeedItem(date(2022, 12, 28), "科技志愿服务走进延庆：为农技协举办冬季设施农业培训", "延庆区科协", "培训"),
        FeedItem(date(2022, 12, 27), "青少年科技创新大赛线上评审完成", "科普部", "评审", "/activities"),
        FeedItem(date(2022, 12, 23), "“千人进千企”对接会促成十二项合作意向", "科创部", "对接"),
    ]


def bar() -> Any:
    """A filter bar with everything it can offer."""
    chips = (
        Chip("截至 2022年12月30日"), Chip("时期：2022年"), Chip("区：海淀区、朝阳区", "/?as_of=2022-12-30"),
        Chip("学科：工科", "/?district=110108,110105"),
    )  # fmt: skip
    presets = (
        Preset("本月", {"period": "month"}), Preset("本季", {"period": "quarter"}),
        Preset("本年", {"period": "year"}, True), Preset("上年", {"period": "last-year"}),
    )  # fmt: skip
    choices = (
        Choice("district", "区", tuple(Option(c, n) for c, n, _ in DISTRICTS), ("110108", "110105")),
        Choice("discipline", "学科", tuple(Option(c, n) for c, n, _ in FIELDS), ("B",)),
        Choice("type", "组织类型", tuple(Option(str(i), n) for i, (n, _) in enumerate(TYPES))),
    )
    spec = FilterBarSpec(
        "/", chips, "/", date(2022, 12, 30), start=date(2022, 1, 1), end=date(2022, 12, 30), with_period=True,
        presets=presets, choices=choices, earliest=date(2021, 6, 1), latest=date(2023, 5, 26),
    )  # fmt: skip
    return filter_bar(spec)


def tiles() -> list[Any]:
    """Every view, then every state."""
    count = Column("n", "月份"), Column("v", "组织", "number", "家")
    numbers = Table(count, tuple({"n": m, "v": 100 + i} for i, m in enumerate(MONTHS)))
    year = Series("2022年", tuple(Point(p.label, p.value, p.href, partial=i == 11) for i, p in enumerate(
        months(203, 0.55, "注册组织").points)))
    types = [Point(n, float(v), f"/organizations?type={n}") for n, v in TYPES]
    fields = [Point(n, float(v), f"/members?discipline={k}", k) for k, n, v in FIELDS]
    parts = [months(14 - 2 * i, 0.05 + i / 60, c, partial=True) for i, c in enumerate(COMPONENTS)]
    info = TileInfo(
        "注册组织增长", 7, "截至当日有效的科协系统各级组织，按统一社会信用代码去重；无码用内部编号。", "ZZ01", "组织主管部门",
        "数字组织人才平台", "家", href="/organizations", filters="截至2022年12月30日，海淀区、朝阳区",
    )  # fmt: skip
    return [
        views.cards(figures()),
        tile(info, views.trend(year, unit="家", before=months(120, 0.06, "2021年")), data=numbers),
        tile(TileInfo("会员学科构成", 5, "按学会的学科类", "RC01", unit="人", note="一人可在多个学会，各学科之和大于总数"),
             views.breakdown(fields, unit="人", total=100742)),
        tile(TileInfo("各区会员", 7, "会员所在学会的区", unit="人", href="/members"),
             views.district_map(district_points(), unit="人", selected="110108", id="map")),
        tile(TileInfo("各区排名", 5, "同左", unit="人", ignored=("学科",)),
             views.ranking(district_points(), unit="人", top=12, selected="110108", all_href="/members", id="rank")),
        tile(TileInfo("业务活动（按组件）", 7, "期内举办且未取消的业务活动", unit="项"), views.columns(parts, unit="项")),
        tile(TileInfo("会议沙龙", 5, "会议活动组件内举办", unit="场"), views.columns([months(26, 0.02, "会议", partial=True)], unit="场")),
        tile(TileInfo("督办亮灯", 5, "红灯：已过批准期限且未办结", unit="件"),
             views.lights({"red": 7, "yellow": 16, "green": 157, "blue": 29}, hrefs={"red": "/supervision?light=red"})),
        tile(TileInfo("各部门督办", 7, "牵头部门", unit="件"), views.lights_by_group(light_rows())),
        tile(TileInfo("组织类型", 6, "注册组织按类型", unit="家"), views.breakdown(types, unit="家")),
        tile(TileInfo("工作动态", 6), views.feed(feed_items())),
        tile(TileInfo("组织名录", 12, href="/organizations"), views.table(sample_table())),
        tile(TileInfo("空", 3, "口径"), state="empty", clear_href="/"),
        tile(TileInfo("出错", 3, "口径"), state="error", message="查询用时过长，已停止。", retry_href="/"),
        tile(TileInfo("载入中", 3, "口径"), state="loading"),
        tile(TileInfo("连接中断", 3, as_of=date(2022, 12, 30)), views.ranking(types[:4], unit="家"), state="stale"),
        tile(TileInfo("载入中", 6), state="loading", skeleton="bars"),
        tile(TileInfo("没有月份", 6), views.trend(Series("空", ()), unit="家")),
    ]  # fmt: skip


def make_app() -> Dash:
    """The gallery as a Dash app; ``/empty`` leaves the content, to see charts go."""
    app = Dash(__name__, assets_folder=str(ASSETS), title="视图陈列", update_title=None, suppress_callback_exceptions=True)
    state = DataState(date(2022, 12, 30), "000003", datetime(2022, 12, 31, 6, 5), demonstration=True)
    here = dcc.Location(id="url", refresh=False)
    app.layout = html.Div([here, shell(NAV, html.Div(id="page")), html.Pre(id="clicked", hidden=True)])

    @app.callback(Output("page", "children"), Input("url", "pathname"), Input("url", "search"))
    def show(path: str | None, search: str | None) -> Any:
        if path == "/empty":
            return html.P("空页", id="nothing")
        trail = breadcrumb((("总览", "/"), ("人才会员", "/members"), ("海淀区", None)))
        lead = "截至2022年12月30日，注册组织 1,579 家，比年初增加 1,376 家；个人会员 10.07万人，其中工科最多。超期未办结的督办事项 7 件。"
        return page("视图陈列", tiles(), data=state, lead=lead, filter_bar=bar(), breadcrumb=trail,
                    filters="截至2022年12月30日；海淀区、朝阳区")  # fmt: skip

    @app.callback(Output("clicked", "children"), Input("map", "clickData"), prevent_initial_call=True)
    def clicked(data: dict[str, Any] | None) -> str:
        return f"{data['name']}|{data['n_clicks']}" if data else ""

    return app


if __name__ == "__main__":
    make_app().run(port=8059, debug=False)
