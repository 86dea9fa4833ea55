"""Published figures (公布数字): read from a version, put into words, held against units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select, text

from data.precision import ORDER, PRECISIONS, Given
from data.tables.governance import published_figure
from queries import conditions

_SCALES = {"万亿": 12, "千万": 7, "百万": 6, "亿": 8, "万": 4, "千": 3}
_BYTES = ("KB", "MB", "GB", "TB", "PB")
_PERSONS = frozenset({"人", "名", "位"})
_VISITS = "人次"
#: Words that count single things: which one is used is a matter of style, of persons too.
_COUNTERS = _PERSONS | {_VISITS, *"个家项次场条件篇份单张行处户种所部期款"}
_SHARES = {"%": 1, "％": 1, "百分比": 1, "比例": 100, "比率": 100}
_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True)
class Published:
    """A figure as it was published: ``value`` in ``unit``, as of a day, over a period up to it.

    ``code`` is the indicator that it belongs to, None where there is none (``remark`` may say why).
    ``condition`` narrows the indicator's own 口径 (``queries.conditions``).
    """

    key: str
    name: str
    code: str | None
    condition: str
    value: float | None
    unit: str
    precision: str
    period_start: date | None
    as_of: date
    source: str
    quote: str
    remark: str

    @property
    def start(self) -> date:
        """The first day of the period, the first of the year where none is given."""
        return self.period_start or date(self.as_of.year, 1, 1)

    @property
    def is_order(self) -> bool:
        """Whether the figure tells an order of members, not a number."""
        return self.precision == ORDER

    @property
    def precision_name(self) -> str:
        """The precision in a word; the code itself where it is none of ours."""
        known = PRECISIONS.get(self.precision)
        return known.name if known else self.precision

    def text(self, unit: str) -> str:
        """The figure as it reads: 近7,000次, 400多项, 41.05万人; ``unit`` where it has none of its own."""
        if self.is_order:
            return "＞".join(m for members in conditions.query(self.condition).values() for m in members)
        if self.value is None:
            return ""
        own = self.unit or unit
        factor = _SHARES.get(own)
        given = Given.of(self.value, Decimal(factor or 1))
        word = "%" if factor else own
        exact = self.precision == "exact"
        return PRECISIONS[self.precision].text(_number(given, exact), word) if self.known else str(self.value)

    @property
    def known(self) -> bool:
        """Whether the precision is one of those declared."""
        return self.precision in PRECISIONS


def _number(given: Given, exact: bool) -> str:
    """With 万 where the figure was not given to the last digit."""
    if not exact and abs(given.value) >= _TEN_THOUSAND and given.place >= 100:
        return f"{_plain(given.value / _TEN_THOUSAND)}万"
    return _plain(given.value)


def _plain(value: Decimal) -> str:
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def factor(unit: str, wanted: str) -> Decimal | None:
    """What a value in ``unit`` is multiplied by to be in ``wanted``; None where they don't compare.

    Words that count (家, 个, 条) compare with each other; 人 and 人次 don't.
    """
    if not unit or unit == wanted or (_counts(unit) and _counts(wanted) and not _mixed(unit, wanted)):
        return Decimal(1)
    if wanted in _SHARES and unit in _SHARES:
        return Decimal(_SHARES[unit]) / _SHARES[wanted]
    if unit.upper() in _BYTES and wanted.upper() in _BYTES:
        steps = _BYTES.index(unit.upper()) - _BYTES.index(wanted.upper())
        return Decimal(10) ** (3 * steps)
    for prefix, power in _SCALES.items():
        if unit.startswith(prefix):
            rest = factor(unit.removeprefix(prefix), wanted)
            return None if rest is None else rest * 10**power
    return None


def _counts(unit: str) -> bool:
    return unit in _COUNTERS


def _mixed(unit: str, wanted: str) -> bool:
    return (unit in _PERSONS and wanted == _VISITS) or (wanted in _PERSONS and unit == _VISITS)


def read_published(connection: Connection) -> list[Published]:
    """Every published figure of a version, newest first, then by source and key."""
    # All columns: versions that an earlier release published lack the newer ones.
    statement = select(text("*")).select_from(published_figure)
    found = [_published(dict(row)) for row in connection.execute(statement).mappings()]
    return sorted(found, key=lambda f: (-f.as_of.toordinal(), f.source, f.code or "~", f.key))


def _published(row: dict[str, Any]) -> Published:
    return Published(
        key=row["key"],
        name=row["name"],
        code=row["indicator_code"] or None,
        condition=row.get("condition") or "",
        value=row["value"],
        unit=row["unit"] or "",
        precision=row["precision"],
        period_start=row["period_start"],
        as_of=row["as_of"],
        source=row["source"],
        quote=row["quote"] or "",
        remark=row.get("remark") or "",
    )
