"""A file as lines of text, each with its place: plain text, Word (.docx) or PDF with a text layer."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from intake.bulletins.lines import Line, Source, lines_of
from intake.bulletins.model import BulletinError
from intake.bulletins.pdffile import pdf_lines
from intake.bulletins.wordfile import word_lines

SUFFIXES = (".txt", ".md", ".docx", ".pdf")
MAX_BYTES = 30 << 20
MAX_CHARACTERS = 200_000

#: (text of the line, is it set like a heading)
RawLines = Iterable[tuple[str, bool]]

_READERS: tuple[tuple[bytes, Callable[[Path], tuple[list[tuple[str, bool]], tuple[str, ...]]]], ...] = (
    (b"%PDF", pdf_lines),
    (b"PK\x03\x04", word_lines),
)
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "旧版 Word（.doc）或 WPS 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩包",
    b"{\\rt": " RTF 文件",
}
_RIGHT = "文本（.txt）、Word（.docx）或带文字层的 PDF"
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
#: What no reader sees: controls that some exports leave between characters.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")


def open_source(path: Path) -> Source:
    """Read ``path`` by its first bytes; raise ``BulletinError`` where there is no text to be had."""
    content = _content(path)
    notices: tuple[str, ...] = ()
    for magic, what in _OTHERS.items():
        if content.startswith(magic):
            raise BulletinError(f"{path.name}：是{what}；应为{_RIGHT}")
    for magic, reader in _READERS:
        if content.startswith(magic):
            try:
                raw, notices = reader(path)
            except BulletinError as error:
                raise BulletinError(f"{path.name}：{error}") from error
            break
    else:
        raw = _marked(_decoded(content, path.name))
    return source_of(path.name, raw, notices)


def text_source(name: str, text: str) -> Source:
    """The same for text at hand."""
    return source_of(name, _marked(text))


def source_of(name: str, raw: RawLines, notices: tuple[str, ...] = ()) -> Source:
    """Put raw lines together into one text; raise ``BulletinError`` when it is empty or too long."""
    parts = ((part, heading) for text, heading in raw for part in _BREAK.split(text))
    cleaned = [(_INVISIBLE.sub("", part), heading) for part, heading in parts]
    text = "\n".join(line for line, _ in cleaned)
    if not text.strip():
        raise BulletinError(f"{name}：没有文字；应为{_RIGHT}")
    if len(text) > MAX_CHARACTERS:
        raise BulletinError(f"{name}：有 {len(text)} 字；应为不超过 {MAX_CHARACTERS} 字的一期动态")
    return Source(name, text, tuple(lines_of(cleaned)), notices)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BulletinError(f"{path.name}：超过 {MAX_BYTES >> 20} MB；应为一期动态的文件")
        return path.read_bytes()
    except OSError as error:
        raise BulletinError(f"{path.name}：无法读取（{error.strerror}）") from error


def _decoded(content: bytes, name: str) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BulletinError(f"{name}：既不是 UTF-8 也不是 GB18030 编码的文本；应为{_RIGHT}")


def _marked(text: str) -> list[tuple[str, bool]]:
    return [(line, bool(Line.MARK.match(line.strip()))) for line in _BREAK.split(text)]
