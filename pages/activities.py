"""业务活动 ``/activities``: volumes by component, month, organiser and district."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t
from frames.courses import multiples
from frames.maps import district_map

BOARD = register(
    Board(
        path="/activities",
        title="业务活动",
        icon="activities",
        order=3,
        filters=("organisation", "component", "district", "department", "org_type", "discipline"),
        words=(
            w.largest("HD01", by="component"),
            w.fastest("HD01", by="component"),
            w.stands("HD04"),
        ),
        tiles=(
            t.cards("HD01", "HD02", "HD04", "HD05", "HD07", "HD09", "HD11", "XC05"),
            t.columns("HD01", by="component", title="业务活动：按月与组件", span=8),
            t.ranking("HD01", by="component", title="业务活动：按组件", span=4),
            t.matrix("HD01", "XC05.reported", "XC05", by="component", title="各组件：活动与宣传", span=6),
            t.trend("HD01", title="业务活动：与上年同期", span=6),
            district_map("HD01", title="业务活动区域分布", span=7),
            t.ranking("HD01", by="organisation", title="业务活动：按主办组织", span=5, top=12),
            t.trend("HD04", title="参会人次", span=6),
            t.ranking("HD04", by="activity", title="参会人次：按活动", span=6),
            t.matrix(
                "HD02", "HD03", "HD13", "HD04", "HD05", by="discipline", title="学协会会议活动：按学科类"
            ),
            multiples("HD01", by="discipline", title="业务活动：各学科类走势"),
            t.trend("HD07", title="回收问卷", span=4),
            t.trend("HD09", title="线上学习记录", span=4),
            t.trend("HD11", title="申报信息", span=4),
            t.ranking("HD08", by="activity", title="参赛信息及作品：按赛事", span=6),
            t.ranking("HD11", by="activity", title="申报信息：按项目", span=6),
            t.ranking("HD01", by="department", title="业务活动：按责任部门", span=6),
            t.ranking("HD01", by="org_type", title="业务活动：按主办类型", span=6),
            t.rows("HD01", title="最近的活动", sort="since", descending=True),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
