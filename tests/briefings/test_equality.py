"""Briefings on the demonstration: published figures stated equal, tables that add up, places with a base."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from briefings import equality
from briefings.compose import compose
from briefings.kinds import get_kind
from briefings.times import span
from data.engine import open_database
from data.settings import ROOT, Settings
from demo.build import write_delivery
from documents.files import make
from documents.model import Briefing
from intake import import_delivery
from queries.cache import AnswerCache
from queries.ranking import RANK_BASE
from queries.scope import EVERYTHING
from queries.service import Cockpit
from tests.briefings.conftest import Desk, table

#: The paper of 30 December 2022, in which the figures were published.
PAPER = "《“数字科协”建设工作信息》2022年第6期（2022年12月30日）"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on the demonstration database."""
    folder: Path = tmp_path_factory.mktemp("demo")
    settings = Settings(home=folder / "home")
    write_delivery(folder / "delivery", 1.0, lambda *_: None)
    import_delivery(folder / "delivery", settings)
    database = open_database(settings)
    yield Desk(settings, Cockpit(database, AnswerCache(settings)))
    database.close()


@pytest.fixture(scope="module")
def annual(demonstration: Desk) -> Briefing:
    """The briefing of 2022 as of the day of that paper."""
    kind = get_kind("annual")
    return compose(demonstration.cockpit, kind, span(kind, 2022), scope=EVERYTHING)


@pytest.mark.slow
@pytest.mark.browser
def test_every_published_figure_is_stated_equal(demonstration: Desk, annual: Briefing) -> None:
    with (ROOT / "data/reference/published_figures.csv").open(encoding="utf-8-sig") as file:
        wanted = {row["key"] for row in csv.DictReader(file) if row["source"] == PAPER}
    rows = equality.table(annual, equality.published_in(demonstration.cockpit, annual))
    stated = {row.figure.key: row for row in rows}
    assert len(wanted) == 37
    assert wanted - set(stated) == set()
    assert {key: (r.published, r.text) for key, r in stated.items() if r.verdict != "equal"} == {}
    said = [field.text for key in wanted for field in stated[key].fields]
    word = "".join(p.text for p in docx.Document(BytesIO(make(annual, "docx"))).paragraphs)
    pages = PdfReader(BytesIO(make(annual, "pdf"))).pages
    printed = re.sub(r"\s|—\d+—|演示数据", "", "".join(page.extract_text() for page in pages))
    assert [text for text in said if text not in word] == []
    assert [text for text in said if text not in printed] == []


#: Columns of the departments' table whose rows add up to its total, and those that tell of places.
COUNTED, DUE, RATE, PLACE, MOVED, OVERDUE = (1, 2, 5, 9, 11), 5, 6, 7, 8, 11


@pytest.fixture(scope="module")
def departments(demonstration: Desk) -> list[list[str]]:
    """The departments of the third quarter of 2022, the total last."""
    return table(demonstration.write("supervision", quarter=3), "各部门")


@pytest.mark.slow
def test_the_departments_add_up_to_their_total(departments: list[list[str]]) -> None:
    *rows, total = departments
    for column in COUNTED:
        assert sum(int(row[column]) for row in rows) == int(total[column]) > 0
    # Nothing was initiated there, and what is 59 days late all the same.
    assert [row[OVERDUE] for row in rows if row[0] == "创新服务中心"] == ["1"]
    assert any(row[1] == "0" for row in rows)


@pytest.mark.slow
def test_places_have_a_base_and_stand_in_order(departments: list[list[str]]) -> None:
    *rows, _ = departments
    placed = [row for row in rows if int(row[DUE]) >= RANK_BASE]
    assert rows[: len(placed)] == placed
    assert all(row[PLACE] != "—" for row in placed)
    assert len(placed) < len(rows)
    assert {row[PLACE] + row[MOVED] for row in rows[len(placed) :]} == {"——"}
    rates = [float(row[RATE].rstrip("%")) for row in placed]
    assert rates == sorted(rates, reverse=True)
    assert len(set(rates)) > 1
    for row, rate in zip(placed, rates, strict=True):
        tied = "并列" if rates.count(rate) > 1 else ""
        assert row[PLACE] == f"{tied}第{rates.index(rate) + 1}"
        assert not tied or row[MOVED] == "—"
