"""Finding members of a long list by what a reader types: name, short form, pinyin, first letters, code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping, select

from data.engine import Database
from data.tables.organisations import organisation
from queries.dimensions import DIMENSIONS
from queries.filters import day_text
from queries.kept import Kept
from queries.labels import Labels
from queries.scope import Scope, ScopeRefused
from queries.service import Cockpit
from queries.spelling import initials, syllables

#: Large lists that can be searched.
SEARCHED = frozenset({"organisation"})
#: What tells two organisations of one name apart; a scope may limit them by these too.
_FACTS = {"org_type": "type_code", "district": "district_code", "discipline": "class_code"}
_FACTS |= {"department": "department_code", "organisation": "id"}
#: The rank of a member that a word only fits by what it is (学会, 海淀区).
_BY_HINT = 7
_PINYIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Member:
    """A member found: code, name, and what tells it apart from others of its name."""

    code: str
    name: str
    hint: str = ""


@dataclass(frozen=True)
class _Spelt:
    """One way of naming a member, in the forms that it is typed in."""

    text: str
    pinyin: str
    letters: str
    starts: frozenset[int]

    @classmethod
    def of(cls, text: str) -> _Spelt:
        pieces = syllables(text)
        starts, at = [], 0
        for piece in pieces:
            starts.append(at)
            at += len(piece)
        return cls(text.casefold(), "".join(pieces), initials(pieces), frozenset(starts))

    def rank(self, word: str) -> int | None:
        """How well ``word`` names it, 0 best; None where it doesn't."""
        if word in self.text:
            return 0 if word == self.text else 1 if self.text.startswith(word) else 4
        if not _PINYIN.fullmatch(word):
            return None
        if word in self.letters:
            return 2 if self.letters.startswith(word) else 5
        if any(at in self.starts for at in _places(word, self.pinyin)):
            return 3 if self.pinyin.startswith(word) else 6
        return None


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


@dataclass(frozen=True)
class _Entry:
    member: Member
    spelt: tuple[_Spelt, ...]
    facts: Mapping[str, str | None]
    #: Everything that a word is looked for in, so that most entries are passed over at once.
    written: str

    def rank(self, words: list[str]) -> int | None:
        """The worst of its words' ranks; None where one of them doesn't name it."""
        ranks = [self._best(word) for word in words]
        found = [rank for rank in ranks if rank is not None]
        return max(found) if len(found) == len(ranks) else None

    def _best(self, word: str) -> int | None:
        if word == self.member.code.casefold():
            return 0
        ranks = [rank for spelt in self.spelt if (rank := spelt.rank(word)) is not None]
        return min(ranks, default=_BY_HINT if word in self.member.hint else None)


class Finder:
    """The members of one list on one version."""

    def __init__(self, entries: tuple[_Entry, ...]) -> None:
        self._entries = entries

    def find(self, text: str, limit: int, *, scope: Scope) -> list[Member]:
        """The members that ``text`` names best, at most ``limit``; several words must all fit.

        Raises ``ScopeRefused`` where the list can't be limited as the scope says.
        """
        words = text.casefold().split()
        found = []
        for entry in self._entries if words else ():
            if not all(word in entry.written for word in words):
                continue
            rank = entry.rank(words)
            if rank is not None and _allowed(entry, scope):
                found.append((rank, len(entry.member.name), entry.member.name, entry.member.code, entry))
        return [entry.member for *_, entry in sorted(found, key=lambda f: f[:4])[:limit]]


def _allowed(entry: _Entry, scope: Scope) -> bool:
    for dimension, codes in scope.limits:
        if dimension not in entry.facts:
            label = DIMENSIONS[dimension].label
            raise ScopeRefused(f"名单不能按{label}划分权限范围，因此不予显示")
        if entry.facts[dimension] not in codes:
            return False
    return True


#: Lists of the last versions, in this process: a look-up must keep up with typing.
_kept: Kept[tuple[Database, str, str], Finder] = Kept(4)


def finder(cockpit: Cockpit, dimension: str, version: str) -> Finder:
    """The finder of one of ``SEARCHED`` on a version, made once for all processes.

    Raises ``DatabaseUnavailable``.
    """
    key = (cockpit.database, dimension, cockpit.edition(version))
    found = _kept.get(key)
    if found is None:
        entries = cockpit.cache.get_or_compute(version, "finder", dimension, lambda: _read(cockpit, version))
        found = Finder(entries)
        _kept.put(key, found)
    return found


def _read(cockpit: Cockpit, version: str) -> tuple[_Entry, ...]:
    labels = cockpit.labels(version)
    with cockpit.database.connect(version) as connection:
        return tuple(_organisations(connection, labels))


def _organisations(connection: Connection, labels: Labels) -> Iterator[_Entry]:
    o = organisation.c
    columns = [o.name, o.short_name, o.valid_to, *[o[c].label(d) for d, c in _FACTS.items()]]
    for row in connection.execute(select(*columns)).mappings():
        names = dict.fromkeys(n for n in (row["name"], row["short_name"]) if n)
        member = Member(row["organisation"], row["name"], _hint(row, labels))
        spelt = tuple(map(_Spelt.of, names))
        written = [
            member.code.casefold(),
            member.hint,
            *(t for s in spelt for t in (s.text, s.pinyin, s.letters)),
        ]
        yield _Entry(member, spelt, {d: row[d] for d in _FACTS}, "\n".join(written))


def _hint(row: RowMapping, labels: Labels) -> str:
    """学会，海淀区；2022年6月30日退出."""
    where = [labels.name(d, row[d]) for d in ("org_type", "district") if row[d]]
    left: date | None = row["valid_to"]
    gone = [f"{day_text(left)}退出"] if left else []
    return "；".join(["，".join(where), *gone])
