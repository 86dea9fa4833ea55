"""Which reader a file needs: by its first bytes, because names lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from intake.formats.sheet import FileProblem, RawSheet
from intake.formats.textfile import open_text
from intake.formats.xls import open_xls
from intake.formats.xlsx import open_xlsx

#: Names under which departments send tables.
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".et", ".csv", ".tsv", ".txt")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": " PDF 文件",
    b"Rar!": " RAR 压缩包",
    b"7z\xbc\xaf": " 7z 压缩包",
    b"\x1f\x8b": " gzip 压缩包",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
}
_RIGHT = "Excel 工作簿（.xlsx、.xls）或文本表格（.csv、.tsv）"


def check_size(path: Path, most_bytes: int) -> None:
    """Raise ``FileProblem`` for a file that is too large, and ``OSError`` where there is none."""
    size = path.stat().st_size
    if size > most_bytes:
        reason = f"文件有 {size >> 20} MB"
        raise FileProblem(reason, f"不超过 {most_bytes >> 20} MB 的文件（可分成几份交付）")


def open_file(path: Path, file: str) -> list[RawSheet]:
    """The sheets of a file; ``file`` is what messages call it.

    Raises ``FileProblem`` for files that are empty, broken or of another kind.
    """
    try:
        with path.open("rb") as source:
            start = source.read(8)
    except OSError as error:
        raise FileProblem(f"无法读取（{error.strerror}）", "一个可以读取的文件") from error
    if not start:
        raise FileProblem("文件是空的", _RIGHT)
    return _reader(start)(path, file)


def _reader(start: bytes) -> Callable[[Path, str], list[RawSheet]]:
    if start.startswith(_ZIP):
        return open_xlsx
    if start.startswith(_OLE):
        return open_xls
    for magic, what in _OTHERS.items():
        if start.startswith(magic):
            raise FileProblem(f"是{what}，不是表格", _RIGHT)
    return open_text
