"""``flask --app app data …``: import, check, versions, rollback, catalogue.

Exit codes: 0 done, 1 failed, 2 delivery refused, 3 another import is running, 4 no database;
those of an import beyond that: ``intake.import_cli``.
"""

from __future__ import annotations

from contextlib import closing
from getpass import getuser

import click
from flask.cli import AppGroup

from data import catalogue as catalogue_document
from data.cli_support import exits, wait_option
from data.engine import VersionDamaged, open_database
from data.settings import Settings
from intake import ImportFailed, import_cli
from intake import rollback as roll_back
from intake.bulletins import cli as bulletin_cli
from intake.deliveries import history

data_cli = AppGroup("data", help="统一数据库：导入、版本、演示数据、数据目录")

import_cli.register(data_cli)
bulletin_cli.register(data_cli)


@data_cli.command("versions", with_appcontext=False)
@exits
def versions() -> None:
    """列出保留的版本，* 为当前版本，! 为已损坏的版本。"""
    with closing(open_database(Settings.from_env())) as database:
        kept, damaged = database.publications(), database.damaged()
        try:
            current, trouble = database.current().version, ""
        except VersionDamaged as problem:
            current, trouble = "", str(problem)
    for publication in kept:
        mark = "!" if publication.version in damaged else "*" if publication.version == current else " "
        kind = "演示" if publication.is_demonstration else "正式"
        click.echo(
            f"{mark} {publication.version}  截至 {publication.business_date}  "
            f"发布于 {publication.published_at:%Y-%m-%d %H:%M:%S}  {kind}  {publication.delivery_title}"
        )
    for version, reason in damaged.items():
        click.echo(f"版本 {version} {reason}", err=True)
    if trouble:
        raise VersionDamaged(trouble)


@data_cli.command("rollback", with_appcontext=False)
@click.argument("version")
@wait_option
@exits
def rollback(version: str, wait: float) -> None:
    """让保留的旧版本重新成为当前版本；不删除任何数据。"""
    settings = Settings.from_env()
    before = history.current_version(settings)
    publication = roll_back(version, settings, wait)
    history.keep(history.Switched(getuser(), before, publication.version))
    click.echo(f"当前版本 {publication.version}，截至 {publication.business_date}")


@data_cli.command("catalogue", with_appcontext=False)
@click.option("--check", is_flag=True, help="只检查文件是否与数据结构一致")
@exits
def catalogue(check: bool) -> None:
    """由数据结构生成 docs/data-catalogue.md。"""
    path = catalogue_document.PATH
    if not check:
        catalogue_document.write()
        click.echo(f"已生成 {path}")
    elif not catalogue_document.is_up_to_date():
        raise ImportFailed(f"{path} 与数据结构不一致：请运行 flask --app app data catalogue")
