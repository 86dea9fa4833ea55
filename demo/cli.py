"""``flask --app app data demo``: the demonstration, imported like any other delivery."""

from __future__ import annotations

from contextlib import closing
from getpass import getuser
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from data.cli_support import exits, progress_bar
from data.engine import NothingPublished, open_database
from data.lock import Progress
from data.settings import Settings
from intake import ImportFailed, import_delivery
from intake.deliveries import history
from intake.words import tell_publication


@click.command("demo")
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(1, 1000), help="规模")
@click.option("--into", type=click.Path(path_type=Path), help="同时把交付文件留在这个目录")
@click.option("--yes", is_flag=True, help="当前版本是正式数据时，也用演示数据代替")
@exits
def demo_command(scale: float, into: Path | None, yes: bool) -> None:
    """生成演示数据，并像其他交付一样导入。"""
    # Imported late: other commands must not pay for numpy.
    from demo.build import write_delivery

    settings = Settings.from_env()
    _refuse_over_real_data(settings, yes)
    settings.home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="demo-", dir=settings.home) as temporary, progress_bar() as progress:
        folder = into or Path(temporary)
        write_delivery(folder, scale, _first_half(progress))
        with history.attempt(settings, "演示数据", getuser()) as noted:
            noted.report = report = import_delivery(folder, settings, _second_half(progress))
    tell_publication(report)


def _refuse_over_real_data(settings: Settings, yes: bool) -> None:
    try:
        with closing(open_database(settings)) as database:
            current = database.current()
    except NothingPublished:
        return
    if not current.is_demonstration and not yes:
        raise ImportFailed(f"当前版本 {current.version} 是正式数据；确要换成演示数据，请加 --yes")


def _first_half(progress: Progress) -> Progress:
    return lambda what, share: progress(what, share / 2)


def _second_half(progress: Progress) -> Progress:
    return lambda what, share: progress(what, 0.5 + share / 2)
