"""CSV and TSV in UTF-8 (with and without BOM) and GB18030, separated by comma, tab or semicolon."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from intake.formats.sheet import FileProblem, RawSheet, Row, checked

_SAMPLE_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 20
#: So many bytes beyond ASCII tell the two encodings apart.
_TELLING_BYTES = 9
_SEPARATORS = ",\t;|"
_BROKEN = "双引号没有成对，或一个值太长"


def open_text(path: Path, file: str) -> list[RawSheet]:
    """The one sheet of a text file; raises ``FileProblem`` for anything that isn't text."""
    encoding = _encoding(path)
    start = _start(path).decode(encoding, "ignore")
    if start.lstrip()[:1] == "<":
        raise FileProblem("内容是网页或 XML，不是表格", "用 Excel 或 WPS 打开后另存为 .xlsx 或 .csv 的文件")
    return [RawSheet(file, "", partial(_rows, path, encoding, _separator(start)))]


def _start(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(_SAMPLE_BYTES)


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is; otherwise GB18030 where the whole file is."""
    with path.open("rb") as source:
        start = source.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    row = _first_wrong_line(path, "utf-8-sig")
    if row is None:
        return "utf-8-sig"
    row = _first_wrong_line(path, "gb18030") or _first_utf8_line(path)
    if row is None:
        return "gb18030"
    if b"\0" in _start(path):
        raise FileProblem("不是表格，也不是文本", "Excel 工作簿（.xlsx、.xls）或文本表格（.csv、.tsv）")
    raise FileProblem("既不是 UTF-8 也不是 GB18030 编码，或混用了两种编码", "一种编码的文本", row)


def _first_wrong_line(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as source:
        while block := source.read(_BLOCK_BYTES):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return line + block[: max(error.start, 0)].count(b"\n")
            line += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _first_utf8_line(path: Path) -> int | None:
    """A line of UTF-8 Chinese: bytes of GB18030 text read as UTF-8 by chance once in never."""
    with path.open("rb") as source:
        for number, line in enumerate(source, start=1):
            if sum(byte > 127 for byte in line) >= _TELLING_BYTES:
                with suppress(UnicodeDecodeError):
                    line.decode("utf-8")
                    return number
    return None


def _separator(start: str) -> str:
    """The separator that most lines of the start agree on; a comma where there is none."""
    lines = [line for line in start.splitlines()[:50] if line.strip()]
    best, votes = ",", 0
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines if separator in line)
        most = max((n for _, n in counts.most_common(1)), default=0)
        if most > votes:
            best, votes = separator, most
    return best


def _rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as source:
            for number, cells in enumerate(csv.reader(source, delimiter=separator, strict=True), start=1):
                yield checked(number, cells)
    except csv.Error as error:
        raise FileProblem(_BROKEN, "成对的双引号，值中的双引号写两次", number + 1) from error
    except UnicodeError as error:
        raise FileProblem("编码有误", "UTF-8 或 GB18030 编码的文本", number + 1) from error
    except OSError as error:
        raise FileProblem(f"无法读取（{error.strerror}）") from error
