"""The EChart component and the filter panel in a real Chromium, under the cockpit's own policy."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from frames.formats import number, period_zh
from tests.components.test_formats import NUMBERS
from tests.support.browser import SIZES, Visit, visit

pytestmark = pytest.mark.browser

UNDRAWN = ".echart:not([data-rendered])"


def drawn(page: Page) -> None:
    """Wait until every chart says that it has been drawn."""
    page.wait_for_selector(".echart[data-rendered]", state="attached")
    page.wait_for_selector(UNDRAWN, state="detached")


def path(page: Page) -> str:
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_every_view_draws_without_error_or_outside_request(gallery: str, seen: Visit) -> None:
    seen.page.goto(gallery)
    drawn(seen.page)
    states = seen.page.eval_on_selector_all(".echart", "all => all.map(e => e.dataset.rendered)")
    assert len(states) >= 8
    assert set(states) == {"true"}
    assert seen.page.locator(".echart svg").count() == len(states)
    assert seen.errors == []
    assert seen.outside == []


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_nothing_is_wider_than_the_screen(gallery: str, browser: Browser, size: tuple[int, int]) -> None:
    with visit(browser, size) as opened:
        opened.page.goto(gallery)
        drawn(opened.page)
        assert opened.page.evaluate("document.documentElement.scrollWidth") == size[0]


OUTSIDE = """() => [...document.querySelectorAll(".echart svg")].flatMap((svg) => {
  const box = svg.getBoundingClientRect();
  const outside = (at) => at.width && (at.left < box.left - 1 || at.right > box.right + 1);
  return [...svg.querySelectorAll("text")].filter((text) => outside(text.getBoundingClientRect()))
    .map((text) => text.textContent);
})"""


MOUNTED = """names => {
  const node = document.body.appendChild(document.createElement("div"));
  Object.assign(node, { id: "late", className: "echart" });
  Object.assign(node.style, { width: "600px", height: "200px" });
  const axisLabel = { fontSize: 14, fontFamily: '"Noto Sans SC", "Noto Sans SC Rare", sans-serif' };
  const option = {
    grid: { left: 0, containLabel: true }, xAxis: { type: "value" },
    yAxis: { type: "category", data: names, axisLabel }, series: [{ type: "bar", data: names.map(() => 1) }],
  };
  cockpit.mount(node, { option });
}"""


def test_names_are_whole_where_the_fonts_come_late(gallery: str, seen: Visit) -> None:
    held: list[Route] = []
    seen.page.route("**/*.woff2", lambda route: held.append(route))
    seen.page.goto(gallery, wait_until="commit")
    seen.page.wait_for_selector(".echart", state="attached")
    seen.page.evaluate(MOUNTED, ["「科创中央厨房」联合工作组办公室", "科技创新服务中心（科技进修学院）"])
    assert seen.page.evaluate("document.fonts.status") == "loading"
    # What is still held goes on, too.
    seen.page.unroute("**/*.woff2")
    seen.page.evaluate("document.fonts.ready.then(() => null)")
    drawn(seen.page)
    assert seen.page.evaluate("document.fonts.check('14px \"Noto Sans SC\"', '国')")
    assert seen.page.locator("#late svg text").count() > 2
    assert seen.page.evaluate(OUTSIDE) == []


def test_numbers_read_the_same_in_charts_and_in_python(gallery: str, seen: Visit) -> None:
    seen.page.goto(gallery)
    drawn(seen.page)
    more = [(x * 10**k + d, "人") for k in range(-2, 9) for x in (1, 9.995, 12.345) for d in (0, 0.005)]
    cases = [(v, u) for v, u, *_ in NUMBERS if v is None or v == v] + [
        (v * s, u) for v, u in more for s in (1, -1)
    ]
    ask = "cases => cases.map(([v, u]) => [cockpit.formats.full(v, u), cockpit.formats.number(v, u).exact])"
    answers = seen.page.evaluate(ask, [list(case) for case in cases])
    wanted = [[number(v, u).full, number(v, u).exact] for v, u in cases]
    assert answers == wanted
    labels = ["2022-03", "2022-Q4", "2022", "2022-03-05", "海淀区"]
    assert seen.page.evaluate("all => all.map(cockpit.formats.period)", labels) == [
        period_zh(s) for s in labels
    ]


def test_a_click_reports_and_drills(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    chart = page.locator("#map")
    chart.scroll_into_view_if_needed()
    spot = page.evaluate("""() => {
        const box = document.getElementById("map").getBoundingClientRect();
        const chart = [...cockpit.charts].find((c) => c.getDom().id === "map");
        const [x, y] = chart.convertToPixel("geo", [116.95, 40.52]);
        return [box.left + x, box.top + y];
    }""")
    page.mouse.click(*spot)
    page.wait_for_selector("#clicked:has-text('密云区|1')", state="attached")
    assert path(page) == "/members?district=110118"
    page.go_back()
    assert path(page) == "/"


def test_the_whole_band_of_a_month_is_clickable(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    box = page.locator(".echart").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + 60)
    page.wait_for_url(re.compile(r"/organizations\?month=2022-\d\d$"))


#: The lightness (0 to 1) of what the stacked columns and their legend are painted with.
TONES = """() => {
    const chart = [...cockpit.charts].find((one) => one.getOption().series.filter((s) => s.stack).length > 2);
    const light = (colour) => {
        const [r, g, b] = colour.match(/^#/) ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
            : colour.match(/\\d+/g).map(Number);
        return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
    };
    const fills = [...chart.getDom().querySelectorAll("svg path")].map((path) => path.getAttribute("fill"));
    const own = chart.getOption().series.map((series) => series.itemStyle.color);
    const painted = (colour) => fills.filter((fill) => fill === colour).length;
    return own.map((colour) => ({ tone: light(colour), painted: painted(colour) }));
}"""


def test_on_paper_stacked_series_are_told_apart_without_colour(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    screen = page.evaluate(TONES)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = page.evaluate(TONES)
    tones = sorted(one["tone"] for one in paper)
    assert len(tones) >= 3
    assert min(after - before for before, after in pairwise(tones)) > 0.08, paper
    # Columns, and one mark of the legend besides.
    assert all(one["painted"] >= 2 for one in paper), paper
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    drawn(page)
    assert [one["tone"] for one in page.evaluate(TONES)] == [one["tone"] for one in screen]
    assert screen != paper


def test_leaving_disposes_every_chart(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    assert page.evaluate("cockpit.charts.size") >= 8
    page.evaluate("""() => {
        window.kept = [...cockpit.charts];
        history.pushState({}, "", "/empty");
        dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    }""")
    page.wait_for_selector("#nothing")
    assert page.evaluate("[cockpit.charts.size, kept.every((c) => c.isDisposed())]") == [0, True]


def test_a_chart_follows_its_box(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    page.set_viewport_size({"width": 900, "height": 700})
    page.wait_for_timeout(300)
    drawn(page)
    same = "all => all.every(e => Math.abs(e.clientWidth - e.querySelector('svg').clientWidth) <= 1)"
    assert page.eval_on_selector_all(".echart", same)


def test_colours_come_from_the_theme(gallery: str, seen: Visit) -> None:
    seen.page.add_init_script(
        'addEventListener("DOMContentLoaded", () => { document.documentElement.dataset.theme = "wall" })'
    )
    seen.page.goto(gallery)
    drawn(seen.page)
    assert seen.page.locator('.echart svg [stroke="#58A6FF" i]').count() > 0
    assert seen.page.locator('.echart svg [stroke="#1F5FBF" i]').count() == 0


def test_the_filter_panel_writes_the_address(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    page.click(".filter-button")
    panel = page.locator(".filter-panel")
    assert "2022年12月30日" in panel.inner_text()
    panel.get_by_label("东城区").check()
    panel.get_by_label("海淀区").uncheck()
    panel.get_by_role("button", name="上年").click()
    panel.get_by_role("button", name="应用").click()
    page.wait_for_selector(".filter-panel", state="detached")
    wanted = "/?as_of=2022-12-30&period=last-year&district=110105,110101&discipline=B"
    assert path(page) == wanted
    page.go_back()
    assert path(page) == "/"


def test_the_filter_panel_closes_and_refuses_nonsense(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    page.click(".filter-button")
    page.get_by_role("button", name="自定义").click()
    page.locator(".day-field", has_text="从").locator("input").fill("2023-02-01")
    assert "开始日期晚于结束日期" in page.locator(".panel-foot").inner_text()
    assert page.get_by_role("button", name="应用").is_disabled()
    page.keyboard.press("Escape")
    page.wait_for_selector(".filter-panel", state="detached")
    assert path(page) == "/"


def test_the_current_entry_is_marked_and_the_drawer_opens(gallery: str, browser: Browser) -> None:
    with visit(browser, SIZES["phone"]) as opened:
        page = opened.page
        page.goto(f"{gallery}/members/1")
        drawn(page)
        assert page.locator('.nav-link-item[aria-current="page"]').text_content() == "人才会员"
        page.click("[data-action=nav-open]")
        page.locator(".side-nav").get_by_text("督查督办").click()
        page.wait_for_url(re.compile("/supervision$"))
        # The drawer shuts at once: what is marked in it is not to be seen.
        mark = '.nav-link-item[aria-current="page"]:has-text("督查督办")'
        page.wait_for_selector(mark, state="attached")


def test_definition_opens_without_a_pointer(gallery: str, seen: Visit) -> None:
    page = seen.page
    page.goto(gallery)
    drawn(page)
    page.locator(".info-button").first.focus()
    page.keyboard.press("Enter")
    assert "统一社会信用代码去重" in page.locator(".info-panel").first.inner_text()
    page.keyboard.press("Escape")
    assert page.locator("details.info[open]").count() == 0
