"""总览 ``/``: the four pillars at a glance, each with a way down."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t
from frames.maps import district_map
from frames.news import feed

BOARD = register(
    Board(
        path="/",
        title="总览",
        icon="overview",
        order=0,
        filters=("organisation", "district", "discipline", "org_type", "department"),
        words=(
            w.largest("ZZ01", by="district"),
            w.largest("RC01", by="discipline"),
            w.late("DB06", by="department", since="deadline"),
        ),
        tiles=(
            t.cards("ZZ01", "RC01", "RC08", "HD01", "HD04", "DB01", "DB04", "XC01"),
            t.lights("督查督办亮灯", span=12),
            district_map("RC08", title="科技工作者区域分布", span=7),
            t.lights_by("department", "各部门督办亮灯", span=5),
            t.trend("ZZ01", title="注册组织增长", span=6),
            t.trend("RC01", title="个人会员增长", span=6),
            t.columns("HD01", by="component", title="业务活动：按月与组件", span=7),
            t.breakdown("RC01", by="discipline", title="个人会员：按学科类", span=5),
            t.ranking("ZZ01", by="org_type", title="注册组织：按组织类型", span=6),
            t.ranking("XC04", by="channel", title="发布稿件：按渠道", span=6),
            feed("XC04", "HD01", span=12),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
