"""``flask --app app data reconcile``: 口径对账 for scripts and for those who work without a browser.

Exit code 7 where a figure is apart, otherwise those of ``intake.cli``.
"""

from __future__ import annotations

import sys

import click

from data.cli_support import exits
from queries.evaluate import Number
from queries.reconcile import VERDICTS, Compared, reconcile
from queries.scope import EVERYTHING
from queries.service import get_cockpit

_APART = 7
_ORDER = ("apart", "none", "within", "equal")


@click.command("reconcile")
@click.option("--only", type=click.Choice([*VERDICTS]), help="只列出这一结论的")
@click.option("--version", help="用哪个保留的版本；默认为当前版本")
@exits
def reconcile_command(only: str | None, version: str | None) -> None:
    """口径对账：把公布数字与现库比对；有相差的，退出码为 7。"""
    found = reconcile(get_cockpit(), EVERYTHING, version)
    for figure in sorted(found.select(only or ""), key=lambda f: _ORDER.index(f.verdict)):
        click.echo(_line(figure))
    click.echo(f"版本 {found.version}，{found.summary}")
    sys.exit(0 if found.agrees else _APART)


def _line(found: Compared) -> str:
    figure = found.figure
    now = "＞".join(found.order) or _text(found.now)
    parts = [found.conclusion, figure.code or "—", figure.name, f"公布 {found.text or '—'}", f"现库 {now}"]
    parts.append(f"截至 {figure.as_of}")
    return "  ".join(parts) + (f"  {found.reason}" if found.reason else "")


def _text(value: Number) -> str:
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")
