"""``flask --app app slides``: a page or a scene of the wall as slides."""

from __future__ import annotations

from pathlib import Path

import click

from data.cli_support import end, exits, progress_bar
from documents.slides.content import SlidesRefused
from documents.slides.work import slides
from store import StoreUnavailable


@click.command("slides")
@click.argument("page")
@click.option("--query", default="", metavar="条件", help='筛选条件，如 "as_of=2022-12-30&district=110108"')
@click.option("--scene", default="", metavar="场景", help="大屏（/screen）的场景，如 overview")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="文件；默认按内容命名")
@exits
def slides_command(page: str, query: str, scene: str, output: Path | None) -> None:
    """把一个页面（如 /members）或大屏场景（/screen --scene overview）做成幻灯片（PPTX）。"""
    try:
        with progress_bar() as tell:
            kept, data = slides(page, query.lstrip("?"), scene, tell)
    except SlidesRefused as error:
        end(SlidesRefused(f"没有生成幻灯片：{error}"), 2)
    except (StoreUnavailable, OSError) as error:
        end(RuntimeError(f"没有生成幻灯片，归档未能写入：{getattr(error, 'in_full', error)}"), 1)
    path = output or Path(kept.file_name)
    try:
        path.write_bytes(data)
    except OSError as error:
        end(RuntimeError(f"文件 {path} 未能写入（{error.strerror}）；归档中已有，验证码 {kept.code}"), 1)
    click.echo(f"已生成 {path}：{kept.title}，版本 {kept.version}，验证码 {kept.code}")
