"""Which indicators a delivery moves, and by how much: measured on the version before it is published."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date

from data.engine import Database, NothingPublished, open_database
from data.intake.merge.options import Figures, Measure
from data.settings import Settings

_UNIMPORTANT = 1e-9


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
        """The change as a share of the value before, in percent; None where there was nothing."""
        if not self.before or self.after is None:
            return None
        return 100 * (self.after - self.before) / abs(self.before)

    def is_beyond(self, percent: float) -> bool:
        """Whether it moved by more than ``percent``; a value that goes away always did."""
        if self.before and self.after is None:
            return True
        return self.share is not None and abs(self.share) > percent


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
