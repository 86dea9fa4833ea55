"""Sample data of the gallery: invented, with every case that a view must draw."""

from __future__ import annotations

import math
from datetime import date

from components.shell import NavItem
from frames.model import Column, FeedItem, Figure, LightRow, Pager, Point, Series, Table

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
    ("110101", "东城区", 7412),
    ("110102", "西城区", 9120),
    ("110105", "朝阳区", 15233),
    ("110106", "丰台区", 6022),
    ("110107", "石景山区", 2810),
    ("110108", "海淀区", 24105),
    ("110109", "门头沟区", 1120),
    ("110111", "房山区", 3205),
    ("110112", "通州区", 5520),
    ("110113", "顺义区", 4310),
    ("110114", "昌平区", 6480),
    ("110115", "大兴区", 5120),
    ("110116", "怀柔区", 2204),
    ("110117", "平谷区", 1630),
    ("110118", "密云区", 1720),
    ("110119", "延庆区", 1210),
    ("110115403", "北京经济技术开发区", 3521),
)
FIELDS = (
    ("A", "理科", 28410),
    ("B", "工科", 39667),
    ("C", "农科", 9204),
    ("D", "医科", 15820),
    ("E", "交叉学科", 11035),
)
TYPES = (
    ("企业科协", 412),
    ("学会", 238),
    ("街道（社区）科协", 226),
    ("高校科协", 91),
    ("乡镇科协", 148),
    ("园区科协", 66),
    ("农技协", 142),
    ("基金会", 18),
    ("区科协", 17),
    ("学会联合体", 9),
    ("直属单位", 21),
    ("纲要办成员单位", 33),
)
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
        Figure(
            "ZZ01", "注册组织", 1579, "家", "有效的科协系统各级组织", "/organizations", 1512, 203, spark=spark
        ),
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
    names = (
        "北京测绘与地理信息学会",
        "海淀区中关村科学城企业科协联合会",
        "北京林业保护学会",
        "朝阳区望京街道科协",
        "北京康复医学会",
    )
    rows = tuple(
        {
            "name": name,
            "type": TYPES[i][0],
            "district": DISTRICTS[i][1],
            "since": date(2022, 12 - i, 3 + i),
            "members": 4210 - 777 * i,
            "rate": 91.25 - 13.1 * i if i < 4 else None,
            "light": ("green", "yellow", "red", "blue", "green")[i],
            "_href": f"/organizations/{i}",
        }
        for i, name in enumerate(names)
    )
    return Table(
        columns,
        rows,
        Pager(1579, 2, 32, "/?page=1", "/?page=1", "/?page=3", "/?page=32"),
        "按注册日期从新到旧",
    )


def light_rows() -> list[LightRow]:
    """Departments and their lights."""
    names = ("办公室", "规划发展部", "学会部", "科普部", "科创部", "宣传文化部", "人事部")
    counts = (
        (0, 2, 31, 6),
        (1, 3, 24, 3),
        (2, 5, 38, 8),
        (0, 1, 22, 4),
        (3, 4, 19, 2),
        (1, 0, 14, 5),
        (0, 1, 9, 1),
    )
    return [
        LightRow(
            n, dict(zip(("red", "yellow", "green", "blue"), c, strict=True)), f"/supervision?department={i}"
        )
        for i, (n, c) in enumerate(zip(names, counts, strict=True))
    ]


def feed_items() -> list[FeedItem]:
    """A few dated lines."""
    return [
        FeedItem(
            date(2022, 12, 30),
            "市科协召开数字科协建设年度总结会，部署下一年重点任务",
            "办公室",
            "会议",
            "/activities",
        ),
        FeedItem(
            date(2022, 12, 28), "科技志愿服务走进延庆：为农技协举办冬季设施农业培训", "延庆区科协", "培训"
        ),
        FeedItem(date(2022, 12, 27), "青少年科技创新大赛线上评审完成", "科普部", "评审", "/activities"),
        FeedItem(date(2022, 12, 23), "“千人进千企”对接会促成十二项合作意向", "科创部", "对接"),
    ]
