"""Word files (.docx) by python-docx: paragraphs and table cells in the order in which they stand."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from intake.bulletins.model import BulletinError

_MAX_UNPACKED = 200 << 20
_MAX_PARTS = 5_000
_BROKEN = (
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OpcError,
    OSError,
    OverflowError,
    ParseError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def word_lines(path: Path) -> tuple[list[tuple[str, bool]], tuple[str, ...]]:
    """(text, is a heading) of every line, and no notices; macros, links and pictures are not opened."""
    try:
        _inspect(path)
        return list(_lines(path)), ()
    except _BROKEN as error:
        if isinstance(error, BulletinError):
            raise
        raise BulletinError("文件不完整或已损坏；应为能用 Word 或 WPS 打开的 .docx") from error


def _inspect(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if sum(p.file_size for p in parts) > _MAX_UNPACKED or len(parts) > _MAX_PARTS:
        raise BulletinError("压缩包解开后过大，疑似压缩炸弹；应为正常保存的 .docx")
    if "word/document.xml" not in {p.filename for p in parts}:
        raise BulletinError("不是 Word 文档；应为 .docx")


def _lines(path: Path) -> Iterator[tuple[str, bool]]:
    with path.open("rb") as source:
        document = Document(source)
    for block in document.iter_inner_content():
        yield from _paragraph(block) if isinstance(block, Paragraph) else _table(block)


def _table(table: Table) -> Iterator[tuple[str, bool]]:
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                for paragraph in cell.paragraphs:
                    yield from _paragraph(paragraph)


def _paragraph(paragraph: Paragraph) -> Iterator[tuple[str, bool]]:
    heading = _is_heading(paragraph)
    for line in paragraph.text.splitlines() or [""]:
        yield line, heading


def _is_heading(paragraph: Paragraph) -> bool:
    """A heading style, a centred line, or one that is bold from end to end."""
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if name.lower().startswith(("heading", "title", "标题")):
        return True
    runs = [run for run in paragraph.runs if run.text.strip()]
    return paragraph.alignment == WD_ALIGN_PARAGRAPH.CENTER or (bool(runs) and all(r.bold for r in runs))
