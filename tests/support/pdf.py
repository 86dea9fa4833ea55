"""What a PDF holds: its words, and the fonts that they are set in."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfReader


def sheets_of(data: bytes) -> list[str]:
    """The words of every sheet, without spaces."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


def text_of(data: bytes) -> str:
    """All words of a PDF, without spaces."""
    return "".join(sheets_of(data))


def fonts_of(data: bytes) -> set[str]:
    """Names of a PDF's fonts that are embedded; ``AssertionError`` for one that isn't."""
    found = set()
    pages: Any = PdfReader(BytesIO(data)).pages
    for page in pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object().get("/DescendantFonts", [font]):
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(descriptor), inner
                found.add(str(descriptor["/FontName"]).rpartition("+")[2])
    return found
