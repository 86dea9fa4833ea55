"""What the page sends: schedules added, run, paused, removed; and the files that runs made."""

from __future__ import annotations

import io

from flask import Blueprint, Response, request, send_file

from access import audit, current_reader
from briefings.schedules.page import PATH
from briefings.schedules.plan import BadSchedule, Plan, plan_of
from briefings.schedules.webhook import shown
from components.answers import json_answer, own_pages_only, refusing
from data.settings import Settings
from jobs.clock import current_edition, run_now
from jobs.runs import Runs
from jobs.schedules import Schedule, Schedules
from store.artefacts import get_archive
from store.blobs import BlobChanged


def blueprint() -> Blueprint:
    """The routes below ``/schedules``."""
    routes = Blueprint("schedules", __name__, url_prefix=PATH)
    routes.before_request(own_pages_only)
    refusing(routes, {BadSchedule: 400, BlobChanged: 410})
    routes.add_url_rule("/add", "add", _add, methods=["POST"])
    routes.add_url_rule("/<id>/<action>", "change", _change, methods=["POST"])
    routes.add_url_rule("/runs/<id>/file", "file", _file)
    return routes


def keep(plan: Plan, settings: Settings, by: str) -> Schedule:
    """Keep a plan, under a record; raises ``StoreUnavailable``."""
    made = Schedules(settings).add(
        plan.name, plan.what, plan.params, plan.timing, by, plan.mail, plan.webhook, current_edition()
    )
    detail = {"what": plan.what, "params": dict(plan.params), "when": plan.timing.words}
    audit("schedule.add", made.id, {**detail, "mail": list(plan.mail), "webhook": shown(plan.webhook)})
    return made


def _add() -> Response:
    settings = Settings.from_env()
    keep(plan_of(request.form, settings), settings, current_reader().name)
    return json_answer({"href": PATH})


def _change(id: str, action: str) -> Response:
    settings = Settings.from_env()
    schedules = Schedules(settings)
    if action == "run":
        run_now(settings, id)
    elif action == "pause":
        schedules.turn(id, False)
    elif action == "resume":
        schedules.turn(id, True, current_edition())
    elif action == "remove":
        schedules.remove(id)
    else:
        raise LookupError(f"没有这个操作：{action}")
    audit(f"schedule.{action}", id, {})
    return json_answer({"href": PATH})


def _file(id: str) -> Response:
    run = Runs(Settings.from_env()).one(id)
    archive = get_archive()
    kept = archive.get(run.artefact or run.code)
    data = archive.read(kept)
    audit("artefact.download", kept.code, {"title": kept.title, "sha256": kept.sha256})
    answer = send_file(
        io.BytesIO(data), mimetype=kept.media_type, as_attachment=True, download_name=kept.file_name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
