"""科创服务 ``/services``: envoys, needs from intake to solution, visits, stewards."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t
from frames.maps import district_map

BOARD = register(
    Board(
        path="/services",
        title="科创服务",
        icon="services",
        order=6,
        filters=("industry", "district", "steward"),
        words=(
            w.largest("KC02", by="industry"),
            w.stands("KC04"),
            w.largest("KC05", by="district"),
        ),
        tiles=(
            t.cards("KC01", "KC02", "KC03", "KC04", "KC05", "KC06"),
            t.monthly("KC02", "KC03.matched", "KC04.solved", title="需求：受理、对接与解决", span=8),
            t.ranking("KC02", by="industry", title="企业科技需求：按产业", span=4, top=12),
            t.matrix(
                "KC02",
                "KC03.matched",
                "KC03",
                "KC04.solved",
                "KC04",
                by="industry",
                title="各产业：需求、对接与解决",
            ),
            district_map("KC05", title="千人进千企：服务企业区域分布", span=7),
            t.ranking("KC01", by="industry", title="产业特派员：按产业", span=5, top=12),
            t.trend("KC05", title="服务企业：按月", span=6),
            t.ranking("KC06", by="steward", title="服务管家人均服务：按角色", span=6),
            t.ranking("KC06.orders", by="district", title="服务单：按区", span=6),
            t.trend("KC06.orders", title="服务单：按月", span=6),
            t.rows("KC02", title="最近受理的需求", sort="since", descending=True),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
