"""快照与简报 ``/briefings``: what left the cockpit, found and verified."""

from components.archive.menu import PATH
from components.archive.page import TITLE, lay_out
from components.board.sheet import register_page

register_page(__name__, PATH, TITLE, lay_out)
