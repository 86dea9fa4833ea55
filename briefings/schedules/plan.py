"""What can be made on schedule, and what the address or form of somebody who wants it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any
from urllib.parse import parse_qs, urlencode

from briefings.kinds import KINDS
from briefings.schedules.mail import ADDRESS, OFF
from briefings.schedules.webhook import refused
from briefings.work import MAKE as BRIEFING
from components.board.page import BOARDS
from components.wall.payload import CHOSEN, PATH
from components.wall.scenes import WALLS
from data.engine import DatabaseUnavailable
from data.settings import Settings
from documents.files import FORMS
from documents.slides.work import MAKE as SLIDES
from jobs.occasions import Timing
from jobs.snapshots import KIND as SNAPSHOT
from jobs.snapshots import PAPERS, BadOrder, Order
from queries.dimensions import DIMENSIONS
from queries.filters import FilterError
from queries.periods import PRESETS
from queries.pin import VERSION
from queries.service import get_cockpit

#: What would hold a view to one day; what comes again follows the data.
_PINS = ("as_of", VERSION)
LONGEST_NAME, MOST_ADDRESSES = 60, 20


class BadSchedule(ValueError):
    """A schedule that cannot be kept; the message (Chinese) says what and what would be right."""


@dataclass(frozen=True)
class What:
    """Something that can be made: its name, and the kind of job that makes it."""

    label: str
    kind: str


WHATS: dict[str, What] = {
    "snapshot": What("快照", SNAPSHOT),
    "slides": What("幻灯片（PPTX）", SLIDES),
    "briefing": What("简报", BRIEFING),
}


@dataclass(frozen=True)
class Plan:
    """A schedule as somebody wants it."""

    name: str
    what: str
    params: Mapping[str, Any]
    timing: Timing
    mail: tuple[str, ...] = ()
    webhook: str = ""
    remarks: tuple[str, ...] = field(default=())


def plan_of(given: Mapping[str, str], settings: Settings) -> Plan:
    """The plan that a form (or the options of a command) asks for; raises ``BadSchedule``."""
    what = given.get("what", "slides")
    if what not in WHATS:
        raise BadSchedule(f"没有“{what}”这种内容，应为 {'、'.join(WHATS)} 之一")
    params, remarks = _briefing(given) if what == "briefing" else _view(given)
    if what == "snapshot":
        params |= _paper(given, params)
    name = " ".join(given.get("name", "").split()) or title_of(what, params)
    if len(name) > LONGEST_NAME:
        raise BadSchedule(f"名称不超过 {LONGEST_NAME} 个字")
    mail, webhook = _mail(given.get("mail", ""), settings), given.get("webhook", "").strip()
    if webhook and (wrong := refused(webhook, settings)):
        raise BadSchedule(wrong)
    return Plan(name, what, params, timing_of(given), mail, webhook, remarks)


def timing_of(given: Mapping[str, str]) -> Timing:
    """When; raises ``BadSchedule``."""
    text = given.get("at", "").strip() or "08:00"
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise BadSchedule(f"时间“{text}”无法识别，应写作 08:00") from None
    places = [name for name in ("weekday", "day", "month") if given.get(name, "").strip()]
    numbers = {name: _number(given, name) for name in places}
    rhythm: Any = given.get("rhythm", "")
    try:
        return Timing(rhythm, at.replace(second=0, microsecond=0, tzinfo=None), **numbers,
                      workdays=given.get("workdays") == "1")  # fmt: skip
    except ValueError as error:
        raise BadSchedule(str(error)) from None


def _number(given: Mapping[str, str], name: str) -> int:
    text = given[name].strip()
    if not (text.isascii() and text.isdigit()):
        raise BadSchedule(f"“{text}”应为整数")
    return int(text)


def _briefing(given: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Which briefing and in what form; its period is the one just ended, each time."""
    kind, form = given.get("kind", "").strip(), given.get("form", "").strip() or "docx"
    if kind not in KINDS:
        known = "、".join(f"{k.code}（{k.label}）" for k in KINDS.values())
        raise BadSchedule(f"没有简报类型“{kind}”，应为 {known} 之一")
    if form not in FORMS:
        raise BadSchedule(f"简报没有格式“{form}”，应为 {'、'.join(FORMS)} 之一")
    return {"kind": kind, "format": form}, ()


def _paper(given: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, Any]:
    """The paper of a snapshot: PDF on one of ``PAPERS``, or a picture at twice its size (``png``)."""
    wanted = given.get("paper", "").strip() or ("16:9" if view["page"] == PATH else "a4")
    paper = {"format": "png", "scale": 2} if wanted == "png" else {"format": "pdf", "paper": wanted}
    try:
        Order.parse({**view, **paper})
    except BadOrder as error:
        raise BadSchedule(str(error)) from None
    return paper


def _view(given: Mapping[str, str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Page, conditions and scene; a day that was chosen is left out, and that is said."""
    page, scene = given.get("page", "").strip(), given.get("scene", "").strip()
    if page != PATH and page not in BOARDS:
        raise BadSchedule(f"没有页面“{page}”，可用的有：{'、'.join([*sorted(BOARDS), PATH])}")
    scenes = scenes_of() if page == PATH else {}
    if scene and scene not in scenes:
        known = f"，可用的有：{'、'.join(scenes)}" if scenes else ""
        raise BadSchedule(f"“{page}”没有场景“{scene}”{known}")
    query = parse_qs(given.get("query", "").strip().lstrip("?"))
    pinned = [name for name in _PINS if query.pop(name, None)]
    if page == PATH and (unknown := sorted(set(query) - set(CHOSEN))):
        raise BadSchedule(f"大屏没有条件“{'、'.join(unknown)}”，可用的有：{'、'.join(CHOSEN[:-1])}")
    try:
        get_cockpit().filters(query)
    except FilterError as error:
        raise BadSchedule(str(error)) from None
    except DatabaseUnavailable as error:
        raise BadSchedule(f"现在无法核对条件：{error}") from None
    params = {"page": page, "query": urlencode(query, doseq=True), "scene": scene}
    return params, ("截至日期随数据更新，不固定",) if pinned else ()


def _mail(text: str, settings: Settings) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(re.split(r"[\s,;，；、]+", text.strip()))) if text.strip() else ()
    for one in found:
        if not ADDRESS.fullmatch(one):
            raise BadSchedule(f"“{one}”不是邮件地址")
    if len(found) > MOST_ADDRESSES:
        raise BadSchedule(f"一个任务最多发给 {MOST_ADDRESSES} 个邮件地址")
    if found and not settings.smtp_url:
        raise BadSchedule(OFF)
    return found


def scenes_of() -> dict[str, str]:
    """{key: title} of the wall's scenes."""
    return {scene.key: scene.title for scene in WALLS[PATH].scenes} if PATH in WALLS else {}


def page_title(page: str) -> str:
    """What readers call a page."""
    if page == PATH:
        return "大屏"
    return BOARDS[page].title if page in BOARDS else page


def title_of(what: str, params: Mapping[str, Any]) -> str:
    """A name for what has none."""
    if what == "briefing":
        return KINDS[params["kind"]].label
    scene = scenes_of().get(params.get("scene", ""), "")
    label = WHATS[what].label.partition("（")[0] if what in WHATS else what
    return f"{page_title(params['page'])}{scene}{label}"


def words_of(what: str, params: Mapping[str, Any]) -> str:
    """What is made, in words: 人才会员　幻灯片（PPTX）　区：海淀区."""
    if what not in WHATS:
        return f"{what}（本版本不支持）"
    if what == "briefing":
        kind = KINDS.get(params["kind"])
        return f"{kind.label if kind else params['kind']}　{str(params['format']).upper()}　最近结束的一期"
    scene = scenes_of().get(params.get("scene", ""), "")
    parts = [
        f"{page_title(params['page'])}{'：' + scene if scene else ''}",
        WHATS[what].label + _form(params),
    ]
    parts += [_conditions(str(params["query"]))] if params.get("query") else []
    return "　".join(part for part in parts if part)


def _form(params: Mapping[str, Any]) -> str:
    """In what form, where there are several."""
    if params.get("format") == "png":
        return "（PNG 图片）"
    return f"（PDF，{PAPERS[params['paper']]}）" if params.get("paper") in PAPERS else ""


def _conditions(query: str) -> str:
    """The conditions that stay, in words; days and periods follow the data."""
    cockpit = get_cockpit()
    try:
        filters = cockpit.filters(parse_qs(query))
    except (FilterError, DatabaseUnavailable):
        return query
    chosen = [f"{DIMENSIONS[d].label}：{'、'.join(cockpit.names(d, codes))}" for d, codes in filters.dims]
    when = [] if filters.preset in ("year", "custom") else [PRESETS[filters.preset]]
    return "；".join([*when, *chosen])
