"""Rows of sheets into the workbench, as text and with their numbers, by way of a plain CSV file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from data.ddl import literal, quoted
from data.lock import Progress
from intake.formats import FileProblem, Row
from intake.merge.parts import Part
from intake.report import Findings, Problem, readable
from intake.sheets.labels import plain
from intake.staging import Workbench

_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总数", "合计数", "累计", "本页小计"})
_SIGNS = "填表|填报|制表|审核|复核|负责人|联系人|联系电话|注|备注|说明|单位负责人"
_FOOT = re.compile(rf"^(?:{_SIGNS})[^:：]{{0,8}}[:：]")
_TOLD_ROWS = 20_000
_LINE_BYTES = 8_000_000


@dataclass
class Loaded:
    """What came out of one sheet besides its rows: how many, and remarks on those left out."""

    rows: int = 0
    remarks: list[str] = field(default_factory=list)


def raw_name(part: Part) -> str:
    """The table that holds a part's rows: ``row_no`` and ``c0`` … in the order of the sheet."""
    return f"raw_{part.number}"


def load(bench: Workbench, part: Part, progress: Progress, findings: Findings) -> Loaded:
    """Fill ``raw_<part>``; a sheet that cannot be read to its end becomes a problem."""
    width = max(len(part.header.labels), 1)
    path = bench.folder / f"{raw_name(part)}.csv"
    done = Loaded()
    try:
        with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
            writer = csv.writer(out, lineterminator="\n")
            for row in _data_rows(part, width, done):
                cells = [_one_newline(cell) for cell in row.cells[:width]]
                writer.writerow([row.number, *cells, *[""] * (width - len(cells))])
                done.rows += 1
                if done.rows % _TOLD_ROWS == 0:
                    progress(f"读取 {part.place} {done.rows} 行", 0.0)
    except FileProblem as error:
        findings.add([Problem(part.place, error.row, reason=str(error), expected=error.expected)])
    columns = {"row_no": "INTEGER"} | {f"c{n}": "VARCHAR" for n in range(width)}
    declared = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    options = (
        "auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        f"new_line = '\\n', max_line_size = {_LINE_BYTES}, columns = {{{declared}}}"
    )
    bench.run(
        f"CREATE TABLE {quoted(raw_name(part))} AS SELECT * FROM read_csv({literal(str(path))}, {options})"
    )
    path.unlink()
    return done


def _one_newline(cell: str) -> str:
    """Line breaks inside a cell as one character: the writer leaves a lone carriage return bare."""
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _data_rows(part: Part, width: int, done: Loaded) -> Iterator[Row]:
    """Rows below the header that hold data: no blank lines, totals, signatures, repeated headers."""
    header = part.header
    beyond = 0
    for row in part.sheet.rows():
        if row.number <= header.row or not any(cell and not cell.isspace() for cell in row.cells):
            continue
        first = next(cell.strip() for cell in row.cells if cell.strip())
        if plain(first) in _TOTALS:
            done.remarks.append(f"{part.place} 第 {row.number} 行是{readable(first)}行，没有导入")
        elif _FOOT.match(first) and sum(bool(c.strip()) for c in row.cells) <= 4:
            done.remarks.append(f"{part.place} 第 {row.number} 行是表尾说明，没有导入：“{readable(first)}”")
        elif _is_header(row, part):
            done.remarks.append(f"{part.place} 第 {row.number} 行是重复的表头，没有导入")
        else:
            beyond += any(cell.strip() for cell in row.cells[width:])
            yield row
    if beyond:
        done.remarks.append(f"{part.place}：有 {beyond} 行在没有列名的列中有值，这些值没有导入")


def _is_header(row: Row, part: Part) -> bool:
    labels = part.header.labels
    return all(
        position < len(row.cells) and row.cells[position].strip() == labels[position]
        for position in part.header.columns
    )
