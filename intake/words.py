"""What the import commands say: problems and questions on stderr, the rest on stdout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from intake import Changes, ImportReport, IntakeReport, Movement

_SHOWN_MOVEMENTS = 40
_SHOWN_NOTES = 20


def tell_report(report: IntakeReport, dry_run: bool) -> None:
    """The report of loose files in a clerk's words."""
    for remark in report.remarks:
        click.echo(f"说明：{remark}")
    for problem in report.noted[:_SHOWN_NOTES]:
        click.echo(f"提醒：{problem}")
    if len(report.noted) > _SHOWN_NOTES:
        click.echo(f"另有提醒 {sum(c.noted for c in report.changes) - _SHOWN_NOTES} 行")
    for problem in report.refused:
        click.echo(f"拒收：{problem}", err=True)
    tell_changes(report.changes)
    tell_movements(report.moved)
    tell_questions(report.questions)
    if report.refused_file:
        others = "其余各行已导入" if report.version else "其余各行尚未导入"
        click.echo(f"拒收行（只有这些行，{others}；改正后可再次导入）：{report.refused_file}")
    if report.version:
        click.echo(f"已发布版本 {report.version}，截至 {report.as_of}，用时 {report.seconds:.1f} 秒")
    elif dry_run:
        click.echo("只比较，没有发布")
    elif not report.questions:
        click.echo("没有变化，没有发布")


def tell_publication(report: ImportReport) -> None:
    """One line about a publication of whole tables."""
    rows = sum(report.tables.values())
    click.echo(
        f"已发布版本 {report.version}：{len(report.tables)} 个表，{rows} 行，用时 {report.seconds:.1f} 秒"
        + (f"；沿用 {len(report.carried)} 个表" if report.carried else "")
    )


def tell_changes(changes: Iterable[Changes]) -> None:
    """What becomes of each table, with the rows and values that are no longer as they were."""
    for c in changes:
        click.echo(
            f"{c.label}：收到 {c.received} 行，新增 {c.added}，修改 {c.changed}，停用 {c.closed}，"
            f"删除 {c.deleted}，不变 {c.same}，拒收 {c.refused}，提醒 {c.noted}"
        )
        for effect in c.effects:
            click.echo(f"  {effect.words}")
            for sample in effect.samples:
                click.echo(f"    {sample.words}")


def tell_questions(questions: Sequence[str]) -> None:
    """What somebody has to agree to, or has agreed to."""
    for question in questions:
        click.echo(f"请核对：{question}", err=True)


def tell_movements(moved: Sequence[Movement]) -> None:
    """The indicators that differ."""
    for m in moved[:_SHOWN_MOVEMENTS]:
        unit = " 个百分点" if m.is_rate else "%"
        share = f"（{m.share:+.2f}{unit}）" if m.share is not None else ""
        click.echo(f"指标 {m.code} {m.name}：{_number(m.before)} → {_number(m.after)} {m.unit}{share}")
    if len(moved) > _SHOWN_MOVEMENTS:
        click.echo(f"另有 {len(moved) - _SHOWN_MOVEMENTS} 个指标变动")


def _number(value: int | float | None) -> str:
    return (
        "—"
        if value is None
        else f"{value:,.2f}".rstrip("0").rstrip(".")
        if isinstance(value, float)
        else f"{value:,}"
    )
