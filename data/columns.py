"""Column factories that carry the Chinese name and intake rules beside the SQL type.

Everything a column needs to say about itself (Chinese label, whether it is personal data,
whether it must be filled) stands in ``Column.info``, so that the data catalogue, the intake
checks and the drill-down tables read one declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Double, Integer
from sqlalchemy import String as _String
from sqlalchemy.types import TypeEngine

Mask = Literal["name", "mobile", "hidden"]

#: Text compares by bytes on both engines, so that the same question sorts the same way.
Text: TypeEngine[str] = _String().with_variant(_String(collation="C"), "postgresql")


def _column(
    name: str,
    kind: TypeEngine[Any] | type[TypeEngine[Any]],
    zh: str,
    *,
    ref: str | None = None,
    key: bool = False,
    optional: bool = False,
    mask: Mask | None = None,
    note: str = "",
    unit: str = "",
    aliases: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    codes: Mapping[str, tuple[str, ...]] | None = None,
    reads: str = "",
) -> Column[Any]:
    """Build a column whose ``info`` holds its label, note, unit, mask, aliases and choices.

    ``aliases`` are other names that departments give the column in their spreadsheets;
    ``choices`` the words that a template offers where there is no code list. ``codes`` declares the
    column's code list: each code with the words for it, the first of which is its name. ``reads``
    names the vocabulary by which intake reads the column (``VOCABULARIES``).

    ``ref`` names the referenced ``table.column``. References are checked by intake (which can
    say row and value), not by the engine: DuckDB would build an index per reference.
    """
    info: dict[str, Any] = {"zh": zh, "note": note, "mask": mask, "unit": unit, "ref": ref}
    if codes:
        choices = tuple(words[0] for words in codes.values())
    info |= {"aliases": aliases, "choices": choices, "codes": codes or {}, "reads": reads}
    return Column(name, kind, primary_key=key, nullable=optional, info=info, comment=zh)


def text(name: str, zh: str, **kw: Any) -> Column[Any]:
    """Text column."""
    return _column(name, Text, zh, **kw)


def date(name: str, zh: str, **kw: Any) -> Column[Any]:
    """Calendar-day column (ISO 8601 in deliveries)."""
    return _column(name, Date, zh, **kw)


def moment(name: str, zh: str, **kw: Any) -> Column[Any]:
    """Timestamp column, local time (Asia/Shanghai), without zone."""
    return _column(name, DateTime, zh, **kw)


def integer(name: str, zh: str, **kw: Any) -> Column[Any]:
    """Whole-number column (32 bits)."""
    return _column(name, Integer, zh, **kw)


def big(name: str, zh: str, **kw: Any) -> Column[Any]:
    """Whole-number column (64 bits)."""
    return _column(name, BigInteger, zh, **kw)


def number(name: str, zh: str, **kw: Any) -> Column[Any]:
    """Double-precision number column."""
    return _column(name, Double, zh, **kw)


def flag(name: str, zh: str, **kw: Any) -> Column[Any]:
    """Boolean column (``true``/``false`` in deliveries)."""
    return _column(name, Boolean, zh, **kw)
