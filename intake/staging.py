"""The workbench: a temporary DuckDB file in which a delivery is staged as text and checked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.ddl import literal, quoted
from data.engine import open_workbench
from data.lock import Progress
from intake.delivery import DeliveredTable, Delivery
from intake.report import LISTED, Findings, Problem, readable

#: rowid counts records from 0; a spreadsheet counts from 1 and its first row is the header.
ROW_NUMBER = "rowid + 2"

_BROKEN = {
    "TOO MANY COLUMNS": ("这一行的列比表头多", "与表头相同的列数（含逗号的值要加双引号）"),
    "MISSING COLUMNS": ("这一行的列比表头少", "与表头相同的列数"),
    "UNQUOTED VALUE": ("双引号没有成对", "成对的双引号，值中的双引号写两次"),
    "INVALID ENCODING": ("不是 UTF-8 编码", "UTF-8 编码的文件"),
    "LINE SIZE OVER MAXIMUM": ("这一行太长", "不超过 2 MB 的一行"),
}


@dataclass(frozen=True)
class Workbench:
    """A DuckDB connection with the staged tables, and the folder that goes with it."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """All rows of a (small) answer."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def number(self, sql: str, *parameters: object) -> int:
        """The one whole number that a query answers."""
        return int(str(self.rows(sql, *parameters)[0][0]))

    def run(self, sql: str, *parameters: object) -> None:
        """Execute a statement whose answer doesn't matter."""
        self.connection.execute(sql, list(parameters))


@contextmanager
def workbench(parent: Path) -> Iterator[Workbench]:
    """A fresh workbench under ``parent``, removed at the end whatever happens."""
    clean_workbenches(parent)
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="staging-", dir=parent))
    try:
        connection = open_workbench(folder / "stage.duckdb", folder / "spill")
        try:
            connection.execute("SET enable_progress_bar = false")
            yield Workbench(connection, folder)
        finally:
            connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clean_workbenches(parent: Path) -> None:
    """Remove the workbenches of killed imports; only call while holding the import lock."""
    for folder in parent.glob("staging-*"):
        shutil.rmtree(folder, ignore_errors=True)


def stage(bench: Workbench, delivery: Delivery, progress: Progress) -> None:
    """Load every file as text, one table each; raise ``ImportRefused`` for unreadable rows."""
    findings = Findings()
    # DuckDB expands * and [ in paths: read through a link whose name has none.
    link = bench.folder / "delivery"
    link.symlink_to(delivery.directory.resolve(), target_is_directory=True)
    total = sum(d.path.stat().st_size for d in delivery.tables) or 1
    done = 0
    for delivered in delivery.tables:
        progress(f"读取 {delivered.file}", done / total)
        _stage_file(bench, delivered, link / delivered.file, findings)
        done += delivered.path.stat().st_size
    findings.refuse_if_any()


def _stage_file(bench: Workbench, delivered: DeliveredTable, path: Path, findings: Findings) -> None:
    columns = ", ".join(f"{literal(c)}: 'VARCHAR'" for c in delivered.columns)
    options = (
        "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        f"store_rejects = true, rejects_limit = 100000, columns = {{{columns}}}"
    )
    name = quoted(delivered.table.name)
    try:
        bench.run(f"CREATE TABLE {name} AS SELECT * FROM read_csv({literal(str(path))}, {options})")
    except duckdb.InvalidInputException as error:
        findings.add([Problem(delivered.file, reason=f"无法读取（{str(error).splitlines()[0]}）")])
        return
    _collect_rejects(bench, delivered, findings)


def _collect_rejects(bench: Workbench, delivered: DeliveredTable, findings: Findings) -> None:
    total = bench.number("SELECT count(*) FROM reject_errors")
    if not total:
        return
    found = bench.rows(
        f"SELECT line, error_type::VARCHAR, csv_line FROM reject_errors ORDER BY line LIMIT {LISTED}"
    )
    problems = []
    for line, error, text in found:
        reason, expected = _BROKEN.get(str(error), (f"无法读取（{error}）", "逗号分隔的一行"))
        reason = f"{reason}：“{readable(str(text or '').strip())}”"
        problems.append(Problem(delivered.file, int(str(line)), None, None, reason, expected))
    findings.add(problems, total)
    bench.run("DROP TABLE reject_errors")
    bench.run("DROP TABLE reject_scans")
