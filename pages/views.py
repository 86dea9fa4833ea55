"""我的视图 ``/views``: pages under their filters, kept under a name."""

from components.board.sheet import register_page
from components.saved.menu import PATH
from components.saved.page import TITLE, lay_out

register_page(__name__, PATH, TITLE, lay_out)
