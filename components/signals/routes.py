"""What is done with signals: read, counted; their thresholds changed and put back."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, Response, request

from access import audit, current_reader
from components.answers import json_answer, keeping
from components.signals.page import PATH, READ, THRESHOLDS
from data.engine import DatabaseUnavailable
from queries.service import get_cockpit
from queries.signals import rules
from queries.thresholds import BadThreshold
from readers.signals import Signals
from readers.thresholds import Change, Thresholds, read_limits
from store import get_store


def register(server: Flask) -> None:
    """The routes of the page and of the count in the navigation."""
    routes = keeping("signals", BadThreshold)
    routes.add_url_rule(f"{PATH}/unread", "unread", _unread)
    routes.add_url_rule(READ, "read", _read, methods=["POST"])
    routes.add_url_rule(f"{PATH}/{THRESHOLDS}/<path:rule>/reset", "reset", _reset, methods=["POST"])
    routes.add_url_rule(f"{PATH}/{THRESHOLDS}/<path:rule>", "change", _change, methods=["POST"])
    server.register_blueprint(routes)


def _unread() -> Response:
    reader = current_reader()
    return json_answer({"unread": Signals(get_store()).unread(reader.name, scope=reader.scope)})


def _read() -> Response:
    reader, id = current_reader(), request.form.get("id", "")
    Signals(get_store()).read(reader.name, [id] if id else None, scope=reader.scope)
    return json_answer({"href": _back(PATH)})


def _change(rule: str) -> Response:
    form = request.form
    off = bool(form.get("off"))
    thresholds = Thresholds(get_store())
    typed = read_limits(form.get("watch", ""), form.get("alert", ""), off)
    change = thresholds.change(
        rule, typed, current_reader().name, form.get("reason", ""), form.get("seen", "")
    )
    return _done("threshold.change", change)


def _reset(rule: str) -> Response:
    change = Thresholds(get_store()).reset(rule, current_reader().name, request.form.get("seen", ""))
    return _done("threshold.reset", change)


def _done(action: str, change: Change) -> Response:
    threshold = rules()[change.rule].threshold
    detail = {"from": threshold.words(change.before), "to": threshold.words(change.limits)}
    audit(action, change.rule, detail | ({"reason": change.reason} if change.reason else {}))
    # What the new limits make of the present version is there when the page comes back.
    with suppress(DatabaseUnavailable):
        Signals(get_store()).renew(get_cockpit())
    return json_answer({"href": _back(f"{PATH}?tab={THRESHOLDS}")})


def _back(page: str) -> str:
    """Where the form stood, with its choices, if the browser says so; else the page."""
    path, _, query = (request.referrer or "").partition("?")
    return f"{PATH}?{query}" if query and path.endswith(PATH) else page


def _said(error: str, status: int) -> Response:
    return json_answer({"error": error}, status)
