"""The files of a loose delivery: opened, told apart, and each sheet assigned to a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from sqlalchemy import Table

from data.digest import digest
from intake.formats import SUFFIXES, FileProblem, RawSheet, check_size, open_file
from intake.merge.options import Options
from intake.report import Findings, Problem, readable
from intake.sheets import Header, assign


@dataclass(frozen=True)
class SourceFile:
    """A file on disk, what messages call it, and its fingerprint (SHA-256)."""

    path: Path
    name: str
    fingerprint: str


@dataclass(frozen=True)
class Part:
    """One sheet that fills one table; ``number`` tells it from the other parts of the delivery."""

    number: int
    file: SourceFile
    sheet: RawSheet
    table: Table
    header: Header

    @property
    def place(self) -> str:
        """File and sheet, as messages give them."""
        return self.sheet.place


def find_files(paths: Sequence[Path], most_bytes: int, findings: Findings) -> list[SourceFile]:
    """The files that the paths name: folders stand for the tables in them."""
    found: dict[Path, SourceFile] = {}
    for path in _expanded(paths, findings):
        try:
            # Before the digest, for which all of a file is read.
            check_size(path, most_bytes)
            found[path.resolve()] = SourceFile(path, path.name, digest(path))
        except FileProblem as error:
            findings.add([_problem(path.name, error)])
        except OSError as error:
            findings.add([Problem(path.name, reason=f"无法读取（{error.strerror}）")])
    return list(found.values())


def _expanded(paths: Iterable[Path], findings: Findings) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            findings.add([Problem(str(path), reason="没有这个文件或目录", expected="要导入的文件或目录")])
            continue
        if not path.is_dir():
            yield path
            continue
        inside = sorted(p for p in path.iterdir() if not p.name.startswith((".", "~$", "README")))
        for file in inside:
            if file.suffix.lower() in SUFFIXES and file.is_file():
                yield file
            else:
                right = f"扩展名为 {'、'.join(SUFFIXES)} 之一的文件"
                findings.add([Problem(file.name, reason="不认识的文件", expected=right)])
        if not inside:
            findings.add([Problem(str(path), reason="目录是空的", expected="至少一个表格文件")])


def open_parts(
    files: Sequence[SourceFile], options: Options, findings: Findings
) -> tuple[list[Part], list[str]]:
    """Every sheet that holds rows, with its table; and remarks on what was left out."""
    parts: list[Part] = []
    remarks: list[str] = []
    seen: set[str] = {""}
    for file in files:
        try:
            sheets = open_file(file.path, file.name)
        except FileProblem as error:
            findings.add([_problem(file.name, error)])
            continue
        used = len(parts)
        seen |= {file.name, PurePath(file.name).stem, *(sheet.name for sheet in sheets)}
        for sheet in sheets:
            remarks += [f"{sheet.file}：{notice}" for notice in sheet.notices]
            if sheet.name not in options.ignore or not sheet.name:
                _add(file, sheet, options, parts, remarks, findings)
        if len(parts) == used and not findings.total:
            right = "至少一个有表头和数据的工作表"
            findings.add([Problem(file.name, reason="没有可导入的工作表", expected=right)])
    _check_told(options, parts, seen, findings)
    return parts, remarks


def _check_told(options: Options, parts: Sequence[Part], seen: set[str], findings: Findings) -> None:
    """What was told of sheets and tables that aren't there is a slip of the pen, not to be ignored."""
    tables = {name for part in parts for name in (part.table.name, part.table.info["zh"])}
    for option, names, known in (
        ("--table", set(options.tables), seen),
        ("--ignore", set(options.ignore), seen),
        ("--full", set(options.full), tables | {"*"}),
    ):
        for name in sorted(names - known) if not findings.total else ():
            right = f"{'、'.join(sorted(known - {'', '*'}))} 之一"
            findings.add([Problem(option, reason=f"本次交付中没有“{readable(name)}”", expected=right)])


def _add(
    file: SourceFile,
    sheet: RawSheet,
    options: Options,
    parts: list[Part],
    remarks: list[str],
    findings: Findings,
) -> None:
    try:
        found = assign(sheet, options.tables)
    except FileProblem as error:
        findings.add([_problem(sheet.place, error)])
        return
    if found is None:
        remarks.append(f"{sheet.place}：没有数据，或只是说明，没有读取")
        return
    table, header = found
    for first, second in header.repeated:
        labels = header.labels
        reason = f"“{readable(labels[first])}”和“{readable(labels[second])}”是同一列 {header.columns[first]}"
        findings.add([Problem(sheet.place, header.row, reason=reason, expected="每个列只出现一次")])
    if header.unknown:
        names = "、".join(f"“{readable(header.labels[p])}”" for p in header.unknown)
        remarks.append(f"{sheet.place}：表 {table.name}（{table.info['zh']}）没有这些列，没有导入：{names}")
    parts.append(Part(len(parts), file, sheet, table, header))


def _problem(place: str, error: FileProblem) -> Problem:
    return Problem(place, error.row, reason=str(error), expected=error.expected)
