"""组织建设 ``/organizations``: how the organisations grow, where, of which type."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t
from frames.maps import district_map

BOARD = register(
    Board(
        path="/organizations",
        title="组织建设",
        icon="organizations",
        order=1,
        filters=("organisation", "district", "org_type", "discipline", "department"),
        words=(
            w.largest("ZZ01", by="org_type"),
            w.fastest("ZZ01", by="district"),
            w.stands("ZZ10"),
        ),
        tiles=(
            t.cards("ZZ01", "ZZ02", "ZZ03", "ZZ10", "ZZ04", "ZZ05", "ZZ06", "ZZ09"),
            t.trend("ZZ01", title="注册组织增长", span=8),
            t.ranking("ZZ01", by="org_type", title="注册组织：按组织类型", span=4, top=13),
            t.columns("ZZ02", by="org_type", title="净增组织：按月与组织类型", span=8),
            district_map("ZZ01", title="注册组织区域分布", span=4),
            t.matrix("ZZ01", "ZZ02", "ZZ03", "ZZ10", by="org_type", title="各类组织：规模、增长与活跃"),
            t.matrix("ZZ01", "ZZ02", "ZZ03", "ZZ10", by="district", title="各区：规模、增长与活跃"),
            t.trend("ZZ04", title="启用会员管理的学协会", span=5),
            t.matrix("ZZ05.base", "ZZ04", "ZZ05", "ZZ06", by="discipline", title="学协会：按学科类", span=7),
            t.trend("ZZ07", title="新增分支机构", span=6),
            t.trend("ZZ08", title="新增团体会员单位", span=6),
            t.ranking("ZZ08", by="district", title="新增团体会员单位：按区", span=6),
            t.ranking("ZZ09", by="district", title="新增单位用户：按区", span=6),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
