"""我的页面 ``/mine``: what a reader pinned."""

from components.board.sheet import register_page
from components.links import MINE
from components.mine.page import TITLE, lay_out

register_page(__name__, MINE, TITLE, lay_out)
