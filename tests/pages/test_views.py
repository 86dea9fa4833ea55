"""我的视图: kept, opened, shared, opened first; what of a view is gone is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from components.saved.check import check_address
from data.settings import Settings
from readers.saved import SavedViews
from store import open_store
from tests.pages.screen import Node, Screen, classed, links, nodes, screen_over, text

READER = "本机（未启用登录）"
FIRST = {"Sec-Fetch-Site": "none"}


class Keeper:
    """A reader who keeps views as the pages' script does."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.client = screen, screen.client
        self.headers = {"X-Cockpit-Token": self.client.get("/intake/token").get_json()["token"]}

    def post(self, address: str, **form: str) -> Any:
        return self.client.post(address, data=form, headers=self.headers)

    def keep(self, url: str, **changes: str) -> Any:
        """Send the form in the head of a page."""
        (form,) = [n for n in nodes(self.screen.open(url).tree) if n["props"].get("data-views") == "add"]
        fields = {n["props"]["name"]: n["props"]["value"] for n in nodes(form) if n["type"] == "Input"}
        return self.post(form["props"]["action"], **{**fields, "start": "", **changes})

    def entries(self) -> list[Node]:
        return classed(self.screen.open("/views").tree, "view-entry")

    def address(self, name: str) -> str:
        """The link of a view."""
        return dict(links([classed(e, "view-link") for e in self.entries()]))[name]


@pytest.fixture
def keeper(own_settings: Settings) -> Iterator[Keeper]:
    with screen_over(own_settings) as screen:
        yield Keeper(screen)


def test_a_page_is_kept_and_opened_again_as_it_was(keeper: Keeper) -> None:
    assert "还没有保存的视图" in text(keeper.screen.open("/views").tree)
    assert keeper.keep("/members?district=110108&discipline=B&period=quarter").status_code == 200
    (entry,) = keeper.entries()
    assert "人才会员：海淀区、工科" in text(entry)
    assert {n["props"].get("method") for n in nodes(entry) if n["type"] == "Form"} == {"post"}
    assert "区：海淀区" in text(entry)
    went = keeper.client.get(keeper.address("人才会员：海淀区、工科"))
    assert went.status_code == 302
    assert went.location == "/members?period=quarter&district=110108&discipline=B"


def test_a_drill_down_is_kept_with_its_way(keeper: Keeper) -> None:
    keeper.keep("/drill?i=RC01&path=discipline&discipline=B")
    went = keeper.client.get(keeper.address("个人会员：工科"))
    assert went.location == "/drill?discipline=B&i=RC01&path=discipline"
    assert "工科" in text(keeper.screen.open(went.location).tree)


def test_the_same_name_replaces_and_names_are_needed(keeper: Keeper) -> None:
    keeper.keep("/members", name=" 我的  页面 ")
    keeper.keep("/services", name="我的 页面")
    assert keeper.client.get(keeper.address("我的 页面")).location == "/services"
    assert len(keeper.entries()) == 1
    answer = keeper.keep("/members", name="  ")
    assert (answer.status_code, answer.get_json()["error"]) == (400, "请填写视图名称")
    assert keeper.keep("/members", name="长" * 61).status_code == 400
    assert keeper.keep("/members", path="/nowhere").get_json()["error"] == "没有页面 /nowhere"


def test_a_view_is_renamed_and_removed_by_its_reader_alone(keeper: Keeper, own_settings: Settings) -> None:
    keeper.keep("/members", name="甲")
    keeper.keep("/party", name="乙")
    mine = keeper.address("甲").rpartition("/")[2]
    assert keeper.post(f"/views/saved/{mine}/rename", name="丙").status_code == 200
    assert keeper.address("丙").endswith(mine)
    taken = keeper.post(f"/views/saved/{mine}/rename", name="乙")
    assert (taken.status_code, taken.get_json()["error"]) == (400, "已有名为“乙”的视图")
    views = SavedViews(open_store(own_settings))
    other = views.add("别人", "丁", "/party", "", "")
    assert keeper.post(f"/views/saved/{other.id}/remove").status_code == 404
    assert keeper.client.get(f"/view/{other.id}").location == "/party"  # who has the link may look
    assert keeper.post(f"/views/saved/{mine}/remove").status_code == 200
    assert [view.name for view in views.of(READER)] == ["乙"]
    gone = keeper.client.get(f"/view/{mine}").location
    assert "没有这个视图" in text(keeper.screen.open(gone).tree)


def test_who_opens_the_cockpit_starts_from_his_own_view(keeper: Keeper) -> None:
    assert keeper.client.get("/", headers=FIRST).status_code == 200
    keeper.keep("/supervision", name="督办", start="1")
    keeper.keep("/party", name="党建")
    went = keeper.client.get("/", headers=FIRST)
    assert keeper.client.get(went.location).location == "/supervision"
    # Not who comes from a page of the cockpit, reloads 总览, or asks for it with conditions.
    assert keeper.client.get("/", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert keeper.client.get("/", headers=FIRST | {"Cache-Control": "max-age=0"}).status_code == 200
    assert keeper.client.get("/?district=110108", headers=FIRST).status_code == 200
    id = keeper.address("党建").rpartition("/")[2]
    keeper.post(f"/views/saved/{id}/start", on="1")
    assert keeper.client.get("/", headers=FIRST).location == f"/view/{id}"
    assert sum("首页" in text(classed(e, "view-start")) for e in keeper.entries()) == 1
    keeper.post(f"/views/saved/{id}/start", on="")
    assert keeper.client.get("/", headers=FIRST).status_code == 200


@pytest.mark.parametrize(
    ("path", "query", "said", "rest"),
    [
        ("/members", "district=110108&colour=red", "筛选条件“colour”已不存在", "/members?district=110108"),
        ("/members", "district=110108&discipline=Z", "没有“Z”", "/members?district=110108"),
        ("/party", "light=red", "这个页面已没有筛选条件“亮灯”", "/party"),
        ("/yesterday", "", "页面 /yesterday 已不存在", None),
        ("/drill", "i=XX99", "指标 XX99 已不存在", None),
    ],
)
def test_what_of_a_view_is_gone_is_said(
    keeper: Keeper, own_settings: Settings, path: str, query: str, said: str, rest: str | None
) -> None:
    view = SavedViews(open_store(own_settings)).add(READER, "旧", path, query, "")
    went = keeper.client.get(f"/view/{view.id}").location
    assert went == f"/views?id={view.id}"
    (notice,) = classed(keeper.screen.open(went).tree, "view-changed")
    assert said in text(notice)
    assert [href for _, href in links(notice)] == ([rest] if rest else [])
    assert said in text(keeper.entries())


def test_only_the_cockpits_own_pages_change_views(keeper: Keeper) -> None:
    assert keeper.client.post("/views/saved", data={"name": "x", "path": "/"}).status_code == 403
    assert keeper.entries() == []
    assert keeper.post("/views/saved/x/explode").status_code == 404


def test_hostile_names_are_text(keeper: Keeper) -> None:
    name = '<script>alert(1)</script>=HYPERLINK("x")'
    keeper.keep("/members", name=name)
    assert name in text(keeper.entries())
    assert not [n for n in nodes(keeper.entries()) if n["type"].lower() == "script"]


def test_a_view_sorted_by_a_masked_column_says_so(keeper: Keeper) -> None:
    path, query = "/drill", "i=RC12&sort=mobile&desc=1&q="
    found = check_address(path, query)
    assert found.address == "/drill?i=RC12"
    assert found.gone[0].startswith("“手机”已脱敏，不能按它排序，可用：")
    assert check_address(path, "i=RC12&sort=since&desc=1").gone == ()
