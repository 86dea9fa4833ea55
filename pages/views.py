"""我的视图 ``/views``: pages under their filters, kept under a name."""

import dash

from components.board.sheet import SHEETS
from components.saved.menu import PATH
from components.saved.page import TITLE, lay_out
from components.sheet import SheetView


def layout(**_: str) -> SheetView:
    """The page; what it shows is asked for by the browser."""
    return SheetView(PATH)


SHEETS[PATH] = lay_out
dash.register_page(__name__, path=PATH, title=TITLE, name=TITLE, layout=layout)
