"""One delivery: its files, how far it is, its report, and what a clerk can do next."""

from __future__ import annotations

from typing import Any

from dash import html

from components.intake.effects import questions
from components.intake.elements import (
    PATH,
    box,
    button,
    choice,
    field,
    form,
    link,
    moment,
    said,
    tick,
    watch,
)
from components.intake.reports import report
from data.versions import Publication
from intake.deliveries.records import AT_WORK, CHANNELS, STATES, Delivery
from intake.sheets.labels import sheet_tables
from jobs import Job

_STEPS = ("选文件", "试算", "核对", "发布")
_STEP = {"looking": 1, "ready": 2, "same": 2, "refused": 2, "read": 2, "publishing": 3, "published": 4}
#: States in which a delivery belongs to the history.
_OVER = ("published", "same", "read")
#: States from which nothing came in.
_AGAIN = ("refused", "failed", "cancelled")
_TITLES = {
    "ready": ("试算完成，尚未发布。请核对下列变化。", "note"),
    "published": ("已发布。", "good"),
    "same": ("文件中的内容与数据库一致，没有需要发布的变化。", "good"),
    "read": ("读出的条目已转入动态审核。", "good"),
    "refused": ("表格没有导入，数据库没有改变：{why}。请改正后重新上传。", "bad"),
    "failed": ("没有完成，数据库没有改变。", "bad"),
    "cancelled": ("已取消，数据库没有改变。", "warn"),
}


def delivery(found: Delivery, job: Job | None, kept: list[Publication], current: str) -> list[Any]:
    """The tiles of a delivery; ``kept`` and ``current`` tell whether it can be taken back."""
    parts = [_head(found, job)]
    told = found.report or {}
    if found.state == "ready":
        parts.append(_publish(found))
    # What an earlier trial said is no longer true while another is at work.
    if found.state != "looking":
        parts += report(found, dry=found.state != "published")
    if found.state == "published" and found.version == current:
        parts += _take_back(found, told.get("base"), kept)
    if found.channel == "page" and found.state in ("ready", "same", "refused", "failed", "cancelled"):
        parts.append(_options(found))
    return parts


def _head(found: Delivery, job: Job | None) -> Any:
    files = [html.Li(f"{f['name']}（{_size(f['bytes'])}）") for f in found.files]
    channel = CHANNELS.get(found.channel, found.channel)
    about = f"{found.delivered_by}　{moment(found.created_at)}　{channel}"
    inside: list[Any] = [_steps(found), html.P(about, className="intake-about")]
    if files:
        inside.append(html.Ul(files, className="intake-files"))
    if found.state in AT_WORK:
        share, phase = (job.share, job.phase or job.words) if job else (0.0, "")
        inside.append(watch(found.job or "", phase, share, f"{PATH}?d={found.id}"))
        inside.append(
            form(
                f"/deliveries/{found.id}/cancel",
                [html.Div(button("取消", quiet=True), className="form-actions")],
            )
        )
    else:
        text, kind = _TITLES[found.state]
        inside.append(said(_ended(found, text), kind))
    if found.error:
        inside.append(said(found.error, "warn" if found.state == "ready" else "bad"))
    if found.state in _AGAIN:
        inside.append(html.Div(_way_on(found), className="form-actions"))
    if files and found.state in _OVER:
        inside.append(_fingerprints(found))
    return box(found.title, inside)


def _way_on(found: Delivery) -> Any:
    """Where a clerk goes from a delivery of which nothing was taken."""
    if found.channel == "review":
        return link("返回动态审核", f"{PATH}?view=review")
    return link("重新上传文件", PATH)


def _fingerprints(found: Delivery) -> Any:
    """What proves later which files they were; of no use to a clerk who is still at it."""
    lines = [html.Li(f"{f['name']}　{f['sha256']}") for f in found.files]
    inside = [html.Summary("文件指纹（SHA-256）"), html.Ul(lines, className="intake-files")]
    return html.Details(inside, className="intake-more")


def _ended(found: Delivery, text: str) -> str:
    if found.version:
        return f"已发布为版本 {found.version}。"
    told = found.report or {}
    read = sum(one["items"] for one in told.get("bulletins", ()))
    also = f"读出的 {read} 条动态见动态审核。" if read and found.state == "refused" else ""
    return text.format(why=told.get("why", "没有可以导入的行")) + also


def _steps(found: Delivery) -> Any:
    reached = _STEP.get(found.state, 1)
    items = []
    for number, label in enumerate(_STEPS):
        here = number == min(reached, len(_STEPS) - 1) and found.state != "published"
        state = "is-here" if here else "is-done" if number < reached else ""
        items.append(html.Li(label, className=state, **({"aria-current": "step"} if here else {})))
    words = html.Span(STATES[found.state], className="tag")
    return html.Div([html.Ol(items, className="steps-line"), words], className="intake-steps")


def _publish(found: Delivery) -> Any:
    told = found.report or {}
    refused = told.get("refused_rows", 0)
    inside: list[Any] = []
    if refused:
        inside.append(said(f"有 {refused:,} 行拒收，不会导入；其余各行可以发布。", "warn"))
    if asked := questions(told):
        inside += asked
        inside.append(tick("已核对，同意发布", "agreed", required=True))
    inside.append(html.Div([button("发布"), link("暂不发布", PATH)], className="form-actions"))
    return box("发布", form(f"/deliveries/{found.id}/publish", inside))


def _take_back(found: Delivery, base: str | None, kept: list[Publication]) -> list[Any]:
    before = next((p for p in kept if p.version == base), None)
    if before is None:
        return []
    title = before.delivery_title or "未命名"
    words = f"撤回后，驾驶舱重新显示版本 {before.version}（{title}）；不删除任何数据。"
    way = link("撤回此次发布…", f"{PATH}?view=history&to={before.version}")
    return [box("撤回此次发布", [said(words), html.Div(way, className="form-actions")])]


def _options(found: Delivery) -> Any:
    given = found.options
    tables = [("", "自动识别"), *((t.name, str(t.info["zh"])) for t in sheet_tables())]
    chosen = given.get("tables", {})
    fields = [
        field("数据截至日期", "as_of", given.get("as_of", ""), "day", "不填为今天；演示数据不变"),
        field("交付人", "by", found.delivered_by),
        field("报送来源", "source", given.get("source", ""), hint="同一个表由几处报送时，填写本次来源的编号"),
    ]
    for number, file in enumerate(found.files):
        label = f"{file['name']} 属于"
        fields.append(choice(label, f"table-{number}", tables, chosen.get(file["name"], "")))
    ticks = [
        tick("整表交付：文件中没有的行按截至日期停用", "full", bool(given.get("full"))),
        tick("空单元格清空原值（不勾选则空单元格不改动）", "clear_blank", bool(given.get("clear_blank"))),
        tick("已导入过的文件也重新导入", "again", bool(given.get("again"))),
    ]
    inside = [
        html.Div(fields, className="intake-fields"),
        html.Div(ticks, className="intake-ticks"),
        html.Div(button("按选项重新试算", quiet=True), className="form-actions"),
    ]
    own = form(f"/deliveries/{found.id}/look", inside, key=found.id)
    opened = found.state in ("refused", "failed")
    return box(
        "选项",
        html.Details(
            [html.Summary("截至日期、所属的表、整表交付、空单元格"), own],
            open=opened,
            className="intake-more",
        ),
    )


def _size(count: int) -> str:
    return f"{count / (1 << 20):.1f} MB" if count >= 1 << 20 else f"{max(1, round(count / 1024))} KB"
