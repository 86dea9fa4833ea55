"""Office pages are Jinja2 templates: what one says becomes the same tree that components make.

A template stands in the room of its feature and writes HTML; all values are escaped. The browser
never gets that HTML: it is read here into elements, and they are drawn as every other tree is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from dash.development.base_component import Component
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup as Escaped

from components.markup import Markup, as_data, element

__all__ = ["UnsafeTemplate", "fragment", "tree_of"]

_ROOT = Path(__file__).parents[2]
#: Attributes that are there or not, whatever their value.
_FLAGS = frozenset({"checked", "disabled", "hidden", "open", "required"})
_VOID = frozenset({"br", "hr", "img", "input"})
_REFUSED = frozenset({"base", "embed", "iframe", "link", "meta", "object", "script", "style"})
#: HTML's names of attributes as React has them; all others are the same.
_NAMES = {
    "autocomplete": "autoComplete",
    "checked": "defaultChecked",
    "class": "className",
    "colspan": "colSpan",
    "for": "htmlFor",
    "maxlength": "maxLength",
    "rowspan": "rowSpan",
    "tabindex": "tabIndex",
}
#: A link within the cockpit, opened without a reload; and the place of a component.
_PAGE_LINK, _PLACE = "page-link", "component-place"
_BLANK = " \t\r\n"


class UnsafeTemplate(ValueError):
    """A template says what no page may hold, or leaves an element open."""


def fragment(template: str, /, **values: Any) -> Markup:
    """What a template says, as one component.

    ``template`` is its path in the project (``"readers/saved/page.html"``). ``place(component)`` puts
    a finished component into it, ``<page-link href>`` is a link within the cockpit, ``key`` tells
    one element of a list from another. Raises ``UnsafeTemplate``, and ``UndefinedError`` for a value
    that was not given.
    """
    placed: list[Any] = []
    text = _environment().get_template(template).render(**values, place=_placing(placed))
    return Markup(tree_of(text, placed))


def tree_of(text: str, placed: Iterable[Any] = ()) -> list[Any]:
    """HTML as elements, with components in their places. Raises ``UnsafeTemplate``."""
    reader = _Reader(list(placed))
    reader.feed(text)
    reader.close()
    return reader.finished()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _placing(placed: list[Any]) -> Callable[[Component], Escaped]:
    def place(component: Component) -> Escaped:
        placed.append(as_data(component))
        return Escaped(f'<{_PLACE} number="{len(placed) - 1}"></{_PLACE}>')

    return place


class _Reader(HTMLParser):
    """Builds the tree from tags as they come."""

    def __init__(self, placed: list[Any]) -> None:
        super().__init__()
        self.placed = placed
        self.open: list[tuple[str, dict[str, Any]]] = [("", element("Div", []))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _REFUSED:
            raise UnsafeTemplate(f"<{tag}> has no place in a page")
        inside = self._inside()
        if tag == _PLACE:
            inside.append(self.placed[int(dict(attrs)["number"] or "")])
        elif tag == "option":
            self._select(dict(attrs))
        node = element(_type(tag), None if tag in _VOID else [], **_props(tag, attrs))
        if tag != _PLACE:
            inside.append(node)
        if tag not in _VOID:
            self.open.append((tag, node))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if len(self.open) == 1 or self.open[-1][0] != tag:
            raise UnsafeTemplate(f"</{tag}> closes <{self.open[-1][0]}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        # A line end beside an element is the template's layout, not what it says.
        if "\n" in data[: len(data) - len(data.lstrip(_BLANK))]:
            data = data.lstrip(_BLANK)
        if "\n" in data[len(data.rstrip(_BLANK)) :]:
            data = data.rstrip(_BLANK)
        if data == " " or data.strip(_BLANK):
            self._inside().append(data)

    def finished(self) -> list[Any]:
        if len(self.open) > 1:
            raise UnsafeTemplate(f"<{self.open[-1][0]}> is not closed")
        return self._inside()

    def _inside(self) -> list[Any]:
        inside: list[Any] = self.open[-1][1]["props"]["children"]
        return inside

    def _select(self, option: dict[str, str | None]) -> None:
        """React wants the chosen option on its list."""
        if "selected" in option:
            self.open[-1][1]["props"]["defaultValue"] = option.get("value") or ""


def _type(tag: str) -> str:
    return "Link" if tag == _PAGE_LINK else tag.capitalize()


def _props(tag: str, attrs: list[tuple[str, str | None]]) -> dict[str, Any]:
    props: dict[str, Any] = {}
    for name, value in attrs:
        if name == "style" or name.startswith("on"):
            raise UnsafeTemplate(f"{name}= has no place in a page")
        if (tag, name) != ("option", "selected"):
            props[_NAMES.get(name, name)] = True if value is None or name in _FLAGS else value
    if props.get("type") == "checkbox":
        props.setdefault("defaultChecked", False)
    return props
