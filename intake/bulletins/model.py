"""What a bulletin says: every value with the place it was read from and how sure its rule is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from intake.bulletins.rules import DOUBTFUL, RULES, SUGGESTED


class BulletinError(ValueError):
    """A file that cannot be read as a bulletin; the message (Chinese) names the file and what is right."""


@dataclass(frozen=True)
class Found:
    """One value, read from ``start`` to ``end`` (characters from 0) of the bulletin's text.

    ``quote`` is exactly that piece of text, ``value`` its declared normal form (see
    ``intake.bulletins.normal``), ``line`` the number (from 1) of the line it starts in, ``rule`` the
    rule of ``RULES`` that found it.
    """

    value: str
    quote: str
    start: int
    end: int
    line: int
    rule: str

    @property
    def confidence(self) -> float:
        """How sure the rule is, 0 to 1; see ``intake.bulletins.rules``."""
        return RULES[self.rule].confidence

    @property
    def is_doubtful(self) -> bool:
        """Whether a reviewer should check it: read with little confidence, and no mere suggestion."""
        return self.confidence < DOUBTFUL and self.rule not in SUGGESTED


@dataclass(frozen=True)
class Item:
    """One piece of news; a field that the text does not tell is None (or missing in a tuple).

    ``date`` and ``date_end`` are ISO 8601, ``district`` is today's code, ``headcount`` whole persons
    (``headcount_unit``: 人 or 人次; ``headcount_precision`` as in ``published_figure``), ``component``
    a code of the list of components, ``leaders`` are phrases as printed: text, never identities.
    ``end`` is where the item ends in the bulletin's text (it begins with its title).
    """

    title: Found
    column: Found | None = None
    date: Found | None = None
    date_end: Found | None = None
    host: Found | None = None
    place: Found | None = None
    district: Found | None = None
    leaders: tuple[Found, ...] = ()
    headcount: Found | None = None
    headcount_unit: Found | None = None
    headcount_precision: str = ""
    signed: tuple[Found, ...] = ()
    component: Found | None = None
    kind: Found | None = None
    end: int = 0

    def found(self) -> Iterator[tuple[str, Found]]:
        """(field, value) of everything that was found, in the order of the fields."""
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Found):
                    yield name, one


@dataclass(frozen=True)
class Masthead:
    """The head of an issue: series, year, number, number over all years, issuer, ISO date."""

    series: Found | None = None
    year: Found | None = None
    issue: Found | None = None
    total: Found | None = None
    issuer: Found | None = None
    date: Found | None = None


@dataclass(frozen=True)
class Bulletin:
    """A bulletin as read: ``key`` is the same for the same issue in another file format.

    ``issued`` is the day of issue as ISO 8601, read or given; "" where it isn't known.
    """

    key: str
    file: str
    issued: str
    text: str
    masthead: Masthead
    items: tuple[Item, ...]
    notices: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """All of it as plain JSON values, confidences not repeated."""
        return asdict(self)
