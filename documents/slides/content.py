"""What a set of slides is made of: the tiles of a page or a scene, drawn whole, and what they are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qs, urlencode

from access import current_reader
from components.board.page import context_of, tile_info
from components.board.sheet import SHEETS
from components.wall.payload import CHOSEN, PATH
from components.wall.scenes import FEED, WALLS, Wall
from data.engine import DatabaseUnavailable, Publication
from documents.slides.parts import Part, Remark
from documents.slides.reading import parts_of
from frames.context import Context
from frames.formats import date_zh, moment_zh
from frames.tiles import Tile
from queries.evaluate import BadQuestion
from queries.filters import FilterError
from queries.indicators import get
from queries.pin import VERSION, pin
from queries.scope import ScopeRefused
from queries.service import Cockpit, get_cockpit
from store.base import now

log = logging.getLogger(__name__)

DEMONSTRATION = "演示数据"
#: Told what is being drawn (Chinese) and the share of the whole.
Tell = Callable[[str, float], None]


class SlidesRefused(RuntimeError):
    """No slides are made; the message (Chinese) says why, naming the tile that could not be drawn."""


@dataclass(frozen=True)
class Piece:
    """A tile as it goes onto slides. ``notes`` are for who presents: 口径, source, conditions."""

    title: str
    unit: str
    parts: tuple[Part, ...]
    remarks: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """Everything that goes onto the slides. ``asked`` is the address that shows the same."""

    title: str
    pieces: tuple[Piece, ...]
    filters: str
    publication: Publication
    made_at: datetime
    made_by: str
    codes: tuple[str, ...]
    asked: Mapping[str, str]
    as_of: date
    scene: str = ""

    @property
    def demonstration(self) -> bool:
        """Whether the data are made up."""
        return self.publication.is_demonstration

    @property
    def filename(self) -> str:
        """The file's name."""
        p, mark = self.publication, f"_{DEMONSTRATION}" if self.demonstration else ""
        return f"{self.title.replace('/', '、')}_{p.business_date:%Y%m%d}_版本{p.version}{mark}.pptx"


@dataclass(frozen=True)
class _Place:
    """What is asked for: its title, tiles by name, the query they are drawn for, and whose page it is."""

    title: str
    tiles: Mapping[str, Tile]
    query: str
    trail: tuple[str, ...]
    page: str
    scene: str = ""


def untold(what: str, share: float) -> None:
    """Nobody listens to how far it is."""


def content_of(page: str, query: str = "", scene: str = "", tell: Tell = untold, by: str = "") -> Content:
    """Every tile of ``page`` under ``query``, or of a scene of the wall; ``by`` is who wants it.

    Raises ``SlidesRefused`` where there is no such page or a tile cannot be drawn: complete or not at all.
    """
    asked = parse_qs(query)
    version = asked.pop(VERSION, [""])[-1]
    try:
        with pin(version):
            return _content(page, urlencode(asked, doseq=True), scene, tell, by)
    except (DatabaseUnavailable, FilterError, BadQuestion, ScopeRefused) as error:
        raise SlidesRefused(str(error)) from error


def _content(page: str, query: str, scene: str, tell: Tell, by: str) -> Content:
    cockpit = get_cockpit()
    state = cockpit.state()
    if not state.live:
        raise SlidesRefused("数据库暂时连接不上，请稍后再试")
    publication = state.publication
    place = _scene(scene, query) if page == PATH else _page(page, query, scene)
    filters = cockpit.filters(parse_qs(place.query), publication.version)
    pieces = []
    for number, declared in enumerate(place.tiles.values()):
        tell(f"绘制 {declared.title}", 0.05 + 0.75 * number / len(place.tiles))
        context = context_of(declared, filters, publication.version, place.trail, place.page)
        pieces.append(_piece(declared, context))
    codes = dict.fromkeys(code for declared in place.tiles.values() for code in declared.codes)
    return Content(
        title=place.title,
        pieces=tuple(pieces),
        filters=cockpit.sentence(filters),
        publication=publication,
        made_at=now(),
        made_by=by or current_reader().name,
        codes=tuple(codes),
        asked={"page": page, "query": query, "scene": scene},
        as_of=filters.named_day,
        scene=place.scene,
    )


def _page(page: str, query: str, scene: str) -> _Place:
    if scene:
        raise SlidesRefused(f"只有大屏（{PATH}）有场景；“{page}”没有场景“{scene}”")
    if page not in SHEETS:
        raise SlidesRefused(f"没有页面“{page}”，可用的有：{'、'.join([*sorted(SHEETS), PATH])}")
    sheet = SHEETS[page](parse_qs(query))
    if not sheet.tiles:
        why = f"：{sheet.wrong}" if sheet.wrong else ""
        raise SlidesRefused(f"“{page}”没有可以放进幻灯片的内容{why}")
    return _Place(sheet.title or page, sheet.tiles, sheet.query or query, sheet.trail, page)


def _scene(key: str, query: str) -> _Place:
    wall: Wall = WALLS[PATH]
    known = {scene.key: scene for scene in wall.scenes}
    asked = parse_qs(query)
    key = key or asked.get("scene", [wall.scenes[0].key])[-1]
    scene = known.get(key)
    if scene is None:
        raise SlidesRefused(f"大屏没有场景“{key}”，可用的有：{'、'.join(known)}")
    if unknown := sorted(set(asked) - set(CHOSEN) - {"scene"}):
        raise SlidesRefused(f"大屏没有条件“{'、'.join(unknown)}”，可用的有：{'、'.join(CHOSEN)}")
    kept = "&".join(f"{name}={asked[name][-1]}" for name in CHOSEN if asked.get(name))
    tiles = {**dict(scene.tiles("normal")), FEED: wall.feed}
    return _Place(f"大屏：{scene.title}", tiles, kept, (), PATH, scene.key)


def _piece(declared: Tile, context: Context) -> Piece:
    try:
        drawn = declared.draw(context)
        info = tile_info(declared, context, drawn.note)
        parts = parts_of(drawn) if drawn.frame is not None else [Remark("当前条件下没有数据")]
    except (DatabaseUnavailable, FilterError, BadQuestion, ScopeRefused) as error:
        raise SlidesRefused(f"“{declared.title}”无法显示：{error}") from error
    except Exception as error:
        log.exception("幻灯片中的“%s”无法显示", declared.title)
        raise SlidesRefused(f"“{declared.title}”无法显示：程序出错，已记入日志") from error
    said = [part.text for part in parts if isinstance(part, Remark)]
    shown = tuple(part for part in parts if not isinstance(part, Remark))
    unapplied = [f"未适用的条件：{'、'.join(info.ignored)}"] if info.ignored else []
    remarks = [*said, *([info.note] if info.note else []), *unapplied, *([info.late] if info.late else [])]
    return Piece(declared.title, info.unit, shown, tuple(remarks), tuple(_notes(declared, context, remarks)))


def _notes(declared: Tile, context: Context, remarks: Sequence[str]) -> Iterator[str]:
    yield f"【{declared.title}】"
    for code in dict.fromkeys(declared.codes):
        one = get(code)
        yield f"口径 {code} {one.name}：{one.definition}。单位：{one.unit}"
        yield f"责任部门：{one.owner}；数据来源：{one.system}"
    yield f"筛选条件：{_conditions(context.cockpit, declared, context)}"
    yield from remarks


def _conditions(cockpit: Cockpit, declared: Tile, context: Context) -> str:
    code = declared.codes[0] if declared.codes else None
    return cockpit.sentence(context.filters, code) if code else cockpit.sentence(context.filters)


def cover_of(content: Content, code: str) -> list[tuple[str, str]]:
    """What the first slide says of the data, as pairs of name and words."""
    p = content.publication
    rows = [
        ("筛选条件", content.filters),
        ("数据截至", date_zh(p.business_date)),
        ("版本", f"{p.version}（{moment_zh(p.published_at)} 发布）"),
        ("生成", f"{moment_zh(content.made_at)}，{content.made_by}"),
        ("验证码", f"{code}（在“归档”中输入，可看到这个版本的同一内容）"),
    ]
    if content.demonstration:
        rows.append(("数据性质", f"{DEMONSTRATION}，不是真实业务数据"))
    return rows
