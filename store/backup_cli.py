"""``flask --app app backup`` and ``restore``.

Exit codes: 0 done, 1 failed or refused, 3 another import is running, 4 no database can be read, 5 the backup
is written but lacks something, which is named.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from data.cli_support import end, exits, wait_option
from data.settings import Settings
from store.backup import SHARED, BackupFailed, write_backup
from store.engine import StoreUnavailable
from store.restore import RestoreRefused, restore

INCOMPLETE = 5


def _refuses(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (BackupFailed, RestoreRefused) as error:
            end(error, 1)
        except StoreUnavailable as error:
            end(error, 4)

    return exits(run)


@click.command("backup")
@click.option("--into", type=click.Path(path_type=Path), help="目录，或还不存在的文件；默认当前目录")
@wait_option
@_refuses
def backup_command(into: Path | None, wait: float) -> None:
    """把不能重新生成的一切写进一个备份文件（含个人信息，只有本人可读）。"""
    written = write_backup(Settings.from_env(), into, wait)
    size = written.path.stat().st_size / 1e6
    click.echo(f"已备份到 {written.path}：{written.files} 个文件，{size:.1f} MB")
    for what in written.missing:
        click.echo(f"备份中没有：{what}", err=True)
    if written.missing:
        sys.exit(INCOMPLETE)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="恢复到这个目录；默认 COCKPIT_HOME")
@click.option("--replace", is_flag=True, help="目录里已有内容时，把它改名保留，用备份代替")
@_refuses
def restore_command(file: Path, into: Path | None, replace: bool) -> None:
    """核对备份的每个文件，再恢复；先停止驾驶舱。"""
    done = restore(file, into or Settings.from_env().home, replace)
    click.echo(f"已恢复到 {done.home}：{done.files} 个文件，备份于 {done.made_at}")
    if (shared := Settings.from_env().shared) != done.home and Settings.from_env().files:
        there = [name for name in SHARED if (done.home / name).is_dir()]
        if there:
            folders = "、".join(str(done.home / name) for name in there)
            click.echo(f"请把 {folders} 移到 COCKPIT_FILES（{shared}）", err=True)
    if done.before:
        click.echo(f"原来的内容在 {done.before}")
    for what in done.missing:
        click.echo(f"备份中没有：{what}", err=True)
    for dump in done.dumps:
        click.echo(f"请恢复 PostgreSQL：pg_restore --clean --if-exists --dbname=<空数据库> {dump}", err=True)
