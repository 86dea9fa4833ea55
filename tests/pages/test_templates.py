"""Office pages are templates: what one says becomes elements, and nothing that a reader typed becomes one."""

from __future__ import annotations

from typing import Any

import pytest
from dash import html

from components.markup import as_data
from components.markup.templates import UnsafeTemplate, fragment, tree_of
from readers.saved import LONGEST_NAME
from tests.pages.screen import classed, nodes, text


def _views(name: str) -> Any:
    view = {"id": "7", "name": name, "words": "全部", "is_start": False}
    entry = {"view": view, "gone": [], "page": "人才会员", "saved": "2022年12月30日"}
    values = {"changed": None, "entries": [entry], "title": "我的视图", "path": "/views"}
    return as_data(fragment("components/saved/page.html", **values, longest=LONGEST_NAME))


def test_what_a_reader_typed_stays_text() -> None:
    name = '"><script>alert(1)</script><b onclick=x>&amp;'
    tree = _views(name)
    assert text(classed(tree, "view-link")) == name
    assert {n["type"] for n in nodes(tree)}.isdisjoint({"Script", "B"})
    (field,) = [n for n in nodes(tree) if n["props"].get("name") == "name"]
    assert field["props"]["value"] == name


def test_attributes_have_the_names_that_the_browser_part_knows() -> None:
    (label,) = tree_of(
        '<label class="a" for="b"><input type="checkbox" maxlength="3" disabled="disabled"></label>'
    )
    assert label["props"]["className"] == "a"
    assert label["props"]["htmlFor"] == "b"
    (box,) = label["props"]["children"]
    assert box["type"] == "Input"
    assert box["props"]["maxLength"] == "3"
    assert box["props"]["disabled"] is True
    assert box["props"]["defaultChecked"] is False


def test_a_list_holds_its_chosen_option() -> None:
    (chooser,) = tree_of(
        '<select name="n"><option value="">全部</option><option value="b" selected>乙</option></select>'
    )
    assert chooser["props"]["defaultValue"] == "b"
    assert [o["props"] for o in chooser["props"]["children"]] == [
        {"value": "", "children": ["全部"]},
        {"value": "b", "children": ["乙"]},
    ]


def test_layout_of_the_template_is_not_text_and_wide_spaces_are() -> None:
    (line,) = tree_of("<p>\n  甲　乙 <b>丙</b> 丁　\n</p>")
    assert line["props"]["children"][0] == "甲　乙 "
    assert line["props"]["children"][2] == " 丁　"
    assert [part for part in tree_of("<b>甲</b> <b>乙</b>    <b>丙</b>") if isinstance(part, str)] == [" "]


def test_a_component_keeps_its_place() -> None:
    mark = as_data(html.Span("红灯"))
    (item,) = tree_of('<li>前<component-place number="0"></component-place>后</li>', [mark])
    assert item["props"]["children"] == ["前", mark, "后"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">a</p>',
        '<p onclick="a()">a</p>',
        "<div><p>a</div>",
        "<div>a",
        "a</div>",
    ],
)
def test_what_no_page_may_hold_is_refused(text: str) -> None:
    with pytest.raises(UnsafeTemplate):
        tree_of(text)
