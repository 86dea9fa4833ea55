"""The PDF: its text, its fonts, its pages; the same content as Word."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from documents.files import make
from documents.model import Briefing, Chart, Heading, Paragraph
from documents.pdf.document import html
from documents.seal import Seal
from tests.briefings.conftest import Desk

pytestmark = pytest.mark.browser

#: A name that no list of common characters has.
RARE = "甲龘𠮷"


@pytest.fixture(scope="module")
def annual(desk: Desk) -> Briefing:
    return desk.write("annual").with_masthead(number=6, total=9, editor=RARE[:2], reviewer="乙")


@pytest.fixture(scope="module")
def reader(annual: Briefing) -> PdfReader:
    return PdfReader(
        BytesIO(make(annual, "pdf", Seal("K7QX-2M4P-AB", "http://127.0.0.1/verify/K7QX-2M4P-AB")))
    )


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_sentence_is_text(reader: PdfReader, annual: Briefing) -> None:
    pages = [page.extract_text() for page in reader.pages]
    # A paragraph may go on behind the number and the head of a page.
    text = re.sub(r"—\d+—|演示数据", "", plain("".join(pages)))
    said = [annual.said(b.text) for b in annual.blocks if isinstance(b, Heading | Paragraph)]
    assert [sentence for sentence in said if plain(sentence) not in text] == []
    assert plain(f"编辑：{RARE[:2]}　　审核：乙") in text
    assert "验证码K7QX-2M4P-AB" in text


def test_pages_are_numbered_and_marked(reader: PdfReader) -> None:
    texts = [plain(page.extract_text()) for page in reader.pages]
    assert all(f"—{n}—" in text for n, text in enumerate(texts, 1))
    assert all("演示数据" in text for text in texts)
    width, height = reader.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_fonts_are_embedded_and_static(reader: PdfReader) -> None:
    kinds, embedded = set(), set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            kinds.add(inner["/Subtype"])
            embedded.add("/FontFile2" in inner["/FontDescriptor"].get_object())
    assert (kinds, embedded) == ({"/CIDFontType2"}, {True})


def test_what_comes_from_data_cannot_break_the_document(annual: Briefing) -> None:
    hostile = annual.with_masthead(editor="<script>alert(1)</script>")
    assert "<script>alert" not in html(hostile)


#: Names that are cut when measured with another font, that need two lines and three, and rare letters.
LONG = (
    "「科创中央厨房」联合工作组办公室",
    "北京市科学技术协会创新服务中心（北京市科学技术进修学院）",
    f"北京{RARE[:2]}学会Committee on Standards and Metrology of Beijing，标准化与计量工作委员会",
)


def test_names_beside_bars_are_whole_and_on_the_sheet(annual: Briefing) -> None:
    [bars, *_] = [b for b in annual.blocks if isinstance(b, Chart) and b.form == "bar"]
    few = tuple((name, ids[: len(LONG)]) for name, ids in bars.series)
    chart = replace(bars, labels=LONG, series=few)
    reader = PdfReader(BytesIO(make(replace(annual, blocks=(chart,)), "pdf")))
    placed: list[tuple[str, float]] = []

    def note(text: str, cm: list[float], tm: list[float], *_: Any) -> None:
        placed.append((text.strip(), tm[4] * cm[0] + cm[4]))

    text = plain("".join(page.extract_text(visitor_text=note) for page in reader.pages))
    assert [name for name in LONG if plain(name) not in text] == []
    # 28 and 26 mm of a sheet of 210 are its edges.
    assert [at for word, at in placed if word and not 79 <= at <= 522] == []
