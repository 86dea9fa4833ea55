"""From what a tile has drawn to its parts: by the marks (classes) that the views put on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from components.markup import as_data
from components.views import view
from components.views.lights import WORDS
from components.views.table import table as table_view
from documents.slides.charts import UnknownChart, chart_of, middle_of
from documents.slides.figures import chart_of_figure
from documents.slides.parts import (
    Card,
    Cards,
    Chart,
    Grid,
    Lamps,
    Line,
    Lines,
    Part,
    Remark,
    Series,
    Tone,
)
from frames.model import Light
from frames.tiles import Drawn

Node = Mapping[str, Any]

#: Elements that stand on lines of their own.
_BLOCKS = ("P", "Li", "Dt", "Dd", "H2", "H3", "H4", "Summary", "Div", "Tr")
_COLOURS: Mapping[Light, str] = {"red": "late", "yellow": "warn", "green": "good", "blue": "waiting"}


def parts_of(drawn: Drawn) -> list[Part]:
    """Everything that a tile shows, in its order; a chart of a form unknown here becomes its table."""
    try:
        body = as_data(view(drawn.frame)) if drawn.frame is not None else []
        return list(_parts(body)) or _plain(body)
    except UnknownChart:
        table = drawn.data or drawn.whole
        if table is None:
            raise
        return list(_parts(as_data(table_view(table))))


def _plain(body: Any) -> list[Part]:
    """What no view has marked: its words, a line for each block. Raises ``UnknownChart`` for none."""
    blocks = [words for node in _blocks(body) if (words := " ".join(text(node).split()))]
    if not blocks:
        raise UnknownChart("没有可以转为文字的内容")
    return [Lines(tuple(Line(words) for words in blocks))]


def _blocks(tree: Any) -> Iterator[Node]:
    """The innermost blocks of text."""
    if isinstance(tree, list):
        for one in tree:
            yield from _blocks(one)
    elif isinstance(tree, Mapping):
        deeper = list(_blocks(inside(tree)))
        yield from deeper or ([tree] if tree["type"] in _BLOCKS else [])


def _parts(tree: Any) -> Iterator[Part]:
    if isinstance(tree, list):
        for one in tree:
            yield from _parts(one)
    elif isinstance(tree, Mapping):
        yield from _read(tree)


def _read(node: Node) -> Iterator[Part]:
    props = node["props"]
    if node["type"] == "EChart":
        yield chart_of(props["option"], props.get("ariaLabel") or "")
        if whole := middle_of(props["option"]):
            yield Remark(f"全部：{whole}")
        return
    if node["type"] == "PlotFigure":
        yield chart_of_figure(props["figure"], props.get("ariaLabel") or "")
        return
    if node.get("namespace") == "components" and node["type"] != "Markup":
        raise UnknownChart(node["type"])
    for name in _classes(node):
        if reader := _READERS.get(name):
            if (found := reader(node)) is not None:
                yield found
            return
    yield from _parts(inside(node))


def inside(node: Node) -> Any:
    """What a node holds; finished markup is one component's data."""
    props: Mapping[str, Any] = node["props"]
    return props["tree"] if node["type"] == "Markup" else props.get("children")


def text(tree: Any, links: bool = True) -> str:
    """Everything that is written in a tree, what only screen readers get left out."""
    if isinstance(tree, list):
        return "".join(text(part, links) for part in tree)
    if isinstance(tree, Mapping):
        if tree["type"] == "Link" and not links:
            return ""
        return "" if "visually-hidden" in _classes(tree) else text(inside(tree), links)
    return "" if tree is None else str(tree)


def _classes(node: Node) -> list[str]:
    return str(node["props"].get("className") or "").split()


def classed(tree: Any, name: str) -> Iterator[Node]:
    """The nodes of a class, in their order."""
    if isinstance(tree, list):
        for one in tree:
            yield from classed(one, name)
    elif isinstance(tree, Mapping):
        if name in _classes(tree):
            yield tree
        yield from classed(inside(tree), name)


def typed(tree: Any, name: str) -> Iterator[Node]:
    """The nodes of a type (``Tr``), in their order."""
    if isinstance(tree, list):
        for one in tree:
            yield from typed(one, name)
    elif isinstance(tree, Mapping):
        if tree["type"] == name:
            yield tree
        yield from typed(inside(tree), name)


def _first(tree: Any, name: str) -> str:
    return next((text(node).strip() for node in classed(tree, name)), "")


def _cards(node: Node) -> Part:
    return Cards(tuple(_card(cell) for cell in classed(node, "card-cell")))


def _card(cell: Node) -> Card:
    value = next(classed(cell, "card-value"))
    label = next(classed(cell, "card-label"))
    said = [_first(label, "card-ignored"), _first(cell, "card-note"), _first(cell, "goal-text")]
    changes = tuple((_moved(one), _tone(one)) for one in classed(cell, "change"))
    return Card(
        label=text(list(typed(label, "Span"))[1:2]).strip(),
        value=text(list(typed(value, "B"))),
        unit=_first(value, "unit"),
        changes=changes,
        remark="；".join(words for words in said if words),
    )


def _moved(node: Node) -> str:
    signs = {"up": "▲", "down": "▼"}
    arrow = next((signs[c] for one in classed(node, "arrow") for c in _classes(one) if c in signs), "")
    words = [_first(node, name) for name in ("change-name", "change-text", "change-days")]
    words.insert(1, arrow)
    return " ".join(word for word in words if word)


def _tone(node: Node) -> Tone:
    known: tuple[Tone, ...] = ("good", "warn", "bad")
    return next((tone for tone in known if tone in _classes(node)), "neutral")


def _light(node: Node) -> Light | None:
    return next((light for light in WORDS if f"light-{light}" in _classes(node)), None)


def _lamps(node: Node) -> Part:
    cells = [(light, cell) for cell in classed(node, "light-cell") if (light := _light(cell))]
    return Lamps(tuple((light, _count(cell)) for light, cell in cells))


def _count(cell: Node) -> str:
    count = next(classed(cell, "light-count"))
    return f"{text(list(typed(count, 'B')))} {_first(count, 'unit')}".strip()


def _light_rows(node: Node) -> Part:
    rows = [row for row in classed(node, "light-row") if "light-head" not in _classes(row)]
    labels = tuple(_first(row, "light-name") for row in rows)
    counts = [_shares(row) for row in rows]
    series = tuple(
        Series(WORDS[light], tuple(found.get(light) for found in counts), tint)
        for light, tint in _COLOURS.items()
    )
    unit = next((_first(total, "unit") for total in classed(node, "light-total")), "件")
    return Chart("stacked-bars", labels, series, unit, "各亮灯件数的堆积条形图")


def _shares(row: Node) -> dict[Light, float]:
    found: dict[Light, float] = {}
    for part in classed(row, "light-figure"):
        if light := _light(part):
            found[light] = int(text(part).replace(",", ""))
    return found


def _table(node: Node) -> Part | None:
    heads, body, foot = (list(typed(node, name)) for name in ("Thead", "Tbody", "Tfoot"))
    columns = list(typed(heads, "Th"))
    rows = [_cells(row) for row in typed(body, "Tr")]
    if not rows:
        return None
    lights = tuple(
        (y, x, light)
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
        for mark in list(classed(cell, "light"))[:1]
        if (light := _light(mark))
    )
    total = [_cells(row) for row in typed(foot, "Tr")]
    return Grid(
        heads=tuple(text(column).strip() for column in columns),
        rows=tuple(tuple(_words(cell) for cell in row) for row in rows),
        figures=tuple("num" in _classes(column) for column in columns),
        total=tuple(_words(cell) for cell in total[0]) if total else None,
        lights=lights,
    )


def _cells(row: Node) -> list[Node]:
    """The cells of a row, its head among them."""
    return [cell for cell in _children(row) if cell["type"] in ("Td", "Th")]


def _words(cell: Node) -> str:
    """What stands in a cell; parts that stand under each other are lines of their own."""
    parts = inside(cell)
    if isinstance(parts, list) and len(parts) > 1 and all(isinstance(one, Mapping) for one in parts):
        return "\n".join(words for one in parts if (words := text(one).strip()))
    return text(parts)


def _multiple(node: Node) -> Part:
    """One of several small charts, with its name."""
    (drawn,) = typed(node, "EChart")
    chart = chart_of(drawn["props"]["option"], drawn["props"].get("ariaLabel") or "")
    names = [text(one).strip() for head in classed(node, "multiple-name") for one in _children(head)]
    return replace(chart, title=" ".join(names))


def _list(node: Node) -> Part | None:
    lines = tuple(_line(item) for item in typed(node, "Li"))
    return Lines(lines) if lines else None


def _line(item: Node) -> Line:
    signs = list(classed(item, "sentence-sign"))
    if signs:
        word = _first(signs, "light-word") or _first(signs, "change-text")
        arrows = [c for one in classed(signs, "arrow") for c in _classes(one) if c in ("up", "down")]
        lights = [light for one in classed(signs, "light") if (light := _light(one))]
        sign: Any = (lights or arrows or [""])[0]
        tones = [_tone(one) for one in classed(signs, "change")]
        return Line(_first(item, "sentence-text"), word, sign, (tones or ["neutral"])[0])
    days = list(typed(item, "Time"))
    body = [part for part in _children(item) if part not in days]
    words = [text(part).strip() for one in body for part in (_children(one) or [one])]
    return Line("　".join(w for w in words if w), text(days))


def _children(node: Any) -> list[Any]:
    found = inside(node) if isinstance(node, Mapping) else None
    if isinstance(found, list):
        return found
    return [found] if isinstance(found, Mapping) else []


def _facts(node: Node) -> Part:
    names, words = (list(typed(node, name)) for name in ("Dt", "Dd"))
    return Lines(tuple(Line(text(w), text(n)) for n, w in zip(names, words, strict=True)))


def _remark(node: Node) -> Part | None:
    words = text(node, links=False).strip()
    return Remark(words) if words else None


#: What reads a part, by the class that its view gives it.
_READERS: Mapping[str, Callable[[Node], Part | None]] = {
    "cards": _cards,
    "lights": _lamps,
    "light-rows": _light_rows,
    "data-table": _table,
    "sentences": _list,
    "opening": _list,
    "feed": _list,
    "timeline": _list,
    "multiple": _multiple,
    "facts": _facts,
    "sentences-lead": _remark,
    "opening-none": _remark,
    "view-foot": _remark,
    "pager-total": _remark,
    "pager-links": lambda _: None,
}
