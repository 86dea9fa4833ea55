"""XLSX by openpyxl, row by row: values only, never a macro, a formula or a link.

openpyxl streams (45 MB for any size, where a dense reader can be made to ask for all memory by a
file of one kilobyte) and gives number formats, without which 45% and 00123 are 0.45 and 123.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from intake.formats.cells import cell_text
from intake.formats.sheet import FileProblem, RawSheet, Row, checked

# openpyxl warns of what it leaves out (drop-down lists, days before the calendar's start).
warnings.filterwarnings("ignore", module="openpyxl")

#: An honest workbook shrinks to a tenth or so; a bomb to a thousandth.
_MAX_RATIO = 200
_MAX_UNPACKED = 4 << 30
_ALWAYS_FINE = 64 << 20
_MAX_PARTS = 10_000
_RIGHT = "能用 Excel 或 WPS 打开的 .xlsx 文件"


def open_xlsx(path: Path, file: str) -> list[RawSheet]:
    """The visible sheets of a workbook; raises ``FileProblem`` for bombs and broken files."""
    notices = _inspect(path)
    with _opened(path) as workbook:
        names = [s.title for s in workbook.worksheets if s.sheet_state == "visible"]
        hidden = [s.title for s in workbook.worksheets if s.sheet_state != "visible"]
    if hidden:
        notices.append(f"隐藏的工作表没有读取：{'、'.join(hidden)}")
    return [
        RawSheet(file, name, partial(_rows, path, name), tuple(notices) if n == 0 else ())
        for n, name in enumerate(names)
    ]


def _inspect(path: Path) -> list[str]:
    """Refuse a bomb before anything is unpacked; say what of the file is not read."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except Exception as error:
        raise FileProblem("文件不完整或已损坏", _RIGHT) from error
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    too_much = unpacked > _ALWAYS_FINE and unpacked > _MAX_RATIO * max(packed, 1)
    if too_much or unpacked > _MAX_UNPACKED or len(parts) > _MAX_PARTS:
        reason = f"压缩包解开后过大（{unpacked >> 20} MB，{len(parts)} 个部分），疑似压缩炸弹"
        raise FileProblem(reason, "正常保存的 .xlsx 文件")
    names = [p.filename.lower() for p in parts]
    if "word/document.xml" in names:
        raise FileProblem("是 Word 文档，不是表格", "另存为 Excel 工作簿（.xlsx）的表格")
    if "xl/workbook.xml" not in names:
        raise FileProblem("不是 Excel 工作簿", _RIGHT)
    notices = []
    if any(name.endswith("vbaproject.bin") for name in names):
        notices.append("文件含宏：宏没有执行，只读取单元格的值")
    if any(name.startswith("xl/externallinks/") for name in names):
        notices.append("文件含指向其他文件的链接：链接没有打开，只读取保存时的值")
    return notices


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    # By its handle: openpyxl would judge a path by its ending.
    with path.open("rb") as source:
        try:
            workbook = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        # A broken file makes zipfile, zlib, expat and openpyxl fail in any way there is.
        except Exception as error:
            raise FileProblem("文件不完整或已损坏", _RIGHT) from error
        try:
            yield workbook
        finally:
            workbook.close()


def _rows(path: Path, name: str) -> Iterator[Row]:
    number = 0
    with _opened(path) as workbook:
        try:
            sheet = workbook[name]
            # What a sheet says of its own size may be wrong, or a trap.
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(), start=1):
                cells = [cell_text(c.value, getattr(c, "number_format", "General")) for c in row]
                yield checked(number, cells)
        except FileProblem:
            raise
        except Exception as error:
            raise FileProblem("工作表不完整或已损坏", _RIGHT, number + 1) from error
