"""Which indicators a delivery moves, and by how much: measured on the version before it is published."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date

from data.engine import Database, NothingPublished, open_database
from data.settings import Settings
from intake.merge.compare import Changes
from intake.merge.options import Figures, Measure

_UNIMPORTANT = 1e-9
#: So many indicators are named in a question; all are listed below it.
_NAMED = 5


@dataclass(frozen=True)
class Movement:
    """An indicator's value before and after a delivery, both as of the same day."""

    code: str
    name: str
    unit: str
    before: int | float | None
    after: int | float | None

    @property
    def share(self) -> float | None:
        """The change in percent of the value before, of a rate in percentage points; None without one."""
        if not self.before or self.after is None:
            return None
        change = self.after - self.before
        return change if self.is_rate else 100 * change / abs(self.before)

    @property
    def is_rate(self) -> bool:
        """Whether the change is in percentage points (百分点)."""
        return self.unit == "%"

    def is_beyond(self, percent: float) -> bool:
        """Whether it moved by more than ``percent``; a value that goes away always did."""
        if self.before and self.after is None:
            return True
        return self.share is not None and abs(self.share) > percent


class Stopped(RuntimeError):
    """The version was built and looked at, and is not published: that was all that was wanted, or
    it does more than anybody has agreed to."""


class Look:
    """Looks at a version before it is published, and stops what nobody has agreed to.

    ``changes`` are given by the import beforehand. Afterwards ``moved`` are the indicators that
    differ, ``beyond`` those that moved by more than the share that the settings allow.
    """

    def __init__(
        self, settings: Settings, measure: Measure | None, *, dry_run: bool = False, agreed: bool = False
    ) -> None:
        self._settings, self._measure = settings, measure
        self._dry_run, self._agreed = dry_run, agreed
        self.changes: tuple[Changes, ...] = ()
        self.moved: tuple[Movement, ...] = ()
        self.beyond: tuple[Movement, ...] = ()

    def __call__(self, database: Database) -> None:
        if self._measure:
            as_of = database.current().business_date
            before = current_figures(self._settings, self._measure, as_of)
            self.moved = tuple(movements(before, database, self._measure, as_of))
            limit = self._settings.intake_movement
            self.beyond = tuple(m for m in self.moved if m.is_beyond(limit))
        if self._dry_run or (self.questions and not self._agreed):
            raise Stopped("只比较，没有发布" if self._dry_run else "变化超过限度，没有发布")

    @property
    def questions(self) -> tuple[str, ...]:
        """What somebody has to agree to before it is published (Chinese), the gravest first."""
        asked = [e.question for change in self.changes for e in change.effects if e.question]
        if self.beyond:
            named = "、".join(m.name for m in self.beyond[:_NAMED]) + (" 等" if self.beyond[_NAMED:] else "")
            limit = self._settings.intake_movement
            asked.append(f"{len(self.beyond)} 个指标变动超过 {limit}%：{named}")
        return tuple(asked)


def current_figures(settings: Settings, measure: Measure, as_of: date) -> Figures:
    """What the published version says as of the day; nothing where there is none."""
    with closing(open_database(settings)) as database:
        try:
            return measure(database, database.current().version, as_of)
        except NothingPublished:
            return {}


def movements(before: Figures, database: Database, measure: Measure, as_of: date) -> list[Movement]:
    """The indicators that a version changes, in their order; none where nothing was published before."""
    if not before:
        return []
    found = []
    for code, (name, value, unit) in measure(database, database.current().version, as_of).items():
        old = before[code][1] if code in before else None
        if old != value and not (old and value and abs(value - old) <= _UNIMPORTANT * abs(old)):
            found.append(Movement(code, name, unit, old, value))
    return found
