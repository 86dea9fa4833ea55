"""``make bench`` or ``python -m bench [--scale N] [--delivery DIRECTORY]``: measure and print."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench import loose, server
from bench.report import Line, once
from data.settings import Settings

_SERVER = ("COCKPIT_DATABASE_URL", "COCKPIT_CACHE_URL")


@click.command()
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(1, 1000), help="演示规模")
@click.option("--delivery", type=click.Path(path_type=Path, exists=True), help="改用这份交付，不生成演示数据")
@click.option("--times", default=5, show_default=True, type=click.IntRange(1), help="每项计算的次数")
@click.option("--requests", default=2000, show_default=True, type=click.IntRange(8), help="每个接口的请求数")
@click.option("--rows", default=1_000_000, show_default=True, type=click.IntRange(1), help="表格文件的行数")
@click.option("--embedded", is_flag=True, help="只测嵌入式数据库，不启动 PostgreSQL")
@click.option("--only-pages", is_flag=True, help="只测整页与浏览器中的页面：打开，换筛选条件")
def main(
    scale: float,
    delivery: Path | None,
    times: int,
    requests: int,
    rows: int,
    embedded: bool,
    only_pages: bool,
) -> None:
    """性能测量：在临时目录中导入演示数据，逐项测量，并与同一次运行中的基准相比。"""
    with TemporaryDirectory(prefix="cockpit-bench-") as folder:
        home = Path(folder)
        # Everything below reads its settings from the environment, server processes too.
        os.environ |= {"COCKPIT_HOME": folder, **dict.fromkeys(_SERVER, "")}
        delivery = delivery or _demonstration(home / "delivery", scale)
        if only_pages:
            return _pages(delivery, times, requests)
        files = loose.write(home / "files", delivery, rows)
        _run(delivery, times, requests, files)
        if not embedded:
            _print("表格文件（PostgreSQL）", loose.server(files, delivery, home / "server"))


def _pages(delivery: Path, times: int, requests: int) -> None:
    from bench import boards, intake, pages

    _print("导入", intake.measure(delivery, Settings.from_env()))
    import app

    app.warm()
    _print("页面（单线程）", boards.measure())
    with server.running() as port:
        _print("服务", server.whole_pages(port, requests))
        _print("页面（浏览器，中位数）", pages.measure(port, times))


def _run(delivery: Path, times: int, requests: int, files: loose.Files) -> None:
    from bench import answers, boards, intake, pages, wall

    settings = Settings.from_env()
    _print("导入", intake.measure(delivery, settings))
    import app
    from queries.service import get_cockpit

    app.warm()
    cockpit = get_cockpit()
    # Before anything else fills the cache; and so that the server below has nothing left to warm.
    _print("页面（单线程）", boards.measure())
    _print("指标（单线程，中位数）", answers.measure(cockpit, delivery, times))
    with server.running() as port:
        title = f"服务（{settings.processes} 进程，{server.CLIENTS} 个并发请求）"
        _print(title, server.measure(port, requests))
        _print("大屏（浏览器，中位数）", wall.measure(port, times))
        _print("页面（浏览器，中位数）", pages.measure(port, times))
        # Last, for everything before is measured on the delivery alone.
        _print("表格文件（嵌入式）", loose.embedded(files, port, requests // 8))


def _demonstration(target: Path, scale: float) -> Path:
    from demo.build import write_delivery

    spent, _ = once(lambda: write_delivery(target, scale))
    click.echo(f"演示数据 ×{scale:g}，生成用时 {spent / 1000:.1f} 秒")
    return target


def _print(title: str, lines: Iterable[Line]) -> None:
    click.echo(f"\n{title}")
    for line in lines:
        click.echo(f"  {line.text()}")


if __name__ == "__main__":
    main()
