"""自助分析 ``/explore``: any indicator, cut and drawn as a reader likes."""

from components.board.sheet import register_page
from components.explore.page import TITLE, lay_out
from frames.links import EXPLORE

register_page(__name__, EXPLORE, TITLE, lay_out)
