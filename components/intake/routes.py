"""What the page's forms send, and the files that it offers. Only POST changes anything."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, request, send_file

from access import audit, current_reader
from access.writes import hand_out
from components.answers import as_text, json_answer, own_pages_only, refusing
from components.intake.elements import PATH
from components.intake.upload import BadUpload, WrongType, receive
from data.settings import Settings
from data.values import BadValue
from data.values import day as as_day
from intake.bulletins import BulletinError
from intake.bulletins.publish import SETTABLE
from intake.bulletins.review import ReviewList
from intake.deliveries.inbox import Inbox, TooLarge, described
from intake.deliveries.records import NotNow, Records, Work
from intake.deliveries.records import State as DeliveryState
from intake.deliveries.work import APPROVE, LOOK, PUBLISH, SWITCH
from intake.sheets.labels import plain, table_names
from intake.templates import read_codes, write_template
from jobs import get_jobs

log = logging.getLogger(__name__)

_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: States from which a delivery can be looked at again.
_LOOKABLE: tuple[DeliveryState, ...] = ("ready", "same", "refused", "failed", "cancelled")


class Refused(Exception):
    """An answer other than the one wished for: HTTP status and a Chinese message."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def blueprint() -> Blueprint:
    """The routes below ``/intake``."""
    routes = Blueprint("intake", __name__, url_prefix=PATH)
    routes.before_request(own_pages_only)
    refusing(routes, {WrongType: 415, BadUpload: 400, BulletinError: 400, TooLarge: 413, NotNow: 409})
    routes.register_error_handler(
        Refused, lambda problem: json_answer({"error": str(problem)}, problem.status)
    )
    routes.register_error_handler(OSError, _unwritten)
    routes.add_url_rule("/token", "token", _token)
    routes.add_url_rule("/jobs/<id>", "job", _job)
    routes.add_url_rule("/deliveries/<id>/refused.xlsx", "refused", _refused_rows)
    routes.add_url_rule("/templates/<name>.xlsx", "template", _template)
    for rule, name, view in (
        ("/deliveries", "deliver", _deliver),
        ("/deliveries/<id>/look", "look", _look),
        ("/deliveries/<id>/publish", "publish", _publish),
        ("/deliveries/<id>/cancel", "cancel", _cancel),
        ("/review", "review", _review),
        ("/versions", "switch", _switch),
    ):
        routes.add_url_rule(rule, name, view, methods=["POST"])
    return routes


def _unwritten(error: OSError) -> Response:
    log.error("文件未能写入", exc_info=error)
    return json_answer({"error": f"文件未能写入（{error.strerror or '磁盘出错'}），请联系管理员"}, 507)


def _token() -> Response:
    response = json_answer({})
    response.set_data(as_text({"token": hand_out(request, response)}))
    return response


def _deliver() -> Response:
    settings = Settings.from_env()
    id = uuid4().hex
    inbox = Inbox(settings, id)
    try:
        upload = receive(request, inbox, settings.intake_file_mb)
        files = described(inbox.files())
        options = _options(upload.fields, [])
        names = [str(file["name"]) for file in files]
        title = upload.fields.get("title") or "、".join(names[:3]) + ("等" if len(names) > 3 else "")
        by = upload.fields.get("by") or current_reader().name
        records = Records(settings)
        records.enter(title[:200], by[:200], files, id=id, options=options, error="试算没有开始，请重新试算")
    except BaseException:
        inbox.discard()
        raise
    audit("delivery.upload", id, {"title": title, "by": by, "files": files})
    records.start(id, ("failed",), Work(LOOK, "looking", "试算"), current_reader().name)
    return json_answer({"href": f"{PATH}?d={id}"}, 201)


def _look(id: str) -> Response:
    records = Records(Settings.from_env())
    found = records.one(id)
    names = [str(file["name"]) for file in found.files]
    values = {
        "options": _options(request.form, names),
        "delivered_by": request.form.get("by") or found.delivered_by,
    }
    records.start(id, _LOOKABLE, Work(LOOK, "looking", "试算", values=values), current_reader().name)
    return json_answer({"href": f"{PATH}?d={id}&t={uuid4().hex[:6]}"})


def _publish(id: str) -> Response:
    records = Records(Settings.from_env())
    found = records.one(id)
    agreed = request.form.get("agreed") == "1"
    if (asked := (found.report or {}).get("questions", ())) and not agreed:
        raise Refused(f"{asked[0]}：核对后勾选“已核对，同意发布”")
    records.start(
        id, ("ready",), Work(PUBLISH, "publishing", "发布", {"agreed": agreed}), current_reader().name
    )
    audit("delivery.publish", id, {"title": found.title, "agreed": agreed})
    return json_answer({"href": f"{PATH}?d={id}&t={uuid4().hex[:6]}"})


def _cancel(id: str) -> Response:
    found = Records(Settings.from_env()).one(id)
    if found.job:
        get_jobs().cancel(found.job)
    return json_answer({"href": f"{PATH}?d={id}&t={uuid4().hex[:6]}"})


def _options(given: Mapping[str, str], names: list[str]) -> dict[str, Any]:
    """What the clerk said along with the files; raises ``Refused``."""
    options: dict[str, Any] = {}
    if day := given.get("as_of"):
        try:
            options["as_of"] = as_day(day)
        except BadValue:
            raise Refused(f"截至日期“{day[:40]}”不是日期，应写作 2022-12-30") from None
    tables = {}
    for number, name in enumerate(names):
        if table := given.get(f"table-{number}"):
            if plain(table) not in table_names():
                raise Refused(f"没有“{table[:40]}”这个表，应为数据目录中的表名")
            tables[name] = table
    options |= {"tables": tables} if tables else {}
    options |= {"source": given["source"][:40]} if given.get("source") else {}
    return options | {name: True for name in ("full", "again", "clear_blank") if given.get(name) == "1"}


def _review() -> Response:
    action, ids = request.form.get("action", ""), request.form.getlist("id")
    settings, by = Settings.from_env(), request.form.get("by") or current_reader().name
    review = ReviewList(settings)
    entries = review.find(ids)
    if not entries:
        raise Refused("没有选择条目")
    if action == "refuse":
        reason = request.form.get("reason", "").strip()
        if not reason:
            raise Refused("请填写不采用的原因")
        for entry in entries:
            review.refuse(entry, reason, by)
        audit("bulletin.refuse", ids[0], {"ids": ids, "reason": reason, "by": by})
        return json_answer({"href": f"{PATH}?view=review&t={uuid4().hex[:6]}"})
    values = {name: request.form[name].strip() for name in SETTABLE if name in request.form}
    if values:
        review.correct(entries[0], values, by)
    if action == "save":
        return json_answer({"href": f"{PATH}?view=review&t={uuid4().hex[:6]}"})
    if action != "approve":
        raise Refused("没有这种操作")
    audit("bulletin.approve", ids[0], {"ids": ids, "by": by})
    params = {"ids": ids, "article_only": request.form.get("article_only") == "1", "by": by}
    job = get_jobs().submit(APPROVE, params, f"发布工作动态 {len(entries)} 条", by)
    return json_answer({"href": f"{PATH}?view=review&job={job.id}"})


def _switch() -> Response:
    to, before = request.form.get("to", ""), request.form.get("from", "")
    reason, by = request.form.get("reason", "").strip(), request.form.get("by") or current_reader().name
    if not reason:
        raise Refused("请填写原因")
    if not to.isdigit() or to == before:
        raise Refused("没有要切换到的版本")
    audit("version.switch", to, {"from": before, "reason": reason, "by": by})
    params = {"to": to, "from": before, "reason": reason[:500], "by": by[:200]}
    job = get_jobs().submit(SWITCH, params, f"切换到版本 {to}", by)
    return json_answer({"href": f"{PATH}?view=history&job={job.id}"})


def _job(id: str) -> Response:
    job = get_jobs().job(id)
    told = {"over": job.is_over, "state": job.state, "phase": job.phase or job.words, "share": job.share}
    return json_answer(told)


def _refused_rows(id: str) -> Response:
    settings = Settings.from_env()
    found = Records(settings).one(id)
    name = Path((found.report or {}).get("refused_file") or "/").name
    # By its name only: a home that was moved or restored has its files elsewhere.
    path = settings.shared / "intake" / "refused" / name
    if not name or not path.is_file():
        raise LookupError("拒收行的表格已不在，可重新试算后下载")
    audit("refused.download", id, {"title": found.title})
    return send_file(path, mimetype=_BOOK, as_attachment=True, download_name=path.name)


def _template(name: str) -> Response:
    table = table_names().get(plain(name))
    if table is None:
        raise LookupError(f"没有“{name[:40]}”这个表")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(table, path, read_codes(Settings.from_env()))
        content = io.BytesIO(path.read_bytes())
    return send_file(content, mimetype=_BOOK, as_attachment=True, download_name=f"{table.info['zh']}.xlsx")
