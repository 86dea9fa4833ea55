"""党建 ``/party``: work records and coverage of party groups in societies."""

import dash

from components.board.page import Board, register
from frames import opening as w
from frames import tiles as t

BOARD = register(
    Board(
        path="/party",
        title="党建",
        icon="party",
        order=7,
        filters=("organisation", "party_branch", "discipline"),
        words=(
            w.largest("DJ01", by="party_branch"),
            w.stands("DJ02"),
        ),
        tiles=(
            t.cards("DJ01", "DJ02", "DJ02.covered", "ZZ05.base"),
            t.trend("DJ01", title="党建工作记录：按月", span=7),
            t.ranking("DJ01", by="party_branch", title="工作记录：按党总支", span=5),
            t.matrix(
                "ZZ05.base", "DJ02.covered", "DJ02", "DJ01", by="discipline", title="各学科类：覆盖与记录"
            ),
            t.ranking("DJ01", by="party_group", title="工作记录：按党建小组", span=6),
            t.ranking("DJ01", by="organisation", title="工作记录：按学会", span=6),
            t.rows("DJ01", title="最近的工作记录", sort="since", descending=True),
        ),
    )
)
dash.register_page(__name__, path=BOARD.path, title=BOARD.title, name=BOARD.title, layout=BOARD.layout)
