"""我的页面 ``/mine``: what a reader pinned."""

from components.board.sheet import register_page
from components.mine.page import TITLE, lay_out
from frames.links import MINE

register_page(__name__, MINE, TITLE, lay_out)
