"""指标目录: every indicator with 口径, value, published figures and uses; found by words, code and link."""

from __future__ import annotations

import pytest

from components.board.page import BOARDS
from data.settings import Settings
from pages.screen import WALL
from queries.indicators import INDICATORS
from tests.pages.screen import Node, Page, Screen, classed, links, messages, nodes, screen_over, text

PATH = "/catalog"


def entries(page: Page) -> dict[str, Node]:
    return {str(n["props"]["id"]): n for n in classed(page.tree, "entry")}


def test_every_listed_indicator_has_an_entry_under_its_pillar(screen: Screen) -> None:
    page = screen.open(PATH)
    assert (page.heading, page.title) == ("指标目录", "指标目录")
    found = entries(page)
    assert list(found) == [i.code for i in INDICATORS.values() if i.listed]
    for code, entry in found.items():
        indicator = INDICATORS[code]
        assert indicator.name in text(entry)
        assert indicator.definition in text(entry)
        assert indicator.owner in text(entry)
    for section in classed(page.tree, "tile"):
        (title, *_) = [text(n) for n in nodes(section) if n["type"] == "H2"]
        assert {INDICATORS[str(n["props"]["id"])].pillar for n in classed(section, "entry")} == {title}


def test_every_code_has_an_anchor(screen: Screen) -> None:
    ids = [n["props"]["id"] for n in nodes(screen.open(PATH).tree) if isinstance(n["props"].get("id"), str)]
    assert sorted(set(ids) & set(INDICATORS)) == sorted(INDICATORS)
    assert len([i for i in ids if i in INDICATORS]) == len(INDICATORS)


def test_an_entry_says_everything(screen: Screen) -> None:
    (entry,) = entries(screen.open(f"{PATH}?i=RC01")).values()
    said = text(entry)
    for part in ("1,005 人", "截至2022年12月30日", "存量，单位 人", "学科类、组织、区", "人事部", "每日更新"):
        assert part in said
    assert "学协会个人会员100,742人2022年12月30日，《“数字科协”建设工作信息》" in said
    assert "≠相差 99,737（99.0%）" in said
    assert ("重复会籍率 RC03", "/catalog?i=RC03") in links(entry)


def test_the_value_is_the_page_s_and_leads_down(screen: Screen) -> None:
    found = entries(screen.open(PATH))
    for code, words in (("RC01", "1,005 人"), ("ZZ09", "3 家"), ("ZZ05", "66.7%")):
        ((shown, href), *_) = links(found[code])
        assert (shown, href) == (words, f"/drill?i={code}")


def test_uses_are_those_that_pages_and_scenes_declare(screen: Screen) -> None:
    (entry,) = entries(screen.open(f"{PATH}?i=HD01")).values()
    used = dict(links(classed(entry, "entry-use")))
    boards = {b.title: b.path for b in BOARDS.values() if any("HD01" in t.codes for t in b.tiles)}
    scenes = {
        f"大屏·{s.title}": f"/screen?scene={s.key}"
        for s in WALL.scenes
        if any("HD01" in t.codes for _, t in s.tiles())
    }
    assert {k: v for k, v in used.items() if k != "大屏·动态"} == boards | scenes
    assert boards
    assert scenes
    (board, *_) = [b for b in BOARDS.values() if b.path in used.values()]
    assert all(t.title in text(entry) for t in board.tiles if "HD01" in t.codes)


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ("个人会员", {"RC01"}),
        ("rc01", {"RC01"}),
        ("有效会籍 去重", {"RC01"}),  # words of its 口径
        ("RC09.base", {"RC09"}),  # what it is made of
        ("人事部", {"RC01", "RC12"}),
        ("没有这样的词", set()),
    ],
)
def test_a_search_finds_names_codes_definitions_and_owners(
    screen: Screen, search: str, codes: set[str]
) -> None:
    page = screen.open(f"{PATH}?q={search}")
    assert codes <= set(entries(page))
    assert codes or "没有符合条件的指标" in text(page.tree)
    assert "ZZ07" not in entries(page)


def test_links_choose_a_pillar_and_keep_the_search(screen: Screen) -> None:
    page = screen.open(f"{PATH}?q=率")
    chips = dict(links(classed(page.tree, "dimension-chooser")))
    name = next(n for n in chips if n.startswith("督查督办"))
    chosen = screen.open(chips[name])
    assert len(entries(chosen)) == int(name.split()[1])
    assert {INDICATORS[c].pillar for c in entries(chosen)} == {"督查督办"}


def test_an_unlisted_indicator_has_an_entry_of_its_own(screen: Screen) -> None:
    (entry,) = entries(screen.open(f"{PATH}?i=RC09.base")).values()
    assert "首都科技工作者（覆盖目标）" in text(entry)
    assert ("科技工作者覆盖率 RC09", "/catalog?i=RC09") in links(entry)


def test_an_unknown_code_leads_to_the_nearest(screen: Screen) -> None:
    page = screen.open(f"{PATH}?i=RC99")
    (message,) = messages(page)
    assert "没有指标“RC99”" in message
    assert any(href.startswith("/catalog?i=RC") for _, href in links(page.tree))


@pytest.mark.parametrize("query", ["pillar=x", "q=%3Cscript%3E", "q=a&q=b", "self=1", "i="])
def test_odd_addresses_are_answered(screen: Screen, query: str) -> None:
    page = screen.open(f"{PATH}?{query}")
    assert page.heading == "指标目录"
    assert messages(page) == []


def test_with_the_database_away_definitions_stand(tmp_path_factory: pytest.TempPathFactory) -> None:
    with screen_over(Settings(home=tmp_path_factory.mktemp("home"))) as nowhere:
        page = nowhere.open(f"{PATH}?i=RC01")
        (message,) = messages(page)
        assert "还没有任何发布版本" in message
        (entry,) = entries(page).values()
        assert INDICATORS["RC01"].definition in text(entry)
        assert "暂无数值" in text(entry)


def test_tiles_and_the_governance_page_lead_here(screen: Screen) -> None:
    tile = screen.tiles("/organizations")["1"]
    assert any(href.startswith("/catalog?i=") for _, href in links(classed(tile, "info-panel")))
    head = links(classed(screen.open("/governance").tree, "page-actions"))
    assert head[:2] == [("指标目录", "/catalog"), ("口径对账", "/reconciliation")]
