"""An import from end to end: lock, stage, check, build, publish, prune."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from data.intake_limits import Limits
from data.lock import WAIT_SECONDS, Progress, silent
from data.schema import delivery_tables
from data.settings import Settings
from data.versions import Publication
from intake.checks import check_rows
from intake.delivery import Delivery, read_delivery
from intake.merge.movement import Look
from intake.relations import check_carried, check_keys, check_references
from intake.replaced import replaced
from intake.report import Findings, ImportReport
from intake.rownumbers import renumber
from intake.session import opened_target, part_of, plain_failures, point_to
from intake.staging import Workbench, stage
from intake.target import Target, publication_of
from intake.trees import check_trees
from store.holds import held


def import_delivery(
    directory: Path,
    settings: Settings,
    progress: Progress | None = None,
    wait: float = WAIT_SECONDS,
    look: Look | None = None,
) -> ImportReport:
    """Validate a delivery and publish it as a new version; all of it or nothing.

    Raises ``ImportRefused`` (problems in the delivery), ``ImportBusy`` (another import ran for
    longer than ``wait`` seconds), ``ImportFailed`` (a full disk), ``DatabaseUnavailable``.
    Tables that the delivery lacks are carried over from the current version. ``look`` sees what
    becomes of each table and the version before it is published, and may raise ``Stopped``: then
    nothing is published.
    """
    tell = progress or silent
    started = perf_counter()
    with plain_failures():
        delivery = read_delivery(directory)
    with plain_failures(), opened_target(settings, delivery.title, wait, tell) as (target, bench):
        stage(bench, delivery, part_of(tell, 0.0, 0.3))
        _check(bench, delivery, target, part_of(tell, 0.3, 0.4))
        if look:
            limits = Limits(settings.intake_limits)
            look.changes = replaced(bench, delivery, target, limits, part_of(tell, 0.4, 0.45))
        publication = publication_of(delivery, target.next_version())
        target.publish(bench, delivery, publication, part_of(tell, 0.45, 0.98), look)
        tell("清理", 0.98)
        pruned = target.prune(settings.keep_versions, held(settings))
        rows = {d.table.name: bench.number(f'SELECT count(*) FROM "{d.table.name}"') for d in delivery.tables}
    tell(f"已发布版本 {publication.version}", 1.0)
    carried = tuple(t.name for t in delivery_tables() if t.name not in rows and target.columns(t))
    return ImportReport(publication.version, rows, carried, tuple(pruned), perf_counter() - started)


def check_delivery(
    directory: Path, settings: Settings, progress: Progress | None = None, wait: float = WAIT_SECONDS
) -> dict[str, int]:
    """Validate a delivery and publish nothing; rows by table. Raises as ``import_delivery``."""
    tell = progress or silent
    with plain_failures():
        delivery = read_delivery(directory)
    with plain_failures(), opened_target(settings, delivery.title, wait, tell) as (target, bench):
        stage(bench, delivery, part_of(tell, 0.0, 0.6))
        _check(bench, delivery, target, part_of(tell, 0.6, 1.0))
        return {d.table.name: bench.number(f'SELECT count(*) FROM "{d.table.name}"') for d in delivery.tables}


def rollback(version: str, settings: Settings, wait: float = WAIT_SECONDS) -> Publication:
    """Make an older kept version current again; nothing is deleted.

    Raises ``LookupError`` when that version isn't kept, otherwise as ``import_delivery``.
    """
    with plain_failures():
        return point_to(settings, version, wait)


def _check(bench: Workbench, delivery: Delivery, target: Target, progress: Progress) -> None:
    findings = Findings()
    for number, delivered in enumerate(delivery.tables):
        progress(f"校验 {delivered.file}", 0.9 * number / len(delivery.tables))
        check_rows(bench, delivered, findings)
        check_keys(bench, delivered, findings)
    progress("校验引用关系", 0.9)
    check_carried(bench, delivery, target, findings)
    check_references(bench, delivery, target, findings)
    check_trees(bench, delivery, findings)
    renumber(delivery, findings)
    findings.refuse_if_any()
