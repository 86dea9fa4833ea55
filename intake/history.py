"""What the commands tell of imports to whoever keeps the history: the application hands in how.

The history stands in the operational database, which this room does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from flask.cli import ScriptInfo

from data.engine import DatabaseUnavailable, open_database
from data.settings import Settings
from intake import (
    Changes,
    ImportBusy,
    ImportFailed,
    ImportRefused,
    ImportReport,
    IntakeReport,
    Movement,
)

#: Where the application puts the function that keeps the history.
HISTORY = "cockpit.history"


@dataclass
class Attempt:
    """One import from the command line, and what became of it; ``base`` is the version before it.

    ``version`` is set where a publication has no report of its own, ``moved`` and ``changes`` where
    its report has none.
    """

    title: str
    by: str
    paths: tuple[Path, ...] = ()
    base: str | None = None
    report: IntakeReport | ImportReport | None = None
    moved: tuple[Movement, ...] = ()
    changes: tuple[Changes, ...] = ()
    version: str | None = None
    refusal: ImportRefused | None = None
    error: str = ""


@dataclass(frozen=True)
class Switched:
    """A kept version was made to serve."""

    by: str
    before: str | None
    after: str


#: Keeps what happened; returns what kept it from doing so (Chinese), or "".
Keep = Callable[[Attempt | Switched], str]


@contextmanager
def attempt(settings: Settings, title: str, by: str, paths: tuple[Path, ...] = ()) -> Iterator[Attempt]:
    """Around an import: what it sets on the ``Attempt``, or raises, goes into the history."""
    noted = Attempt(title, by, paths, current_version(settings))
    try:
        yield noted
    except ImportRefused as error:
        noted.refusal = error
        keep(noted)
        raise
    except (ImportBusy, ImportFailed, DatabaseUnavailable) as error:
        noted.error = str(error)
        keep(noted)
        raise
    if noted.report is not None or noted.version:
        keep(noted)


def keep(what: Attempt | Switched) -> None:
    """Put something into the history; says so where that fails, what happened stands all the same."""
    context = click.get_current_context(silent=True)
    info = context.find_object(ScriptInfo) if context else None
    found: Keep | None = info.load_app().extensions.get(HISTORY) if info else None
    if found and (trouble := found(what)):
        click.echo(f"没有记入交付历史：{trouble}", err=True)


def current_version(settings: Settings) -> str | None:
    """The version that serves; None where there is none, or none can be read."""
    try:
        with closing(open_database(settings)) as database:
            return database.current().version
    except DatabaseUnavailable:
        return None
