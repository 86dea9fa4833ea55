"""What a clerk may say along with the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from data.engine import Database
from data.versions import Publication

#: Indicator code to (name, value, unit) on a version, as of a day.
Figures = Mapping[str, tuple[str, int | float | None, str]]
Measure = Callable[[Database, str, date], Figures]


@dataclass(frozen=True)
class Options:
    """How to take files in.

    ``tables`` maps file or sheet names ("" for all) to table names, ``full`` names tables whose
    rows are all here, so that rows which are not here are closed as of ``as_of`` (deleted only
    with ``delete_missing``, where the table has no end date). ``again`` takes a file in that was
    taken in before. ``agreed`` accepts any movement of indicators and any effect on what is there.
    ``source`` names the source where a table has several. An empty cell leaves the value as it is;
    with ``clear_blank`` it empties it. ``ignore`` are sheets to leave alone.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    full: frozenset[str] = frozenset()
    delete_missing: bool = False
    as_of: date | None = None
    title: str = ""
    delivered_by: str | None = None
    source: str = ""
    ignore: frozenset[str] = frozenset()
    again: bool = False
    clear_blank: bool = False
    dry_run: bool = False
    agreed: bool = False
    #: Measures indicators on a version; None: movements are not looked at.
    measure: Measure | None = None
    #: Told of the publication before it is made current; what this raises keeps it from being published.
    announce: Callable[[Publication], None] | None = None
