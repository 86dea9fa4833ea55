"""What a browser sends may be anything: it is answered in words, never by a stack trace."""

from __future__ import annotations

import pytest

from components.board.sheet import GONE
from data.settings import Settings
from queries.service import get_cockpit
from tests.pages.screen import Screen, is_broken, messages, screen_over, text
from tests.support.audit import audited


@pytest.mark.parametrize("path", ["/nowhere", "/members/0", "/../members", "/%3Cscript%3E", "/drill/"])
def test_a_page_that_is_not_there(screen: Screen, path: str) -> None:
    answer = screen.client.get(f"/tiles{path}")
    assert answer.status_code == 404
    assert answer.text == GONE
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize(
    "query",
    [
        "i=RC01&page=" + "9" * 5000,
        "i=RC01&path=district,district&district=110108",
        "i=RC01&path=district&district=,",
        "i=RC01&q=" + "%25" * 500,
        "i=RC01&sort=_key",
        "i=RC01&sort=name&desc=1&part=%E5%88%86%E6%AF%8D",
        "i=RC01&as_of=9999-99-99",
        "i=RC01&district=%3Cscript%3E",
        "i=RC01&organisation=';drop table person;--",
    ],
)
def test_odd_addresses_of_rows(screen: Screen, query: str) -> None:
    page = screen.open(f"/drill?{query}")
    assert all("程序出错" not in text(screen.fill(slot)) for slot in page.slots.values())
    assert page.slots or messages(page)


def test_rows_of_persons_are_read_under_an_entry_each_time(own_settings: Settings) -> None:
    with screen_over(own_settings) as screen:
        figures = screen.open("/drill?i=ZZ01").slots
        assert not is_broken(screen.fill(figures["rows"]))
        assert not audited(own_settings.home)
        for _ in range(2):
            assert not is_broken(screen.tiles("/drill?i=RC01&district=110108")["rows"])
        version = get_cockpit().state().publication.version
    entries = audited(own_settings.home)
    assert [(e["action"], e["subject"], e["detail"]["version"]) for e in entries] == [
        ("rows.read", "RC01", version)
    ] * 2
    assert "district=110108" in entries[0]["detail"]["query"]
