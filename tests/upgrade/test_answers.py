"""Every address, command and page of an earlier release is answered over the home that it left."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.pages.screen import Screen, is_broken, text
from tests.upgrade.conftest import Before

#: What stands for a part of an address.
PARTS = {
    "<path:rest>": "v1/version",
    "<path:page>": "members",
    "<path:filename>": "app.css",
    "<path:path>": "members",
    "<path:rule>": "DB05/below",
    "<string:package_name>": "dash",
    "<path:fingerprinted_path>": "x.js",
    "<code>": "RC01",
    "<form>": "docx",
    "<step>": "save",
    "<action>": "remove",
}


def filled(rule: str) -> str:
    """An address that a rule of the earlier release answered."""
    for part, value in PARTS.items():
        rule = rule.replace(part, value)
    return "/".join(
        "x" + part.partition(">")[2] if part.startswith("<") else part for part in rule.split("/")
    )


def test_every_address_is_answered(screen: Screen, before: Before) -> None:
    adapter = screen.client.application.url_map.bind("localhost")
    gone = []
    for rule, methods in before.listing["rules"].items():
        for method in methods:
            try:
                found, _ = adapter.match(filled(rule), method)
                # Dash answers whatever nobody else does.
                is_gone = adapter.map._rules_by_endpoint[found][0].rule == "/<path:path>" != rule
            except RequestRedirect:
                is_gone = False
            except (NotFound, MethodNotAllowed):
                is_gone = True
            if is_gone:
                gone.append((method, rule))
    assert not gone


def test_every_command_has_its_options(screen: Screen, before: Before) -> None:
    for name, options in before.listing["commands"].items():
        command: Any = screen.client.application.cli
        for word in name.split():
            command = command.commands.get(word)
            assert command is not None, name
        there = {option for parameter in command.params for option in parameter.opts}
        assert set(options) <= there, (name, set(options) - there)


def test_every_page_opens(screen: Screen, before: Before) -> None:
    closed = [path for path in before.listing["pages"] if screen.client.get(path).status_code != 200]
    assert closed == ["/not-found-404"] or not closed
    for path in before.listing["pages"]:
        assert text(screen.open(path).tree).strip(), path


def test_the_tiles_of_a_page_are_drawn(screen: Screen) -> None:
    drawn = screen.tiles("/members?as_of=2022-12-30&district=110108")
    assert drawn
    assert not [name for name, tile in drawn.items() if is_broken(tile)]
