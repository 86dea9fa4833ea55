"""``flask --app app briefing …``: briefings as files, and the equality table of published figures.

Exit codes: 0 done, 1 failed or nothing to say, 2 a year, quarter or month is wrong, 4 no database,
7 a published figure is stated otherwise or not at all, or a number has changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from access import current_scope
from briefings import equality
from briefings.declare import Kind
from briefings.desk.difference import differences
from briefings.desk.flow import read
from briefings.kinds import KINDS
from briefings.times import BadTime
from briefings.work import archive, asked_for
from data.cli_support import end, exits
from documents.browser import BrowserFailed
from documents.chromium import ToolMissing
from documents.files import FORMS
from documents.model import Briefing
from documents.printing import PrintRefused
from queries.service import get_cockpit
from store import StoreUnavailable, get_store
from store.briefings import STATES, Briefings

_APART = 7

briefing_cli = AppGroup("briefing", help="简报：年度、季度、月度、督查督办通报")


def _when(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what a briefing is about."""
    options = (
        click.option("--year", type=int, required=True, help="年份"),
        click.option("--quarter", type=click.IntRange(1, 4), help="季度（季度简报、督查督办通报）"),
        click.option("--month", type=click.IntRange(1, 12), help="月份（月度简报）"),
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至哪一天；默认到数据的截至日期"),
        click.option("--version", help="用哪个保留的版本；默认为当前版本"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """What cannot be done is said, with the exit codes of this module."""

    @exits
    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except BadTime as error:
            end(error, 2)
        except (PrintRefused, ToolMissing, BrowserFailed, StoreUnavailable, OSError) as error:
            end(RuntimeError(f"没有写成：{getattr(error, 'in_full', error)}"), 1)

    return run


def _composed(kind: str, asked: dict[str, Any]) -> Briefing:
    as_of: datetime | None = asked["as_of"]
    return asked_for({**asked, "kind": kind, "as_of": as_of.date() if as_of else None}, current_scope())


def _declare(kind: Kind) -> None:
    endings = " 或 ".join(f".{form}" for form in FORMS)

    @briefing_cli.command(kind.code, help=f"写一份{kind.label}，归档并写入文件。")
    @_when
    @click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        help=f"文件名，以 {endings} 结尾",
    )
    @plainly
    def command(output: Path, **asked: Any) -> None:
        form = output.suffix.lstrip(".").lower()
        if form not in FORMS:
            raise click.BadParameter(f"“{output}”应以 {endings} 结尾")
        found = _composed(kind.code, asked)
        kept, data = archive(found, form)
        output.write_bytes(data)
        about = f"{found.title}，数据版本 {found.version}，{len(found.used())} 个数字"
        click.echo(f"已写成 {output}：{about}，验证码 {kept.code}")


for _kind in KINDS.values():
    _declare(_kind)


@briefing_cli.command("equality", help="公布数字对照表：与公布数字是否一致；有不一致的，退出码为 7。")
@click.argument("kind", type=click.Choice(list(KINDS)))
@_when
@plainly
def equality_command(kind: str, **asked: Any) -> None:
    """One line a figure: verdict, code, name, as published, as the briefing says it."""
    found = _composed(kind, asked)
    rows = equality.table(found, equality.published_in(get_cockpit(), found))
    for row in rows:
        words = (equality.VERDICTS[row.verdict], row.figure.code or "—", row.figure.name)
        click.echo("  ".join((*words, f"公布 {row.published}", f"简报 {row.text or '—'}")))
    equal = sum(row.verdict == "equal" for row in rows)
    what = f"{found.title}（截至 {found.as_of}，版本 {found.version}）"
    click.echo(f"{what}：{len(rows)} 个公布数字，一致 {equal}")
    sys.exit(0 if equal == len(rows) else _APART)


@briefing_cli.command("list", help="列出在写的和已签发的简报。")
@plainly
def list_command() -> None:
    """One line a briefing: id, state, numbers, title, version."""
    for kept in Briefings(get_store()).every():
        number = f"{kept.year}年第{kept.number}期（总第{kept.total}期）  " if kept.number else ""
        click.echo(f"{kept.id}  {STATES[kept.state]}  {number}{kept.title}  版本 {kept.version}")


@briefing_cli.command("differences", help="一份简报的数字与现在的数据的差异；有差异的，退出码为 7。")
@click.argument("id")
@click.option("--version", help="与哪个保留的版本比对；默认为当前版本")
@plainly
def differences_command(id: str, version: str | None) -> None:
    """One line a field: indicator, where it stands, as it was written, as it is now."""
    found = read(Briefings(get_store()).get(id))
    told = differences(found, get_cockpit(), version or "", scope=current_scope())
    for one in told:
        then, now = one.exact
        words = f"原 {one.then.text}（{then}）  现 {one.now.text}（{now}）"
        click.echo(f"{one.then.spec.code}  {one.name}  {one.where}  {words}")
    against = get_cockpit().publication(version or "").version
    click.echo(f"{found.title}（版本 {found.version}）与版本 {against} 比对：{len(told)} 个数字有变化")
    sys.exit(_APART if told else 0)
