"""How much a delivery may do to what is there before somebody is asked (COCKPIT_INTAKE_LIMITS)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

#: Rows that end or are deleted, rows that change, values that are emptied, rows that are told by
#: another name than before.
Limited = Literal["closed", "changed", "emptied", "renamed"]

#: What holds where the setting names nothing else.
DEFAULT = "closed=5% changed=50% emptied=10 renamed=10"
#: A share bears so many in any case (of rows that end no more than half of the table), or one row of
#: a small table would always be asked about.
FEW = 3
_ENTRY = re.compile(r"(?:([a-z][a-z0-9_]*)\.)?([a-z]+)=(\d{1,9})(%?)")
_UNITS: Mapping[Limited, str] = {"emptied": "个", "closed": "行", "changed": "行", "renamed": "行"}


@dataclass(frozen=True)
class Limit:
    """So many, or such a share (percent) of what the table had."""

    kind: Limited
    number: int
    is_share: bool

    def exceeded(self, count: int, of: int) -> str:
        """Why ``count`` of ``of`` has to be asked about (Chinese); "" where it needn't be."""
        half = count > FEW and 2 * count > of
        if not self.is_share:
            if count > self.number:
                return f"超过限度 {self.number:,} {_UNITS[self.kind]}"
            return "超过现有的一半" if half else ""
        few = self.number > 0 and count <= FEW and (self.kind != "closed" or count == 1 or 2 * count <= of)
        return f"超过限度 {self.number}%" if not few and 100 * count > self.number * of else ""


class Limits:
    """The limits of every table."""

    def __init__(self, text: str = "") -> None:
        """Read a setting; raises ``ValueError`` (Chinese) naming the entry that cannot be read."""
        self._found: dict[tuple[str, str], Limit] = {}
        for entry in f"{DEFAULT} {text}".replace(",", " ").split():
            match = _ENTRY.fullmatch(entry)
            kind = next((k for k in get_args(Limited) if match and k == match[2]), None)
            if not match or kind is None:
                kinds = "、".join(get_args(Limited))
                raise ValueError(
                    f"{entry!r} 不认识：应写作 closed=5% 或 organisation.renamed=10，项目为 {kinds}"
                )
            self._found[match[1] or "", kind] = Limit(kind, int(match[3]), bool(match[4]))

    def of(self, table: str, kind: Limited) -> Limit:
        """The limit of a table, or the one of all tables."""
        return self._found.get((table, kind)) or self._found["", kind]

    @property
    def tables(self) -> frozenset[str]:
        """The tables that have limits of their own."""
        return frozenset(table for table, _ in self._found if table)
