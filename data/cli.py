"""``flask --app app data …``: import, versions, rollback, demonstration, catalogue.

Exit codes: 0 done, 1 failed, 2 delivery refused, 3 another import is running, 4 no database.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from tqdm import tqdm

from data import catalogue as catalogue_document
from data.engine import DatabaseUnavailable, NothingPublished, open_database
from data.intake import (
    WAIT_SECONDS,
    ImportBusy,
    ImportFailed,
    ImportRefused,
    ImportReport,
    Progress,
    import_delivery,
)
from data.intake import rollback as roll_back
from data.settings import Settings, SettingsError

data_cli = AppGroup("data", help="统一数据库：导入、版本、演示数据、数据目录")

_LINE_SECONDS = 2.0

_wait_option = click.option(
    "--wait", default=WAIT_SECONDS, show_default=True, help="另一次导入正在进行时，最多等待的秒数"
)


def _exits(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the errors of intake and engine into a message on stderr and an exit code."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except ImportRefused as error:
            _end(error, 2)
        except ImportBusy as error:
            _end(error, 3)
        except (DatabaseUnavailable, SettingsError) as error:
            _end(error, 4)
        except (ImportFailed, LookupError) as error:
            _end(error, 1)

    return run


def _end(error: Exception, code: int) -> NoReturn:
    click.echo(str(error.args[0] if error.args else error), err=True)
    sys.exit(code)


@data_cli.command("import", with_appcontext=False)
@click.argument("directory", type=click.Path(path_type=Path))
@_wait_option
@_exits
def import_command(directory: Path, wait: float) -> None:
    """导入一份交付（目录），校验后发布为新版本。"""
    with _progress() as progress:
        report = import_delivery(directory, Settings.from_env(), progress, wait)
    _say(report)


@data_cli.command("versions", with_appcontext=False)
@_exits
def versions() -> None:
    """列出保留的版本，* 为当前版本。"""
    with closing(open_database(Settings.from_env())) as database:
        kept, current = database.publications(), database.current().version
    for publication in kept:
        mark = "*" if publication.version == current else " "
        kind = "演示" if publication.is_demonstration else "正式"
        click.echo(
            f"{mark} {publication.version}  截至 {publication.business_date}  "
            f"发布于 {publication.published_at:%Y-%m-%d %H:%M:%S}  {kind}  {publication.delivery_title}"
        )


@data_cli.command("rollback", with_appcontext=False)
@click.argument("version")
@_wait_option
@_exits
def rollback(version: str, wait: float) -> None:
    """让保留的旧版本重新成为当前版本；不删除任何数据。"""
    publication = roll_back(version, Settings.from_env(), wait)
    click.echo(f"当前版本 {publication.version}，截至 {publication.business_date}")


@data_cli.command("demo", with_appcontext=False)
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(1, 1000), help="规模")
@click.option("--into", type=click.Path(path_type=Path), help="同时把交付文件留在这个目录")
@click.option("--yes", is_flag=True, help="当前版本是正式数据时，也用演示数据代替")
@_exits
def demo(scale: float, into: Path | None, yes: bool) -> None:
    """生成演示数据，并像其他交付一样导入。"""
    from data.demo import write_delivery

    settings = Settings.from_env()
    _refuse_over_real_data(settings, yes)
    settings.home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="demo-", dir=settings.home) as temporary, _progress() as progress:
        folder = into or Path(temporary)
        write_delivery(folder, scale, _first_half(progress))
        report = import_delivery(folder, settings, _second_half(progress))
    _say(report)


@data_cli.command("catalogue", with_appcontext=False)
@click.option("--check", is_flag=True, help="只检查文件是否与数据结构一致")
@_exits
def catalogue(check: bool) -> None:
    """由数据结构生成 docs/data-catalogue.md。"""
    path = catalogue_document.PATH
    if not check:
        catalogue_document.write()
        click.echo(f"已生成 {path}")
    elif not catalogue_document.is_up_to_date():
        raise ImportFailed(f"{path} 与数据结构不一致：请运行 flask --app app data catalogue")


def _refuse_over_real_data(settings: Settings, yes: bool) -> None:
    try:
        with closing(open_database(settings)) as database:
            current = database.current()
    except NothingPublished:
        return
    if not current.is_demonstration and not yes:
        raise ImportFailed(f"当前版本 {current.version} 是正式数据；确要换成演示数据，请加 --yes")


def _say(report: ImportReport) -> None:
    rows = sum(report.tables.values())
    click.echo(
        f"已发布版本 {report.version}：{len(report.tables)} 个表，{rows} 行，用时 {report.seconds:.1f} 秒"
        + (f"；沿用 {len(report.carried)} 个表" if report.carried else "")
    )


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; otherwise a line a step and every few seconds, for logs."""
    if not sys.stderr.isatty():
        last, since = "", float("-inf")

        def line(what: str, share: float) -> None:
            nonlocal last, since
            step, now = what.split(" ")[0], monotonic()
            if step != last or now - since >= _LINE_SECONDS:
                click.echo(f"{share:4.0%} {what}", err=True)
                last, since = step, now

        yield line
        return
    width = min(shutil.get_terminal_size().columns, 100)
    with tqdm(total=100, ncols=width, leave=False, bar_format="{percentage:3.0f}%|{bar}| {desc}") as bar:

        def move(what: str, share: float) -> None:
            bar.set_description_str(what, refresh=False)
            bar.n = round(share * 100)
            bar.refresh()

        yield move


def _first_half(progress: Progress) -> Progress:
    return lambda what, share: progress(what, share / 2)


def _second_half(progress: Progress) -> Progress:
    return lambda what, share: progress(what, 0.5 + share / 2)
