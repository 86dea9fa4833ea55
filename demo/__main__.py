"""``python -m demo TARGET [--scale N]``: write the demonstration delivery into a folder."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from demo.build import write_delivery


@click.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--scale", type=click.FloatRange(min=1), default=1.0, help="规模；只有 1 与公布数字一致")
def main(target: Path, scale: float) -> None:
    """把演示交付写入 TARGET。"""
    with tqdm(total=100, bar_format="{l_bar}{bar}| {elapsed}") as bar:

        def progress(label: str, share: float) -> None:
            bar.set_description(label)
            bar.update(round(share * 100) - bar.n)

        write_delivery(target, scale, progress)
    click.echo(f"演示交付已写入 {target}")


if __name__ == "__main__":
    main()
