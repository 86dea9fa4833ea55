"""What is taken away is what is shown: whole, of the same version, as numbers, days and inert text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from data.engine import Publication
from data.settings import Settings
from documents.export.content import Export
from documents.export.textfile import csv_lines
from documents.export.workbook import write_workbook
from frames.model import Column
from tests.pages.screen import BOARDS, Node, Screen, classed, nodes, screen_over, text
from tests.support.audit import audited
from tests.support.small import publish
from tests.support.world import AS_OF, world


def offered(tile: Node) -> dict[str, str]:
    """{format: address} of a tile's export menu."""
    found = [n["props"]["href"] for n in classed(tile, "export-item") if n["props"].get("href")]
    return {href.rpartition("=")[2]: href for href in found}


def workbook(screen: Screen, tile: Node) -> dict[str, list[tuple[Any, ...]]]:
    """{sheet: rows} of a tile's spreadsheet."""
    answer = screen.client.get(offered(tile)["xlsx"])
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def text_table(screen: Screen, tile: Node) -> list[list[str]]:
    answer = screen.client.get(offered(tile)["csv"])
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def shown(tile: Node) -> list[list[str]]:
    """The cells of a tile's table in words, head and foot left out."""
    (table, *_) = [n for n in nodes(tile) if n["type"] == "Table"]
    body = next(n for n in nodes(table) if n["type"] == "Tbody")
    return [[text(c) for c in row["props"]["children"]] for row in body["props"]["children"]]


def as_shown(value: Any) -> str:
    """A spreadsheet's value in the words of the screen."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return f"{value:,}" if isinstance(value, int) else str(value)


def says(value: Any, cell: str) -> bool:
    """Whether a file's value is what a cell of the screen reads; rates are shares in a spreadsheet."""
    if value in (None, "") or cell in ("", "—"):
        return value in (None, "") and cell in ("", "—")
    if isinstance(value, datetime):
        return value.date().isoformat() == cell
    plain = cell.removesuffix("%").replace(",", "")
    try:
        told = float(plain)
    except ValueError:
        return bool(value == cell)
    if isinstance(value, str):
        value = float(value.removesuffix("%"))
    elif cell.endswith("%"):
        value = value * 100
    return bool(round(value, 1) == round(told, 1))


#: Pages whose tiles are tables on the screen, or have one under their chart.
TABLES = [
    *[path for path in BOARDS if path != "/"],
    "/drill?i=ZZ01&by=district",
    "/drill?i=HD01&path=district&district=110108",
    "/organisation?id=S1",
]


@pytest.mark.parametrize("path", TABLES)
def test_a_table_on_the_screen_and_in_files_is_one(screen: Screen, path: str) -> None:
    """Every table that a tile shows begins its spreadsheet and its CSV; a row 全部 is in both."""
    compared = 0
    for tile in screen.tiles(path).values():
        tables = [n for n in nodes(tile) if n["type"] == "Table"]
        if not offered(tile) or not tables:
            continue
        compared += 1
        rows = [row for row in nodes(tables[-1]) if row["type"] == "Tr"]
        head, *lines = [[text(c) for c in nodes(row) if c["type"] in ("Th", "Td")] for row in rows]
        for heads, *found in (workbook(screen, tile)["数据"], text_table(screen, tile)):
            places = [next(n for n, h in enumerate(heads) if f"{h}（".startswith(f"{one}（")) for one in head]
            for row, line in zip(found, lines, strict=False):
                assert all(says(row[n], cell) for n, cell in zip(places, line, strict=True)), (row, line)
            assert len(found) >= len(lines)
            if lines[-1][0].startswith("全部"):
                assert found[-1][0] == lines[-1][0]
    assert compared


def test_a_chart_is_taken_away_with_every_number_it_shows(screen: Screen) -> None:
    tiles = screen.tiles("/members")
    (tile,) = [t for t in tiles.values() if t["props"]["aria-label"] == "个人会员：按学会"]
    sheets = workbook(screen, tile)
    assert list(sheets) == ["说明", "数据"]
    head, *rows = sheets["数据"]
    assert head == ("组织", "数值（人）", "演示数据")
    assert [[as_shown(v) for v in row[:2]] for row in rows] == shown(tile)
    assert text_table(screen, tile)[1:] == [
        [name, value.replace(",", ""), "演示数据"] for name, value in shown(tile)
    ]


def test_the_cover_says_what_the_numbers_are(screen: Screen) -> None:
    tiles = screen.tiles("/members?discipline=B&platform=talent&as_of=2022-06-30")
    (tile,) = [t for t in tiles.values() if t["props"]["aria-label"] == "个人会员：按学会"]
    cover = dict(workbook(screen, tile)["说明"])
    assert cover["内容"] == "个人会员：按学会"
    assert cover["数据性质"].startswith("演示数据")
    assert "截至2022年6月30日" in cover["筛选条件"]
    assert "学科类：工科" in cover["筛选条件"]
    assert cover["未适用的条件"] == "平台"
    assert cover["数据截至"] == "2022年12月30日"
    assert cover["版本"].startswith("000001")
    assert "责任部门" in cover["口径 RC01 个人会员"]


def test_key_figures_and_rates_are_numbers(screen: Screen) -> None:
    head, *rows = workbook(screen, screen.tiles("/organizations")["0"])["数据"]
    found = {row[0]: row[1:7] for row in rows}
    assert head[:7] == ("指标", "数值", "单位", "上期", "上期日期", "上年同期", "上年同期日期")
    assert found["注册组织"][2:] == (8, "2022-11-30", 6, "2021-12-30")
    assert found["注册组织"][:2] == (8, "家")
    name = next(n for n, row in found.items() if row[1] == "%")
    assert isinstance(found[name][0], float)
    assert found[name][0] == pytest.approx(1 / 3)  # 33.3 %: a share, shown as a percentage


def test_chosen_days_are_compared_alike_on_card_in_file_and_in_api(screen: Screen) -> None:
    """Eleven months up to the as-of day, against the eleven before them up to the same part."""
    query = "start=2022-02-01&end=2022-12-31&as_of=2024-12-31"
    tile = screen.tiles(f"/activities?{query}")["0"]
    (card,) = [c for c in classed(tile, "card-cell") if c["props"]["data-code"] == "HD01"]
    assert [text(c) for c in classed(card, "change-days")] == [
        "较2021-03-01至2022-01-30",
        "较2021-02-01至12-30",
    ]
    sheets = workbook(screen, tile)
    (row,) = [row for row in sheets["数据"] if row[0] == "业务活动"]
    assert row[1:7] == (12, "项", 3, "2021-03-01至2022-01-30", 1, "2021-02-01至12-30")
    assert "期间2022年2月1日至12月30日" in dict(sheets["说明"])["筛选条件"]
    asked = screen.ask(f"indicators/HD01?{query}")
    assert asked["value"] == 12
    assert asked["compared"] == {
        "before": {"start": "2021-03-01", "end": "2022-01-30", "value": 3},
        "year_before": {"start": "2021-02-01", "end": "2021-12-30", "value": 1},
    }


@pytest.mark.parametrize("path", ["/activities", "/members"])
def test_what_is_taken_away_of_last_year_is_what_was_shown(screen: Screen, path: str) -> None:
    """去年同期 is a year before the day in the address, in the file too: not two years."""
    compared = 0
    for tile in screen.tiles(f"{path}?period=same_period").values():
        if (
            offered(tile)
            and tile["props"]["aria-label"] != "关键指标"
            and [n for n in nodes(tile) if n["type"] == "Table"]
        ):
            compared += 1
            cover = dict(workbook(screen, tile)["说明"])["筛选条件"]
            assert "2021年12月30日" in cover or "2021年1月1日至12月30日" in cover
    assert compared


@pytest.mark.parametrize("path", BOARDS)
def test_every_tile_with_numbers_can_be_taken_away(screen: Screen, path: str) -> None:
    taken = 0
    for tile in screen.tiles(path).values():
        if not offered(tile):
            continue
        taken += 1
        rows = text_table(screen, tile)
        assert len(rows) > 1, tile["props"]["aria-label"]
        assert {len(row) for row in rows} == {len(rows[0])}
    assert taken


def test_rows_come_whole_in_the_order_of_the_screen_masked_and_under_a_record(own_settings: Settings) -> None:
    with screen_over(own_settings) as screen:
        tile = screen.tiles("/drill?i=RC02&sort=since&desc=1")["rows"]
        head, *rows = text_table(screen, tile)
        total = screen.ask("indicators/RC02/rows")["total"]
        assert len(rows) == total > 20
        days = [row[head.index("入会日期")] for row in rows]
        assert days == sorted(days, reverse=True)
        page = [[cell if cell != "—" else "" for cell in row] for row in shown(tile)]
        assert [row[: len(page[0])] for row in rows[:20]] == page
        assert all("*" in row[head.index("姓名")] for row in rows)
        sheets = workbook(screen, tile)
        assert len(sheets["数据"]) == total + 1
        assert isinstance(sheets["数据"][1][head.index("入会日期")], datetime)
    found = audited(own_settings.home)
    exports = [e for e in found if e["action"] == "export"]
    assert [e["detail"]["format"] for e in exports] == ["csv", "xlsx"]
    assert exports[0]["detail"]["codes"] == ["RC02"]
    assert "sort=since" in exports[0]["detail"]["query"]


def test_a_file_is_of_the_version_that_was_shown(own_settings: Settings) -> None:
    with screen_over(own_settings) as screen:
        tile = screen.tiles("/drill?i=ZZ01")["rows"]
        before = text_table(screen, tile)
        changed = world()
        changed["organisation"] = [{**row, "name": f"{row['name']}（新）"} for row in changed["organisation"]]
        publish(own_settings, changed, business_date=date(2023, 1, 31), demonstration=True)
        assert "版本 000002" in text(screen.open("/").tree)
        assert text_table(screen, tile) == before
        answer = screen.client.get(offered(tile)["csv"].replace("_version=000001", "_version=000009"))
        assert answer.status_code == 503
        assert "版本 000009 已不再保留" in answer.text


def test_its_conditions_are_in_the_words_of_the_version_that_was_shown(own_settings: Settings) -> None:
    with screen_over(own_settings) as screen:
        rows = screen.tiles("/drill?i=RC01&organisation=S1")["rows"]
        before = dict(workbook(screen, rows)["说明"])["筛选条件"]
        changed = world()
        changed["organisation"] = [{**row, "name": f"{row['name']}（新）"} for row in changed["organisation"]]
        publish(own_settings, changed, business_date=date(2023, 1, 31), demonstration=True)
        assert "（新）" in text(screen.open("/drill?i=RC01&organisation=S1").tree)
        assert dict(workbook(screen, rows)["说明"])["筛选条件"] == before


def test_its_name_says_what_it_is(screen: Screen) -> None:
    tile = screen.tiles("/drill?i=RC01")["rows"]
    said = screen.client.get(offered(tile)["xlsx"]).headers["Content-Disposition"]
    assert unquote(said.rpartition("''")[2]) == "个人会员明细_20221230_版本000001_演示数据.xlsx"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/export/nowhere?_tile=0&_format=csv", 404, "没有页面 /nowhere"),
        ("/export/members?_tile=99&_format=csv", 404, "没有这一块内容"),
        ("/export/members?_tile=0&_format=pdf", 400, "应为 xlsx 或 csv"),
        ("/export/members?_tile=0", 400, "应为 xlsx 或 csv"),
        ("/export/members?_tile=0&_format=csv&district=火星", 404, "没有这一块内容"),
    ],
)
def test_what_cannot_be_exported_is_said(screen: Screen, address: str, status: int, said: str) -> None:
    answer = screen.client.get(address)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text


HOSTILE = ('=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\tx", "a\x00b", "<script>", "正常，带逗号")


def made(rows: list[dict[str, object]], demonstration: bool = False) -> Export:
    columns = (Column("name", "名称"), Column("day", "日期", "date"), Column("n", "数", "number", "人"))
    publication = Publication(
        "000001", date.fromisoformat(AS_OF), datetime(2022, 12, 31), demonstration, None
    )
    return Export("表", columns, iter(rows), (("内容", "=1+1"),), publication, ())


def hostile() -> Iterator[dict[str, object]]:
    for number, name in enumerate(HOSTILE):
        yield {"name": name, "day": "2022-12-30", "n": -number}


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    rows = list(hostile())
    path = tmp_path / "x.xlsx"
    assert write_workbook(made(rows), path) == len(rows)
    book = openpyxl.load_workbook(path)
    for line in book["数据"].iter_rows(min_row=2):
        assert [c.data_type for c in line] == ["s", "d", "n"]
        assert not line[0].hyperlink
    assert book["说明"]["B1"].data_type == "s"
    assert book["数据"]["A2"].value == HOSTILE[0]
    lines = b"".join(csv_lines(made(rows))).decode("utf-8-sig").splitlines()
    cells = [row[0] for row in csv.reader(lines)][1:]
    assert [c[:1] for c in cells[:5]] == ["'"] * 5
    assert cells[6:] == ["<script>", "正常，带逗号"]
    assert list(csv.reader(lines))[2][2] == "-1"  # a number is a number, not a text


def test_more_rows_than_a_sheet_takes_go_on_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert write_workbook(made(list(hostile()), demonstration=True), path, most=3) == len(HOSTILE)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", "数据", "数据2", "数据3"]
    assert [book[name].max_row - 1 for name in book.sheetnames[1:]] == [3, 3, 2]
    assert all(book[name]["D1"].value == "演示数据" for name in book.sheetnames[1:])


def test_an_export_of_nothing_is_a_head_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert write_workbook(made([]), path) == 0
    assert openpyxl.load_workbook(path)["数据"].max_row == 1
    assert b"".join(csv_lines(made([]))).decode("utf-8-sig") == "名称,日期,数（人）\r\n"
