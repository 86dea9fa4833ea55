"""Writes tables as the CSV files of a delivery, exactly as the schema declares them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Boolean, Column, Date, Double, Integer, Table

from demo.world import Columns

_CHUNK = 200_000
#: Prefix of a table's identifiers; a table that is not here takes the initials of its name.
_PREFIXES = {
    "organisation": "O", "person": "P", "membership": "M", "appointment": "AP", "activity": "A",
    "application": "SB", "attendance": "AT", "article": "G", "individual_account": "U",
    "unit_account": "UA", "unit_membership": "UM", "enterprise": "E", "envoy": "T", "task": "DB",
    "delivery": "D",
}  # fmt: skip


def write_table(table: Table, columns: Columns, target: Path) -> int:
    """Write ``<table>.csv`` into ``target``; return the number of rows."""
    names = [c.name for c in table.columns]
    size = len(columns[names[0]])
    formats = [_format(c, table) for c in table.columns]
    with open(target / f"{table.name}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for at in range(0, size, _CHUNK):
            parts = [f(columns[n][at : at + _CHUNK]) for n, f in zip(names, formats, strict=True)]
            writer.writerows(zip(*parts, strict=True))
    return size


def prefix(table: str) -> str:
    """The letters that start every identifier of ``table``."""
    return _PREFIXES.get(table) or "".join(word[:2] for word in table.split("_")).upper()


def _format(column: Column[Any], table: Table) -> Callable[[Any], Iterable[str]]:
    owner = table.name if column.name == "id" else ""
    if reference := column.info.get("ref"):
        name, key = reference.split(".")
        owner = name if key == "id" else ""
    if owner:
        return _identifiers(prefix(owner))
    if isinstance(column.type, Date):
        return _dates
    if isinstance(column.type, Boolean):
        return _flags
    if isinstance(column.type, Integer):
        return _wholes
    return _numbers if isinstance(column.type, Double) else _texts


def _identifiers(letters: str) -> Callable[[Any], Iterable[str]]:
    pattern = letters + "%07d"
    return lambda values: [pattern % v if v else "" for v in np.asarray(values).tolist()]


def _dates(values: Any) -> Iterable[str]:
    text = np.datetime_as_string(np.asarray(values, dtype="datetime64[D]"))
    return np.where(text == "NaT", "", text).tolist()  # type: ignore[no-any-return]


def _flags(values: Any) -> Iterable[str]:
    return ["true" if v else "false" for v in np.asarray(values).tolist()]


def _wholes(values: Any) -> Iterable[str]:
    return ["" if v is None or v != v else str(int(v)) for v in np.asarray(values).tolist()]


def _numbers(values: Any) -> Iterable[str]:
    return ["" if v is None else f"{v:.12g}" for v in np.asarray(values).tolist()]


def _texts(values: Any) -> Iterable[str]:
    return ["" if v is None else v for v in np.asarray(values, dtype=object).tolist()]
