"""简报 ``/drafts``: what is being written and what was issued, and one briefing on its way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from access import current_scope
from briefings.desk.difference import Difference, differences
from briefings.desk.edit import typed_numbers
from briefings.desk.elements import PATH, form, step, steps
from briefings.desk.flow import Desk, read
from briefings.desk.paper import editor, paper
from briefings.kinds import KINDS
from briefings.times import latest
from components import shell
from components.archive.menu import PATH as ARCHIVE
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.intake.elements import button, choice, download, field
from components.states import broken
from data.engine import DatabaseUnavailable
from documents.files import FORMS
from documents.model import Briefing
from documents.seal import base
from frames.formats import date_zh, moment_zh
from queries.service import get_cockpit
from store import StoreUnavailable, get_store
from store.base import now
from store.briefings import STATES, Kept

TITLE = "简报"
LEAD = "由指标写成的工作信息和督查督办通报：文字可以改，数字只随指标；审核、签发后编号并冻结。"
NONE = "还没有简报：选择类型和时间，起草第一份。"


def lay_out(query: Query) -> Sheet:
    """All briefings, or (``id``) one of them."""
    id = next(iter(query.get("id", [])), "")
    state = data_state(known_state(get_cockpit()))
    desk = Desk(get_store(), get_cockpit())
    try:
        if not id:
            ways = [dcc.Link("归档", href=ARCHIVE, className="button quiet")]
            return Sheet(shell.top(TITLE, data=state, lead=LEAD, actions=ways), said=_all(desk))
        kept = desk.kept.get(id)
        trail = shell.breadcrumb([(TITLE, PATH), (kept.title, None)])
        top = shell.top(kept.title, data=state, breadcrumb=trail, actions=_files(kept))
        return Sheet(top, said=_one(desk, kept))
    except (StoreUnavailable, LookupError) as problem:
        words = str(problem.args[0] if problem.args else problem)
        wrong = said(broken(words, PATH, what="简报打不开", way="看全部简报"))
        return Sheet(shell.top(TITLE, data=state), said=[wrong])


def _all(desk: Desk) -> list[Any]:
    kept = desk.kept.every()
    open_ = [k for k in kept if k.state != "issued"]
    issued = sorted(
        (k for k in kept if k.state == "issued"), key=lambda k: k.issued_at or k.edited_at, reverse=True
    )
    parts = [_section("起草一份", [_new()])]
    if open_:
        parts.append(_section("起草与审核", [_entry(k) for k in open_]))
    if issued:
        parts.append(_section("已签发", [_entry(k) for k in issued]))
    return parts if kept else [*parts, _section("全部简报", [html.P(NONE, className="state-reason")])]


def _section(title: str, inside: Sequence[Any]) -> Any:
    head = html.H2(title, className="tile-title")
    return html.Section(
        [head, html.Div(list(inside), className="tile-body")],
        className="tile span-12",
        **{"aria-label": title},
    )


def _new() -> Any:
    try:
        reached = get_cockpit().publication().business_date
    except DatabaseUnavailable as problem:
        return html.P(f"现在不能起草：{problem}", className="state-reason")
    known = latest(KINDS["monthly"], reached)
    kinds = [(kind.code, kind.label) for kind in KINDS.values()]
    quarters = [("", "—"), *((str(n), f"{'一二三四'[n - 1]}季度") for n in range(1, 5))]
    months = [("", "—"), *((str(n), f"{n}月") for n in range(1, 13))]
    fields = [
        choice("类型", "kind", kinds),
        field("年份", "year", str(known["year"]), inputMode="numeric"),
        choice("季度（季度简报、通报）", "quarter", quarters),
        choice("月份（月度简报）", "month", months),
        field("截至", "as_of", "", "day", hint=f"不填则到期末（年度为最后一个工作日），最晚 {reached}"),
    ]
    inside = [
        html.Div(fields, className="intake-fields"),
        html.Div([button("起草")], className="form-actions"),
    ]
    return form("new", inside, className="desk-new")


def _entry(kept: Kept) -> Any:
    number = f"{kept.year}年第{kept.number}期（总第{kept.total}期）　" if kept.number else ""
    moment = moment_zh(kept.edited_at.replace(tzinfo=None))
    facts = f"{number}{kept.series}　数据版本 {kept.version}　{moment}"
    badge = html.Span(STATES[kept.state], className=f"desk-state is-{kept.state}")
    link = dcc.Link(kept.title, href=f"{PATH}?id={kept.id}", className="view-link")
    return html.Article(html.Div([html.Div([link, badge]), html.Small(facts)]), className="view-entry")


def _files(kept: Kept) -> list[Any]:
    return [
        download(word, f"{PATH}/{kept.id}/file.{form}") for form, word in (("docx", "Word"), ("pdf", "PDF"))
    ]


def _one(desk: Desk, kept: Kept) -> list[Any]:
    found = read(kept)
    parts = [
        _section("进度", [steps(kept), _numbering(kept), *_papers(desk, kept), *_ways(desk, kept, found)])
    ]
    parts += _changes(kept, found)
    if kept.state == "draft":
        preview = html.Details([html.Summary("看成文"), paper(found)], className="desk-preview")
        parts.append(_section("正文", [editor(kept, found), preview]))
    else:
        parts.append(_section("正文", [paper(found)]))
    return parts


def _numbering(kept: Kept) -> Any:
    about = f"数据版本 {kept.version}，摘要 {kept.sha256[:16]}"
    if kept.number:
        when = date_zh(kept.issued_on)
        about = f"{kept.year}年第{kept.number}期（总第{kept.total}期），{when}签发；{about}，不再改动"
    return html.P(about, className="desk-about")


def _papers(desk: Desk, kept: Kept) -> list[Any]:
    """The archived papers of an issued briefing, by their codes."""
    if kept.state != "issued":
        return []
    held = [one for form in FORMS if (one := desk.archived(kept, form))]
    links = [
        dcc.Link(
            f"{one.kind.rpartition('.')[2].upper()}　验证码 {one.code}", href=f"{ARCHIVE}?code={one.code}"
        )
        for one in held
    ]
    return [html.P([html.Span("归档："), *links], className="desk-about desk-papers")] if links else []


def _ways(desk: Desk, kept: Kept, found: Briefing) -> list[Any]:
    if kept.state == "draft":
        typed = typed_numbers(found)
        warn = f"正文中有 {len(typed)} 处手写的数字（{'；'.join(typed[:3])}），请核对。" if typed else ""
        name = [field("审核人", "name", found.masthead.reviewer)]
        ways = [
            *([html.P(warn, className="said warn")] if warn else []),
            step(kept, "review", "审核通过", name, quiet=False),
            step(kept, "remove", "删除草稿", ask="删除这份草稿？"),
        ]
        return [html.Div(ways, className="desk-ways")]
    if kept.state == "reviewed":
        inside = [field("签发日期", "day", now().date().isoformat(), "day"), field("签发人", "name")]
        if desk.kept.is_first(kept.series):
            inside += [field("本年期号", "number", "1"), field("总期号", "total", "1")]
        ask = "签发后编号并冻结，不能再改。确定签发？"
        reach = f"成文上的二维码指向 {base()}，只有本机打得开；持有纸质件的人请凭验证码在本机核验。"
        ways = [
            html.P(reach, className="said warn"),
            step(kept, "issue", "签发", inside, ask=ask, quiet=False),
            step(kept, "reopen", "退回修改"),
        ]
        return [html.Div(ways, className="desk-ways")]
    return []


def _changes(kept: Kept, found: Briefing) -> list[Any]:
    """What the current version tells otherwise; nothing on the version it was written on."""
    try:
        current = get_cockpit().publication()
        told = differences(found, get_cockpit(), scope=current_scope())
    except DatabaseUnavailable as problem:
        return [_section("更正", [html.P(f"暂时不能与现在的数据比对：{problem}", className="state-reason")])]
    if current.edition == kept.edition:
        return []
    moment, title = moment_zh(current.published_at), current.delivery_title or "未命名交付"
    against = f"现在的数据版本 {current.version}（{moment}发布，{title}）"
    if not told:
        return [_section("更正", [html.P(f"与{against}比对：数字都没有变化。", className="desk-about")])]
    what = "签发时" if kept.state == "issued" else "起草时"
    lead = html.P(f"与{against}比对：{len(told)} 个数字有变化。", className="said warn")
    again = [step(kept, "refresh", "换成现在的数字")] if kept.state == "draft" else []
    return [_section("更正", [lead, _differences(told, what), *again])]


def _differences(told: Sequence[Difference], what: str) -> Any:
    heads = ("指标", "位置", what, "现在")
    rows = [
        html.Tr(
            [
                html.Td([html.B(d.name), html.Small(f" {d.then.spec.code}")]),
                html.Td(d.where),
                html.Td([d.then.text, html.Small(f" {d.exact[0]}")]),
                html.Td([d.now.text if d.is_seen else "文字不变", html.Small(f" {d.exact[1]}")]),
            ]
        )
        for d in told
    ]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(h, scope="col") for h in heads])), html.Tbody(rows)],
        className="data-table desk-differences",
    )
    return html.Div(
        table, className="table-scroll", tabIndex="0", role="region", **{"aria-label": "有变化的数字"}
    )
