"""/api/v1/snapshots: have a snapshot made, see how far it is, and find what is archived."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request

from access import audit, current_reader
from access.writes import is_from
from api import parameters
from api.answers import passing_response
from api.errors import ApiError, BadParameter, guard
from data.json_text import parsed
from jobs import Job, get_jobs
from jobs.queue import QueueUnavailable
from jobs.snapshots import FORMATS, HEIGHTS, KIND, PAPERS, WIDTHS, BadOrder, Order, TooMany, submit
from queries.service import Cockpit
from store import StoreUnavailable
from store.artefacts import Artefact, Wanted, get_archive

ALLOWED = ("page", "indicator", "kind", "maker", "code", "since", "until", "limit")
MOST = 200
MOST_BYTES = 16_384
_JSON = "application/json"
_TYPES = {"string": (str, "文字"), "integer": (int, "整数")}


def blueprint(_: Cockpit) -> Blueprint:
    """The routes; they only ask for work and read the archive."""
    routes = Blueprint("api_snapshots", __name__, url_prefix="/api/v1")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/snapshots", "listing", _plainly(listing))
    routes.add_url_rule("/snapshots", "ask", _plainly(ask), methods=["POST"])
    routes.add_url_rule("/snapshots/<job>", "state", _plainly(state))
    return routes


def ask() -> Response:
    """Have one made; the answer (202) names the job, and where to look."""
    parameters.require_known(request.args, ())
    try:
        order = Order.parse(_body())
    except BadOrder as problem:
        raise BadParameter(problem.field, str(problem), [str(problem)]) from problem
    job = submit(get_jobs(), order, current_reader().name)
    audit("snapshot.ask", order.words, {"job": job.id, "address": request.remote_addr})
    return passing_response(_told(job), 202)


def state(job: str) -> Response:
    """How far a snapshot is; with its artefact once it is done."""
    parameters.require_known(request.args, ())
    try:
        found = get_jobs().job(job)
    except LookupError:
        found = None
    if found is None or found.kind != KIND:
        raise ApiError(404, "unknown_snapshot", f"没有快照任务 {job}")
    return passing_response(_told(found))


def listing() -> Response:
    """What is archived, the newest first."""
    parameters.require_known(request.args, ALLOWED)
    given = {name: values[0] for name, values in parameters.given(request.args).items()}
    limit = given.pop("limit", "50")
    if not re.fullmatch("[0-9]{1,3}", limit) or not 1 <= int(limit) <= MOST:
        raise BadParameter("limit", f"limit={limit}：应为 1 到 {MOST} 之间的整数", [f"1…{MOST}"])
    days = {name: _day(name, given.pop(name)) for name in ("since", "until") if name in given}
    wanted = Wanted(**given, **days)  # type: ignore[arg-type]
    archive = get_archive()
    found = [artefact_json(one) for one in archive.find(wanted, int(limit))]
    return passing_response({"total": archive.count(wanted), "artefacts": found})


def artefact_json(one: Artefact) -> dict[str, Any]:
    """An artefact as it is sent; ``file`` is where its bytes are."""
    plain = ("id", "code", "kind", "title", "page", "query", "tile", "version", "filters", "maker")
    return {
        **{name: getattr(one, name) for name in plain},
        "business_date": one.business_date.isoformat(),
        "created_at": one.created_at.isoformat(timespec="seconds"),
        "indicators": list(one.indicators),
        "is_demonstration": one.is_demonstration,
        "is_issued": one.is_issued,
        "file_name": one.file_name,
        "sha256": one.sha256,
        "size": one.size,
        "file": f"/artefacts/{one.id}",
        "verify": f"/verify/{one.code}",
    }


def order_schema() -> dict[str, Any]:
    """What may be asked for, as a JSON schema."""
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["page"],
        "additionalProperties": False,
        "properties": {
            "page": {"type": "string", "pattern": r"^/[\w\-/]*$", "example": "/members"},
            "query": {**text, "example": "as_of=2022-12-30"},
            "tile": text,
            "scene": text,
            "format": {**text, "enum": list(FORMATS)},
            "paper": {**text, "enum": list(PAPERS)},
            "scale": {"type": "integer", "enum": [1, 2]},
            "width": {"type": "integer", "minimum": 0, "maximum": WIDTHS[1]},
            "height": {"type": "integer", "minimum": 0, "maximum": HEIGHTS[1]},
        },
    }


def _told(job: Job) -> dict[str, Any]:
    told: dict[str, Any] = {
        "job": job.id,
        "state": job.state,
        "phase": job.phase,
        "share": job.share,
        "error": job.error,
        "href": f"/api/v1/snapshots/{job.id}",
        "artefact": None,
    }
    if job.state == "done":
        told["artefact"] = artefact_json(get_archive().get(job.result["artefact"]))
    return told


def _body() -> dict[str, Any]:
    # A page of another site may post plain text unasked, but JSON only if this server allowed it.
    if request.mimetype != _JSON:
        raise ApiError(415, "unsupported_media_type", f"内容类型应为 {_JSON}", expected=[_JSON])
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
    if site not in ("none", "same-origin") or (origin and not is_from(origin, request.host)):
        raise ApiError(403, "foreign_request", "请求来自其他网站的页面，没有执行")
    request.max_content_length = MOST_BYTES
    try:
        body = parsed(request.get_data(cache=False))
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "bad_body", '请求内容应为 JSON 对象，如 {"page": "/members"}')
    _require_form(body)
    return body


def _require_form(body: dict[str, Any]) -> None:
    """Refuse an order without a page, and values of another type than the document says."""
    if "page" not in body:
        raise BadParameter("page", "缺少字段 page，应为页面的地址，如 /members", ["/members"])
    declared = order_schema()["properties"]
    for name in (n for n in body if n in declared):
        kind, word = _TYPES[declared[name]["type"]]
        if type(body[name]) is not kind:
            raise BadParameter(name, f"字段 {name}：应为{word}", [word])


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(name, f"“{text}”不是日期，应写作 2022-12-30", ["YYYY-MM-DD"]) from None


def _plainly(view: Callable[..., Response]) -> Callable[..., Response]:
    @wraps(view)
    def answer(**given: Any) -> Response:
        try:
            return view(**given)
        except (StoreUnavailable, QueueUnavailable) as problem:
            raise ApiError(503, "store_unavailable", str(problem)) from problem
        except TooMany as problem:
            raise ApiError(429, "too_many", str(problem)) from problem

    return answer
