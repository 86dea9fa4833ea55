"""详情 ``/organisation``, ``/activity``, ``/task``, ``/district``: one record, named by ``id``."""

from functools import partial

from components.board.details.sheet import KINDS, lay_out
from components.board.sheet import register_page

for _kind in KINDS:
    register_page(f"{__name__}.{_kind.dimension}", _kind.path, _kind.title, partial(lay_out, _kind))
