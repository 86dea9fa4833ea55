"""``/briefings`` (快照与简报): all that left the cockpit, found again; with ``code`` what one paper is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components import shell
from components.archive.menu import PATH, form
from components.archive.paper import paper, view_of_paper
from components.board.page import BOARDS, data_state, known_state, said
from components.board.sheet import SHEETS, Query, Sheet
from components.intake.elements import field
from components.markup import element
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
_NONE = "归档中还没有符合条件的文件。在任一页面右上角点“快照”即可制作。"


def lay_out(query: Query) -> Sheet:
    """The list under its conditions; with ``code`` first what that paper is; with ``make`` a form."""
    given = {name: values[0].strip() for name, values in query.items() if values and values[0].strip()}
    actions = [dcc.Link(word, href=path, className="button quiet") for word, path in _ways()]
    top = shell.top(TITLE, data=data_state(known_state(get_cockpit())), lead=LEAD, actions=actions)
    try:
        archive = get_archive()
        parts = [*_asked(archive, given), *_make(given), _list(archive, given)]
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


def _make(given: dict[str, str]) -> list[Component]:
    """A form for a view that has no head of its own to hold one: the wall."""
    page = given.get("make", "")
    if not page:
        return []
    title = html.H2(f"制作快照：{_page(page)}", className="tile-title")
    return [html.Section([title, form(page, given.get("query", ""), "shot-form")], className="tile span-12")]


def _list(archive: Archive, given: dict[str, str]) -> Component:
    wanted, wrong = _wanted(given)
    number = int(given["p"]) if re.fullmatch("[0-9]{1,6}", given.get("p", "")) else 1
    total = archive.count(wanted)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    found = archive.find(wanted, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    body: Any = html.Div([_entry(one) for one in found], className="views") if found else html.P(_NONE)
    inside = [
        html.H2("归档", className="tile-title"),
        _search(archive, given),
        *([html.P(wrong, className="form-trouble", role="alert")] if wrong else []),
        html.P(f"共 {total:,} 份", className="rows-note"),
        body,
        *_pager(given, number, pages),
    ]
    return html.Section(inside, className="tile span-12", **{"aria-label": "归档"})


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


def _search(archive: Archive, given: dict[str, str]) -> Component:
    """A plain GET form: what is looked for is the address."""
    pages = {path: board.title for path, board in BOARDS.items()} | {WALL: "大屏"}
    fields = [
        _field("验证码", dcc.Input(name="code", value=given.get("code", ""), placeholder="K7QM-3F9T-2B")),
        _field("标题或条件", dcc.Input(name="text", value=given.get("text", ""), type="search")),
        _field("页面", _select("page", pages, given)),
        _field("类型", _select("kind", KINDS, given)),
        _field("指标编号", dcc.Input(name="indicator", value=given.get("indicator", ""), placeholder="RC01")),
        _field("制作人", _select("maker", {name: name for name in archive.makers() if name}, given)),
        *(field(words, name, given.get(name, ""), "day") for name, words in _DAYS.items()),
    ]
    act = html.Div(
        [
            html.Button("查找", type="submit", className="button"),
            dcc.Link("清除条件", href=PATH, className="more-link"),
        ],
        className="form-actions",
    )
    # Fields hold what was typed; at another address they are others.
    return html.Form(
        [*fields, act],
        action=PATH,
        method="get",
        className="archive-search",
        role="search",
        key=urlencode(given),
    )


def _field(label: str, control: Any) -> Component:
    return html.Label([html.Span(label, className="field-label"), control], className="intake-field")


def _select(name: str, options: dict[str, str], given: dict[str, str]) -> Any:
    listed = [html.Option(words, value=value) for value, words in {"": "全部", **options}.items()]
    return element("select", listed, name=name, defaultValue=given.get(name, ""))


def _entry(one: Artefact) -> Component:
    marks = [html.Span("演示数据", className="tag")] if one.is_demonstration else []
    marks += [html.Span("已签发", className="tag")] if one.is_issued else []
    head = [dcc.Link(one.title, href=f"{PATH}?code={one.code}", className="view-link"), *marks]
    made = f"{moment_zh(one.created_at.replace(tzinfo=None))} {one.maker}"
    facts = f"{KINDS.get(one.kind, one.kind)}　{one.filters}　版本 {one.version}　{made}　{one.code}"
    left = html.Div([html.Div(head, className="archive-head"), html.Small(facts)])
    actions = [
        html.A("下载", href=f"/artefacts/{one.id}", className="button quiet", download=one.file_name),
        *view_of_paper(one),
    ]
    return html.Article([left, html.Div(actions, className="view-actions")], className="view-entry")


def _pager(given: dict[str, str], number: int, pages: int) -> Sequence[Component]:
    if pages == 1:
        return []
    around = [n for n in (number - 1, number + 1) if 1 <= n <= pages]
    links = [
        dcc.Link("上一页" if n < number else "下一页", href=f"{PATH}?{urlencode({**given, 'p': str(n)})}")
        for n in around
    ]
    here = html.Span(f"第 {number} / {pages} 页")
    return [html.Nav([here, *links], className="pager", **{"aria-label": "分页"})]


def _page(path: str) -> str:
    return BOARDS[path].title if path in BOARDS else "大屏" if path == WALL else path
