"""The Word document: its page, styles, fonts, native charts, tables, sources."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from documents import layout
from documents.files import make
from documents.model import Briefing, Chart
from documents.seal import Seal
from tests.briefings.conftest import Desk


@pytest.fixture(scope="module")
def annual(desk: Desk) -> Briefing:
    return desk.write("annual")


@pytest.fixture(scope="module")
def data(annual: Briefing) -> bytes:
    return make(annual.with_masthead(number=6, total=9, editor="甲", reviewer="乙"), "docx")


@pytest.fixture(scope="module")
def document(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def texts(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_the_page_is_that_of_the_standard(document: Document) -> None:
    section = document.sections[0]
    sides = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(side.mm) for side in sides if side] == [37, 28, 35, 26]
    size = (section.page_width, section.page_height)
    assert [round(edge.mm) for edge in size if edge] == [210, 297]
    body = document.styles["公文正文"]
    assert body.paragraph_format.line_spacing.pt * layout.LINES == pytest.approx(225 / 25.4 * 72, abs=2)
    assert (body.font.size.pt, document.styles["公文标题"].font.size.pt) == (16, 22)


def test_every_style_names_a_chinese_font(document: Document) -> None:
    wanted = {
        "公文正文": "仿宋_GB2312",
        "公文标题": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    fonts = {name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in wanted}
    assert fonts == wanted


def test_free_fonts_are_named_for_those_that_are_not_there(data: bytes) -> None:
    table = ZipFile(BytesIO(data)).read("word/fontTable.xml").decode()
    assert 'w:name="仿宋_GB2312"' in table
    assert "仿宋;FangSong;Noto Serif SC" in table


def test_the_masthead(document: Document) -> None:
    assert texts(document, "报头") == ["“数字科协”建设工作信息"]
    assert texts(document, "期号") == ["2022年　第6期", "（总第9期）"]
    assert texts(document, "编发单位") == ["“数字科协”实施工作专班\t2022年12月30日"]
    assert texts(document, "公文标题") == ["2022年“数字科协”建设与运行情况"]
    assert texts(document, "版记") == ["编辑：甲　　审核：乙", "分送：市科协领导，机关各部门、直属各单位。"]
    assert "（“数字科协”实施工作专班供稿）" in texts(document, "公文正文")


def test_headings_are_real(document: Document) -> None:
    assert texts(document, "Heading 1")[0] == "一、组织联通情况"
    assert texts(document, "Heading 2")[0] == "（一）组织注册"


def test_page_numbers_stand_outside(document: Document) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    aligned = [f.paragraphs[0].alignment for f in (section.footer, section.even_page_footer)]
    assert [str(a).split()[0] for a in aligned] == ["RIGHT", "LEFT"]
    assert section.footer.paragraphs[0].text == "— 1 —"


def test_a_demonstration_says_so_on_both_sides(document: Document, annual: Briefing) -> None:
    section = document.sections[0]
    heads = [h.paragraphs[0].text for h in (section.header, section.even_page_header)]
    assert heads == ["演示数据", "演示数据"]
    real = Briefing(**{**vars(annual), "is_demonstration": False})
    plain = docx.Document(BytesIO(make(real, "docx")))
    assert "".join(p.text for p in plain.sections[0].header.paragraphs) == ""


def test_charts_are_native_with_their_workbook(data: bytes, annual: Briefing) -> None:
    charts = [b for b in annual.blocks if isinstance(b, Chart)]
    archive = ZipFile(BytesIO(data))
    names = [n for n in archive.namelist() if n.startswith("word/charts/chart")]
    assert len(names) == len(charts) > 0
    book = openpyxl.load_workbook(BytesIO(archive.read("word/embeddings/chart1.xlsx")))
    values = [row[1].value for row in book.active.iter_rows(min_row=2)]
    first = charts[0]
    assert values == [annual.fields[id].value for id in first.series[0][1]]
    assert "externalData" in archive.read("word/charts/chart1.xml").decode()


def test_charts_stand_in_lines_as_high_as_they_are(document: Document) -> None:
    drawn = [p for p in document.paragraphs if p._p.xpath(".//w:drawing")]
    assert drawn
    assert {p.style.name for p in drawn if p.style} == {"图"}
    assert document.styles["图"].paragraph_format.line_spacing == 1.0


def test_tables_are_as_wide_as_the_line_and_repeat_their_head(document: Document) -> None:
    for table in document.tables:
        widths = [cell.width.mm for cell in table.rows[0].cells]
        assert sum(widths) == pytest.approx(layout.TEXT_MM, abs=0.5)
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")


#: The order in which the schema wants what tables and cells say of themselves; Word refuses another.
TABLE = ["tblStyle", "tblW", "jc", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"]
CELL = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"]


def test_a_note_stands_on_the_page_of_its_table(document: Document) -> None:
    noted, sources = document.tables[-2], document.tables[-1]
    assert texts(document, "表注")[0] == "学科类为所在学会的学科类，不是本人学科。"
    for table, stays in ((noted, True), (sources, None)):
        last = table.rows[-1].cells[0].paragraphs[0]
        assert last.paragraph_format.keep_with_next is stays


def test_properties_stand_in_the_order_of_the_schema(document: Document) -> None:
    def names(element: Any) -> list[str]:
        return [child.tag.rpartition("}")[2] for child in element]

    for table in document.tables:
        assert names(table._tbl.tblPr) == [n for n in TABLE if n in names(table._tbl.tblPr)]
        for cell in table.rows[0].cells:
            assert names(cell._tc.tcPr) == [n for n in CELL if n in names(cell._tc.tcPr)]


def test_every_indicator_has_a_line_of_sources(document: Document, annual: Briefing) -> None:
    codes = [row.cells[0].text for row in document.tables[-1].rows][1:]
    assert codes == list(dict.fromkeys(field.spec.code for field in annual.used()))
    assert any(annual.version in p.text for p in document.paragraphs)


def test_a_sealed_paper_bears_its_code(annual: Briefing) -> None:
    seal = Seal("ABCD-EFGH", "http://127.0.0.1/verify/ABCD-EFGH")
    document = docx.Document(BytesIO(make(annual, "docx", seal)))
    assert len(document.inline_shapes) > len([b for b in annual.blocks if isinstance(b, Chart)])
    assert any("验证码 ABCD-EFGH" in p.text for p in document.paragraphs)
