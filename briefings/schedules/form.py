"""The form for a new schedule: what, when, to whom; fields that a rhythm doesn't need are put away."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from briefings.kinds import KINDS
from briefings.schedules.plan import WHATS, scenes_of
from components.board.page import BOARDS
from components.board.sheet import Query
from components.wall.payload import PATH as WALL
from data.settings import Settings
from documents.files import FORMS
from jobs.occasions import RHYTHMS
from jobs.snapshots import FORMATS, PAPERS

_DAYS = {str(n): f"{n}日" for n in range(1, 29)} | {
    "29": "29日（或月末）",
    "30": "30日（或月末）",
    "31": "最后一日",
}
_PAPERS = (
    {"": "PDF，页面 A4，大屏 16:9"}
    | {key: f"PDF，{name}" for key, name in PAPERS.items()}
    | {"png": FORMATS["png"]}
)
#: What shows a page or a scene.
_VIEWS = "slides snapshot"
_TIMED = "daily weekly monthly quarterly"
_WEEK = {str(n): f"星期{'一二三四五六日'[n - 1]}" for n in range(1, 8)}
_MONTHS = {"1": "第一个月", "2": "第二个月", "3": "第三个月"}


def form_values(query: Query, settings: Settings) -> dict[str, Any]:
    """What the form offers (value: words), what an address brings along, and who may be told."""
    given = {name: values[-1] for name, values in query.items() if values}
    boards = sorted(BOARDS.values(), key=lambda b: b.order)
    offered = {
        "whats": {key: what.label for key, what in WHATS.items()},
        "views": _VIEWS,
        "wall": WALL,
        "pages": {board.path: board.title for board in boards} | {WALL: "大屏"},
        "scenes": scenes_of(),
        "papers": _PAPERS,
        "kinds": {kind.code: kind.label for kind in KINDS.values()},
        "forms": {form: form.upper() for form in FORMS},
        "rhythms": RHYTHMS,
        "timed": _TIMED,
        "weekdays": _WEEK,
        "months": _MONTHS,
        "days": _DAYS,
    }
    hosts = "、".join(h.strip() for h in settings.webhook_hosts.split(",") if h.strip())
    return {
        "form": offered,
        "given": defaultdict(str, given),
        "has_mail": bool(settings.smtp_url),
        "hosts": hosts,
    }
