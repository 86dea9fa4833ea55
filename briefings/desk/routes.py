"""What is done on the desk: forms of ``/drafts``, and its papers as files."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, request, send_file

from briefings.desk.edit import BadEdit
from briefings.desk.elements import PATH
from briefings.desk.flow import Desk
from briefings.work import REFUSED
from components.answers import json_answer, own_pages_only, refusing
from data.engine import DatabaseUnavailable
from documents.files import FORMS
from queries.service import get_cockpit
from store import get_store
from store.artefacts import MEDIA
from store.briefings import Kept, Stale


def blueprint() -> Blueprint:
    """The routes of the desk."""
    routes = Blueprint("drafts", __name__, url_prefix=PATH)
    routes.before_request(own_pages_only)
    could_not: dict[type[Exception], int] = {
        kind: 400 for kind in REFUSED if kind not in (LookupError, DatabaseUnavailable)
    }
    refusing(routes, {**could_not, BadEdit: 400, Stale: 409})
    routes.add_url_rule("/new", "new", _new, methods=["POST"])
    routes.add_url_rule("/<id>/<step>", "step", _step, methods=["POST"])
    routes.add_url_rule("/<id>/file.<form>", "file", _file)
    return routes


def _desk() -> Desk:
    return Desk(get_store(), get_cockpit())


def _new() -> Response:
    return _to(_desk().start(request.form))


def _step(id: str, step: str) -> Response:
    desk, form = _desk(), request.form
    revision = form.get("revision", type=int) or 0
    if step == "save":
        return _to(desk.save(id, revision, form))
    if step == "refresh":
        return _to(desk.refresh(id, revision))
    if step == "review":
        return _to(desk.review(id, revision, form.get("name", "")))
    if step == "reopen":
        return _to(desk.reopen(id, revision))
    if step == "issue":
        first = (form.get("number", ""), form.get("total", ""))
        return _to(desk.issue(id, revision, form.get("day", ""), form.get("name", ""), first))
    if step == "remove":
        desk.remove(id, revision)
        return json_answer({"href": PATH})
    raise LookupError(f"没有这个操作：{step}")


def _to(kept: Kept) -> Response:
    return json_answer({"href": f"{PATH}?id={kept.id}"})


def _file(id: str, form: str) -> Response:
    if form not in FORMS:
        raise LookupError(f"没有格式“{form}”，应为 {'、'.join(FORMS)} 之一")
    name, data = _desk().file(id, form)
    answer = send_file(BytesIO(data), MEDIA[form], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
