"""``flask --app app snapshot``: a page, scene or tile as PNG or PDF, archived and written to a file.

Exit codes: 0 made, 1 refused (incomplete, or no such page), 2 asked for what cannot be, 4 no database.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

from access import current_reader
from data.cli_support import end, exits, progress_bar
from data.engine import DatabaseUnavailable
from documents.browser import get_browser
from documents.own import stop_own_servers
from documents.snapshots import FAILURES, snapshot
from jobs.snapshots import PAPERS, BadOrder, Order
from queries.filters import FilterError
from store import StoreUnavailable

_SIZE = re.compile(r"(\d+)(?:x(\d+))?")


@click.command("snapshot", help="快照：页面、大屏场景或其中一块，存为 PDF 或 PNG，并归档")
@click.argument("page")
@click.option("--query", default="", help='地址中 ? 之后的条件，如 "as_of=2022-12-30&district=海淀区"')
@click.option("--pdf", "form", flag_value="pdf", default="pdf", help="PDF（默认）")
@click.option("--png", "form", flag_value="png", help="PNG")
@click.option("--paper", type=click.Choice(list(PAPERS)), help="PDF 的纸张；默认 A4 纵向，大屏 16:9")
@click.option("--scale", type=click.Choice(["1", "2"]), default="1", help="PNG 的倍数")
@click.option("--size", default="", help="PNG 的尺寸：1600（宽）或 3840x2160（宽x高），像素")
@click.option("--tile", default="", help="只要这一块：它在页面上的名称（地址 _tile= 的值）")
@click.option("--scene", default="", help="大屏的场景")
@click.option("--by", default="", help="制作人；默认当前用户")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到哪里；默认归档中的文件名")
@exits
def snapshot_command(
    page: str,
    query: str,
    form: str,
    paper: str | None,
    scale: str,
    size: str,
    tile: str,
    scene: str,
    by: str,
    output: Path | None,
) -> None:
    """Make one; says the verification code and where the file is."""
    asked = {"page": page, "query": query, "format": form, "paper": paper, "scale": scale}
    try:
        width, height = _size(size)
        order = Order.parse(asked | {"tile": tile, "scene": scene, "width": width, "height": height})
        with progress_bar() as tell:
            kept, data = snapshot(order, by or current_reader().name, tell)
    except (BadOrder, FilterError) as error:
        end(error, 2)
    except DatabaseUnavailable:
        raise
    except (*FAILURES, StoreUnavailable) as error:
        end(error, 1)
    finally:
        get_browser().stop()
        stop_own_servers()
    target = output or Path(kept.file_name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    click.echo(f"{target}（{len(data):,} 字节）\n验证码 {kept.code}，SHA-256 {kept.sha256}")


def _size(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if text and not found:
        raise BadOrder("size", f"--size {text}：应写作 1600 或 3840x2160")
    return (int(found[1]), int(found[2] or 0)) if found else (0, 0)
