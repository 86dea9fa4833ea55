"""What tests of the wall ask of it: spots in its charts, its figures, its details."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from frames.formats import number
from queries.indicators import get
from tests.support.browser import ready

Shape = tuple[int, int, float]
"""Width and height of the window in CSS pixels, and device pixels per CSS pixel."""

SHAPES: tuple[Shape, ...] = (
    (1366, 768, 1),
    (1920, 1080, 1),
    (1920, 1080, 2),
    (3840, 2160, 1),
    (5120, 1440, 1),
    (3840, 1080, 1),
    (5760, 2160, 1),
    (1080, 1920, 1),
    (390, 844, 3),
)
#: In the middle of a district, as longitude and latitude.
HAIDIAN = (116.23, 40.03)
MIYUN = (116.95, 40.52)
PINGGU = (117.12, 40.20)

_CHART = """const box = document.querySelector(`[data-panel=${panel}] .drawn:not(.is-waiting) .echart`);
    box.scrollIntoView({ block: "center" });
    const chart = [...cockpit.charts].find((one) => one.getDom() === box);
    const around = box.getBoundingClientRect();
    const scale = around.width / box.offsetWidth;"""
_ON_MAP = f"""([panel, place]) => {{
    {_CHART}
    const [x, y] = chart.convertToPixel("geo", place);
    return {{ spot: [around.left + x * scale, around.top + y * scale] }};
}}"""
_ON_BAR = f"""([panel, index]) => {{
    {_CHART}
    const data = chart.getOption().series[0].data[index];
    const [x, y] = chart.convertToPixel({{ seriesIndex: 0 }}, [data.value / 2, index]);
    return {{ spot: [around.left + x * scale, around.top + y * scale], href: data.href }};
}}"""


def spot_on_map(page: Page, place: tuple[float, float]) -> tuple[float, float]:
    """Where a place on the map is seen, in pixels of the window."""
    x, y = page.evaluate(_ON_MAP, ["map", list(place)])["spot"]
    return x, y


def spot_on_bar(page: Page, panel: str, index: int) -> tuple[tuple[float, float], str]:
    """Where the middle of a ranking's bar is seen, and where it leads."""
    found = page.evaluate(_ON_BAR, [panel, index])
    x, y = found["spot"]
    return (x, y), found["href"]


def query(href: str) -> dict[str, list[str]]:
    """The query of an address."""
    return parse_qs(urlsplit(href).query)


def api(page: Page, site: str, path: str) -> Any:
    """What the API of the wall's server answers."""
    answer = page.request.get(f"{site}/api/v1/{path}")
    assert answer.ok, (path, answer.text())
    return answer.json()


def figures(page: Page) -> dict[str, str]:
    """The exact key figures that the wall shows, by code."""
    shown = ".figures .drawn:not(.is-waiting) .card-cell"
    read = "all => all.map(c => [c.dataset.code, c.querySelector('.card-value').title])"
    return dict(page.eval_on_selector_all(shown, read))


def figures_of_api(page: Page, site: str, codes: list[str], **chosen: str) -> dict[str, str]:
    """The same figures as the API has them."""
    more = "&".join(f"{name}={value}" for name, value in chosen.items())
    found = {}
    for code in codes:
        value = api(page, site, f"indicators/{code}?{more}")["value"]
        found[code] = number(value, get(code).unit).exact
    return found


def detail(page: Page) -> None:
    """Wait until a detail lies over the wall, painted."""
    page.locator(".over.detail:not([aria-busy]) .over-words > h2").wait_for()
    ready(page)


def closed(page: Page) -> None:
    """Wait until nothing lies over the wall."""
    expect(page.locator(".over")).to_have_count(0)
    ready(page)


def rows_in_detail(page: Page) -> int:
    """How many rows the detail says that it lists, of which it shows the first."""
    note = page.locator(".over-rows .rows-note")
    words = note.inner_text()
    shown = page.locator(".over-rows tbody tr").count()
    total = int(words.split("共 ")[1].split(" 行")[0].replace(",", ""))
    assert shown == min(total, 20), words
    return total


def names(page: Page, selector: str) -> list[str]:
    """Words of everything that matches."""
    return [words.strip() for words in page.locator(selector).all_inner_texts()]
