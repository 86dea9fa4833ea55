"""The form for a new schedule: what, when, to whom; fields that a rhythm doesn't need are put away."""

from __future__ import annotations

from typing import Any

from dash import html

from briefings.kinds import KINDS
from briefings.schedules.plan import WHATS, scenes_of
from components.board.page import BOARDS
from components.board.sheet import Query
from components.intake.elements import box, button, choice, field, tick
from components.markup import element
from components.wall.payload import PATH as WALL
from data.settings import Settings
from documents.files import FORMS
from jobs.occasions import RHYTHMS
from jobs.snapshots import FORMATS, PAPERS

_DAYS = [
    *((str(n), f"{n}日") for n in range(1, 29)),
    ("29", "29日（或月末）"),
    ("30", "30日（或月末）"),
    ("31", "最后一日"),
]
_PAPERS = [
    ("", "PDF，页面 A4，大屏 16:9"),
    *((key, f"PDF，{name}") for key, name in PAPERS.items()),
    ("png", FORMATS["png"]),
]
#: What shows a page or a scene.
_VIEWS = "slides snapshot"
_TIMED = "daily weekly monthly quarterly"
_WEEK = [(str(n), f"星期{'一二三四五六日'[n - 1]}") for n in range(1, 8)]
_MONTHS = [("1", "第一个月"), ("2", "第二个月"), ("3", "第三个月")]


def add_form(query: Query, settings: Settings) -> Any:
    """The form; an address may bring page, conditions and scene along."""
    given = {name: values[-1] for name, values in query.items() if values}
    parts = [_part("内容", _what(given)), _part("时间", _when()), _part("送达", _to(settings))]
    inside = [
        *parts,
        html.Div(
            [button("新增定期任务"), html.Span("都会进入归档，带验证码。", className="field-hint")],
            className="form-actions",
        ),
        html.P("", className="form-trouble", role="alert"),
    ]
    props = {"className": "intake-form schedule-form", "data-views": "add", "data-schedule": "1"}
    return box("新增", element("form", inside, method="post", action="/schedules/add", **props))


def _part(title: str, fields: list[Any]) -> Any:
    return element(
        "fieldset",
        [element("legend", title), html.Div(fields, className="intake-fields")],
        className="schedule-part",
    )


def _only(inside: Any, **data: str) -> Any:
    """A field that is there for some choices only; ``schedules.js`` puts it away for others."""
    return html.Div(
        inside, className="schedule-only", **{f"data-{name}": value for name, value in data.items()}
    )


def _what(given: dict[str, str]) -> list[Any]:
    pages = [(board.path, board.title) for board in sorted(BOARDS.values(), key=lambda b: b.order)]
    scenes = list(scenes_of().items())
    kinds = [(kind.code, kind.label) for kind in KINDS.values()]
    hint = "页面地址中“?”之后的部分，日期除外"
    return [
        choice("做什么", "what", [(key, what.label) for key, what in WHATS.items()], given.get("what", "")),
        _only(choice("页面", "page", [*pages, (WALL, "大屏")], given.get("page", "/")), what=_VIEWS),
        _only(choice("场景", "scene", scenes, given.get("scene", "")), what=_VIEWS, page=WALL),
        _only(field("筛选条件", "query", given.get("query", ""), hint=hint), what=_VIEWS),
        _only(choice("格式", "paper", _PAPERS), what="snapshot"),
        _only(choice("简报", "kind", kinds), what="briefing"),
        _only(choice("格式", "form", [(form, form.upper()) for form in FORMS]), what="briefing"),
        field("名称", "name", hint="不填则按内容命名"),
    ]


def _when() -> list[Any]:
    return [
        choice("周期", "rhythm", list(RHYTHMS.items()), "weekly"),
        _only(choice("星期", "weekday", _WEEK, "1"), rhythm="weekly"),
        _only(choice("季内第几月", "month", _MONTHS, "1"), rhythm="quarterly"),
        _only(choice("日", "day", _DAYS, "1"), rhythm="monthly quarterly"),
        _only(
            field("时间（北京时间）", "at", "08:00", placeholder="08:00"),
            rhythm=_TIMED,
        ),
        _only(tick("遇节假日顺延到下一个工作日", "workdays", True), rhythm=_TIMED),
    ]


def _to(settings: Settings) -> list[Any]:
    mail = "多个地址用逗号分开" if settings.smtp_url else "没有设置邮件服务器，暂不能发邮件"
    hosts = "、".join(h.strip() for h in settings.webhook_hosts.split(",") if h.strip())
    hook = f"允许的主机：{hosts}" if hosts else "管理员没有开启"
    return [
        field("邮件", "mail", hint=mail, disabled=not settings.smtp_url),
        field("通知网址（webhook）", "webhook", hint=hook, disabled=not hosts),
    ]
