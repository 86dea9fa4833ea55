"""简报 ``/drafts``: papers of indicators, from draft to issue."""

from briefings.desk.elements import PATH
from briefings.desk.page import TITLE, lay_out
from components.board.sheet import register_page

register_page(__name__, PATH, TITLE, lay_out)
