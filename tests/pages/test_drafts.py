"""/drafts without a browser: what its forms refuse, what it escapes, how it stands without its databases."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from briefings.work import archive
from data.settings import Settings
from store import open_store
from store.artefacts import Wanted, get_archive
from store.briefings import Briefings, Kept
from tests.pages.screen import Screen, classed, nodes, screen_over, text


class Writer:
    """Somebody who writes briefings as the page's script does."""

    def __init__(self, screen: Screen, settings: Settings) -> None:
        self.screen, self.client = screen, screen.client
        self.kept = Briefings(open_store(settings))
        self.headers = {"X-Cockpit-Token": self.client.get("/intake/token").get_json()["token"]}

    def post(self, address: str, **form: str) -> Any:
        return self.client.post(f"/drafts/{address}", data=form, headers=self.headers)

    def draft(self, **form: str) -> Kept:
        answer = self.post("new", **{"kind": "monthly", "year": "2022", "month": "11", **form})
        assert answer.status_code == 200, answer.get_json()
        return self.kept.get(answer.get_json()["href"].rpartition("id=")[2])

    def step(self, kept: Kept, step: str, **form: str) -> Any:
        return self.post(f"{kept.id}/{step}", revision=str(kept.revision), **form)


@pytest.fixture
def writer(own_settings: Settings) -> Iterator[Writer]:
    with screen_over(own_settings) as screen:
        yield Writer(screen, own_settings)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "weekly"}, "没有简报类型“weekly”"),
        ({"year": ""}, "请指明年份"),
        ({"year": "二〇二二"}, "“二〇二二”不是年份"),
        ({"year": "99999999999"}, "不是年份"),
        ({"month": ""}, "请指明月份"),
        ({"month": "13"}, "请指明月份：1 至 12"),
        ({"as_of": "昨天"}, "“昨天”不是日期"),
        ({"year": "2031"}, "还没有2031年11月的数据"),
    ],
)
def test_a_draft_of_nothing_is_refused_in_words(writer: Writer, form: dict[str, str], words: str) -> None:
    answer = writer.post("new", **{"kind": "monthly", "year": "2022", "month": "11", **form})
    assert answer.status_code in (400, 404)
    assert words in answer.get_json()["error"]
    assert writer.kept.every() == []


def test_only_own_pages_change_something(writer: Writer) -> None:
    kept = writer.draft()
    for step in ("save", "review", "reopen", "issue", "remove", "refresh"):
        answer = writer.client.post(f"/drafts/{kept.id}/{step}", data={"revision": "1"})
        assert answer.status_code == 403
    assert writer.client.post("/drafts/new", data={"kind": "annual", "year": "2022"}).status_code == 403
    assert writer.kept.get(kept.id) == kept


def test_steps_need_names_days_and_the_newest_text(writer: Writer) -> None:
    kept = writer.draft()
    assert "请填写审核人" in writer.step(kept, "review").get_json()["error"]
    assert writer.step(kept, "issue", day="2022-12-30", name="丙").status_code == 409
    assert writer.step(kept, "review", name="乙").status_code == 200
    stale = writer.step(kept, "review", name="乙")
    assert (stale.status_code, "已审核" in stale.get_json()["error"]) == (409, True)
    kept = writer.kept.get(kept.id)
    for day, words in (
        ("", "请填写签发日期"),
        ("明天", "不是日期"),
        ("2022-01-01", "不能早于数据的截至日期"),
    ):
        answer = writer.step(kept, "issue", day=day, name="丙")
        assert (answer.status_code, words in answer.get_json()["error"]) == (400, True)
    for number, total, words in (("六", "6", "应为 1 到 99999"), ("7", "6", "总期号不能小于")):
        answer = writer.step(kept, "issue", day="2022-12-30", name="丙", number=number, total=total)
        assert (answer.status_code, words in answer.get_json()["error"]) == (400, True)
    assert "请填写签发人" in writer.step(kept, "issue", day="2022-12-30").get_json()["error"]
    assert writer.step(kept, "issue", day="2022-12-30", name="丙").status_code == 200
    assert writer.kept.get(kept.id).number == 1


def test_what_is_typed_is_only_text(writer: Writer) -> None:
    kept = writer.draft()
    blocks = json.dumps([{"text": "<img src=x onerror=alert(1)>\u2028{{ 7*7 }}"}])
    assert writer.step(kept, "save", blocks=blocks, title="<b>题</b>").status_code == 200
    page = writer.screen.open(f"/drafts?id={kept.id}")
    (area,) = classed(page.tree, "desk-area")
    assert text(area) == "<img src=x onerror=alert(1)>{{ 7*7 }}"
    assert [n for n in nodes(page.tree) if n["type"].lower() == "img"] == []
    word = writer.client.get(f"/drafts/{kept.id}/file.docx")
    assert word.status_code == 200
    assert word.headers["Cache-Control"] == "no-store"


def test_an_issued_briefing_has_one_paper_whoever_asks_at_once(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = writer.draft()
    reviewed = writer.kept.get(kept.id)
    assert writer.step(reviewed, "review", name="李四").status_code == 200
    reviewed = writer.kept.get(kept.id)
    assert writer.step(reviewed, "issue", name="张三", day="2023-01-05").status_code == 200
    both = threading.Barrier(2)

    def slow(*given: Any, **named: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(0.5)
        return archive(*given, **named)

    monkeypatch.setattr("briefings.desk.flow.archive", slow)
    app = writer.client.application
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda _: app.test_client().get(f"/drafts/{kept.id}/file.docx").data, range(2))
        )
    assert answers[0] == answers[1]
    assert len(get_archive().find(Wanted(kind="briefing.docx"))) == 1


def test_what_is_not_there_is_said(writer: Writer) -> None:
    kept = writer.draft()
    assert writer.client.get(f"/drafts/{kept.id}/file.exe").status_code == 404
    assert writer.client.get("/drafts/nowhere/file.docx").get_json()["error"].startswith("没有这份简报")
    assert writer.post(f"{kept.id}/burn", revision="1").status_code == 404
    assert "没有这份简报" in text(writer.screen.open("/drafts?id=nowhere").tree)


def test_the_page_stands_without_the_database(writer: Writer, own_settings: Settings) -> None:
    kept = writer.draft()
    shutil.rmtree(own_settings.home / "unified")
    assert kept.title in text(writer.screen.open("/drafts").tree)
    assert "正文" in text(writer.screen.open(f"/drafts?id={kept.id}").tree)
