"""What a delivery does to the rows and values that were there: counted, shown by samples, limited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Column, Table

from data.ddl import literal, quoted
from data.intake_limits import Limits
from data.masking import mask
from data.schema import delivery_tables, references
from intake.report import readable
from intake.staging import Workbench

#: Columns whose filling ends a row.
ENDS = ("valid_to", "closed_on", "removed_on", "cancelled_on")
#: Columns by which readers know a row, besides those that the table declares.
_NAMES = ("name", "title", "subject")
#: So many columns are told with their counts, and so many of them by samples.
_TOLD_COLUMNS = 8
_SHOWN_COLUMNS = 6
#: Samples of one column, and of rows that are added or end.
_OF_COLUMN = 3
_OF_ROWS = 5
_EMPTY = "（空）"

_Altered = Literal["emptied", "renamed", "changed"]
Kind = Literal["emptied", "closed", "renamed", "changed", "added"]


@dataclass(frozen=True)
class Sample:
    """One row before and after: ``row`` names it, ``column`` is the Chinese label, "" for the row itself."""

    row: str
    column: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """The change in one line."""
        return (
            f"{self.row}：{self.column} {self.old} → {self.new}" if self.column else f"{self.row}：{self.new}"
        )


@dataclass(frozen=True)
class Effect:
    """One kind of change to one table.

    ``count`` are rows, of emptied values the values; ``of`` what the table had of them.
    ``parts`` splits the count: by column, of rows that end by how. ``behind`` are rows of other
    tables that go on referring to rows that end, by table; ``rekeyed`` the deleted rows that come
    again under another key. ``why`` says why somebody has to agree to it, "" where nobody has to.
    """

    kind: Kind
    label: str
    count: int
    of: int
    parts: tuple[tuple[str, int], ...] = ()
    samples: tuple[Sample, ...] = ()
    why: str = ""
    behind: tuple[tuple[str, int], ...] = ()
    rekeyed: int = 0

    @property
    def words(self) -> str:
        """What happens, without the table."""
        return self._counted + self._left

    @property
    def _left(self) -> str:
        left = "、".join(f"{label} {count:,} 行" for label, count in self.behind)
        return f"；仍引用停用行的有{left}" if left else ""

    @property
    def _counted(self) -> str:
        listed = "、".join(f"{name} {count:,}" for name, count in self.parts[:_TOLD_COLUMNS])
        listed += " 等" if len(self.parts) > _TOLD_COLUMNS else ""
        share = f"，占现有 {self.of:,} 行的 {_percent(self.count, self.of)}" if self.of else ""
        if self.kind == "emptied":
            return f"清空 {self.count:,} 个值（{listed}）"
        if self.kind == "closed":
            again = f"，其中 {self.rekeyed:,} 行换了编号重新出现" if self.rekeyed else ""
            ended = "、".join(f"{how} {count:,} 行" for how, count in self.parts)
            return ended + share + again
        if self.kind == "renamed":
            return f"名称或识别信息改变 {self.count:,} 行（{listed}）"
        if self.kind == "changed":
            return f"修改 {self.count:,} 行（{listed}）{share}"
        return f"新增 {self.count:,} 行"

    @property
    def question(self) -> str:
        """What somebody has to agree to; "" where nobody has to."""
        return f"{self.label}：{self._counted}，{self.why}{self._left}" if self.why else ""


def _percent(count: int, of: int) -> str:
    share = 100 * count / of
    return f"{share:.1f}%" if share >= 0.1 else "不到 0.1%"


@dataclass(frozen=True)
class Compared:
    """A table before and after, in the workbench.

    ``altered`` holds the rows that differ, ``gone`` those that are deleted (both made by
    ``compare``); ``was`` is SQL of all rows before, typed, ``added`` of the new ones, as text;
    ``rows`` answers SQL of some columns of any table to come, as text.
    """

    bench: Workbench
    table: Table
    was: str
    added: str
    rows: Callable[[Table, list[str]], str]

    def effects(self, limits: Limits) -> tuple[Effect, ...]:
        """Everything that happens to the table, what most likely is a mistake first."""
        found = [self._closed(limits), *self._altered(limits), self._added()]
        order: tuple[Kind, ...] = ("closed", "emptied", "renamed", "changed", "added")
        told = (effect for effect in found if effect and effect.count)
        return tuple(sorted(told, key=lambda effect: order.index(effect.kind)))

    def _closed(self, limits: Limits) -> Effect | None:
        bench, table = self.bench, self.table
        ended = bench.number("SELECT count(*) FROM altered WHERE closes")
        gone = bench.number("SELECT count(*) FROM gone")
        if not ended + gone:
            return None
        ends = [f"{quoted(n)} IS NULL" for n in ENDS if n in table.columns]
        there = bench.number(f"SELECT count(*) FROM ({self.was}) WHERE {' AND '.join(ends) or 'true'}")
        of = max(there, ended + gone)
        parts = tuple((how, n) for how, n in (("停用", ended), ("删除", gone)) if n)
        samples = self._rows("gone", "", "删除") + self._rows("altered", "WHERE closes", "停用")
        why = limits.of(table.name, "closed").exceeded(ended + gone, of)
        behind = self._behind() if ended else ()
        rekeyed = self._rekeyed() if gone else 0
        return Effect("closed", self._label, ended + gone, of, parts, samples, why, behind, rekeyed)

    def _behind(self) -> tuple[tuple[str, int], ...]:
        """Rows without an end, of any table, that refer to rows which end."""
        found: dict[str, int] = {}
        ended = "SELECT row_key FROM altered WHERE closes"
        for other in delivery_tables():
            ends = [n for n in ENDS if n in other.columns]
            for column, target, key in references(other):
                if target is self.table and key.primary_key:
                    name = quoted(column.name)
                    rows = self.rows(other, [*(c.name for c in other.primary_key), column.name, *ends])
                    still = " AND ".join(f"o.{quoted(n)} IS NULL" for n in ends) or "true"
                    count = f"SELECT count(*) FROM ({rows}) o SEMI JOIN ({ended}) e ON o.{name} = e.row_key"
                    label = str(other.info["zh"])
                    found[label] = found.get(label, 0) + self.bench.number(f"{count} WHERE {still}")
        return tuple((label, count) for label, count in found.items() if count)

    def _rekeyed(self) -> int:
        """Deleted rows whose business key comes again under another key."""
        again = [
            f"SELECT g.row_key FROM gone g SEMI JOIN ({self.added}) n "
            f"ON g.{quoted(f'business_{at}')} = {_business(names, 'n')}"
            for at, names in enumerate(self.table.info["identified_by"])
        ]
        return self.bench.number(f"SELECT count(*) FROM ({' UNION '.join(again)})") if again else 0

    def _altered(self, limits: Limits) -> list[Effect]:
        """Values emptied, rows told by another name, rows changed."""
        bench, table = self.bench, self.table
        columns = [c for c in table.columns if not c.primary_key]
        if not columns or not bench.number("SELECT count(*) FROM altered"):
            return []
        emptied = self._by_column(columns, _EMPTIED)
        changed = self._by_column(columns, "NOT closes AND {old} IS DISTINCT FROM {now}")
        identifying = [c for c in columns if c.name in _identifying(table)]
        renamed = self._by_column(identifying, _RENAMED)
        return [
            self._effect("emptied", emptied, sum(emptied.values()), limits),
            self._effect("renamed", renamed, self._any(renamed, _RENAMED), limits),
            self._effect("changed", changed, bench.number(f"SELECT count(*) {_CHANGED}"), limits),
        ]

    def _effect(
        self,
        kind: Literal["emptied", "renamed", "changed"],
        counts: dict[str, int],
        count: int,
        limits: Limits,
    ) -> Effect:
        told = dict(sorted(counts.items(), key=lambda entry: -entry[1]))
        of = self._had(list(told) if kind == "emptied" else []) if count else 0
        return Effect(
            kind,
            self._label,
            count,
            of,
            tuple((str(self.table.columns[n].info["zh"]), number) for n, number in told.items()),
            self._values(list(told), kind) if count else (),
            limits.of(self.table.name, kind).exceeded(count, of),
        )

    def _added(self) -> Effect:
        count = self.bench.number(f"SELECT count(*) FROM ({self.added})")
        samples: tuple[Sample, ...] = ()
        if count:
            keys = ", ".join(f"n.{quoted(c.name)}" for c in self.table.primary_key)
            name = self._name("n.", "")
            found = self.bench.rows(
                f"SELECT concat_ws('、', {keys}), {name} FROM ({self.added}) n "
                f"ORDER BY {keys} LIMIT {_OF_ROWS}"
            )
            samples = tuple(Sample(self._row(key, label), "", "", "新增") for key, label in found)
        return Effect("added", self._label, count, 0, (), samples)

    @property
    def _label(self) -> str:
        return str(self.table.info["zh"])

    def _by_column(self, columns: Sequence[Column[object]], test: str) -> dict[str, int]:
        """How many rows of ``altered`` pass a test, by column; those without any left out."""
        if not columns:
            return {}
        counts = ", ".join(f"count_if({_tested(test, c.name)})" for c in columns)
        found = self.bench.rows(f"SELECT {counts} FROM altered")[0]
        return {c.name: int(str(n)) for c, n in zip(columns, found, strict=True) if n}

    def _any(self, columns: dict[str, int], test: str) -> int:
        """Rows of ``altered`` of which any of the columns passes a test."""
        tests = " OR ".join(f"({_tested(test, name)})" for name in columns)
        return self.bench.number(f"SELECT count(*) FROM altered WHERE {tests}") if tests else 0

    def _had(self, columns: Sequence[str]) -> int:
        """Rows of the table before, or the values that those of its columns held."""
        counted = " + ".join(f"count({quoted(name)})" for name in columns) or "count(*)"
        return self.bench.number(f"SELECT {counted} FROM ({self.was})")

    def _values(self, columns: Sequence[str], kind: _Altered) -> tuple[Sample, ...]:
        test = _SHOWN[kind]
        found: list[Sample] = []
        for name in columns[:_SHOWN_COLUMNS]:
            old, now = quoted("old_" + name), quoted("now_" + name)
            rows = self.bench.rows(
                f"SELECT row_key, {self._name('', 'old_')}, {old}, {now} FROM altered "
                f"WHERE {_tested(test, name)} ORDER BY row_key LIMIT {_OF_COLUMN}"
            )
            column = self.table.columns[name]
            found += [
                Sample(
                    self._row(key, label), str(column.info["zh"]), _shown(column, was), _shown(column, new)
                )
                for key, label, was, new in rows
            ]
        return tuple(found)

    def _rows(self, source: str, where: str, what: str) -> tuple[Sample, ...]:
        name = self._name("", "old_")
        rows = self.bench.rows(
            f"SELECT row_key, {name} FROM {source} {where} ORDER BY row_key LIMIT {_OF_ROWS}"
        )
        return tuple(Sample(self._row(key, label), "", "", what) for key, label in rows)

    @property
    def _named(self) -> Column[object] | None:
        names = (n for n in _NAMES if n in self.table.columns and not self.table.columns[n].primary_key)
        return next((self.table.columns[n] for n in names), None)

    def _name(self, alias: str, before: str) -> str:
        """SQL of what readers call a row."""
        return f"{alias}{quoted(before + self._named.name)}" if self._named is not None else "NULL"

    def _row(self, key: object, label: object) -> str:
        named = self._named
        if named is None or label is None:
            return readable(str(key))
        return f"{readable(str(key))} {_shown(named, label)}"


#: A value that readers know a row by is another one than before; filled in for the first time is not.
_RENAMED = "{old} IS NOT NULL AND {now} IS NOT NULL AND {old} IS DISTINCT FROM {now}"
_CHANGED = "FROM altered WHERE NOT closes"
_EMPTIED = "{old} IS NOT NULL AND {now} IS NULL"
#: What the samples of each kind show: emptied values have their own.
_SHOWN: Mapping[_Altered, str] = {
    "emptied": _EMPTIED,
    "renamed": _RENAMED,
    "changed": "NOT closes AND {now} IS NOT NULL AND {old} IS DISTINCT FROM {now}",
}


def _tested(test: str, name: str) -> str:
    return test.replace("{old}", quoted("old_" + name)).replace("{now}", quoted("now_" + name))


def _business(names: Sequence[str], alias: str) -> str:
    """SQL of a business key as one text; NULL where its first column is empty."""
    parts = (f"coalesce({alias}.{quoted(n)}::VARCHAR, '')" for n in names)
    return f"if({alias}.{quoted(names[0])} IS NULL, NULL, {' || chr(31) || '.join(parts)})"


def _identifying(table: Table) -> set[str]:
    """Columns by which people or other tables know a row."""
    keys = {name for names in table.info["identified_by"] for name in names}
    return keys | set(table.info["known_by"]) | set(_NAMES)


def _shown(column: Column[object], value: object) -> str:
    """A value as it may be shown: short, personal data masked."""
    return _EMPTY if value is None else readable(str(mask(column.info["mask"], value)))


def prepare_gone(bench: Workbench, table: Table, rows: str) -> None:
    """Make ``gone``: key and name of rows (SQL, typed) that are deleted."""
    keys = ", ".join(f"w.{quoted(c.name)}::VARCHAR" for c in table.primary_key)
    names = "".join(
        f", w.{quoted(n)}::VARCHAR AS {quoted('old_' + n)}"
        for n in _NAMES
        if n in table.columns and not table.columns[n].primary_key
    )
    keyed = "".join(
        f", {_business(business, 'w')} AS {quoted(f'business_{at}')}"
        for at, business in enumerate(table.info["identified_by"])
    )
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE gone AS "
        f"SELECT concat_ws({literal('、')}, {keys}) AS row_key{names}{keyed} FROM ({rows}) w"
    )
