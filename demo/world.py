"""The world under construction: tables as columns, drawn from reproducible random streams."""

from __future__ import annotations

import csv
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from data.settings import ROOT
from demo.days import Array

SEED = 20221230
REFERENCE = ROOT / "data" / "reference"
Columns = dict[str, Any]
Rows = list[dict[str, Any]]

#: Weight of each district in people and enterprises.
DISTRICT_WEIGHTS = {
    "110108": 0.270, "110105": 0.185, "110102": 0.110, "110101": 0.082, "110106": 0.070,
    "110114": 0.062, "110112": 0.046, "110115": 0.042, "110115403": 0.038, "110113": 0.026,
    "110107": 0.022, "110111": 0.018, "110116": 0.009, "110118": 0.006, "110117": 0.005,
    "110119": 0.004, "110109": 0.005,
}  # fmt: skip


@dataclass
class World:
    """Everything generated so far.

    ``tables`` maps a table name to its columns (equal lengths). Identifiers are whole numbers
    from 1 (0: none); the writer gives them their prefix. ``person_class`` holds, for each person
    made so far, the society class (A–E) that their own discipline is likely to be of.
    """

    scale: float = 1.0
    tables: dict[str, Columns] = field(default_factory=dict)
    organisations: Rows = field(default_factory=list)
    person_class: list[Array] = field(default_factory=list)
    person_kind: list[Array] = field(default_factory=list)
    people: int = 0

    def rng(self, name: str) -> np.random.Generator:
        """An own random stream for ``name``, so that one subject's change leaves others alone."""
        return np.random.default_rng([SEED, zlib.crc32(name.encode())])

    def scaled(self, n: int) -> int:
        """``n`` record-like rows, times the scale."""
        return round(n * self.scale)

    def put(self, table: str, **columns: Any) -> None:
        """Set a table; a missing ``id`` is numbered from 1."""
        size = len(next(iter(columns.values())))
        columns.setdefault("id", np.arange(1, size + 1))
        self.tables[table] = columns

    def put_rows(self, table: str, rows: Rows) -> None:
        """Set a table from row dictionaries that all have the same keys."""
        self.put(table, **{name: [row[name] for row in rows] for name in rows[0]})

    def new_people(self, classes: Array | str, n: int, kind: str) -> Array:
        """Identifiers of ``n`` new persons of a discipline class (one, or one each) and kind."""
        self.person_class.append(np.full(n, classes) if isinstance(classes, str) else classes)
        self.person_kind.append(np.full(n, kind))
        self.people += n
        return np.arange(self.people - n + 1, self.people + 1)

    def orgs(self, *types: str) -> Rows:
        """Organisations of these types, in order of identifier."""
        return [row for row in self.organisations if row["type_code"] in types]


def reference(name: str) -> Rows:
    """Rows of a reference list as text, empty fields as ``None``."""
    with open(REFERENCE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]


def districts(rng: np.random.Generator, n: int, weights: dict[str, float] | None = None) -> Array:
    """``n`` district codes by weight."""
    table = weights or DISTRICT_WEIGHTS
    share = np.array(list(table.values()))
    return rng.choice(np.array(list(table)), n, p=share / share.sum())


def with_gaps(rng: np.random.Generator, values: Array, share: float) -> Array:
    """``values`` with about ``share`` of them empty."""
    found = values.astype(object)
    found[rng.random(len(values)) < share] = None
    return found


def apportion(weights: Any, total: int, least: int = 0) -> Array:
    """Whole numbers that sum to ``total`` in proportion to ``weights``, each at least ``least``."""
    share = np.asarray(weights, dtype=float)
    exact = share / share.sum() * (total - least * len(share))
    parts: Array = np.floor(exact).astype(int)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - least * len(share) - parts.sum()]] += 1
    return parts + least
