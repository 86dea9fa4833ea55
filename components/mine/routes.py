"""What is done with 我的页面: a tile is pinned, moved, widened, renamed, taken off."""

from __future__ import annotations

from urllib.parse import parse_qs

from flask import Flask, Response, request

from access import audit, current_reader
from components.answers import json_answer, keeping
from components.board.sheet import SHEETS
from frames.links import DRILL, MINE
from readers.mine import BadPin, MyPage
from store import get_store


def register(server: Flask) -> None:
    """The routes."""
    routes = keeping("mine", BadPin)
    routes.add_url_rule(f"{MINE}/tiles", "pin", _pin, methods=["POST"])
    routes.add_url_rule(f"{MINE}/tiles/<id>/<action>", "change", _change, methods=["POST"])
    server.register_blueprint(routes)


def _page() -> MyPage:
    return MyPage(get_store(), current_reader().name)


def _pin() -> Response:
    """Pin a tile of a page under its query; what isn't there, or changes with the way to it, is refused."""
    path, query, name = (request.form.get(key, "") for key in ("path", "query", "tile"))
    if path not in SHEETS:
        raise BadPin(f"没有页面 {path}")
    if path in (MINE, DRILL):
        raise BadPin("这一页的内容不能钉住；可以“保存视图”")
    sheet = SHEETS[path](parse_qs(query))
    if name not in sheet.tiles:
        raise BadPin("没有这一块内容：页面可能已经更新，请刷新")
    tile = sheet.tiles[name]
    # An address that leaves everything out may mean something else in a later release.
    kept = _page().pin(tile.title, path, query or sheet.query, name, tile.title)
    audit("mine.pin", kept.title, {"address": kept.address, "tile": name})
    return json_answer({"said": "已钉到我的页面", "href": MINE})


def _change(id: str, action: str) -> Response:
    page, form = _page(), request.form
    if action in ("up", "down"):
        page.move(id, -1 if action == "up" else 1)
    elif action == "width":
        page.set_wide(id, bool(form.get("on")))
    elif action == "rename":
        page.rename(id, form.get("name", ""))
    elif action == "remove":
        page.remove(id)
    else:
        raise LookupError(f"没有这个操作：{action}")
    audit(f"mine.{action}", id, {})
    return json_answer({"href": MINE})
