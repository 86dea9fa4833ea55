"""What can be asked of a snapshot (快照), by pages, commands, API and schedules alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jobs.model import Job
from jobs.service import Jobs

KIND = "snapshot.make"
#: The kind of job that makes slides of the same views.
SLIDES = "slides.make"
FORMATS = {"pdf": "PDF", "png": "图片（PNG）"}
PAPERS = {"a4": "A4 纵向", "a4-landscape": "A4 横向", "16:9": "16:9 单页"}
#: The wall's own page; all others are sheets of paper at heart.
WALL = "/screen"
#: So many snapshots may wait; more are refused, not forgotten.
MOST_WAITING = 50
#: Widths and heights in CSS pixels, and how many pixels a picture may have.
WIDTHS, HEIGHTS, MOST_PIXELS = (320, 7680), (200, 8000), 70_000_000
_PATH = re.compile(r"/[\w\-/]*")
#: Parameters that are said otherwise, or are the drawing's own.
_OWN = ("_tile", "still", "picture", "whole")


class BadOrder(ValueError):
    """A snapshot that cannot be made as it was asked for: which ``field``, and what would be right."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class TooMany(RuntimeError):
    """As many snapshots wait as may; the message (Chinese) says so."""


@dataclass(frozen=True)
class Order:
    """One snapshot as it is asked for.

    ``page`` and ``query`` are the view's address (``version=`` in it pins a publication, ``scene=`` names
    a scene of the wall), ``tile`` one tile of it by its name there, empty for all. ``paper`` is for PDF;
    ``width``, ``height`` (CSS pixels, 0: as it suits the view) and ``scale`` (device pixels to one) for PNG.
    """

    page: str
    query: str = ""
    tile: str = ""
    format: str = "pdf"
    paper: str = "a4"
    scale: int = 1
    width: int = 0
    height: int = 0

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Order:
        """Read what was asked; other names are an error, as is what cannot be. Raises ``BadOrder``."""
        known = {"page", "query", "tile", "scene", "format", "paper", "scale", "width", "height"}
        if other := sorted(set(given) - known):
            raise BadOrder(other[0], f"没有参数 {other[0]}，应为 {'、'.join(sorted(known))} 之一")
        text = {name: _text(given.get(name)) for name in ("page", "query", "tile", "scene")}
        page, query = text["page"] or "/", text["query"].lstrip("?")
        if not _PATH.fullmatch(page) or len(query) > 4000:
            raise BadOrder("page", f"“{page}”不是页面的地址，应写作 /members，条件放在 query")
        pairs = [(n, v) for n, v in parse_qsl(query) if n not in _OWN]
        if text["scene"]:
            pairs = [(n, v) for n, v in pairs if n != "scene"] + [("scene", text["scene"])]
        form = _one_of("format", given.get("format") or "pdf", FORMATS)
        paper = given.get("paper") or ("16:9" if page == WALL else "a4")
        order = cls(
            page,
            urlencode(pairs),
            text["tile"],
            form,
            _one_of("paper", paper, PAPERS),
            int(_one_of("scale", str(given.get("scale") or 1), {"1": "", "2": ""})),
            _size("width", given.get("width"), WIDTHS),
            _size("height", given.get("height"), HEIGHTS),
        )
        if page == WALL and form == "pdf" and order.paper != "16:9":
            raise BadOrder("paper", "大屏的 PDF 只有 16:9 单页")
        if order.width * order.height * order.scale**2 > MOST_PIXELS:
            raise BadOrder("width", f"图片超过 {MOST_PIXELS // 1_000_000} 百万像素，请减小尺寸或倍数")
        return order

    @property
    def words(self) -> str:
        """The order in a few words, as the name of its job."""
        form = FORMATS["pdf"] + f" {PAPERS[self.paper]}" if self.format == "pdf" else f"PNG {self.scale}×"
        return f"快照 {self.page}{f' 的“{self.tile}”' if self.tile else ''}（{form}）"

    def params(self) -> dict[str, Any]:
        """As the parameters of a job."""
        return asdict(self)


def submit(jobs: Jobs, order: Order, by: str) -> Job:
    """Have a snapshot made; the job's result is ``{"artefact": id, "code": …}``.

    Raises ``TooMany``, ``StoreUnavailable``, ``QueueUnavailable``.
    """
    _require_room(jobs, KIND)
    return jobs.submit(KIND, {**order.params(), "by": by}, order.words, by)


def submit_slides(jobs: Jobs, order: Order, by: str) -> Job:
    """Have slides of a page made; result and errors are those of ``submit``."""
    _require_room(jobs, SLIDES)
    view = {"page": order.page, "query": order.query, "by": by}
    return jobs.submit(SLIDES, view, f"幻灯片 {order.page}", by)


def _require_room(jobs: Jobs, kind: str) -> None:
    newest = jobs.jobs(kind, limit=2 * MOST_WAITING)
    if sum(job.state == "queued" for job in newest) >= MOST_WAITING:
        what = "快照" if kind == KIND else "幻灯片"
        raise TooMany(f"已有 {MOST_WAITING} 个{what}在排队，请稍后再试")


def _text(value: object) -> str:
    # Half a character cannot be stored or sent on.
    return str(value or "").encode(errors="replace").decode().strip()


def _one_of(field: str, value: object, known: Mapping[str, str]) -> str:
    if not isinstance(value, str) or value not in known:
        right = "、".join(f"{name}（{words}）" if words else name for name, words in known.items())
        raise BadOrder(field, f"{field}={value}：应为 {right} 之一")
    return value


def _size(field: str, value: object, limits: tuple[int, int]) -> int:
    text = str(value or 0).strip()
    number = int(text) if text.isascii() and text.isdigit() else -1
    if number != 0 and not limits[0] <= number <= limits[1]:
        raise BadOrder(field, f"{field}={value}：应为 {limits[0]} 到 {limits[1]} 之间的整数（像素）")
    return number
