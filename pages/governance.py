"""数据治理 ``/governance``: is the data here, fresh, complete, valid, and defined."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t
from frames.links import CATALOGUE, RECONCILIATION

BOARD = register(
    Board(
        path="/governance",
        title="数据治理",
        icon="governance",
        order=8,
        filters=("platform", "department"),
        ways=(("指标目录", CATALOGUE), ("口径对账", RECONCILIATION)),
        words=(
            w.stands("SJ02"),
            w.late("SJ02.late", by="platform", days="days_late"),
            w.stands("SJ03"),
        ),
        tiles=(
            t.cards("SJ01", "SJ02", "SJ03", "SJ04", "SJ05", "SJ06"),
            t.trend("SJ02", title="更新及时率：各月末", span=6, from_zero=False),
            t.trend("SJ01", title="上平台率：各月末", span=6, from_zero=False),
            t.matrix(
                "SJ02.base",
                "SJ02.fresh",
                "SJ02",
                "SJ03",
                "SJ04",
                "SJ05",
                by="platform",
                title="各平台：数据质量",
            ),
            t.matrix("SJ01.base", "SJ01.traced", "SJ01", by="department", title="各部门：业务上平台", span=6),
            t.matrix("SJ06.base", "SJ06.complete", "SJ06", by="department", title="各部门：指标口径", span=6),
            t.trend("SJ03", title="必填完整率", span=4, from_zero=False),
            t.trend("SJ04", title="校验通过率", span=4, from_zero=False),
            t.trend("SJ05", title="疑似重复率", span=4),
            t.rows(
                "SJ02.base", title="数据来源：约定频次与最近交付", sort="days_late", descending=True, limit=20
            ),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
