"""Snapshots: what they show, what they say of themselves, and that an incomplete one is never kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from components.board import page as board_page
from components.board.page import BOARDS
from components.views import view
from documents.seal import seal_of
from documents.snapshots import snapshot
from documents.view import SnapshotRefused
from frames.kinds import Map, Remark
from frames.model import Point
from frames.tiles import Drawn, Tile
from jobs.snapshots import BadOrder, Order, TooMany, submit
from readers import walls
from store.artefacts import Archive, Artefact
from store.base import now
from tests.support.pdf import fonts_of, sheets_of, text_of

pytestmark = [
    pytest.mark.browser,
    # The development server that answers the own browser leaves closing of files to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PINNED = "version=000001&as_of=2022-12-30"


def made(**asked: Any) -> tuple[Artefact, bytes]:
    return snapshot(Order.parse(asked), "张三", lambda what, share: None)


def drawn_by(page: str, draw: Any, monkeypatch: pytest.MonkeyPatch, title: str = "坏掉的一块") -> None:
    """A page that ends with one more tile."""
    board = BOARDS[page]
    tile = Tile(title, ("RC01",), draw)
    monkeypatch.setitem(BOARDS, page, replace(board, tiles=(*board.tiles[:1], tile)))


def test_a_page_becomes_text_and_lines_that_say_what_they_are(archive: Archive) -> None:
    kept, data = made(page="/members", query=PINNED)
    text = text_of(data)
    for words in (
        "人才会员",
        "1,005",
        "演示数据",
        "数据截至2022年12月30日",
        "存档版本000001",
        "张三制作",
        kept.code,
    ):
        assert words in text, words
    assert "第1页，共" in text
    assert {name for name in fonts_of(data) if not name.startswith("NotoSansSC")} == set()
    sheets: Any = PdfReader(BytesIO(data)).pages
    assert [i for sheet in sheets for i in sheet.images] == [], "charts and QR are lines, not pixels"
    assert archive.get(kept.code) == kept
    assert archive.read(kept) == data
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert (kept.version, kept.edition.partition("@")[0], kept.maker) == ("000001", "000001", "张三")
    assert "RC01" in kept.indicators
    assert kept.file_name == "人才会员_20221230_版本000001_演示数据.pdf"


def test_without_a_version_it_is_the_newest_and_its_day_is_kept(archive: Archive) -> None:
    kept, data = made(page="/members", query="", paper="a4-landscape")
    assert (kept.version, kept.query) == ("000002", "as_of=2023-01-31")
    assert "1,005" not in text_of(data)
    assert "存档版本" not in text_of(data)
    box = PdfReader(BytesIO(data)).pages[0].mediabox
    assert box.width > box.height


def test_a_list_is_whole_with_its_head_on_every_sheet(archive: Archive) -> None:
    _, data = made(page="/drill", query=f"i=RC08&{PINNED}")
    sheets = sheets_of(data)
    listed = [sheet for sheet in sheets if "年龄段" in sheet or "职称" in sheet]
    assert len(listed) > 2
    assert "下一页" not in text_of(data)


def test_a_tile_alone_and_a_page_on_one_sheet(archive: Archive) -> None:
    kept, _ = made(page="/members", query=PINNED, tile="2")
    assert kept.title.startswith("人才会员：")
    assert kept.indicators == BOARDS["/members"].tiles[2].codes
    _, one = made(page="/members", query=PINNED, paper="16:9")
    (sheet,) = PdfReader(BytesIO(one)).pages
    assert round(float(sheet.mediabox.width / sheet.mediabox.height), 2) == 1.78


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"page": "/screen", "query": PINNED, "width": 1600, "height": 900}, (1600, 900)),
        ({"page": "/screen", "scale": 2, "scene": "party"}, (3840, 2160)),
        ({"page": "/members", "query": PINNED, "width": 1000}, (1000, None)),
    ],
)
def test_a_picture_has_the_size_that_was_asked_for(archive: Archive, asked: Any, size: Any) -> None:
    if "scene" in asked:
        from pages.screen import WALL

        asked = asked | {"scene": WALL.scenes[1].key}
    kept, data = made(format="png", **asked)
    picture = Image.open(BytesIO(data))
    assert picture.width == size[0]
    assert size[1] in (None, picture.height)
    assert kept.media_type == "image/png"


def test_a_picture_of_the_wall_is_no_wall(archive: Archive) -> None:
    before = len(walls.walls(now()))
    made(page="/screen", format="png")
    assert len(walls.walls(now())) == before


def test_a_tile_that_fails_refuses_the_snapshot_and_is_named(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Any) -> Drawn:
        raise ZeroDivisionError

    drawn_by("/party", broken, monkeypatch)
    before = archive.count()
    with pytest.raises(SnapshotRefused, match=r"“坏掉的一块”.*程序出错"):
        made(page="/party")
    assert archive.count() == before


def test_an_empty_chart_is_refused(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from components.echart import EChart

    nothing = Remark("没有", "hint")
    drawn_by("/services", lambda _: Drawn(nothing), monkeypatch, "空图")
    empty = EChart({"series": []})
    monkeypatch.setattr(board_page, "view", lambda frame: [empty] if frame is nothing else view(frame))
    with pytest.raises(SnapshotRefused, match="“空图”图"):
        made(page="/services", format="png")


def test_a_letter_that_no_font_has_is_refused_and_named(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_by("/communication", lambda _: Drawn(Remark("古埃及𓀀字", "hint")), monkeypatch, "古文字")
    with pytest.raises(SnapshotRefused, match="字体中没有：“𓀀”"):
        made(page="/communication")


def test_what_asks_another_host_is_refused(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    outlines = Map("家", (Point("海淀区", 1, key="110108"),), "http://elsewhere.example/a.json")
    drawn_by("/activities", lambda _: Drawn(outlines), monkeypatch, "外链")
    with pytest.raises(SnapshotRefused, match="没有制作快照"):
        made(page="/activities")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"page": "/nowhere"}, "没有页面 /nowhere"),
        ({"page": "/members", "tile": "99"}, "没有“99”这一块"),
        ({"page": "/screen", "scene": "nowhere"}, "没有场景“nowhere”"),
    ],
)
def test_what_is_not_there_is_said(archive: Archive, asked: Any, said: str) -> None:
    with pytest.raises(SnapshotRefused, match=said):
        made(**asked)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"page": "http://elsewhere.example/"}, "page"),
        ({"page": "/members", "format": "docx"}, "format"),
        ({"page": "/members", "paper": "a3"}, "paper"),
        ({"page": "/members", "scale": 3}, "scale"),
        ({"page": "/members", "width": "1e9"}, "width"),
        ({"page": "/members", "width": 7680, "height": 8000, "scale": 2}, "width"),
        ({"page": "/screen", "paper": "a4"}, "paper"),
        ({"page": "/members", "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_asked_for_is_said(asked: Any, field: str) -> None:
    with pytest.raises(BadOrder) as refused:
        Order.parse(asked)
    assert refused.value.field == field


def test_no_more_wait_than_may() -> None:
    class Full:
        def jobs(self, kind: str, limit: int) -> list[Any]:
            return [type("Job", (), {"state": "queued"})] * 50

    with pytest.raises(TooMany, match="50 个快照在排队"):
        submit(Full(), Order.parse({"page": "/"}), "张三")  # type: ignore[arg-type]


def test_the_address_on_the_paper_is_the_one_that_readers_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_PUBLIC_URL", "http://localhost:9000/app/")
    assert seal_of("K7QM-3F9T-2B").address == "http://localhost:9000/app/verify/K7QM-3F9T-2B"
