"""PDF files by pypdf: lines of the text layer; larger type makes a heading.

pypdf rather than pdfminer.six: measured in docs/bulletins.md.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from intake.bulletins.model import BulletinError

MAX_PAGES = 200
#: More unreadable characters than this share make a text layer worthless.
_MAX_UNREADABLE = 0.1
#: Type so much larger than the body's makes a heading.
_LARGER = 1.08

_RIGHT = "带文字层的 PDF（扫描件请先做文字识别，或改交 Word）"
#: How pypdf shows glyphs for which the file names no character.
_UNREADABLE = re.compile(r"\x00|/g\d{1,5}(?!\d)|/gid\d{1,5}|\ufffd")

Chunk = tuple[str, float]


def pdf_lines(path: Path) -> tuple[list[tuple[str, bool]], tuple[str, ...]]:
    """(text, is a heading) of every line, and notices; raises ``BulletinError`` without a text layer."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        lines = _lines(path)
    except BulletinError:
        raise
    # A damaged PDF makes pypdf raise anything: the form is too free to name what.
    except Exception as error:
        raise BulletinError("PDF 不完整、已加密或已损坏；应为能正常打开的 PDF") from error
    text = "".join(line for line, _ in lines)
    missing = len(_UNREADABLE.findall(text))
    if len(text.strip()) - missing < 20:
        raise BulletinError(f"PDF 中没有文字，多半是扫描件；应为{_RIGHT}")
    if missing > _MAX_UNREADABLE * len(text):
        raise BulletinError(f"PDF 的文字层有 {missing} 个字认不出；应为{_RIGHT}")
    readable = [(_UNREADABLE.sub("\ufffd", line), size) for line, size in lines]
    notices = (f"PDF 中有 {missing} 个字没有对应的文字，以 \ufffd 代替，请对照原文",) if missing else ()
    body = _body_size(readable)
    return [(line, size > body * _LARGER) for line, size in readable], notices


def _lines(path: Path) -> list[Chunk]:
    with path.open("rb") as file:
        reader = PdfReader(file)
        if len(reader.pages) > MAX_PAGES:
            raise BulletinError(f"PDF 有 {len(reader.pages)} 页；应为不超过 {MAX_PAGES} 页的一期动态")
        pages: list[list[Chunk]] = []
        for page in reader.pages:
            chunks: list[Chunk] = []
            page.extract_text(visitor_text=_collector(chunks))
            pages.append([line for line in _split(chunks) if line[0].strip()])
    return without_running_heads(pages)


def without_running_heads(pages: list[list[Chunk]]) -> list[Chunk]:
    """The lines of all pages; what begins or ends many of them alike, numbers aside, only on the first."""
    ends = Counter(same for page in pages for same in {_countless(line) for line in (*page[:1], *page[-1:])})
    heads = {same for same, count in ends.items() if count >= max(3, len(pages) / 2)}
    found = list(pages[0]) if pages else []
    for page in pages[1:]:
        start = 1 if page and _countless(page[0]) in heads else 0
        end = len(page) - 1 if page[start:] and _countless(page[-1]) in heads else len(page)
        found += page[start:end]
    return found


def _countless(line: Chunk) -> str:
    return re.sub(r"[\d\s]", "", line[0])


def _collector(chunks: list[Chunk]) -> Any:
    def visit(text: str, _: Any, matrix: list[float], __: Any, size: float) -> None:
        scale = abs(matrix[3]) or abs(matrix[1]) or 1.0
        chunks.append((text, round(float(size or 0) * scale, 1)))

    return visit


def _split(chunks: list[Chunk]) -> list[Chunk]:
    """Chunks put together into lines; a line has the size of most of its characters."""
    lines: list[Chunk] = []
    text, sizes = "", Counter[float]()
    for piece, size in [*chunks, ("\n", 0.0)]:
        for part in re.split(r"(\n)", piece):
            if part == "\n":
                lines.append((text, sizes.most_common(1)[0][0] if sizes else 0.0))
                text, sizes = "", Counter()
            else:
                text += part
                if part.strip():
                    sizes[size] += len(part)
    return lines


def _body_size(lines: list[Chunk]) -> float:
    sizes: Counter[float] = Counter()
    for line, size in lines:
        sizes[size] += len(line)
    return sizes.most_common(1)[0][0] if sizes else 0.0
