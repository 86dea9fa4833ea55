"""What the commands share: exit codes, progress, and how results read."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from time import monotonic
from typing import Any, NoReturn

import click
from tqdm import tqdm

from data.lock import WAIT_SECONDS, Progress
from data.unavailable import Unavailable

_LINE_SECONDS = 2.0

wait_option = click.option(
    "--wait", default=WAIT_SECONDS, show_default=True, help="另一次导入正在进行时，最多等待的秒数"
)


def exits(command: Callable[..., None]) -> Callable[..., None]:
    """Turn errors with an ``exit_code``, and what is not found, into a message on stderr and that code."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except LookupError as error:
            end(error, 1)
        except Exception as error:
            code = getattr(error, "exit_code", None)
            if code is None:
                raise
            end(error, code)

    return run


def end(error: Exception, code: int) -> NoReturn:
    """Say what is wrong, and exit."""
    said = error.in_full if isinstance(error, Unavailable) else str(error.args[0] if error.args else error)
    click.echo(said, err=True)
    sys.exit(code)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on a terminal; otherwise a line a step and every few seconds, for logs."""
    if not sys.stderr.isatty():
        last, since, told = "", float("-inf"), -1

        def line(what: str, share: float) -> None:
            nonlocal last, since, told
            step, now, percent = what.split(" ")[0], monotonic(), round(share * 100)
            if percent > told and (step != last or now - since >= _LINE_SECONDS):
                click.echo(f"{percent:3d}% {what}", err=True)
                last, since, told = step, now, percent

        yield line
        return
    width = min(shutil.get_terminal_size().columns, 100)
    with tqdm(total=100, ncols=width, leave=False, bar_format="{percentage:3.0f}%|{bar}| {desc}") as bar:

        def move(what: str, share: float) -> None:
            bar.set_description_str(what, refresh=False)
            bar.n = round(share * 100)
            bar.refresh()

        yield move
