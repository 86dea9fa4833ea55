"""信号 ``/signals``: what crossed its threshold, and the thresholds."""

from components.board.sheet import register_page
from components.signals.page import PATH, TITLE, lay_out

register_page(__name__, PATH, TITLE, lay_out)
