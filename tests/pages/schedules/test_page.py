"""The page 定期 and its command: what is kept, what went wrong, and what is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import app
from data.settings import Settings
from jobs.occasions import Timing
from jobs.runs import Runs
from jobs.schedules import Schedules
from store.base import now
from tests.pages.screen import Screen, classed, screen_over, text


class Office:
    """Somebody at the page."""

    def __init__(self, screen: Screen, settings: Settings) -> None:
        self.screen, self.settings = screen, settings
        token = screen.client.get("/intake/token").get_json()["token"]
        self.headers = {"X-Cockpit-Token": token}

    def post(self, address: str, **fields: str) -> Any:
        """Send a form; the answer of the server."""
        return self.screen.client.post(f"/schedules{address}", data=fields, headers=self.headers)

    def page(self) -> str:
        """All the words of the page."""
        return text(self.screen.open("/schedules").tree)


@pytest.fixture
def office(own_settings: Settings) -> Iterator[Office]:
    """The page over the small world."""
    settings = replace(
        own_settings, smtp_url="smtp://127.0.0.1:1", webhook_hosts="oa.example.cn", webhook_key="k"
    )
    with screen_over(settings) as screen:
        yield Office(screen, settings)


def test_what_is_added_stands_on_the_page_in_words(office: Office) -> None:
    assert "还没有定期任务。" in office.page()
    answer = office.post(
        "/add", what="slides", page="/members", query="?as_of=2022-06-30&district=110108", rhythm="monthly",
        day="31", at="17:30", workdays="1", mail="a@b.cn，c@d.cn", webhook="https://oa.example.cn/x",
    )  # fmt: skip
    assert answer.get_json() == {"href": "/schedules"}, answer.text
    (one,) = Schedules(office.settings).all()
    assert one.params == {"page": "/members", "query": "district=110108", "scene": ""}
    assert one.mail == ("a@b.cn", "c@d.cn")
    shown = office.page()
    for said in (
        "人才会员幻灯片",
        "区：海淀区",
        "每月最后一日 17:30，遇节假日顺延",
        "下次 20",
        "a@b.cn、c@d.cn",
    ):
        assert said in shown
    assert "后台处理程序没有运行" in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rhythm": "hourly"}, "没有“hourly”这种周期"),
        ({"at": "25:00"}, "时间“25:00”无法识别，应写作 08:00"),
        ({"rhythm": "weekly", "weekday": "八"}, "“八”应为整数"),
        ({"rhythm": "monthly", "day": "32"}, "日应为 1 到 31"),
        ({"page": "/gone"}, "没有页面“/gone”"),
        ({"page": "/members", "scene": "morning"}, "“/members”没有场景“morning”"),
        ({"page": "/screen", "scene": "x"}, "没有场景“x”，可用的有：overview"),
        ({"page": "/screen", "query": "gender=男"}, "大屏没有条件“gender”"),
        ({"query": "district=火星"}, "参数 district：没有“火星”"),
        ({"what": "film"}, "没有“film”这种内容"),
        ({"what": "snapshot", "paper": "a5"}, "paper=a5：应为 a4（A4 纵向）"),
        ({"what": "snapshot", "page": "/screen", "paper": "a4"}, "大屏的 PDF 只有 16:9"),
        ({"what": "briefing", "kind": "weekly"}, "没有简报类型“weekly”"),
        ({"what": "briefing", "kind": "annual", "form": "txt"}, "简报没有格式“txt”"),
        ({"mail": "zhang"}, "“zhang”不是邮件地址"),
        ({"mail": ",".join(f"a{n}@b.cn" for n in range(21))}, "最多发给 20 个"),
        ({"webhook": "https://evil.example.com/"}, "不允许向 evil.example.com 发通知"),
        ({"webhook": "http://oa.example.cn/"}, "须用 https"),
        ({"name": "很长" * 40}, "名称不超过 60 个字"),
    ],
)
def test_what_cannot_be_is_refused_in_words(office: Office, fields: dict[str, str], said: str) -> None:
    answer = office.post("/add", **{"what": "slides", "page": "/members", "rhythm": "daily", **fields})
    assert answer.status_code == 400, answer.text
    assert said in answer.get_json()["error"]
    assert Schedules(office.settings).all() == []


def test_a_snapshot_names_its_paper(office: Office) -> None:
    for paper, said in (("", "快照（PDF，A4 纵向）"), ("png", "快照（PNG 图片）")):
        assert (
            office.post("/add", what="snapshot", page="/members", paper=paper, rhythm="daily").status_code
            == 200
        )
        assert said in office.page()
    assert [one.params for one in Schedules(office.settings).all()] == [
        {"page": "/members", "query": "", "scene": "", "format": "png", "scale": 2},
        {"page": "/members", "query": "", "scene": "", "format": "pdf", "paper": "a4"},
    ]


def test_only_own_pages_change_anything(office: Office) -> None:
    client = office.screen.client
    assert client.post("/schedules/add", data={"page": "/", "rhythm": "daily"}).status_code == 403
    assert office.post("/0123456789abcdef/run").status_code == 404
    assert client.get("/schedules/runs/x/file").status_code == 404


def test_failures_are_counted_beside_the_title_with_reason_and_next_attempt(office: Office) -> None:
    one = Schedules(office.settings).add(
        "周报", "slides", {"page": "/", "query": ""}, Timing("daily"), "张三"
    )
    runs = Runs(office.settings)
    run = runs.ask(one.id, one.name)
    assert classed(office.screen.open("/schedules").tree, "schedule-count") == []
    assert runs.take(now()) == [run.id]
    runs.failed(run.id, "对方没有应答", now())
    (count,) = classed(office.screen.open("/schedules").tree, "schedule-count")
    assert text(count) == "■ 1 个任务未完成"
    shown = office.page()
    assert "等待重试" in shown
    assert "对方没有应答；第 2 次尝试：" in shown


def test_pause_resume_remove(office: Office) -> None:
    office.post("/add", what="briefing", kind="quarterly", form="pdf", rhythm="quarterly", day="5", month="1")
    (one,) = Schedules(office.settings).all()
    assert one.name == "季度简报"
    assert "PDF　最近结束的一期" in office.page()
    assert office.post(f"/{one.id}/pause").status_code == 200
    assert "已暂停" in office.page()
    assert office.post(f"/{one.id}/resume").status_code == 200
    assert "已暂停" not in office.page()
    assert office.post(f"/{one.id}/nothing").status_code == 404
    assert office.post(f"/{one.id}/remove").status_code == 200
    assert Schedules(office.settings).all() == []


def test_the_command_does_the_same(office: Office) -> None:
    runner = app.create_app().server.test_cli_runner()

    def call(*words: str) -> Any:
        return runner.invoke(args=["schedule", *words])

    made = call("add", "/members", "--every", "weekly", "--weekday", "5", "--query", "as_of=2022-12-30")
    assert made.exit_code == 0, made.output
    assert "截至日期随数据更新，不固定" in made.output
    (one,) = Schedules(office.settings).all()
    assert f"已新增 {one.id[:8]}：人才会员幻灯片，每周五 08:00，下次 " in made.output
    asked = call("run", one.id[:8])
    assert "已提交：人才会员幻灯片；后台处理程序没有运行" in asked.output
    listed = call("list").output
    assert f"{one.id[:8]}  人才会员幻灯片" in listed
    assert "正在执行" in listed
    assert "共 1 个定期任务" in listed
    wrong = call("add", "/members", "--every", "weekly", "--weekday", "9")
    assert (wrong.exit_code, wrong.output.strip()) == (2, "星期应为 1 到 7 之间的整数，不是 9")
    assert call("remove", one.id[:8]).output.strip() == f"已删除 {one.id[:8]}：人才会员幻灯片"
    assert call("remove", one.id[:8]).exit_code == 1
    assert call("add", "--what", "briefing", "--kind", "monthly", "--every", "publication").exit_code == 0
