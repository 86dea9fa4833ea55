"""What pages ask of snapshots and the archive: make one, look how far it is, call it off, take the file."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, Response, redirect, request

from access import audit, current_reader
from components.answers import json_answer, own_pages_only, refusing
from components.archive.menu import ASKED, PATH
from jobs import Job, get_jobs
from jobs.snapshots import KIND, SLIDES, BadOrder, Order, TooMany, submit, submit_slides
from store.artefacts import get_archive
from store.blobs import BlobChanged


def register(server: Flask) -> None:
    """The routes below ``/briefings``, the files, and where a paper's QR leads."""
    routes = Blueprint("archive", __name__)
    routes.before_request(own_pages_only)
    refusing(routes, {TooMany: 429, BadOrder: 400, BlobChanged: 410})
    routes.add_url_rule(ASKED, "ask", _ask, methods=["POST"])
    routes.add_url_rule(f"{ASKED}/<id>", "state", _state)
    routes.add_url_rule(f"{ASKED}/<id>/cancel", "cancel", _cancel, methods=["POST"])
    routes.add_url_rule("/artefacts/<id>", "file", _file)
    routes.add_url_rule("/verify/<code>", "verify", _verify)
    server.register_blueprint(routes)


def _ask() -> Response:
    asked: dict[str, Any] = {
        name: request.form[name] for name in ("page", "query", "tile") if name in request.form
    }
    form, _, more = request.form.get("form", "pdf a4").partition(" ")
    if form == "pptx":
        made = submit_slides(get_jobs(), Order.parse(asked), current_reader().name)
        return json_answer({"job": made.id, "alone": get_jobs().workers() == 0}, 202)
    order = Order.parse(asked | {"format": form} | ({"paper": more} if form == "pdf" else {"scale": more}))
    job = submit(get_jobs(), order, current_reader().name)
    return json_answer({"job": job.id, "alone": get_jobs().workers() == 0}, 202)


def _state(id: str) -> Response:
    return json_answer(_told(_mine(id)))


def _cancel(id: str) -> Response:
    _mine(id)
    get_jobs().cancel(id)
    return json_answer(_told(get_jobs().job(id)))


def _mine(id: str) -> Job:
    job = get_jobs().job(id)
    if job.kind not in (KIND, SLIDES):
        raise LookupError(f"没有快照任务 {id}")
    return job


def _told(job: Job) -> dict[str, Any]:
    told = {
        "state": job.state,
        "words": job.words,
        "phase": job.phase,
        "share": job.share,
        "error": job.error,
    }
    if job.state == "done":
        told |= {"href": f"/artefacts/{job.result['artefact']}", "code": job.result["code"]}
    return told


def _file(id: str) -> Response:
    """The file of an artefact, verified; ``?show=1`` to be seen in the browser instead of kept."""
    archive = get_archive()
    one = archive.get(id)
    answer = Response(archive.read(one), content_type=one.media_type)
    way = "inline" if "show" in request.args else "attachment"
    name = quote(one.file_name, safe="")
    answer.headers["Content-Disposition"] = f"{way}; filename=\"{one.code}\"; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["ETag"] = f'"{one.sha256}"'
    audit("artefact.read", one.title, {"code": one.code, "address": request.remote_addr})
    return answer


def _verify(code: str) -> Any:
    return redirect(f"{PATH}?{urlencode({'code': code})}")
