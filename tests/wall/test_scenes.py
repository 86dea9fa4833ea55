"""The wall's declaration and data: every scene on every kind of screen, and the numbers of the pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from components.wall.scenes import KINDS, Kind, Lane, Wall, lane, panel
from frames.formats import number
from pages.screen import OVERVIEW, WALL
from queries.indicators import get
from tests.pages.screen import Node, Screen, classed, is_broken, marks, query_of, text
from tests.pages.test_one_number import linked_numbers, some, value_behind

SCENES = [scene.key for scene in WALL.scenes]


def sent(screen: Screen, path: str, status: int = 200) -> Any:
    """What a wall is answered."""
    answer = screen.client.get(f"/screen/{path}")
    assert answer.status_code == status, (path, answer.text[:2000])
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_json()


def trees(screen: Screen, scene: str, kind: str = "normal", **chosen: str) -> dict[str, Node]:
    """Every tile of a scene by name, as the tree that is drawn."""
    found = sent(screen, f"scene?{urlencode({'scene': scene, 'kind': kind, **chosen})}")
    return {name: tile["tree"] for name, tile in found["tiles"].items()}


def cells(tile: Node) -> dict[str, Node]:
    """Key figures of a tile by code."""
    return {cell["props"]["data-code"]: cell for cell in classed(tile, "card-cell")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_is_drawn_on_every_kind_of_screen(screen: Screen, scene: str, kind: Kind) -> None:
    found = sent(screen, f"scene?scene={scene}&kind={kind}")
    listed = [panel for one in found["lanes"] for panel in one["panels"]]
    keys = [panel["key"] for panel in listed]
    assert len(set(keys)) == len(keys)
    assert keys == list(WALL.scene(scene).panels(kind))
    assert {name for panel in listed for name in panel["tiles"]} | {"feed"} == set(found["tiles"]) - {
        "figures"
    }
    assert (found["figures"] in found["tiles"]) == (WALL.scene(scene).figures is not None)
    for name, tile in found["tiles"].items():
        assert tile["ok"], name
        assert not is_broken(tile["tree"]), name
        assert not classed(tile["tree"], "skeleton"), name
        assert text(tile["tree"]), name


def test_the_overview_has_what_a_leader_looks_for() -> None:
    shown = {
        (code, tile.by) for p in OVERVIEW.panels("normal").values() for tile in p.tiles for code in tile.codes
    }
    assert ("RC01", "discipline") in shown  # members by discipline
    assert ("HD01", "component") in shown  # activity volumes by component
    assert ("DB06", "department") in shown  # overdue items by department
    assert ("ZZ01", "") in shown  # growth of organisations
    assert ("DB.lights", "") in shown
    assert OVERVIEW.figures
    assert 7 <= len(OVERVIEW.figures.codes) <= 9
    assert [p.key for p in OVERVIEW.panels("normal").values() if p.map] == ["map"]
    pillars = [p.pillar for p in OVERVIEW.panels("normal").values() if p.pillar]
    assert pillars == ["组织建设", "重点工作", "宣传展示"]
    assert [s.title for s in WALL.scenes][:5] == ["总览", "组织人才", "业务活动", "督查督办", "宣传展示"]


def test_the_overview_is_drawn_from_the_world(screen: Screen) -> None:
    tiles = trees(screen, "overview")
    months = {m["name"]: m["value"] for m in marks(tiles["growth.0"]) if m["value"] != "-"}
    assert (months["2022-01"], months["2022-12"]) == (7, 8)
    assert "红灯" in text(tiles["lights.0"])
    districts = {m["name"]: m["value"] for m in marks(tiles["map.0"])}
    assert len(districts) >= 16
    assert classed(tiles["feed"], "feed-title")


@pytest.mark.parametrize("scene", [s.key for s in WALL.scenes if s.figures])
@pytest.mark.parametrize("chosen", [{}, {"district": "110108"}], ids=["city", "district"])
def test_figures_are_those_of_the_api(screen: Screen, scene: str, chosen: dict[str, str]) -> None:
    figures = cells(trees(screen, scene, **chosen)["figures"])
    declared = WALL.scene(scene).figures
    assert declared
    assert tuple(figures) == declared.codes
    for code, cell in figures.items():
        answer = screen.ask(f"indicators/{code}?{urlencode(chosen)}")
        (value,) = classed(cell, "card-value")
        assert value["props"]["title"] == number(answer["value"], get(code).unit).exact, code
        (link,) = classed(cell, "card-figure")
        assert query_of(link["props"]["href"])["i"] == [code]


@pytest.mark.parametrize("scene", SCENES)
def test_marks_and_numbers_lead_to_their_own_value(screen: Screen, scene: str) -> None:
    for name, tile in trees(screen, scene, "ultra").items():
        for mark in some([m for m in marks(tile) if m["value"] != "-"]):
            shown = mark["value"] if not isinstance(mark["value"], list) else mark["value"][-1]
            assert (value_behind(mark["href"], tile) or 0) == pytest.approx(shown), (name, mark["href"])
        for shown, href in some(list(linked_numbers(tile))):
            value = number(value_behind(href, tile), get(query_of(href)["i"][0]).unit)
            digits = re.sub(r"[^\d.,%—-]", "", shown)
            assert digits in {value.exact.split(" ")[0], value.full, "—"}, (name, shown, href)


def test_a_detail_is_the_drill_down_page(screen: Screen) -> None:
    address = "i=ZZ01&path=district&district=110108"
    found = sent(screen, f"detail?{address}")
    page = screen.tiles(f"/drill?{address}")
    assert set(found["tiles"]) == set(page)
    for name, tile in found["tiles"].items():
        assert text(tile["tree"]) == text(page[name]), name
    assert found["title"] == "注册组织"
    assert [step["name"] for step in found["trail"]][1:] == ["区：海淀区"]
    assert found["up"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("scene?scene=nothing", 404, "没有这一块内容"),
        ("scene?kind=round", 400, "normal"),
        ("scene?district=999999", 400, "999999"),
        ("detail?i=QQ99", 400, "QQ99"),
        ("detail?i=ZZ01&district=999999", 400, "999999"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(screen: Screen, path: str, status: int, said: str) -> None:
    assert said in sent(screen, path, status)["error"]


def test_the_same_data_have_the_same_digests(screen: Screen) -> None:
    def digests(**chosen: str) -> dict[str, str]:
        found = sent(screen, f"scene?{urlencode(chosen)}")
        return {name: tile["hash"] for name, tile in found["tiles"].items()}

    city = digests()
    assert digests() == city
    haidian = digests(district="110108")
    assert haidian["figures"] != city["figures"]
    assert digests(district="110108") == haidian


TWICE: Lane = lane(1, (panel("a", *OVERVIEW.panels("normal")["growth"].tiles), 1))


@pytest.mark.parametrize(
    ("scenes", "said"),
    [
        ((OVERVIEW, OVERVIEW), "各不相同"),
        ((), "各不相同"),
        ((replace(OVERVIEW, wide=(TWICE, TWICE)),), "总览.*wide"),
        ((replace(OVERVIEW, upright=()),), "总览.*upright"),
    ],
)
def test_a_declaration_that_cannot_be_shown_is_refused(scenes: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Wall("大屏", "科协", scenes, WALL.feed)
