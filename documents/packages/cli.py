"""``flask --app app outward list | export | verify | key``: figures for other systems."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from access import audit
from data.cli_support import end, exits
from data.engine import open_database
from data.settings import Settings
from documents.packages.errors import OutwardError
from documents.packages.figures import collect, read_wanted
from documents.packages.mapping import Target, find_target, mapping_path, read_mapping
from documents.packages.package import FORMATS, verify, write_export
from documents.packages.signing import fingerprint, key_path, make_key, read_key
from queries.cache import AnswerCache
from queries.service import Cockpit
from store.base import ZONE

outward_cli = AppGroup("outward", help="对外报送：对照表、导出、核验、签名密钥")


def _refuses(command: Callable[..., None]) -> Callable[..., None]:
    """Errors of this room as a message and exit code 2, the others as every command has them."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except OutwardError as error:
            end(error, 2)

    return exits(run)


@outward_cli.command("list", with_appcontext=False)
@click.argument("target", required=False)
@_refuses
def list_command(target: str | None) -> None:
    """列出对照表：每个对方有哪些指标、代码、单位和频次。"""
    targets = read_mapping(mapping_path(Settings.from_env()))
    for found in [find_target(targets, target)] if target else targets.values():
        click.echo(
            f"{found.name}（{found.code}）：已商定 {len(found.agreed)} 个，未商定 {len(found.open)} 个"
        )
        for entry in found.entries:
            indicator = entry.indicator
            unit = entry.unit if entry.unit == indicator.unit else f"{indicator.unit} → {entry.unit}"
            code = entry.code or "（代码未商定）"
            click.echo(
                f"  {indicator.code} {indicator.name} → {code} {entry.name}，{unit}，按{entry.frequency}"
            )


@outward_cli.command("export", with_appcontext=False)
@click.argument("target")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至哪一日；默认为数据截至日期")
@click.option("--period", default="", metavar="期间", help="只导出这个期间，如 2022-12、2022-Q4、2022")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="格式；默认两种都有")
@click.option("--into", type=click.Path(path_type=Path), help="写到哪个目录；默认为 COCKPIT_HOME 之下")
@_refuses
def export_command(
    target: str, as_of: datetime | None, period: str, formats: tuple[str, ...], into: Path | None
) -> None:
    """导出已商定代码的指标：JSON、CSV、清单、签名和公钥。"""
    settings = Settings.from_env()
    found = find_target(read_mapping(mapping_path(settings)), target)
    wanted = read_wanted(as_of.date() if as_of else None, period)
    key = read_key(key_path(settings))
    with closing(open_database(settings)) as database:
        export = collect(Cockpit(database, AnswerCache(settings)), found, wanted)
    parent = into or settings.home / "outward" / "exports"
    folder = write_export(export, parent, key, datetime.now(ZONE), formats or FORMATS)
    mark = fingerprint(key.public_key())
    said = {"version": export.publication.version, "as_of": export.as_of, "label": export.label}
    codes = [f.entry.indicator.code for f in export.figures]
    audit("outward.export", found.code, {**said, "indicators": codes, "folder": str(folder), "key": mark})
    _tell_open(found)
    nature = "（演示数据）" if export.publication.is_demonstration else ""
    click.echo(f"已导出 {len(export.figures)} 个指标{nature}，截至 {export.as_of}：{folder}")
    click.echo(f"公钥指纹（SHA-256）：{mark}")


def _tell_open(target: Target) -> None:
    if target.open:
        names = "、".join(f"{e.indicator.code} {e.indicator.name}" for e in target.open)
        click.echo(f"没有导出（对方代码未商定）{len(target.open)} 个：{names}")


@outward_cli.command("verify", with_appcontext=False)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--fingerprint", "expected", default="", metavar="指纹", help="公钥指纹须与此相同")
@_refuses
def verify_command(folder: Path, expected: str) -> None:
    """核验一次导出：签名、清单和每个文件。"""
    body = verify(folder, expected)
    mark = f"，{body['mark']}" if body["mark"] else ""
    click.echo(
        f"核验通过：{body['target']['name']}，{body['figures']} 个指标，截至 {body['as_of']}，"
        f"数据版本 {body['version']}{mark}，导出于 {body['made_at']}"
    )
    click.echo(f"公钥指纹（SHA-256）：{body['public_key_sha256']}")
    if not expected:
        click.echo("指纹须与对方另行告知的一致；用 --fingerprint 核对")


@outward_cli.command("key", with_appcontext=False)
@click.option("--show", is_flag=True, help="只显示现有密钥的公钥指纹")
@_refuses
def key_command(show: bool) -> None:
    """生成签名密钥（只有所有者可读），显示公钥指纹。"""
    path = key_path(Settings.from_env())
    key = read_key(path) if show else make_key(path)
    mark = fingerprint(key.public_key())
    if not show:
        audit("outward.key", mark, {"file": str(path)})
        click.echo(f"已生成签名密钥 {path}：请备份，不要交给任何人")
    click.echo(f"公钥指纹（SHA-256）：{mark}")
