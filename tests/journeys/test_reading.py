"""A reader's way through the cockpit: from a figure to its rows and back, filters, tables."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page

from tests.support.browser import Visit, ready

pytestmark = pytest.mark.browser


def query(page: Page) -> dict[str, str]:
    """The query of the address bar."""
    return {k: v[0] for k, v in parse_qs(urlsplit(page.url).query).items()}


def press(page: Page, thing: Locator) -> None:
    """Click, and wait until the page that this leads to is painted."""
    thing.click()
    ready(page)


def trail(page: Page) -> list[str]:
    """The breadcrumb in words."""
    return page.locator(".trail li").all_inner_texts()


def figure(page: Page, code: str) -> int:
    """A card's exact figure."""
    title = page.locator(f".card-cell[data-code='{code}'] .card-value").get_attribute("title")
    assert title
    return int(title.split()[0].replace(",", ""))


def rows(page: Page) -> int:
    """How many rows the table under a figure has."""
    found = re.search(r"共 ([\d,]+) 行", page.locator(".rows-note").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def bar(page: Page, tile: str, name: str) -> tuple[float, float]:
    """Where on the screen the middle of a bar is."""
    chart = page.locator(f".tile[aria-label='{tile}'] .echart")
    chart.scroll_into_view_if_needed()
    found: list[float] = chart.evaluate(
        """(node, name) => {
            const chart = [...cockpit.charts].find((c) => c.getDom() === node);
            const data = chart.getOption().series[0].data;
            const index = data.findIndex((d) => d.name === name);
            const [x, y] = chart.convertToPixel({ gridIndex: 0 }, [data[index].value / 2, index]);
            const box = node.getBoundingClientRect();
            return [box.left + x, box.top + y];
        }""",
        name,
    )
    return found[0], found[1]


def test_the_overview_loads_from_this_server_alone(site: str, seen: Visit) -> None:
    seen.open(site)
    page = seen.page
    assert page.locator("h1").inner_text() == "总览"
    assert page.locator("html").get_attribute("data-ready") == "true"
    assert page.locator(".demo-badge").is_visible()
    assert page.locator(".demo-badge").inner_text() == "演示数据"
    assert page.locator(".state-error").count() == 0
    assert page.locator("[aria-busy=true]").count() == 0
    drawn = page.eval_on_selector_all(".echart", "all => all.map(e => e.dataset.rendered)")
    assert len(drawn) >= 6
    assert set(drawn) == {"true"}
    assert figure(page, "RC01") == 1005
    assert page.title() == "总览"


def test_from_a_figure_to_its_rows_and_back_step_by_step(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(site)
    press(page, page.locator(".card-cell[data-code='RC01'] a"))
    assert (page.locator("h1").inner_text(), trail(page)) == ("个人会员", ["总览", "人才会员", "个人会员"])
    assert figure(page, "RC01") == rows(page) == 1005

    page.mouse.click(*bar(page, "按学科类展开", "工科"))  # a bar, with the mouse
    ready(page)
    assert trail(page)[-1] == "学科类：工科"
    assert figure(page, "RC01") == rows(page) == 4  # P1 P2 P5 P7, all in S1
    assert page.locator(".tile[aria-label='同级对比：各学科类'] .echart").is_visible()

    down = page.locator(".tile[aria-label='按组织展开']")  # its numbers as a table, with the keyboard
    down.locator("summary", has_text="查看数据表").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "机械学会"
    page.keyboard.press("Enter")
    ready(page)
    assert trail(page) == ["总览", "人才会员", "个人会员", "学科类：工科", "组织：机械学会"]
    assert figure(page, "RC01") == rows(page)

    press(page, page.locator(".trail a", has_text="工科"))
    assert trail(page)[-1] == "学科类：工科"
    for expected in ("组织：机械学会", "学科类：工科", "个人会员"):
        page.go_back()
        ready(page)
        assert trail(page)[-1] == expected
        assert figure(page, "RC01") == rows(page)
    page.go_back()
    ready(page)
    assert page.locator("h1").inner_text() == "总览"
    page.go_forward()
    ready(page)
    assert trail(page)[-1] == "个人会员"


def test_a_name_on_the_axis_and_a_sibling_lead_on_too(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/drill?i=ZZ01")
    press(page, page.locator(".tile[aria-label='按区展开'] svg text", has_text="海淀区"))
    assert trail(page)[-1] == "区：海淀区"
    page.mouse.click(*bar(page, "同级对比：各区", "朝阳区"))
    ready(page)
    assert trail(page)[-1] == "区：朝阳区"
    assert (query(page)["path"], query(page)["district"]) == ("district", "110105")
    press(page, page.locator(".dimension-chooser a", has_text="组织类型"))
    assert query(page)["by"] == "org_type"
    press(page, page.locator(".page-actions a", has_text="返回上一级"))
    assert trail(page)[-1] == "注册组织"


def test_a_filter_is_chosen_shown_and_taken_back(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(site)
    assert figure(page, "ZZ01") == 8
    page.locator(".filter-button").click()
    panel = page.locator("[role=dialog]")
    panel.locator("label.check", has_text="海淀区").click()
    page.keyboard.press("Escape")
    assert panel.count() == 0
    assert query(page) == {}

    page.locator(".filter-button").click()
    panel.locator("label.check", has_text="海淀区").click()
    press(page, panel.locator("button[type=submit]"))
    assert query(page) == {"district": "110108"}
    assert page.locator(".chip", has_text="区：海淀区").is_visible()
    assert figure(page, "ZZ01") == 3
    assert "未适用：区" in page.locator(".tile[aria-label='各部门督办亮灯']").inner_text()

    page.go_back()
    ready(page)
    assert (query(page), figure(page, "ZZ01")) == ({}, 8)
    assert page.locator(".chip", has_text="海淀区").count() == 0
    page.go_forward()
    ready(page)
    assert figure(page, "ZZ01") == 3
    # The panel opens with what is chosen, and a chip takes it away again.
    page.locator(".filter-button").click()
    assert panel.locator("label.check", has_text="海淀区").locator("input").is_checked()
    panel.locator("button", has_text="本季").click()
    press(page, panel.locator("button[type=submit]"))
    assert query(page) == {"district": "110108", "period": "quarter"}
    press(page, page.locator(".chip", has_text="海淀区").locator("a"))
    assert query(page) == {"period": "quarter"}
    press(page, page.locator(".chip-clear"))
    assert (query(page), figure(page, "ZZ01")) == ({}, 8)


def test_an_organisation_is_typed_and_taken_by_keyboard(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/members")
    page.locator(".filter-button").click()
    panel = page.locator("[role=dialog]")
    field = panel.get_by_label("查找组织")
    field.press_sequentially("jxxh")
    field.press("Enter")  # before the answer is there: the first of what comes is taken
    chosen = panel.locator(".choice-wide .check:has(:checked)")
    chosen.wait_for()
    assert chosen.locator("span").inner_text().split("\n") == ["机械学会", "市级学会，海淀区"]
    assert field.input_value() == ""
    field.press_sequentially("shuxue")
    panel.locator(".check", has_text="数学_学会%").wait_for()
    for key in ("ArrowDown", "ArrowDown", "Enter"):  # past the one that is chosen already
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")  # empties the field first, and leaves the panel open
    assert (field.input_value(), chosen.count()) == ("", 2)
    # A list that is sent whole is searched in the browser.
    districts = panel.get_by_label("查找区")
    districts.press_sequentially("hdq")
    assert panel.locator(".check", has_text="区").all_inner_texts()[-1:] == ["海淀区"]
    districts.press("Escape")
    press(page, panel.locator("button[type=submit]"))
    assert query(page) == {"organisation": "S1,S2"}
    assert page.locator(".chip", has_text="组织：").count() == 2
    page.go_back()
    ready(page)
    assert query(page) == {}


def test_the_filter_stays_on_the_way_down(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/members?gender=男")
    shown = figure(page, "RC01")
    press(page, page.locator(".card-cell[data-code='RC01'] a"))
    assert figure(page, "RC01") == rows(page) == shown
    assert trail(page)[-1] == "性别：男"


def test_a_table_is_sorted_paged_and_searched(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/drill?i=RC02")
    table = page.locator(".tile[aria-label='明细']")
    assert table.locator("tbody tr").count() == 20
    press(page, table.locator(".pager a", has_text="下一页"))
    assert (query(page)["page"], "第 2 /" in table.locator(".pager").inner_text()) == ("2", True)
    press(page, table.locator("th a", has_text="入会日期"))
    assert "page" not in query(page)
    first = table.locator("th[aria-sort=ascending]")
    assert first.count() == 1
    press(page, first.locator("a"))
    assert query(page)["desc"] == "1"
    assert table.locator("th[aria-sort=descending]").count() == 1

    seen.open(f"{site}/drill?i=ZZ01&district=110105")
    box = table.locator("input[type=search]")
    box.fill("学会")
    box.press("Enter")
    page.wait_for_url(re.compile("q="))
    ready(page)
    assert (query(page)["q"], query(page)["district"]) == ("学会", "110105")
    assert table.locator("tbody tr").count() == 1
    assert "数学_学会%" in table.inner_text()
    assert box.input_value() == "学会"


def test_an_unknown_address_leads_back(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/nowhere")
    (told,) = seen.errors
    assert "404" in told
    seen.errors.clear()
    assert page.locator("h1").inner_text() == "没有这个页面"
    press(page, page.locator("#content a", has_text="回到总览"))
    assert page.locator("h1").inner_text() == "总览"


@pytest.mark.parametrize(
    "address",
    [
        "/members?as_of=2022-09-30&start=2022-02-01&end=2023-01-31"
        "&district=110105,110108,未填写&discipline=未填写,B&organisation=S2,未填写",
        "/members?district=未填写&period=quarter&gender=男,未填写&age_band=未填写",
        "/drill?i=HD01&path=district,activity&district=110108&activity=H1,未填写&component=meeting,未填写",
        "/compare?by=district&district=110105,未填写&discipline=未填写",
        "/explore?i=RC01&by=gender&chart=bar&gender=未填写,女&title_level=未填写",
    ],
)
def test_the_panel_applied_as_it_is_leaves_the_address_as_it_is(site: str, seen: Visit, address: str) -> None:
    """未填写 is a member like any other; what the panel doesn't offer stays, too."""
    page = seen.page
    seen.open(f"{site}{address}")
    before = query(page)
    buttons = page.locator(".filter-button")
    assert buttons.count()
    for n in range(buttons.count()):
        buttons.nth(n).click()
        press(page, page.locator("[role=dialog] button[type=submit]"))
        assert page.locator("[role=dialog]").count() == 0
        assert query(page) == before


def test_what_is_not_filled_in_is_chosen_like_any_member(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(site)
    page.locator(".filter-button").click()
    panel = page.locator("[role=dialog]")
    district = panel.locator("fieldset", has=page.locator("legend", has_text="区")).first
    district.locator("label.check", has_text="未填写").click()
    press(page, panel.locator("button[type=submit]"))
    assert query(page) == {"district": "未填写"}
    assert page.locator(".chip", has_text="区：未填写").is_visible()
    assert figure(page, "ZZ01") == 1  # S3
    page.locator(".filter-button").click()
    district.locator("label.check", has_text="海淀区").click()
    press(page, panel.locator("button[type=submit]"))
    assert (query(page), figure(page, "ZZ01")) == ({"district": "未填写,110108"}, 4)
