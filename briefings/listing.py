"""Tables of the rows that an indicator counts: the red items of a 督查督办通报."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from briefings.declare import Listing
from briefings.speak import Speaker
from documents.model import Block, Paragraph, Table
from frames.formats import DASH
from queries.evaluate import Question
from queries.rows import RowsQuestion


def blocks(speaker: Speaker, part: Listing) -> Iterator[Block]:
    """The table, or the sentence that says there are none."""
    filters = speaker.spec(part.code, dict(part.dims)).filters
    question = Question(part.code, filters, scope=speaker.figures.scope)
    asked = RowsQuestion(question, sort=part.sort, limit=part.most)
    page = speaker.figures.cockpit.rows(asked, speaker.figures.version)
    if not page.rows:
        yield Paragraph(speaker.sentence(part.none))
        return
    heads = ["序号", *(head for _, head, _ in part.columns)]
    widths = [0.5, *(width for _, _, width in part.columns)]
    if part.late_by:
        heads.append("逾期天数")
        widths.append(0.8)
    numeric = {f.name: f.numeric for f in page.fields}
    right = [False, *(numeric.get(name, False) for name, _, _ in part.columns)]
    note = ""
    if page.total > len(page.rows):
        note = f"共 {page.total} 件，列出期限最早的 {len(page.rows)} 件。"
    yield Table(
        title=part.title,
        heads=tuple(heads),
        rows=tuple(_row(n, row, part, speaker.as_of) for n, row in enumerate(page.rows, 1)),
        widths=tuple(w / sum(widths) for w in widths),
        numeric=(*right, *([True] if part.late_by else [])),
        note=note,
    )


def _row(number: int, row: dict[str, Any], part: Listing, as_of: date) -> tuple[str, ...]:
    cells = [DASH if row.get(name) is None else str(row[name]) for name, _, _ in part.columns]
    if part.late_by:
        over = (as_of - date.fromisoformat(row[part.late_by])).days
        cells.append(str(over) if over > 0 else DASH)
    return (str(number), *cells)
