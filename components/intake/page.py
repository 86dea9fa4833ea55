"""The page put together: which view the address names, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import shell
from components.board.page import data_state, known_state
from components.intake import history, review
from components.intake.delivery import delivery
from components.intake.elements import PATH, box, button, element, field, link, said, watch
from components.markup import Markup
from components.states import broken
from data.catalogue import subjects
from data.engine import DatabaseUnavailable, Publication
from data.settings import Settings
from intake.bulletins import BulletinError
from intake.bulletins.publish import Standing, standings
from intake.bulletins.review import Entry, ReviewList
from intake.deliveries.records import Records
from intake.deliveries.sorting import BULLETINS
from intake.deliveries.work import APPROVE
from intake.formats import SUFFIXES
from intake.sheets.labels import sheet_tables
from jobs import Job, Jobs
from queries.service import Cockpit, get_cockpit
from store import StoreUnavailable

TITLE = "数据采集"
_VIEWS = {"": "交付", "review": "动态审核", "history": "交付历史", "templates": "填报模板"}
_NEWEST = 8


def layout(**query: str) -> Component:
    """The page that a query string names; stands with any of the databases away."""
    settings, cockpit = Settings.from_env(), get_cockpit()
    view = query.get("view", "") if query.get("view", "") in _VIEWS else ""
    try:
        found = _Page(settings, cockpit, query)
        parts = found.one(query["d"]) if query.get("d") else found.view(view)
        parts = [*found.warnings(), *parts]
        waiting = found.waiting
    except StoreUnavailable as error:
        parts, waiting = [_wrong(str(error), "数据采集暂时不能使用，其他页面不受影响")], 0
    except BulletinError as error:
        parts, waiting = [_wrong(str(error), "审核列表无法读取")], 0
    tabs = _tabs("" if query.get("d") else view, waiting)
    return html.Div(
        Markup(
            shell.page(
                TITLE,
                [html.Div(tabs, className="span-12"), *parts],
                data=data_state(known_state(cockpit)),
                lead="部门报送的表格和每周动态从这里入库：先试算，核对变化，再发布；发布后可以撤回。",
            )
        ),
        className="intake",
    )


def _tabs(view: str, waiting: int) -> Component:
    links = []
    for key, label in _VIEWS.items():
        count = f"（{waiting}）" if key == "review" and waiting else ""
        here = {"aria-current": "page"} if key == view else {}
        href = f"{PATH}?view={key}" if key else PATH
        classes = "chip-link active" if key == view else "chip-link"
        links.append(dcc.Link(label + count, href=href, className=classes) if not here else
                     html.A(label + count, href=href, className=classes, **here))  # fmt: skip
    return html.Nav(links, className="intake-tabs", **{"aria-label": "数据采集"})


def _wrong(message: str, what: str) -> Component:
    return html.Div(broken(message, PATH, what=what), className="tile span-12")


class _Page:
    """What one request for the page needs to know."""

    def __init__(self, settings: Settings, cockpit: Cockpit, query: Mapping[str, str]) -> None:
        self.settings, self.cockpit, self.query = settings, cockpit, query
        self.records, self.jobs = Records(settings), Jobs(settings)
        self.entries = ReviewList(settings).entries()
        self.waiting = sum(entry.state == "waiting" for entry in self.entries)

    def warnings(self) -> list[Any]:
        """What keeps deliveries from going on."""
        if self.jobs.workers():
            return []
        words = "后台处理程序没有运行：可以上传，试算和发布将在它启动后进行。请联系管理员。"
        return [html.Div(said(words, "warn"), className="span-12")]

    def view(self, view: str) -> list[Any]:
        """One of the four views."""
        if view == "review":
            return self.review()
        if view == "history":
            return self.history()
        if view == "templates":
            return [_templates()]
        newest = self.records.newest(_NEWEST)
        return [_drop(self.settings), history.deliveries(newest, "最近交付")]

    def one(self, id: str) -> list[Any]:
        """A delivery."""
        try:
            found = self.records.one(id)
        except LookupError:
            return [_wrong("链接可能已经过期，或输入有误", "没有这份交付")]
        job = self.job(found.job)
        kept, current = self.versions()
        return delivery(found, job, kept, current.version if current else "")

    def job(self, id: str | None) -> Job | None:
        """A job, where there is one of that id."""
        try:
            return self.jobs.job(id) if id else None
        except LookupError:
            return None

    def versions(self) -> tuple[list[Publication], Publication | None]:
        """The kept versions and the current one; nothing where the database is away."""
        try:
            current = self.cockpit.database.current()
            return self.cockpit.database.publications(), current
        except DatabaseUnavailable:
            return [], None

    def review(self) -> list[Any]:
        """The items that wait, and those decided on lately."""
        waiting = [entry for entry in self.entries if entry.state == "waiting"]
        decided = sorted(
            (e for e in self.entries if e.state != "waiting"), key=lambda e: e.decided_at, reverse=True
        )
        parts = [*self.followed("review"), review.waiting(waiting, self.choices(), self.standings(waiting))]
        return [*parts, review.decided(decided[:10])] if decided else parts

    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        """Districts and components to choose from; none where the database is away."""
        try:
            labels = self.cockpit.labels()
            return {name: [*labels.members(name).items()] for name in ("district", "component")}
        except DatabaseUnavailable:
            return {}

    def standings(self, waiting: Sequence[Entry]) -> Mapping[str, Standing]:
        """What each item lacks, as the current version has it; none where the database is away."""
        database = self.cockpit.database
        try:
            with database.connect(database.current().version) as connection:
                return standings(waiting, connection)
        except DatabaseUnavailable:
            return {}

    def history(self) -> list[Any]:
        """Versions, deliveries and who changed what serves."""
        kept, current = self.versions()
        parts = self.followed("history")
        if current is None:
            parts.append(_wrong("数据库暂时连接不上，或还没有发布过数据", "版本列表无法显示"))
        else:
            target = next((p for p in kept if p.version == self.query.get("to")), None)
            if target and target.version != current.version:
                parts.append(history.confirm(target, current))
            parts.append(history.versions(kept, current.version, self.cockpit.database.damaged()))
        parts.append(history.deliveries(self.records.newest(100)))
        return [*parts, history.switches(self.records.switches())]

    def followed(self, view: str) -> list[Any]:
        """The job that the address names: how far it is, or how it ended."""
        job = self.job(self.query.get("job"))
        if job is None:
            return []
        then = f"{PATH}?view={view}&job={job.id}"
        if not job.is_over:
            return [box(job.title, watch(job.id, job.phase or job.words, job.share, then))]
        if job.state == "failed":
            return [box(job.title, said(f"没有完成：{job.error}", "bad"))]
        return [box(job.title, [said(words, kind) for words, kind in _outcome(job)])]


def _outcome(job: Job) -> list[tuple[str, str]]:
    if job.state == "cancelled" or not job.result:
        return [(job.words, "warn")]
    if job.kind != APPROVE:
        return [(f"已完成：当前版本 {job.result['version']}。", "good")]
    done = f"已发布为版本 {job.result['version']}" if job.result["is_new"] else "数据库中已有，没有变化"
    return [
        (f"{job.result['count']} 条通过，{done}。", "good"),
        *((r, "note") for r in job.result["remarks"]),
    ]


def _drop(settings: Settings) -> Any:
    limit = settings.intake_file_mb
    kinds = ",".join([*SUFFIXES, *BULLETINS])
    chooser = element(
        "input", type="file", name="files", multiple=True, accept=kinds, id="intake-files",
        className="visually-hidden", **{"data-limit": limit},
    )  # fmt: skip
    zone = html.Div(
        [
            html.Span(className="icon icon-intake drop-icon", **{"aria-hidden": "true"}),
            html.P("把文件拖到这里", className="drop-words"),
            html.Label(["选择文件", chooser], htmlFor="intake-files", className="button"),
            html.P(
                f"表格：Excel、CSV；每周动态：Word、PDF、文本。可一次多个，每个不超过 {limit} MB。"
                "整套交付（含 manifest.json 的目录）请用命令行导入。",
                className="drop-hint",
            ),
            html.Ul([], className="drop-files", id="intake-chosen"),
        ],
        className="drop-zone",
    )
    fields = [
        field("交付名称", "title", hint="不填为文件名"),
        field("交付人", "by"),
        field("数据截至日期", "as_of", kind="day", hint="不填为今天；演示数据不变"),
    ]
    inside = [
        zone,
        html.Div(fields, className="intake-fields"),
        html.Div(
            [button("上传并试算"), html.Span("试算只比较，不改变数据库。", className="field-hint")],
            className="form-actions",
        ),
        html.P("", className="form-trouble", role="alert"),
    ]
    props = {"className": "intake-form", "data-action": "upload", "action": f"{PATH}/deliveries"}
    return box("交付文件", element("form", inside, method="post", **props))


def _templates() -> Any:
    inside: list[Any] = []
    for subject in subjects():
        links = [
            html.Li(html.A(str(t.info["zh"]), href=f"{PATH}/templates/{t.name}.xlsx", download=""))
            for t in sheet_tables()
            if t.info["subject"] == subject
        ]
        inside += [html.H3(subject), html.Ul(links, className="template-list")]
    note = "每个表一个工作簿，含填写说明和下拉列表；填好后在“交付”中上传"
    way = link("前往交付", PATH)
    return box("填报模板", inside, note=note, actions=[way])
