"""Every address of the server: what it does not take is refused with the reason, in words, never with 500."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import abort
from werkzeug.exceptions import default_exceptions
from werkzeug.routing import Rule

from access.refusals import MOST_BODY, WORDS
from api import heartbeat
from api.snapshots import MOST_BYTES
from data.settings import Settings
from tests.pages.screen import Screen, screen_over
from tests.support.small import publish
from tests.support.world import AS_OF, world

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: Routes that read their body before anything else.
READ = {
    "/_dash-update-component",
    "/api/v1/snapshots",
    "/api/v1/walls",
    "/briefings/snapshots",
    "/drafts/new",
    "/intake/review",
    "/intake/versions",
    "/mine/tiles",
    "/schedules/add",
    "/signals/read",
    "/views/saved",
}
SCRIPT = {"Accept": "*/*"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), intake_file_mb=1)
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    with screen_over(settings) as opened:
        opened.client.post("/_dash-update-component")
        token = opened.client.get("/intake/token").get_json()["token"]
        opened.client.environ_base["HTTP_X_COCKPIT_TOKEN"] = token
        yield opened


def rules(screen: Screen) -> list[Rule]:
    return sorted(screen.client.application.url_map.iter_rules(), key=lambda rule: rule.rule)


def address(rule: Rule, filled: str = "x") -> str:
    return str(rule.build(dict.fromkeys(rule.arguments, filled), append_unknown=False)[1])  # type: ignore[index]


def told(answer: Any) -> str:
    """The reason that an answer gives, in whichever of the two shapes it has; always Chinese."""
    if answer.content_type.startswith("text/plain"):
        said = answer.text
    else:
        error = answer.get_json()["error"]
        said = error["message"] if answer.request.path.startswith("/api/") else error
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said), (answer.request.path, said)
    return str(said)


def test_a_wrong_method_is_refused_with_the_right_ones(screen: Screen) -> None:
    adapter = screen.client.application.url_map.bind("localhost")
    for rule in rules(screen):
        where = address(rule)
        allowed = adapter.allowed_methods(where)
        for method in set(METHODS) - set(allowed):
            answer = screen.client.open(where, method=method, headers=SCRIPT)
            assert answer.status_code == 405, (method, where)
            right = [name for name in sorted(allowed) if name in METHODS]
            assert told(answer) == f"该地址只接受 {'、'.join(right)} 请求", (method, where)
            assert set(right) <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("where", "status", "words"),
    [
        ("/api/v1/nothing", 404, "openapi.json"),
        ("/intake/deliveries/nosuch/refused.xlsx", 404, "没有交付"),
        ("/intake/jobs/nosuch", 404, "没有任务"),
        ("/intake/templates/nosuch.xlsx", 404, "没有“nosuch”这个表"),
        ("/artefacts/nosuch", 404, "没有"),
        ("/assets/nosuch.js", 404, "没有这个地址"),
        ("/_dash-component-suites/nosuch/x.js", 404, "没有这个文件"),
        ("/_dash-component-suites/dash/../../etc/passwd", 404, "没有这个文件"),
        ("/view/%0Ax", 404, "控制字符"),
        ("/intake/jobs/%00", 404, "控制字符"),
        ("/api/v1/%0D%0Ax", 404, ""),
    ],
)
def test_what_is_not_there_is_said_to_scripts_and_to_browsers(
    screen: Screen, where: str, status: int, words: str
) -> None:
    for headers in (SCRIPT, BROWSER):
        answer = screen.client.get(where, headers=headers)
        assert answer.status_code == status
        assert words in told(answer)
    assert screen.client.get("/nosuch", headers=BROWSER).status_code == 404


def test_a_view_is_sought_under_the_very_id_that_was_asked_for(screen: Screen) -> None:
    answer = screen.client.get("/view/x%26a=b")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/views?id=x%26a%3Db")


def sizes(screen: Screen, rule: Rule) -> int:
    """The limit of a route's body in bytes."""
    return {"/api/v1/walls": heartbeat.MOST_BYTES, "/api/v1/snapshots": MOST_BYTES}.get(rule.rule, MOST_BODY)


@pytest.mark.parametrize("content", ["text", "LF", "binary"])
def test_bodies_are_bounded_everywhere_and_the_limit_is_named(screen: Screen, content: str) -> None:
    chance, refused = random.Random(content), set()
    for rule in [r for r in rules(screen) if "POST" in (r.methods or ())]:
        if rule.rule == "/intake/deliveries":
            continue  # tests/deliveries/test_uploads.py
        where, limit = address(rule), sizes(screen, rule)
        contents = {"text": b"x" * limit, "LF": b"\r\n" * (limit // 2), "binary": chance.randbytes(limit)}
        filler = contents[content]
        is_form = not where.startswith(("/api/", "/_dash"))
        kind = "multipart/form-data; boundary=b" if is_form else "application/json"
        head = b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n' if is_form else b'{"a":"'
        tail = b"\r\n--b--\r\n" if is_form else b'"}'
        room = limit - len(head) - len(tail)
        for over in (0, 1):
            body = head + filler[: room + over].ljust(room + over, b"x") + tail
            answer = screen.client.post(where, data=body, content_type=kind, headers=SCRIPT)
            assert answer.status_code < 500, (where, answer.status_code)
            assert over or answer.status_code != 413, where
            if answer.status_code == 413:
                number = f"{limit >> 20} MB" if limit == MOST_BODY else f"{limit >> 10} KB"
                assert told(answer) == f"请求内容过大，没有执行：不超过 {number}", where
                refused.add(rule.rule)
    assert refused >= READ


def test_a_wrong_content_type_is_refused_with_the_right_one(screen: Screen) -> None:
    for rule in [r for r in rules(screen) if "POST" in (r.methods or ())]:
        where = address(rule)
        wrong = "text/plain" if where.startswith(("/api/", "/_dash")) else "application/json"
        answer = screen.client.post(where, data=b'{"a":1}', content_type=wrong, headers=SCRIPT)
        assert answer.status_code == 415, where
        said = told(answer)
        assert "application/json" in said if where.startswith("/api/") else "内容类型" in said, where


@pytest.mark.parametrize("status", [*default_exceptions])
@pytest.mark.parametrize("prefix", ["/api/raised", "/raised"])
def test_every_status_has_words_of_its_own(screen: Screen, status: int, prefix: str) -> None:
    server = screen.client.application
    with server.test_request_context(f"{prefix}/{status}", headers=SCRIPT):
        try:
            abort(status)
        except Exception as error:
            answer = server.make_response(server.handle_user_exception(error))
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    told_so = answer.get_json()["error"]
    said = told_so["message"] if prefix == "/api/raised" else told_so
    assert said.startswith(WORDS[status][:4] if status in WORDS else "没有"), said
    assert len(set(WORDS.values())) == len(WORDS)


def page(number: int = 0, value: Any = "/") -> dict[str, Any]:
    """What a browser sends for the overview; ``value`` in the place of path (0) or query (1)."""
    values: list[Any] = ["/", ""]
    values[number] = value
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": name, "value": one}
            for name, one in zip(("pathname", "search"), values, strict=True)
        ],
        "changedPropIds": [],
    }


ODD: list[Any] = [None, 5, "x", [5], [[]], [None], [{}], {}, [{"id": {}, "property": []}]]
WRONG: list[Any] = [
    *ODD,
    {"output": 5},
    {"output": "nosuch.children", "outputs": {"id": "nosuch", "property": "children"}, "inputs": []},
    {
        "output": "_pages_dummy.children",
        "outputs": {"id": "_pages_dummy", "property": "children"},
        "inputs": [{"id": "_pages_store", "property": "data", "value": {}}],
    },
    *(page() | {name: odd} for name in ("outputs", "inputs", "changedPropIds", "state") for odd in ODD),
    *(page(number, odd) for number in (0, 1) for odd in (*ODD, True, "/\x00", "\n")),
]


def test_what_no_page_asks_of_dash_is_refused(screen: Screen) -> None:
    def send(body: Any) -> Any:
        text = json.dumps(body)
        return screen.client.post("/_dash-update-component", data=text, content_type="application/json")

    for body in WRONG:
        answer = send(body)
        assert (answer.status_code, "刷新页面" in told(answer)) == (400, True), body
    answer = screen.client.post("/_dash-update-component", data=b"{", content_type="application/json")
    assert (answer.status_code, told(answer)) == (400, WORDS[400])
    deep = b"[" * 100_000
    answer = screen.client.post("/_dash-update-component", data=deep, content_type="application/json")
    assert (answer.status_code, "刷新页面" in told(answer)) == (400, True)
    assert send(page()).status_code == 200
    for value in ("", "//", "/members/x", "/?", "/" + "长" * 4000, "?i=RC01", "?", "\ud800", "/%", "/\ud800"):
        for number in (0, 1):
            assert send(page(number, value)).status_code in (200, 400), (number, value)


def test_an_export_that_the_disk_cannot_hold_is_refused_in_words(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("documents.export.routes.write_workbook", full)
    answer = screen.client.get("/export/drill?i=RC01&_tile=rows&_format=xlsx&_version=")
    assert answer.status_code == 507
    assert "没有导出：文件未能写入" in answer.text
    assert io.BytesIO(answer.data).read(9) != b"<!doctype"
