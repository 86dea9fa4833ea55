"""What is done with saved views: kept, renamed, removed, opened by their link, opened first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from access import audit, current_reader
from access.refusals import has_controls
from components.answers import json_answer, keeping
from components.board.sheet import SHEETS
from components.saved.check import Checked, check
from components.saved.menu import PATH
from readers.saved import BadView, SavedViews
from store import StoreUnavailable, get_store


def register(server: Flask) -> None:
    """The routes, and the start page of those who chose one."""
    routes = keeping("views", BadView)
    routes.add_url_rule("/view/<id>", "open", _open)
    routes.add_url_rule(f"{PATH}/saved", "add", _add, methods=["POST"])
    routes.add_url_rule(f"{PATH}/saved/<id>/<action>", "change", _change, methods=["POST"])
    server.register_blueprint(routes)
    server.before_request(_start_page)


def _open(id: str) -> Any:
    """A view by its link: to its page, or to what is said of it where something is gone."""
    try:
        found: Checked | None = check(SavedViews(get_store()).get(id))
    except (LookupError, StoreUnavailable):
        found = None
    if found is None or found.gone or not found.address or has_controls(found.address):
        return redirect(f"{PATH}?{urlencode({'id': id})}")
    return redirect(found.address)


def _add() -> Response:
    form = request.form
    path, query = form.get("path", ""), form.get("query", "")
    if path not in SHEETS:
        raise BadView(f"没有页面 {path}")
    if has_controls(query):
        raise BadView("条件中含有控制字符，不能保存")
    reader, views = current_reader().name, SavedViews(get_store())
    view = views.add(reader, form.get("name", ""), path, query, form.get("words", ""))
    if form.get("start"):
        views.set_start(reader, view.id, True)
    audit("view.save", view.name, {"address": view.address})
    return json_answer({"said": f"已保存“{view.name}”"})


def _change(id: str, action: str) -> Response:
    reader, views, form = current_reader().name, SavedViews(get_store()), request.form
    if action == "start":
        views.set_start(reader, id, bool(form.get("on")))
    elif action == "rename":
        views.rename(reader, id, form.get("name", ""))
    elif action == "remove":
        views.remove(reader, id)
    else:
        raise LookupError(f"没有这个操作：{action}")
    audit(f"view.{action}", id, {})
    return json_answer({"href": PATH})


def _start_page() -> Any:
    """Who opens the cockpit, not who reloads 总览 or comes from inside, is led to his own start."""
    fresh = request.path == "/" and not request.query_string and request.method == "GET"
    if not fresh or request.headers.get("Sec-Fetch-Site") != "none" or request.cache_control.max_age == 0:
        return None
    try:
        view = SavedViews(get_store()).start(current_reader().name)
    except StoreUnavailable:
        return None
    return redirect(f"/view/{view.id}") if view else None
