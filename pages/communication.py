"""宣传展示 ``/communication``: resources, submissions, matrices, articles."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t

BOARD = register(
    Board(
        path="/communication",
        title="宣传展示",
        icon="communication",
        order=5,
        filters=("organisation", "district", "org_type", "domain", "channel", "media_kind"),
        words=(
            w.largest("XC04", by="channel"),
            w.largest("XC01", by="domain"),
            w.stands("XC05"),
        ),
        tiles=(
            t.cards("XC01", "XC01.domains", "XC06", "XC02", "XC03", "XC04", "XC05", "XC05.reported"),
            t.ranking("XC01", by="domain", title="媒体资源：按领域", span=7, top=18),
            t.breakdown("XC01", by="media_kind", title="媒体资源：按类别", span=5),
            t.trend("XC04", title="发布稿件：按月", span=8),
            t.ranking("XC04", by="channel", title="发布稿件：按渠道", span=4),
            t.trend("XC02", title="报送信息", span=6),
            t.ranking("XC02", by="organisation", title="报送信息：按组织", span=6),
            t.trend("XC05", title="活动宣传率：按月", span=6),
            t.ranking("XC06", by="domain", title="资源容量：按领域", span=6),
            t.rows("XC04", title="最新稿件", sort="since", descending=True),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
