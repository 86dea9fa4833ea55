"""``flask --app app slides``: a page or a scene of the wall as slides."""

from __future__ import annotations

from pathlib import Path

import click

from access import audit
from briefings.slides.content import SlidesRefused, content_of
from briefings.slides.make import pptx_of
from data.cli_support import end, exits, progress_bar


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
            content = content_of(page, query.lstrip("?"), scene, tell)
            data = pptx_of(content)
    except SlidesRefused as error:
        end(SlidesRefused(f"没有生成幻灯片：{error}"), 2)
    path = output or Path(content.filename)
    try:
        path.write_bytes(data)
    except OSError as error:
        end(OSError(f"文件 {path} 未能写入：{error.strerror}"), 1)
    audit(
        "slides", content.title, {**content.asked, "version": content.publication.version, "file": path.name}
    )
    click.echo(f"已生成 {path}：{content.title}，版本 {content.publication.version}，{len(data) // 1024} KB")
