"""What has changed in the numbers of a briefing since the version it was written on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from briefings.compose import compose
from briefings.figures import Figures
from briefings.kinds import get_kind
from briefings.times import span_at
from documents.model import MARK, Block, Briefing, Chart, Field, Heading, Paragraph, Table, mark
from frames.formats import number
from queries.indicators import INDICATORS, get
from queries.scope import Scope
from queries.service import Cockpit


@dataclass(frozen=True)
class Difference:
    """A field that another version tells otherwise: as it was written, as it is now, and where it stands."""

    then: Field
    now: Field
    where: str

    @property
    def name(self) -> str:
        """The indicator, and the member meant."""
        name = get(self.then.spec.code).name
        return f"{name}（{self.then.member}）" if self.then.member and self.then.spec.by else name

    @property
    def exact(self) -> tuple[str, str]:
        """Both values to the last digit."""
        unit = get(self.then.spec.code).unit if self.then.spec.show not in ("rank", "climb") else ""
        then, now = (number(f.value, unit).exact for f in (self.then, self.now))
        if then == now:
            before = (number(f.before, unit).exact for f in (self.then, self.now))
            then, now = (f"{v}（比 {b}）" for v, b in zip((then, now), before, strict=True))
        return then, now

    @property
    def is_seen(self) -> bool:
        """Whether the words differ too: 近7000次 may stay what it is."""
        return self.then.text != self.now.text


def differences(found: Briefing, cockpit: Cockpit, version: str = "", *, scope: Scope) -> list[Difference]:
    """The fields that a version (the current one by default) tells otherwise, in the order of reading.

    Raises ``DatabaseUnavailable``.
    """
    version = cockpit.publication(version).version
    figures = Figures(cockpit, version, scope)
    known = [then for then in found.used() if then.spec.code in INDICATORS]
    figures.foresee(then.spec for then in known)
    told = []
    for then in known:
        now = figures.field(then.id, then.spec)
        if (now.text, now.value, now.before) != (then.text, then.value, then.before):
            told.append(Difference(then, now, where(found, then.id)))
    return told


def where(found: Briefing, id: str) -> str:
    """The sentence, row or chart in which a field stands."""
    wanted = mark(id)
    for block in found.blocks:
        if isinstance(block, Paragraph | Heading) and wanted in block.text:
            sentence = next(s for s in block.text.split("。") if wanted in s)
            return found.said(sentence)
        if isinstance(block, Table):
            for row in block.rows:
                for head, cell in zip(block.heads, row, strict=True):
                    if wanted in cell:
                        return f"{block.title}：{found.said(row[0])}，{head}"
        if isinstance(block, Chart):
            for _, ids in block.series:
                if id in ids:
                    return f"图 {block.title}：{block.labels[ids.index(id)]}"
    return ""


def refreshed(found: Briefing, cockpit: Cockpit, *, scope: Scope) -> Briefing:
    """A draft on the current version: its text stays, its numbers, tables and charts are new.

    Raises ``DatabaseUnavailable``, ``NothingToSay``.
    """
    kind = get_kind(found.kind)
    fresh = compose(cockpit, kind, span_at(kind, found.period.label), scope=scope, as_of=found.as_of)
    figures = Figures(cockpit, fresh.version, scope)
    fields = {f.id: figures.field(f.id, f.spec) for f in found.fields.values()}
    last = max((int(id[1:]) for id in found.fields), default=0)
    moved = {f.id: f"f{last + place}" for place, f in enumerate(fresh.fields.values(), 1)}
    fields |= {moved[f.id]: replace(f, id=moved[f.id]) for f in fresh.fields.values()}
    drawn = {(type(b), b.title): b for b in fresh.blocks if isinstance(b, Table | Chart)}
    blocks = tuple(
        _renamed(drawn.get((type(b), b.title), b), moved if (type(b), b.title) in drawn else {})
        if isinstance(b, Table | Chart)
        else b
        for b in found.blocks
    )
    written = replace(found, version=fresh.version, blocks=blocks, fields=fields)
    kept = {f.id: f for f in written.used()}
    return replace(written, is_demonstration=fresh.is_demonstration, fields=kept)


def _renamed(block: Table | Chart, ids: Mapping[str, str]) -> Block:
    """A block of another composition under ids of this one."""
    if isinstance(block, Table):
        rows = tuple(
            tuple(MARK.sub(lambda m: mark(ids.get(m[1], m[1])), c) for c in row) for row in block.rows
        )
        return replace(block, rows=rows)
    series = tuple((name, tuple(ids.get(id, id) for id in held)) for name, held in block.series)
    return replace(block, series=series)
