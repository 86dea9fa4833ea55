"""The page 信号: what crossed and where it leads; read, adjusted and put back by its forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from data.settings import Settings
from readers.signals import Signals
from store import open_store
from tests.pages.screen import Node, Screen, classed, links, messages, nodes, screen_over, text
from tests.support.audit import audited

LATE = "超期未办结 3 件，达到关注线 1 件"


class Inbox:
    """A reader who sends the page's forms as its script does."""

    def __init__(self, screen: Screen, settings: Settings) -> None:
        self.screen, self.client, self.settings = screen, screen.client, settings
        self.headers = {"X-Cockpit-Token": self.client.get("/intake/token").get_json()["token"]}

    def entries(self, query: str = "") -> list[Node]:
        return classed(self.screen.open(f"/signals{query}").tree, "signal")

    def thresholds(self, name: str) -> Node:
        """The entry of a threshold."""
        listed = classed(self.screen.open("/signals?tab=thresholds").tree, "view-entry")
        return next(e for e in listed if text(classed(e, "view-link")) == name)

    def send(self, within: Any, kind: str, **changes: str) -> Any:
        """Send a form with what stands in its fields; a box that isn't ticked is not sent."""
        form = next(n for n in nodes(within) if n["props"].get("data-views") == kind)
        assert form["props"]["method"] == "post"  # shell.js follows forms that ask
        inputs = [n["props"] for n in nodes(form) if n["type"].lower() == "input"]
        fields = {p["name"]: p["value"] for p in inputs if p.get("type") != "checkbox"}
        headers = {**self.headers, "Referer": "http://localhost/signals?tab=thresholds"}
        return self.client.post(form["props"]["action"], data={**fields, **changes}, headers=headers)

    def unread(self) -> int:
        return int(self.client.get("/signals/unread").get_json()["unread"])


@pytest.fixture
def inbox(own_settings: Settings) -> Iterator[Inbox]:
    with screen_over(own_settings) as screen:
        yield Inbox(screen, own_settings)


def test_what_crossed_is_told_with_its_level_and_leads_to_the_evidence(inbox: Inbox) -> None:
    entries = inbox.entries()
    (late,) = [e for e in entries if LATE in text(e)]
    assert text(classed(late, "light-word")) == "关注"  # a word beside shape and colour
    assert "自版本 000001（数据截至2022年12月30日）起" in text(late)
    ((_, way),) = [link for link in links(late) if link[0] == LATE]
    assert way == "/drill?i=DB06"
    page = inbox.screen.open(way)
    assert messages(page) == []
    assert "3" in text(inbox.screen.fill(page.slots["figure"]))
    assert text(classed(entries[0], "light-word")) == "预警"


def test_the_list_is_narrowed_by_the_address(inbox: Inbox) -> None:
    every = inbox.entries()
    alerts = inbox.entries("?level=alert")
    assert 0 < len(alerts) < len(every)
    assert {text(classed(e, "light-word")) for e in alerts} == {"预警"}
    assert all("督查督办" in text(classed(e, "signal-facts")) for e in inbox.entries("?pillar=督查督办"))
    assert all("宣文部" in text(classed(e, "signal-facts")) for e in inbox.entries("?department=宣文部"))
    assert inbox.entries("?show=ended") == []
    page = inbox.screen.open("/signals?level=alert&pillar=火星")
    assert "所选条件下没有信号" in text(page.tree)


def test_reading_is_remembered_and_counted(inbox: Inbox) -> None:
    entries = inbox.entries()
    assert inbox.unread() == len(entries)
    first = text(classed(entries[0], "signal-text"))
    assert inbox.send(entries[0], "read").status_code == 200
    assert inbox.unread() == len(entries) - 1
    assert first not in text(inbox.entries("?show=unread"))
    assert inbox.send(inbox.screen.open("/signals").tree, "read").status_code == 200  # the one for all
    assert inbox.unread() == 0
    assert "没有未读的信号" in text(inbox.screen.open("/signals?show=unread").tree)
    assert len(inbox.entries()) == len(entries)


def test_a_threshold_is_adjusted_and_put_back(inbox: Inbox) -> None:
    inbox.entries()
    done = inbox.send(inbox.thresholds("超期未办结"), "change", watch="10", alert="20", reason="年末集中到期")
    assert (done.status_code, done.get_json()) == (200, {"href": "/signals?tab=thresholds"})
    entry = inbox.thresholds("超期未办结")
    assert "达到 10 件为关注，达到 20 件为预警" in text(entry)
    assert "建议值（待确认）：达到 1 件为关注，达到 5 件为预警" in text(entry)
    assert "本机（未启用登录） 改为" in text(entry)
    assert "年末集中到期" in text(entry)
    assert LATE not in text(inbox.entries())
    (over,) = [e for e in inbox.entries("?show=ended") if "超期未办结" in text(e)]
    assert "阈值或口径调整后不再越线" in text(over)
    assert inbox.send(entry, "reset").status_code == 200
    back = inbox.thresholds("超期未办结")
    assert "已调整" not in text(back)
    assert "恢复为建议值" in text(back)
    assert LATE in text(inbox.entries())
    lines = audited(inbox.settings.home)
    assert [(e["action"], e["subject"]) for e in lines] == [
        ("threshold.change", "DB06/above"),
        ("threshold.reset", "DB06/above"),
    ]
    assert lines[0]["detail"] == {
        "from": "达到 1 件为关注，达到 5 件为预警",
        "to": "达到 10 件为关注，达到 20 件为预警",
        "reason": "年末集中到期",
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"watch": "五", "alert": "9"}, "关注线“五”不是数字"),
        ({"watch": "", "alert": ""}, "至少填一个"),
        ({"watch": "9", "alert": "3"}, "预警线应高于关注线"),
        ({"watch": "3", "alert": "9", "seen": "earlier"}, "刚改过这个阈值"),
        ({}, "与现在的阈值相同"),
    ],
)
def test_wrong_limits_are_said(inbox: Inbox, fields: dict[str, str], said: str) -> None:
    refused = inbox.send(inbox.thresholds("超期未办结"), "change", **fields)
    assert refused.status_code == 400
    assert said in refused.get_json()["error"]
    assert "已调整" not in text(inbox.thresholds("超期未办结"))


def test_hostile_words_are_text(inbox: Inbox) -> None:
    reason = '<img src=x onerror="alert(1)">=1+1'
    assert inbox.send(inbox.thresholds("延期率"), "change", watch="11", reason=reason).status_code == 200
    assert reason in text(inbox.thresholds("延期率"))
    assert not [n for n in nodes(inbox.thresholds("延期率")) if n["type"].lower() == "img"]
    page = inbox.screen.open("/signals?level=<script>&department=%00'\"&show=--")
    assert messages(page) == []


def test_only_the_cockpits_own_pages_change_anything(inbox: Inbox) -> None:
    entries = inbox.entries()
    for address in (
        "/signals/read",
        "/signals/thresholds/DB06/above",
        "/signals/thresholds/DB06/above/reset",
    ):
        assert inbox.client.post(address, data={"watch": "9"}).status_code == 403
    assert inbox.unread() == len(entries)
    gone = inbox.client.post("/signals/thresholds/XX01/above", data={"watch": "9"}, headers=inbox.headers)
    assert (gone.status_code, "没有这个阈值" in gone.get_json()["error"]) == (404, True)


def test_the_navigation_leads_there(inbox: Inbox) -> None:
    layout = inbox.client.get("/_dash-layout").get_json()
    assert ("信号", "/signals") in links(classed(layout, "side-nav"))


def test_with_a_database_away_it_says_which(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [text(e) for e in inbox.entries()]
    home = inbox.settings.home
    (home / "unified").rename(home / "elsewhere")
    assert [text(e) for e in inbox.entries()] == before
    monkeypatch.setenv("COCKPIT_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    (message,) = messages(inbox.screen.open("/signals"))
    assert "运行库暂时不能使用" in message
    assert inbox.client.get("/signals/unread").status_code == 503


def test_whoever_watches_for_publications_renews_them(inbox: Inbox) -> None:
    from components.board.warming import renew_signals

    store = open_store(inbox.settings)
    assert Signals(store).last().version == ""
    renew_signals()
    assert Signals(store).last().version == "000001"
