"""Loose files from end to end: opened, judged row by row, merged, looked at, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from data.ddl import quoted
from data.engine import Database
from data.intake_limits import Limits
from data.lock import WAIT_SECONDS, Progress, silent
from data.schema import delivery_tables, references
from data.settings import Settings
from data.tables.base import metadata
from data.versions import Publication
from intake.delivery import DeliveredTable, Delivery
from intake.merge import compare, identify, judge, ledger, naming, refusals, rows, verdicts
from intake.merge.compare import Changes
from intake.merge.load import load, raw_name
from intake.merge.movement import Look, Movement, Stopped
from intake.merge.options import Options
from intake.merge.parts import Part, SourceFile, find_files, open_parts
from intake.merge.world import World
from intake.report import Findings, ImportRefused, Problem
from intake.session import opened_target, part_of, plain_failures
from intake.staging import Workbench
from intake.target import Target, publication_of
from store.holds import held

_MB = 1 << 20
#: So many refused rows are borne whatever their share, where at least half of the sheet's rows are good.
FEW_REFUSED = 3
_NO_ROWS = "只有表头，没有数据行"


@dataclass(frozen=True)
class IntakeReport:
    """What became (or would become) of a loose delivery.

    ``version`` is None where nothing was published: a dry run, nothing new, or movements that
    nobody has agreed to (``beyond``). ``questions`` (Chinese) say all that somebody has to agree
    to. ``refused`` and ``noted`` list the first problems, their totals count rows.
    ``refused_file`` is the spreadsheet of refused rows.
    """

    version: str | None
    as_of: date
    changes: tuple[Changes, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: tuple[Problem, ...] = ()
    noted: tuple[Problem, ...] = ()
    refused_file: Path | None = None
    moved: tuple[Movement, ...] = ()
    beyond: tuple[Movement, ...] = ()
    questions: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def refused_rows(self) -> int:
        """Rows that were not taken."""
        return sum(c.refused for c in self.changes)

    @property
    def written_rows(self) -> int:
        """Rows of the database that are not as they were."""
        return sum(c.written for c in self.changes)


def import_files(
    paths: Sequence[Path],
    settings: Settings,
    options: Options,
    progress: Progress | None = None,
    wait: float = WAIT_SECONDS,
) -> IntakeReport:
    """Take spreadsheets and text tables in: good rows become a new version, others are refused.

    Raises ``ImportRefused`` for files that cannot be read or understood, and where too many rows
    are refused; otherwise as ``import_delivery``. Files taken in before change nothing.
    """
    tell, started = progress or silent, perf_counter()
    findings = Findings()
    with plain_failures():
        files = find_files(paths, settings.intake_file_mb * _MB, findings)
        findings.refuse_if_any()
    title = options.title or "、".join(f.name for f in files[:3]) + ("等" if len(files) > 3 else "")
    with plain_failures(), opened_target(settings, title, wait, tell) as (target, bench):
        run = _Run(World(bench, target), settings, replace(options, title=title), tell)
        report = run.take(files)
    tell("完成", 1.0)
    return replace(report, seconds=perf_counter() - started)


class _Run:
    """One import of loose files, from reading to publishing."""

    def __init__(self, world: World, settings: Settings, options: Options, tell: Progress) -> None:
        self.world, self.settings, self.tell = world, settings, tell
        self.base = _base(world.bench, world.target)
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
        self.is_demonstration = bool(self.base and self.base.is_demonstration)
        frozen = self.base.business_date if self.base and self.is_demonstration else today
        self.as_of = options.as_of or frozen
        self.delivered_on = self.as_of if self.is_demonstration else today
        self.options = replace(options, as_of=self.as_of)
        self.limits = Limits(settings.intake_limits)
        self.remarks: list[str] = []
        self.parts: list[Part] = []

    def take(self, files: Sequence[SourceFile]) -> IntakeReport:
        """Everything; what is published is left to ``_publish``."""
        fresh = self._unknown(files)
        if not fresh:
            return IntakeReport(None, self.as_of, remarks=tuple(self.remarks))
        self._read(fresh)
        tables = self._judge()
        chosen = ledger.sources(self.world, self.parts, self.options, self.as_of)
        for label in dict.fromkeys(p.table.info["zh"] for p in self.parts if p.number not in chosen):
            self.remarks.append(f"{label}：没有登记的数据来源，这份交付没有记入台账")
        self._refuse_if_too_many(chosen)
        refused_file = self._send_back(whole=False)
        changes = tuple(compare.compare(self.world, t, self.limits) for t in tables)
        report = IntakeReport(
            version=None,
            as_of=self.as_of,
            changes=changes,
            remarks=tuple(self.remarks),
            refused=tuple(verdicts.problems(self.world.bench, "refused", self.parts)),
            noted=tuple(verdicts.problems(self.world.bench, "noted", self.parts)),
            refused_file=refused_file,
        )
        # What was refused is worth a version only where nobody has kept it yet.
        if not report.written_rows and (self.options.again or not report.refused_rows):
            return report
        return self._publish(report, tables, chosen)

    def _unknown(self, files: Sequence[SourceFile]) -> list[SourceFile]:
        """Files that were not taken in before, or all of them where that is wished."""
        known = {} if self.options.again else ledger.known_files(self.world)
        for file in files:
            if file.fingerprint in known:
                self.remarks.append(f"{file.name}：已导入（{known[file.fingerprint]}），没有变化")
        return [f for f in files if f.fingerprint not in known]

    def _read(self, files: Sequence[SourceFile]) -> None:
        findings = Findings()
        self.parts, remarks = open_parts(files, self.options, findings)
        self.remarks += remarks
        findings.refuse_if_any()
        opened, self.parts = self.parts, []
        for number, sheet in enumerate(opened):
            part = replace(sheet, number=len(self.parts))
            low, high = (0.35 * n / len(opened) for n in (number, number + 1))
            self.tell(f"读取 {part.place}", low)
            done = load(self.world.bench, part, part_of(self.tell, low, high), findings)
            self.remarks += done.remarks
            if done.rows:
                self.parts.append(part)
                continue
            # Without rows a sheet says nothing, least of all that a whole table is to be closed.
            self.world.bench.run(f"DROP TABLE {quoted(raw_name(part))}")
            self.remarks.append(f"{part.place}：{_NO_ROWS}，没有读取")
        if not self.parts and not findings.total:
            right = "表头下至少一行数据"
            findings.add([Problem(p.place, p.header.row, None, None, _NO_ROWS, right) for p in opened])
        findings.refuse_if_any()

    def _judge(self) -> list[Table]:
        """Put rows right and judge them, table by table, what is referred to first."""
        bench = self.world.bench
        verdicts.prepare(bench)
        compare.prepare(bench)
        tables = _in_order({part.table for part in self.parts})
        for number, table in enumerate(tables):
            self.tell(f"校验 {table.info['zh']}", 0.35 + 0.2 * number / len(tables))
            mine = [p for p in self.parts if p.table is table]
            columns = rows.delivered_columns(table, mine)
            self.world.bring(table)
            rows.gather(bench, table, mine)
            naming.resolve(self.world, table, columns)
            identify.identify(self.world, table, columns)
            kept = identify.complete(self.world, table, mine, columns, self.options.clear_blank)
            self.remarks += [kept] if kept else []
            naming.resolve_own(self.world, table, columns)
            judge.check_values(self.world, table, self.as_of)
            judge.check_doubles(self.world, table, mine)
            judge.check_deletions(self.world, table)
        self.tell("校验引用关系", 0.55)
        judge.check_links(self.world)
        self._take_absent(tables)
        return tables

    def _take_absent(self, tables: Sequence[Table]) -> None:
        """Close what full deliveries leave out; not where some of their rows were refused."""
        full = [t for t in tables if {t.name, t.info["zh"], "*"} & self.options.full]
        for table in full:
            if verdicts.count(self.world.bench, "refused", table):
                self.remarks.append(f"{table.info['zh']}：有拒收行，没有停用或删除整表交付中缺少的行")
            elif kept := compare.add_absent(self.world, table, self.as_of, self.options.delete_missing):
                self.remarks.append(
                    f"{table.info['zh']}：整表交付中缺少 {kept:,} 行；这个表没有按截至日期停用的列，"
                    "这些行没有改动。确应删除的，请在“操作”列写“删除”，或核对文件是否完整"
                )
        if full:
            judge.check_links(self.world)

    def _send_back(self, whole: bool) -> Path | None:
        """Write what was refused to a spreadsheet that a clerk can correct and send again.

        ``whole``: nothing at all was taken, so every row goes back.
        """
        if not verdicts.count(self.world.bench, "refused"):
            return None
        now = datetime.now(ZoneInfo("Asia/Shanghai"))
        name = f"{'退回' if whole else '拒收行'}-{now:%Y%m%d-%H%M%S-%f}.xlsx"
        path = self.settings.shared / "intake" / "refused" / name
        refusals.write_refused(path, self.world.bench, self.parts, whole)
        return path

    def _refuse_if_too_many(self, chosen: dict[int, str]) -> None:
        bench, default = self.world.bench, float(self.settings.intake_refused)
        limits = ledger.limits(self.world, default)
        for part in self.parts:
            received = bench.number(f'SELECT count(*) FROM "raw_{part.number}"')
            refused = bench.number("SELECT count(DISTINCT row_no) FROM refused WHERE part = ?", part.number)
            limit = limits.get(chosen.get(part.number, ""), default)
            few = limit > 0 and refused <= FEW_REFUSED and 2 * refused <= received
            if not few and 100 * refused > limit * received:
                whole = refusals.fits(bench, self.parts)
                file = self._send_back(whole)
                back = (
                    "全部行连同原因（改正后整份重新导入）"
                    if whole
                    else "拒收行（行数过多，请在原文件中改正后整份导入）"
                )
                why = (
                    f"{part.place} 的 {received} 行中有 {refused} 行被拒收，"
                    f"超过来源的上限 {limit:g}%；{back}见 {file}；"
                )
                problems = tuple(verdicts.problems(bench, "refused", self.parts))
                total = bench.number("SELECT count(DISTINCT (part, row_no, column_name)) FROM refused")
                raise ImportRefused(problems, total, why, file, is_whole=whole)

    def _publish(self, report: IntakeReport, tables: list[Table], chosen: dict[int, str]) -> IntakeReport:
        world, options = self.world, self.options
        version = world.target.next_version()
        for table in tables:
            compare.merge(world, table)
        written = ledger.write(world, self.parts, chosen, options, version, self.delivered_on)
        delivered = tuple(
            DeliveredTable(t, Path(t.name), tuple(c.name for c in t.columns)) for t in [*tables, *written]
        )
        delivery = Delivery(world.bench.folder, options.title, self.as_of, self.is_demonstration, delivered)
        publication = publication_of(delivery, version)
        look = Look(self.settings, options.measure, dry_run=options.dry_run, agreed=options.agreed)
        look.changes = report.changes
        published: str | None = version

        def inspect(database: Database) -> None:
            look(database)
            if options.announce:
                options.announce(publication)

        try:
            world.target.publish(world.bench, delivery, publication, part_of(self.tell, 0.6, 0.97), inspect)
            world.target.prune(self.settings.keep_versions, held(self.settings))
        except Stopped:
            published = None
        return replace(
            report, version=published, moved=look.moved, beyond=look.beyond, questions=look.questions
        )


def _base(bench: Workbench, target: Target) -> Publication | None:
    """The publication that the delivery builds on."""
    table = metadata.tables["publication"]
    columns = [c.name for c in table.columns]
    if target.version is None:
        return None
    found = bench.rows(
        f"SELECT * FROM (SELECT {', '.join(columns)} FROM {target.relation(bench, table, columns)}) "
        "WHERE version = ?",
        target.version,
    )
    version, day, moment, demonstration, title = (str(value) for value in found[0])
    return Publication(
        version,
        date.fromisoformat(day),
        datetime.fromisoformat(moment),
        demonstration.lower() in ("true", "t"),
        title,
    )


def _in_order(tables: set[Table]) -> list[Table]:
    """Tables such that what a table refers to comes before it."""
    found: list[Table] = []

    def add(table: Table, above: frozenset[Table]) -> None:
        for _, target, _ in references(table):
            if target not in above and target not in found:
                add(target, above | {target})
        if table not in found:
            found.append(table)

    for table in delivery_tables():
        add(table, frozenset({table}))
    return [table for table in found if table in tables]
