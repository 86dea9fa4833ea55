"""The archive's page, its files, where a paper's code leads; how pages and programs ask for snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from access.writes import COOKIE, HEADER
from components.board.sheet import SHEETS
from data.settings import Settings
from frames.links import RECORDS
from jobs import get_jobs
from jobs.snapshots import SLIDES, Order
from queries.service import get_cockpit
from store.artefacts import Archive, Artefact
from tests.pages.screen import Page, Screen, classed, links, messages, nodes, screen_over, text

CODE = "K7QM-3F9T-TE"


@pytest.fixture(scope="module")
def shown(twice_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    with screen_over(replace(twice_settings, store_url="")) as screen:
        yield screen


@pytest.fixture(scope="module")
def kept(shown: Screen, twice_settings: Settings) -> Artefact:
    """A paper of the older publication."""
    older = get_cockpit().publication("000001")
    return Archive(twice_settings).keep(
        b"\x89PNG picture",
        Artefact(
            kind="snapshot.png",
            title="会员结构",
            page="/members",
            query="as_of=2022-12-30",
            tile="2",
            version="000001",
            edition=older.edition,
            business_date=older.business_date,
            is_demonstration=True,
            maker="李四",
            file_name="会员结构.png",
            filters="截至2022年12月30日",
            indicators=("RC01",),
        ),
    )


def post(screen: Screen, url: str, token: bool = True, **form: str) -> Any:
    """A form as the pages send it, with the token that they hold, or without."""
    given = screen.client.get("/intake/token").json["token"] if token else ""
    screen.client.set_cookie(COOKIE, given)
    return screen.client.post(url, data=form, headers={HEADER: given})


def test_a_code_says_what_the_paper_is_and_opens_its_view(shown: Screen, kept: Artefact) -> None:
    answer = shown.client.get(f"/verify/{kept.code.lower()}")
    assert answer.headers["Location"].endswith(f"/briefings?code={kept.code.lower()}")
    page = shown.open(f"/briefings?code={kept.code}")
    said = text(page.tree)
    for words in (kept.code, "验证通过", kept.sha256, "会员结构", "李四", "000001", "演示数据"):
        assert words in said, words
    (view,) = {h for w, h in links(page.tree) if w == "打开当时的视图" and "_tile=2" in h}
    assert view == "/members?as_of=2022-12-30&version=000001&_tile=2"
    assert "数据截至 2022年12月30日" in text(shown.open(view).tree)
    assert [place["name"] for place in shown.open(view).places] != []


def test_its_file_is_what_was_archived_and_a_changed_one_is_refused(
    shown: Screen, kept: Artefact, twice_settings: Settings
) -> None:
    answer = shown.client.get(f"/artefacts/{kept.id}")
    assert answer.data == b"\x89PNG picture"
    assert answer.mimetype == "image/png"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    path = Archive(twice_settings).path(kept)
    path.write_bytes(b"other")
    try:
        assert shown.client.get(f"/artefacts/{kept.id}").status_code == 410
        assert "已被改动" in text(shown.open(f"/briefings?code={kept.code}").tree)
    finally:
        path.write_bytes(b"\x89PNG picture")


def test_papers_are_found_by_what_is_known_of_them(shown: Screen, kept: Artefact) -> None:
    for query in ("page=/members", "indicator=RC01", "maker=李四", "kind=snapshot.png", "text=结构"):
        assert "会员结构" in text(classed(shown.open(f"/briefings?{query}").tree, "views")), query
    for query in ("page=/party", "indicator=RC0", "maker=王五", "until=2001-01-01"):
        assert "会员结构" not in text(classed(shown.open(f"/briefings?{query}").tree, "views")), query


def test_days_are_written_the_same_in_every_browser(shown: Screen) -> None:
    page = shown.open("/briefings?since=gestern&until=12/30/2022&business_date=2022-12-30")
    days = {n["props"].get("name"): n["props"] for n in nodes(page.tree) if n["type"] == "Input"}
    for name, typed in (("since", "gestern"), ("until", "12/30/2022"), ("business_date", "2022-12-30")):
        field = days[name]
        assert (field["type"], field["value"]) == ("text", typed)
        assert field["placeholder"] == "如 2022-12-30"
    (said,) = classed(page.tree, "form-trouble")
    assert text(said) == (
        "制作自：“gestern”不是日期，应写作 2022-12-30；至：“12/30/2022”不是日期，应写作 2022-12-30"
    )


@pytest.mark.parametrize(("code", "said"), [("K7QM-3F9T-22", "抄错了一个字"), ("%3Cb%3E", "没有编码为“<b>”")])
def test_a_code_that_is_none_is_said(shown: Screen, code: str, said: str) -> None:
    assert said in "".join(messages(shown.open(f"/briefings?code={code}")))


def test_a_paper_of_a_version_that_is_gone_keeps_its_file(shown: Screen, twice_settings: Settings) -> None:
    facts = Archive(twice_settings).find()[0]
    gone = replace(
        facts, edition="000001@2001-01-01T00:00:00", title="旧库", code="ABCD-EFGH-JK", id="f" * 32
    )
    Archive(twice_settings).keep(b"old", gone)
    said = text(shown.open(f"/briefings?code={gone.code}").tree)
    assert "已不再保留，只能看归档的文件" in said


#: What pages need in their address to show something; others show it without.
SHOWING = {
    "/compare": "by=district&district=110105,110108",
    "/drill": "i=RC01",
    "/explore": "i=RC01&by=discipline",
    "/signals": "level=alert",
    "/catalog": "q=会员",
    "/reconciliation": "verdict=equal",
    "/members": "district=110108",
    "/organisation": "id=S1",
}
#: Pages to work on: what a paper would show of them is the form.
WORK = {"/briefings", "/drafts", "/intake", "/schedules", "/views"}
#: Pages of one record, without whose id they show nothing.
RECORD = {*RECORDS.values()} - {"/organisation"}


def snapshot_forms(page: Page) -> list[dict[str, str]]:
    forms = [n for n in nodes(page.tree) if n["props"].get("data-snapshot") == "page"]
    return [
        {n["props"]["name"]: n["props"]["value"] for n in nodes(form) if n["type"] == "Input"}
        for form in forms
    ]


def test_every_page_offers_a_snapshot_of_itself(shown: Screen) -> None:
    for path in {*SHEETS} - WORK - RECORD:
        (form,) = snapshot_forms(shown.open(f"{path}?{SHOWING.get(path, '')}"))
        assert form["page"] == path
        assert {*parse_qsl(SHOWING.get(path, ""))} <= {*parse_qsl(form["query"])}, form
    for path in WORK:
        assert snapshot_forms(shown.open(path)) == [], path


def test_a_page_asks_for_one_and_calls_it_off(shown: Screen) -> None:
    begun = post(shown, "/briefings/snapshots", page="/members", query="as_of=2022-12-30", form="png 2")
    assert begun.status_code == 202
    job = get_jobs().job(begun.json["job"])
    assert (job.params["format"], job.params["scale"], job.params["query"]) == ("png", 2, "as_of=2022-12-30")
    assert shown.client.get(f"/briefings/snapshots/{job.id}").json["state"] == "queued"
    assert post(shown, f"/briefings/snapshots/{job.id}/cancel").json["state"] == "cancelled"
    assert shown.client.get("/briefings/snapshots/nowhere").status_code == 404


@pytest.mark.parametrize("form", ["pdf a3", "docx", "png 9"])
def test_what_cannot_be_asked_for_is_refused_in_words(shown: Screen, form: str) -> None:
    refused = post(shown, "/briefings/snapshots", page="/members", form=form)
    assert refused.status_code == 400
    assert "应为" in refused.json["error"]


def test_slides_are_asked_for_under_the_same_rules(shown: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    assert post(shown, "/briefings/snapshots", page="elsewhere", form="pptx").status_code == 400
    begun = post(shown, "/briefings/snapshots", page="/members", query="?as_of=2022-12-30", form="pptx")
    job = get_jobs().job(begun.json["job"])
    assert (job.kind, job.params["page"], job.params["query"]) == (SLIDES, "/members", "as_of=2022-12-30")
    monkeypatch.setattr("jobs.snapshots.MOST_WAITING", 1)
    full = post(shown, "/briefings/snapshots", page="/members", form="pptx")
    assert (full.status_code, full.json["error"]) == (429, "已有 1 个幻灯片在排队，请稍后再试")
    get_jobs().cancel(job.id)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1"])
def test_a_number_that_is_none_breaks_nothing(shown: Screen, number: str) -> None:
    assert "归档暂时读不出来" not in text(shown.open(f"/briefings?p={number}").tree)
    assert shown.client.get("/api/v1/snapshots", query_string={"limit": number}).status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"page": "/members", "format": ["pdf"]}', 400),
        ('{"page": "/members", "paper": {"a": 1}}', 400),
        ('{"page": "/members", "format": "pdf", "tile": "\\ud800", "width": true}', 400),
        ("[" * 8000, 400),
    ],
)
def test_a_body_that_is_none_is_refused_in_words(shown: Screen, body: str, status: int) -> None:
    answer = shown.client.post("/api/v1/snapshots", data=body, content_type="application/json")
    assert answer.status_code == status


def test_half_a_character_is_stored_nowhere() -> None:
    assert Order.parse({"page": "/members", "tile": "\ud800", "query": "a=\ud800"}).tile == "?"


def test_other_sites_make_nothing(shown: Screen) -> None:
    assert post(shown, "/briefings/snapshots", token=False, page="/members").status_code == 403
    for headers in (
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = shown.client.post("/api/v1/snapshots", json={"page": "/members"}, headers=headers)
        assert answer.status_code == 403
    assert shown.client.post("/api/v1/snapshots", data='{"page": "/"}').status_code == 415


def test_a_program_asks_for_one_and_finds_what_there_is(shown: Screen, kept: Artefact) -> None:
    begun = shown.client.post("/api/v1/snapshots", json={"page": "/members", "paper": "a4-landscape"})
    assert begun.status_code == 202
    assert shown.client.get(begun.json["href"]).json["state"] == "queued"
    get_jobs().cancel(begun.json["job"])
    bad = shown.client.post("/api/v1/snapshots", json={"page": "/members", "paper": "a3"})
    assert (bad.status_code, bad.json["error"]["parameter"]) == (400, "paper")
    found = shown.client.get(f"/api/v1/snapshots?code={kept.code}").json
    assert [one["sha256"] for one in found["artefacts"]] == [kept.sha256]
