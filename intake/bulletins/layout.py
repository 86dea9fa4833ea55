"""Where items begin and end: lines into masthead, columns (【…】), titles, bodies and imprint.

A title is what stands between the end of one body and the beginning of the next, after the column
if there is one. A body line is known by its punctuation; a short line within a sentence (what a page
break leaves) belongs to the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby, pairwise

from intake.bulletins.lines import Line

_COLUMN = re.compile(r"[【〖［]\s*(.{1,30}?)\s*[】〗］]$")
_CONTENTS = re.compile(
    r"[【\[]?\s*(?:目录提要|目\s*录|要\s*目|本期(?:目录|要目|提要|导读|内容)|内容提要)\s*[】\]]?[:：]?$"
)
_IMPRINT = re.compile(
    r"(?:责任编辑|编辑|责编|编审|审核|审定|审签|签发|校对|主编|分送|报送|抄送|主送|抄报|印发|发至?|信息报送邮箱|投稿邮箱|"
    r"邮箱|联系电话|电话|联系人|地址|本期编辑|共印)\s*[:：]"
)
_ENTRY = re.compile(r"[-–•·●◆★※▶*]\s*\S|\d{1,2}\s*[.．、]\s*\S|.*[.…·]{4,}\s*\d+$")
_SUBHEAD = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[,，、]"
)
_SIGNATURE = re.compile(r"[（(](?!总|第|\d)[^（()）]{2,40}(?<!期)[）)]$")
_SENTENCE = re.compile(r"[。；！？;!?]")
_OPENING = re.compile(
    r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月|近日|日前|近期|今年|当天|昨|本周|上周|为[^期]|在[^线]|会上|会议|活动中|据|由|根据|按照|随着"
)
_ENDS = "。！？!?…”』）)"
_TITLE_LINES = 3
#: A paragraph's first line is shorter by its indent (two characters) and ragged by one or two.
_INDENT = 3.5
_LONGEST_TITLE = 60.0
#: An entry of the contents may be longer, by the dots before its page.
_LONGEST_LINE = 120.0


class Kind(Enum):
    """What a line is by its own looks."""

    COLUMN = "column"
    STUB = "stub"
    BODY = "body"


@dataclass
class Block:
    """One item: its title's lines, the column it stands under, its body's lines."""

    title: list[Line]
    column: Line | None
    body: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class _Stretch:
    """The lines between two bodies: what comes first, a column, a title, and what already is body."""

    head: list[Line]
    column: Line | None
    title: list[Line]
    opening: list[Line]


@dataclass
class Layout:
    """A bulletin's parts; ``head`` is everything before the first item."""

    head: list[Line]
    blocks: list[Block]


def column_name(line: Line) -> re.Match[str] | None:
    """The match whose first group is the name, if the line is a column's."""
    return _COLUMN.match(line.text)


def is_contents(line: Line) -> bool:
    """目录提要 and its like."""
    return bool(_CONTENTS.match(line.text))


def lay_out(lines: Sequence[Line]) -> Layout:
    """Split the lines of a bulletin; never fails, at worst there are no blocks."""
    lines = lines[: _imprint(lines)]
    layout = Layout([], [])
    column: Line | None = None
    for run, body in _stretches(lines, _kinds(lines, _wrap(lines))):
        stretch = _split_run(run)
        column = stretch.column or column
        if not layout.blocks:
            layout.head += stretch.head
        if stretch.title and body:
            layout.blocks.append(Block(stretch.title, column, [*stretch.opening, *body]))
        elif layout.blocks:
            layout.blocks[-1].body += [*run, *body]
        else:
            layout.head += body
    return layout


def _stretches(lines: Sequence[Line], kinds: list[Kind]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Lines that are no body, and the body lines after them, again and again."""
    run: list[Line] = []
    for is_body, group in groupby(zip(lines, kinds, strict=True), lambda pair: pair[1] is Kind.BODY):
        found = [line for line, _ in group]
        if is_body:
            yield run, found
            run = []
        else:
            run = found
    if run:
        yield run, []


def _imprint(lines: Sequence[Line]) -> int:
    """Where the imprint (编辑、审核、分送) begins: after it nobody tells anything."""
    cut = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if _IMPRINT.match(lines[at].text):
            cut = at
        elif "。" in lines[at].text:
            break
    return cut


def _wrap(lines: Sequence[Line]) -> float:
    """The width at which body lines are broken; 0 where a line is a paragraph."""
    widths = sorted(line.width for line in lines if not line.heading)
    if len(widths) < 8:
        return 0.0
    wide = widths[int(len(widths) * 0.9)]
    full = sum(1 for w in widths if abs(w - wide) <= 2)
    return wide if wide <= 60 and full >= 0.3 * len(widths) else 0.0


def _kinds(lines: Sequence[Line], wrap: float) -> list[Kind]:
    kinds: list[Kind] = []
    titles_are_marked = _titles_are_marked(lines, wrap)
    for at, line in enumerate(lines):
        before = lines[at - 1] if kinds and kinds[-1] is Kind.BODY else None
        following = lines[at + 1] if at + 1 < len(lines) else None
        if column_name(line):
            kind = Kind.COLUMN
        elif _IMPRINT.match(line.text) or _is_heading(line):
            kind = Kind.STUB
        elif _SIGNATURE.match(line.text) or (before and (titles_are_marked or _reads_on(before, line, wrap))):
            kind = Kind.BODY
        else:
            kind = Kind.BODY if _is_body(line, following, wrap) else Kind.STUB
        kinds.append(kind)
    return kinds


def _is_heading(line: Line) -> bool:
    return line.heading and not _SUBHEAD.match(line.text) and not _SENTENCE.search(line.text)


def _titles_are_marked(lines: Sequence[Line], wrap: float) -> bool:
    """Whether this bulletin sets its titles apart, so that no plain line is one."""
    pairs = pairwise(lines)
    titles = [a for a, b in pairs if _is_heading(a) and not column_name(a) and _is_body(b, None, wrap)]
    return len(titles) >= 2


def _reads_on(before: Line, line: Line, wrap: float) -> bool:
    """After a body line: within its sentence, or the first line of a new paragraph."""
    if before.text[-1] not in _ENDS:
        return True
    signed = before.text[-1] in "）)"
    return bool(wrap) and not signed and line.width >= wrap - _INDENT


def _is_body(line: Line, following: Line | None, wrap: float) -> bool:
    text = line.text
    if _SENTENCE.search(text) or line.width > _LONGEST_LINE:
        return True
    if _ENTRY.match(text):
        return False
    if line.width > _LONGEST_TITLE or text[-1] in "，、,：:":
        return True
    if wrap and line.width >= wrap - 1 and not line.heading:
        return True
    if re.search("[，,]", text):
        return bool(_OPENING.match(text)) or following is None or not _OPENING.match(following.text)
    return bool(_SUBHEAD.match(text))


def _split_run(run: list[Line]) -> _Stretch:
    columns = [n for n, line in enumerate(run) if column_name(line) and not is_contents(line)]
    after = columns[-1] + 1 if columns else 0
    column = run[columns[-1]] if columns else None
    rest = run[after:]
    if not rest:
        return _Stretch(run, column, [], [])
    start, end = _title_span(rest)
    return _Stretch(run[: after + start], column, rest[start:end], rest[end:])


def _title_span(rest: list[Line]) -> tuple[int, int]:
    """Where in the stubs before a body the title begins and ends."""
    contents = next((n for n, line in enumerate(rest) if is_contents(line)), None)
    entries = [n for n, line in enumerate(rest) if _ENTRY.match(line.text)]
    low = max(entries[-1] + 1 if entries else 0, contents + 1 if contents is not None else 0)
    marked = [n for n in range(low, len(rest)) if rest[n].heading]
    if marked:
        start = _first_of_last_group(marked)
        return start, min(marked[-1] + 1, start + _TITLE_LINES)
    if contents is not None and not entries and len(rest) - low > 1:
        return _repeats_an_entry(rest, low), len(rest)
    return max(low, len(rest) - _TITLE_LINES), len(rest)


def _first_of_last_group(marked: list[int]) -> int:
    start = marked[-1]
    while start - 1 in marked:
        start -= 1
    return start


def _repeats_an_entry(rest: list[Line], low: int) -> int:
    """Without bullets, the title is the end of the run that best repeats the first of the contents."""
    first = rest[low].text

    def likeness(start: int) -> float:
        text = "".join(line.text for line in rest[start:])
        return SequenceMatcher(None, first, text, autojunk=False).ratio()

    return max(range(max(low + 1, len(rest) - _TITLE_LINES), len(rest)), key=likeness)
