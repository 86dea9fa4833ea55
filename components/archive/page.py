"""``/briefings`` (快照与简报): all that left the cockpit, found again; with ``code`` what one paper is."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import dcc
from dash.development.base_component import Component

from components import shell
from components.archive.menu import PATH, form
from components.archive.paper import paper, view_of_paper
from components.board.page import BOARDS, data_state, known_state, said
from components.board.sheet import SHEETS, Query, Sheet
from components.markup.templates import fragment
from components.states import broken
from frames.formats import moment_zh
from jobs.snapshots import WALL
from queries.service import get_cockpit
from store import StoreUnavailable
from store.artefacts import Archive, Artefact, Wanted, get_archive
from store.codes import is_mistyped

TITLE = "快照与简报"
LEAD = "每份快照和简报都归档，附验证码：扫描或输入验证码，就能核对文件，并打开当时的视图。"
PAGE_SIZE = 20
KINDS = {
    "snapshot.pdf": "快照 PDF",
    "snapshot.png": "快照图片",
    "briefing.docx": "简报 Word",
    "briefing.pdf": "简报 PDF",
    "slides.pptx": "演示文稿",
}
_DAYS = {"since": "制作自", "until": "至", "business_date": "数据截至"}
_ANY = {"": "全部"}


def lay_out(query: Query) -> Sheet:
    """The list under its conditions; with ``code`` first what that paper is; with ``make`` a form."""
    given = {name: values[0].strip() for name, values in query.items() if values and values[0].strip()}
    actions = [dcc.Link(word, href=path, className="button quiet") for word, path in _ways()]
    top = shell.top(TITLE, data=data_state(known_state(get_cockpit())), lead=LEAD, actions=actions)
    try:
        archive = get_archive()
        parts = [*_asked(archive, given), _list(archive, given)]
    except StoreUnavailable as problem:
        parts = [said(broken(str(problem), PATH, what="归档暂时读不出来"))]
    # What is archived meanwhile must be seen at the next look.
    return Sheet(top, said=parts)


def _ways() -> list[tuple[str, str]]:
    """Pages of the same office that are there."""
    known = (("简报草稿", "/drafts"), ("定期", "/schedules"))
    return [(word, path) for word, path in known if path in SHEETS]


def _asked(archive: Archive, given: dict[str, str]) -> list[Component]:
    code = given.get("code", "")
    if not code:
        return []
    try:
        return [paper(archive, archive.get(code))]
    except LookupError as problem:
        typo = "验证码的校验位不符：可能抄错了一个字。" if is_mistyped(code) else ""
        return [said(broken(f"{typo}{problem.args[0]}", PATH, what="没有核对到文件", way="看全部归档"))]


def _list(archive: Archive, given: dict[str, str]) -> Component:
    """What was found under its conditions; above it a form for a view without a head: the wall."""
    wanted, wrong = _wanted(given)
    number = int(given["p"]) if re.fullmatch("[0-9]{1,6}", given.get("p", "")) else 1
    total = archive.count(wanted)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    found = archive.find(wanted, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    make = given.get("make", "")
    return fragment(
        "components/archive/page.html",
        path=PATH,
        make=_page(make) if make else "",
        make_form=form(make, given.get("query", ""), "shot-form"),
        **_search(archive, given),
        wrong=wrong,
        total=f"{total:,}",
        entries=[_entry(one) for one in found],
        number=number,
        count=pages,
        around=_around(given, number, pages),
    )


def _wanted(given: dict[str, str]) -> tuple[Wanted, str]:
    """What is looked for; days that are none are said and left out."""
    days: dict[str, date | None] = {}
    wrong: list[str] = []
    for name, label in _DAYS.items():
        try:
            days[name] = date.fromisoformat(given[name]) if name in given else None
        except ValueError:
            days[name] = None
            wrong.append(f"{label}：“{given[name]}”不是日期，应写作 2022-12-30")
    plain = {name: given.get(name, "") for name in ("page", "indicator", "maker", "kind", "text")}
    return Wanted(**plain, **days), "；".join(wrong)  # type: ignore[arg-type]


def _search(archive: Archive, given: dict[str, str]) -> dict[str, Any]:
    """The values of a plain GET form: what is looked for is the address."""
    return {
        # Fields hold what was typed; at another address they are others.
        "key": urlencode(given),
        "given": defaultdict(str, given),
        "pages": _ANY | {path: board.title for path, board in BOARDS.items()} | {WALL: "大屏"},
        "kinds": _ANY | KINDS,
        "makers": _ANY | {name: name for name in archive.makers() if name},
        "days": _DAYS,
    }


def _entry(one: Artefact) -> dict[str, Any]:
    made = moment_zh(one.created_at.replace(tzinfo=None))
    return {"file": one, "kind": KINDS.get(one.kind, one.kind), "made": made, "view": view_of_paper(one)}


def _around(given: dict[str, str], number: int, pages: int) -> list[tuple[str, str]]:
    """Words and address of the pages before and after."""
    return [
        ("上一页" if n < number else "下一页", f"{PATH}?{urlencode({**given, 'p': str(n)})}")
        for n in (number - 1, number + 1)
        if 1 <= n <= pages
    ]


def _page(path: str) -> str:
    return BOARDS[path].title if path in BOARDS else "大屏" if path == WALL else path
