"""定期 ``/schedules``: what is made again and again, and how it went."""

from briefings.schedules.page import PATH, TITLE, lay_out
from components.board.sheet import register_page

register_page(__name__, PATH, TITLE, lay_out)
