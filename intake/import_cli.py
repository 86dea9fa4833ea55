"""``flask --app app data import | check | template | refused``: what departments send, in and out.

Exit codes beyond those of ``intake.cli``: 5 more would change than was agreed to, 6 some rows were
refused (the others are published).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from data.cli_support import exits, progress_bar, wait_option
from data.settings import Settings
from intake import (
    ImportFailed,
    IntakeReport,
    Look,
    Measure,
    Options,
    Stopped,
    check_delivery,
    import_delivery,
    import_files,
)
from intake.deliveries import history
from intake.delivery import MANIFEST
from intake.kept import write_kept
from intake.sheets.labels import plain, sheet_tables, table_names
from intake.templates import read_codes, write_template
from intake.words import tell_changes, tell_movements, tell_publication, tell_questions, tell_report
from queries.movement import figures

_MOVED, _REFUSED = 5, 6
_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
_take_options = (
    click.option("--table", "tables", multiple=True, metavar="[名称=]表", help="文件或工作表属于哪个表"),
    click.option("--ignore", multiple=True, metavar="工作表", help="不读取的工作表"),
    click.option("--full", multiple=True, metavar="表", help="整表交付：缺少的行按截至日期停用；* 为所有表"),
    click.option("--delete-missing", is_flag=True, help="整表交付的表没有停用日期时，删除缺少的行"),
    click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="数据截至日期；默认今天（演示数据不变）"),
    click.option("--title", default="", help="交付名称；默认为文件名"),
    click.option("--by", "delivered_by", help="交付人"),
    click.option("--source", default="", help="数据来源的代码，一个表有多个来源时"),
    click.option("--clear-blank", is_flag=True, help="空单元格清空原值；默认空单元格不改动"),
    click.option("--again", is_flag=True, help="已导入过的文件也重新导入"),
)  # fmt: skip


def _taking(command: Any) -> Any:
    for option in reversed(_take_options):
        command = option(command)
    return _paths(command)


def register(group: AppGroup) -> None:
    """Add the commands to ``data``."""
    for command in (import_command, check_command, template_command, refused_command):
        group.add_command(command)


@click.command("import")
@_taking
@click.option("--dry-run", is_flag=True, help="只比较：新增、修改、清空、停用、拒收多少，指标变动多少")
@click.option("--yes", is_flag=True, help="变化超过限度时也发布：停用、清空、改名、修改、指标变动")
@wait_option
@exits
def import_command(paths: tuple[Path, ...], dry_run: bool, yes: bool, wait: float, **given: Any) -> None:
    """导入：含 manifest.json 的整套目录，或部门送来的表格文件（可多个）。"""
    settings = Settings.from_env()
    if _is_whole(paths):
        _import_whole(paths[0], settings, dry_run, yes, wait, given)
        return
    options = _options(given, figures, dry_run, yes)
    report = (_take if dry_run else _publish)(paths, settings, options, wait)
    if report.questions and not dry_run and not report.version:
        _end(report.questions)
    sys.exit(_REFUSED if report.refused_rows else 0)


@click.command("check")
@_taking
@wait_option
@exits
def check_command(paths: tuple[Path, ...], wait: float, **given: Any) -> None:
    """校验要导入的目录或文件，不发布。"""
    settings = Settings.from_env()
    if _is_whole(paths):
        with progress_bar() as progress:
            rows = check_delivery(paths[0], settings, progress, wait)
        click.echo(f"校验通过：{len(rows)} 个表，{sum(rows.values())} 行")
        return
    report = _take(paths, settings, _options(given, None, True, False), wait)
    sys.exit(_REFUSED if report.refused_rows else 0)


@click.command("template")
@click.argument("names", nargs=-1, metavar="[表]…")
@click.option("--into", default=Path("."), type=click.Path(path_type=Path), help="写到哪个目录")
@exits
def template_command(names: tuple[str, ...], into: Path) -> None:
    """由数据结构生成填报模板（XLSX），默认为所有表。"""
    settings = Settings.from_env()
    known = table_names()
    if unknown := [name for name in names if plain(name) not in known]:
        raise LookupError(f"没有这些表：{'、'.join(unknown)}；应为数据目录中的表名")
    codes = read_codes(settings)
    for table in dict.fromkeys(known[plain(name)] for name in names) or sheet_tables():
        path = into / f"{table.info['zh']}.xlsx"
        write_template(table, path, codes)
        click.echo(f"已生成 {path}")


@click.command("refused")
@click.argument("deliveries", nargs=-1, metavar="[交付]…")
@click.option("--into", default=Path("拒收行.xlsx"), type=click.Path(path_type=Path), help="写到哪个文件")
@exits
def refused_command(deliveries: tuple[str, ...], into: Path) -> None:
    """把保留的拒收行写成表格（末列为原因），改正后可再次导入；默认为最近一天的。"""
    count = write_kept(into, Settings.from_env(), deliveries)
    click.echo(f"已写出 {count} 行：{into}")


def _is_whole(paths: tuple[Path, ...]) -> bool:
    """A folder with a manifest, as against loose files and folders of them."""
    return len(paths) == 1 and (paths[0] / MANIFEST).is_file()


def _import_whole(
    folder: Path,
    settings: Settings,
    dry_run: bool,
    yes: bool,
    wait: float,
    given: dict[str, Any],
) -> None:
    if used := [name for name, value in given.items() if value]:
        raise ImportFailed(f"含 {MANIFEST} 的目录整套替换，不用这些选项：{'、'.join(used)}")
    look = Look(settings, figures, dry_run=dry_run, agreed=yes)
    try:
        with history.attempt(settings, folder.name, getuser()) as noted, progress_bar() as progress:
            report = import_delivery(folder, settings, progress, wait, look)
            noted.report, noted.moved, noted.changes = report, look.moved, look.changes
    except Stopped as stopped:
        _tell_look(look)
        if not dry_run and _agrees(look.questions):
            return _import_whole(folder, settings, dry_run, True, wait, given)
        if not dry_run:
            _end(look.questions)
        click.echo(str(stopped))
        return
    _tell_look(look)
    tell_publication(report)


def _tell_look(look: Look) -> None:
    tell_changes(c for c in look.changes if c.written)
    tell_movements(look.moved)
    tell_questions(look.questions)


def _publish(paths: tuple[Path, ...], settings: Settings, options: Options, wait: float) -> IntakeReport:
    """Take files in, asking where indicators move too far; the history learns of it."""
    title = options.title or "、".join(p.name for p in paths[:3]) + ("等" if len(paths) > 3 else "")
    with history.attempt(settings, title, options.delivered_by or getuser(), paths) as noted:
        report = _take(paths, settings, options, wait)
        if report.questions and not options.agreed and _agrees(report.questions):
            report = _take(paths, settings, replace(options, agreed=True), wait)
        noted.report = report
    return report


def _take(paths: Sequence[Path], settings: Settings, options: Options, wait: float) -> IntakeReport:
    with progress_bar() as progress:
        report = import_files(paths, settings, options, progress, wait)
    tell_report(report, options.dry_run)
    return report


def _options(given: dict[str, Any], measure: Measure | None, dry_run: bool, agreed: bool) -> Options:
    as_of: datetime | None = given["as_of"]
    pairs = [name.rpartition("=") for name in given["tables"]]
    return Options(
        tables={name: table for name, _, table in pairs},
        full=frozenset(given["full"]),
        delete_missing=given["delete_missing"],
        as_of=as_of.date() if as_of else None,
        title=given["title"],
        delivered_by=given["delivered_by"],
        source=given["source"],
        ignore=frozenset(given["ignore"]),
        again=given["again"],
        clear_blank=given["clear_blank"],
        dry_run=dry_run,
        agreed=agreed,
        measure=measure,
    )


def _agrees(questions: tuple[str, ...]) -> bool:
    if not questions or not sys.stdin.isatty():
        return False
    return click.confirm(f"上述 {len(questions)} 项变化超过限度，仍然发布？")


def _end(questions: tuple[str, ...]) -> None:
    click.echo(f"{len(questions)} 项变化超过限度，没有发布；确认无误请加 --yes", err=True)
    sys.exit(_MOVED)
