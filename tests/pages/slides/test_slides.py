"""Slides hold what the page shows: native, whole, with the same numbers, inside their edges."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

import app
from components.board.sheet import SHEETS, Sheet
from data.settings import ROOT, Settings
from documents.slides.charts import chart_of
from documents.slides.content import SlidesRefused, content_of
from documents.slides.make import pptx_of
from documents.slides.parts import Lines
from documents.slides.reading import _parts, parts_of
from documents.slides.work import MAKE
from frames.kinds import Chart, Frame, Several
from frames.model import Ahead, Point, Series
from frames.records import Account, Entry
from frames.tiles import Drawn, Tile
from jobs import Job, Jobs
from jobs.running import run as work_on
from store import open_store
from store.artefacts import Archive, Wanted
from tests.pages.screen import BOARDS, Screen, charts, screen_over, text
from tests.support.audit import audited
from tests.support.processes import running
from tests.support.server import environment

CODE = "K7QM-3F9T-2B"
SCENES = ("overview", "people", "activities", "supervision", "communication", "morning")
PLACES = [*((path, "") for path in BOARDS), *(("/screen", scene) for scene in SCENES)]


def slides(page: str, query: str = "", scene: str = "") -> Any:
    """The slides as a program opens them."""
    return Presentation(io.BytesIO(pptx_of(content_of(page, query, scene), CODE)))


def settled(jobs: Jobs, id: str) -> Job:
    """A job once it is over."""
    until = time.monotonic() + 60
    while not (job := jobs.job(id)).is_over:
        assert time.monotonic() < until, job
        time.sleep(0.05)
    return job


def shapes(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes]


def words(deck: Any) -> str:
    """Everything that is written on the slides, tables too."""
    found = [shape.text_frame.text for shape in shapes(deck) if shape.has_text_frame]
    tables = [shape.table for shape in shapes(deck) if shape.has_table]
    return "\n".join([*found, *(cell.text for table in tables for row in table.rows for cell in row.cells)])


def workbooks(deck: Any) -> list[tuple[list[Any], list[list[Any]]]]:
    """(head, rows) of the workbook in each chart."""
    found = []
    for shape in shapes(deck):
        if shape.has_chart:
            blob = shape.chart.part.chart_workbook.xlsx_part.blob
            head, *rows = openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows(values_only=True)
            found.append((list(head), [list(row) for row in rows]))
    return found


@pytest.mark.parametrize(("page", "scene"), PLACES)
def test_every_page_and_scene_becomes_native_slides_inside_their_edges(
    screen: Screen, page: str, scene: str
) -> None:
    deck = slides(page, scene=scene)
    assert len(deck.slides) > 1
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
    assert [s.name for s in shapes(deck) if s.shape_type == MSO_SHAPE_TYPE.PICTURE] == []
    out = [
        (s.name, s.left, s.top, s.width, s.height)
        for s in shapes(deck)
        if min(s.left, s.top) < 0
        or s.left + s.width > deck.slide_width
        or s.top + s.height > deck.slide_height
    ]
    assert out == []
    assert all(not shape.has_chart or shape.chart.plots[0].categories for shape in shapes(deck))


def test_charts_hold_exactly_the_numbers_of_the_page(screen: Screen) -> None:
    shown = {t["props"]["aria-label"]: t for t in screen.tiles("/members").values()}
    (option,) = charts(shown["个人会员：按学会"])
    numbers = [item["value"] for item in option["series"][0]["data"]]
    assert numbers[:2] == [1000, 999]  # S7, S8 of the small world
    found = [[row[-1] for row in rows] for _, rows in workbooks(slides("/members"))]
    assert numbers in found


def test_a_trend_is_one_line_with_its_open_month_and_the_year_before(screen: Screen) -> None:
    shown = {t["props"]["aria-label"]: t for t in screen.tiles("/members").values()}
    (option,) = charts(shown["个人会员增长"])
    first = [item["value"] for item in option["series"][0]["data"]]
    assert first[-1] == "-", "the month is not over: the last point is on the dashed part"
    books = [rows for head, rows in workbooks(slides("/members")) if "个人会员（上年同期）" in head]
    (rows,) = [rows for rows in books if [r[2] for r in rows][:11] == first[:11]]
    assert rows[0][:2] == ["2022年", "1月"]
    assert rows[-1][1:3] == ["12月", 1005]


def test_small_charts_have_their_names_and_months_and_cells_their_lines(screen: Screen) -> None:
    deck = slides("/compare", "by=district&district=110101&district=110108")
    said = words(deck)
    assert "走势对比：各指标　注册组织 单位：家" in said
    months = [rows for head, rows in workbooks(deck) if head[2:] == ["东城区", "海淀区"]]
    assert {tuple(rows[0][:2]) for rows in months} == {("2022年", "1月")}
    (cell, *_) = [line for line in said.split("\n") if line.startswith("注册组织")]
    assert cell == "注册组织", "the unit stands on a line of its own"


def test_what_is_expected_has_its_ends_and_is_not_called_unfinished() -> None:
    labels = [f"2022-{n:02d}" for n in range(1, 13)]
    series = Series("注册组织", tuple(Point(label, 100.0 + n) for n, label in enumerate(labels)))
    ahead = Ahead(
        (Point("2023-01", 113.0), Point("2023-02", 114.0)), (110.0, 109.0), (116.0, 119.0), "80% 区间"
    )
    chart = chart_of(Chart("trend", "家", (series,), "月份", ahead=ahead))
    found = {one.name: one.values for one in chart.series}
    assert found["注册组织"][:12] == tuple(p.value for p in series.points)
    assert found["预测"][-2:] == (113.0, 114.0)
    assert found["80% 区间下限"][-2:] == (110.0, 109.0)
    assert found["80% 区间上限"][-2:] == (116.0, 119.0)
    assert chart.partial == frozenset()
    assert chart.labels[-1] == "2023-02"


def test_every_kind_of_frame_has_a_reader() -> None:
    (part,) = parts_of(Drawn(Account("来历", (Entry("数字", "5"),))))
    assert isinstance(part, Lines)
    assert [(line.word, line.text) for line in part.lines] == [("数字", "5")]
    for kind in get_args(Frame):
        assert kind is Several or _parts.dispatch(kind) is not _parts.dispatch(object), kind


def test_districts_are_bars_and_lights_have_shape_and_word(screen: Screen) -> None:
    (rows,) = [rows for _, rows in workbooks(slides("/members")) if ["石景山区", 0] in rows]
    assert len(rows) == 17, "16 districts and 经开区"
    assert [row for row in rows if row[1]] == [["东城区", 2], ["朝阳区", 2], ["海淀区", 2]]
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    deck = slides("/supervision")
    signs = {s.name for s in shapes(deck) if s.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE}
    assert {"红灯", "黄灯", "绿灯", "蓝灯"} <= signs
    assert words(deck).count("红灯") > 0


def test_the_first_slide_says_what_the_numbers_are(screen: Screen) -> None:
    deck = slides("/members", "as_of=2022-06-30&district=110108")
    first = "\n".join(s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame)
    assert "人才会员" in first
    assert "截至2022年6月30日" in first
    assert "区：海淀区" in first
    assert "2022年12月30日" in first  # up to when the data go
    assert "000001（" in first
    assert CODE in first
    assert "演示数据，不是真实业务数据" in first
    assert all("演示数据" in "".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
               for slide in deck.slides)  # fmt: skip


def test_notes_carry_definition_and_source(screen: Screen) -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides("/members").slides]
    (one,) = [n for n in notes if "【个人会员：按学会】" in n]
    assert "口径 RC01 个人会员：有至少 1 条有效会籍" in one
    assert "数据来源：" in one
    assert "筛选条件：截至2022年12月30日" in one


def test_a_tile_that_fails_refuses_the_whole_and_is_named(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> Drawn:
        raise ZeroDivisionError

    good = SHEETS["/members"]({})
    broken = {**good.tiles, "x": Tile("坏了的一块", ("RC01",), fail)}
    monkeypatch.setitem(SHEETS, "/members", lambda query: Sheet(good.top, broken, good.query))
    with pytest.raises(SlidesRefused, match="“坏了的一块”无法显示"):
        content_of("/members")


@pytest.mark.parametrize(
    ("page", "query", "scene", "said"),
    [
        ("/nope", "", "", "没有页面“/nope”"),
        ("/members", "as_of=x", "", "应写作 2022-12-30"),
        ("/members", "", "overview", "只有大屏"),
        ("/screen", "", "nope", "大屏没有场景“nope”"),
        ("/screen", "gender=男", "", "大屏没有条件“gender”"),
        ("/views", "", "", "没有可以放进幻灯片的内容"),
    ],
)
def test_what_cannot_be_made_says_why(screen: Screen, page: str, query: str, scene: str, said: str) -> None:
    with pytest.raises(SlidesRefused, match=said):
        content_of(page, query, scene)


def test_text_of_the_page_is_on_the_slides(screen: Screen) -> None:
    opening = next(t for t in screen.tiles("/members").values() if t["props"]["aria-label"] == "概述")
    said = words(slides("/members"))
    for line in text(opening).split("。"):
        assert line in said


def test_the_command_writes_a_file_under_a_record(world_settings: Settings, tmp_path: Path) -> None:
    with screen_over(world_settings):
        runner = app.create_app().server.test_cli_runner()
        path = tmp_path / "x.pptx"
        done = runner.invoke(args=["slides", "/members", "--query", "as_of=2022-12-30", "-o", str(path)])
        assert done.exit_code == 0, done.output
        assert len(Presentation(str(path)).slides) > 5
        refused = runner.invoke(args=["slides", "/nope", "-o", str(tmp_path / "y.pptx")])
        assert refused.exit_code == 2
        assert "没有生成幻灯片：没有页面“/nope”" in refused.output
        assert not (tmp_path / "y.pptx").exists()
    kept = Archive(world_settings).find(Wanted(page="/members"))[0]
    assert Archive(world_settings).read(kept) == path.read_bytes()
    assert kept.code in done.output
    assert (kept.kind, kept.query, kept.version) == ("slides.pptx", "as_of=2022-12-30", "000001")
    assert "RC01" in kept.indicators
    entry = audited(world_settings.home)[-1]
    assert (entry["action"], entry["subject"]) == ("slides", "人才会员")
    assert (entry["detail"]["version"], entry["detail"]["code"]) == ("000001", kept.code)


def test_the_job_makes_them_in_a_process_of_its_own(world_settings: Settings, tmp_path: Path) -> None:
    jobs = Jobs(world_settings)
    with running(
        [sys.executable, "worker.py"], lambda: jobs.workers() > 0,
        log=tmp_path / "log", cwd=ROOT, env=environment(world_settings),
    ):  # fmt: skip
        asked = jobs.submit(MAKE, {"page": "/screen", "query": "", "scene": "morning"}, "晨会", "张三")
        refused = jobs.submit(MAKE, {"page": "/nope", "query": ""}, "没有", "张三")
        done = settled(jobs, asked.id)
        assert done.state == "done", done.error
        kept = Archive(world_settings).get(done.result["code"])
        assert (kept.id, kept.page) == (done.result["artefact"], "/screen")
        assert kept.query == "as_of=2022-12-30&scene=morning"
        assert Presentation(io.BytesIO(Archive(world_settings).read(kept))).slides
        failed = settled(jobs, refused.id)
        assert failed.state == "failed"
        assert failed.error.startswith("没有页面“/nope”")


def test_the_menu_of_a_page_asks_for_slides(screen: Screen, world_settings: Settings) -> None:
    token = screen.client.get("/intake/token").get_json()["token"]
    asked = {"page": "/screen", "query": "scene=morning", "form": "pptx"}
    answer = screen.client.post("/briefings/snapshots", data=asked, headers={"X-Cockpit-Token": token})
    assert answer.status_code == 202, answer.text
    id = answer.get_json()["job"]
    work_on(open_store(world_settings), id)
    told = screen.client.get(f"/briefings/snapshots/{id}").get_json()
    assert told["state"] == "done", told["error"]
    kept = Archive(world_settings).get(told["code"])
    assert (kept.kind, kept.query) == ("slides.pptx", "scene=morning&as_of=2022-12-30")
    assert screen.client.get(told["href"]).data == Archive(world_settings).read(kept)
