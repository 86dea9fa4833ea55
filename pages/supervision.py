"""督查督办 ``/supervision``: lights, deadlines, departments, and what is overdue."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t

BOARD = register(
    Board(
        path="/supervision",
        title="督查督办",
        icon="supervision",
        order=4,
        filters=("department", "source", "light"),
        words=(
            w.late("DB06", by="department", since="deadline"),
            w.stands("DB04"),
            w.largest("DB01", by="department"),
        ),
        tiles=(
            t.lights("当前亮灯", span=12),
            t.cards("DB01", "DB03", "DB04", "DB05", "DB06", "DB07", "DB12", "DB10"),
            t.lights_by("department", "各部门亮灯", span=7),
            t.lights_by("source", "各来源亮灯", span=5),
            t.rows("DB06", title="超期未办结事项", sort="deadline", limit=10),
            t.matrix(
                "DB01",
                "DB03",
                "DB04",
                "DB05",
                "DB06",
                "DB07",
                "DB09",
                "DB10",
                by="department",
                title="各部门：立项、办结、按期与反馈",
            ),
            t.monthly("DB01", "DB02", title="立项与销号：按月", span=6),
            t.trend("DB06", title="超期未办结：各月末", span=6),
            t.trend("DB04", title="按期办结率：按月", span=6),
            t.trend("DB05", title="原期限按期率：按月", span=6),
            t.matrix("DB01", "DB03", "DB04", "DB05", "DB09", by="source", title="各来源：办理情况"),
            t.cards("DB08", "DB08.median", "DB02", "DB09", "DB11", title="办理效率"),
            t.ranking("DB08", by="department", title="平均办理时长：按部门", span=6, top=12),
            t.ranking("DB09", by="department", title="延期率：按部门", span=6, top=12),
            t.rows("DB12", title="预警事项", sort="deadline", limit=8),
            t.rows("DB07", title="黄灯事项", sort="deadline", limit=8),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
