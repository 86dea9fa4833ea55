"""Every address of the server under junk of many kinds: never an error of the program's own."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

import pytest
from werkzeug.routing import Rule

from data.settings import Settings
from queries.dimensions import DIMENSIONS
from tests.pages.screen import Screen, screen_over
from tests.support.small import publish
from tests.support.world import AS_OF, world

#: Requests for each rule and method.
TRIES = 12
JUNK = (
    "",
    ",",
    ",,,",
    " ",
    "\n",
    "\x00",
    "\r\nSet-Cookie: a=b",
    "%",
    "%zz",
    "%2e%2e%2f",
    "../../etc/passwd",
    "<script>",
    "' OR 1=1 --",
    "长" * 3000,
    "0" * 400,
    "-1",
    "1e999",
    "NaN",
    "null",
    "[]",
    "{}",
    "\ud800",
    "🙂",
    "\u202e",
    "9999-99-99",
    "0001-01-01",
    "RC01",
    "S1",
    "北京市",
)
_PLACE = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
#: Names that some route reads, and one that none does.
NAMES = (
    *("i", "i2", "path", "by", "part", "sort", "desc", "page", "q", "cols", "years", "id", "d", "t", "focus"),
    *("as_of", "start", "end", "period", "version", "interval", "limit", "size", "since", "until", "scene"),
    *("_tile", "_format", "_version", "state", "level", "code", "name", "query", "words", "form", "nosuch"),
    *DIMENSIONS,
)


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    settings = Settings(home=tmp_path_factory.mktemp("home"), intake_file_mb=1)
    publish(settings, world(), business_date=AS_OF)
    with screen_over(settings) as opened:
        opened.client.post("/_dash-update-component")
        token = opened.client.get("/intake/token").get_json()["token"]
        opened.client.environ_base["HTTP_X_COCKPIT_TOKEN"] = token
        yield opened


def addresses(rule: Rule, chance: random.Random) -> Iterator[str]:
    """A rule with junk in its place-holders: with and without its slashes."""
    for n in range(TRIES):
        values = {name: chance.choice(JUNK) for name in rule.arguments}
        if n % 3 == 0:
            values = dict.fromkeys(rule.arguments, chance.choice(("x", "RC01", "S1", "members")))
        safe = "" if n % 2 else "/,"
        sent = {name: quote(text.encode(errors="surrogatepass"), safe=safe) for name, text in values.items()}
        yield _filled(rule.rule, sent)


def _filled(rule: str, sent: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: sent[found[1]], rule)


def parameters(chance: random.Random) -> list[tuple[str, bytes]]:
    """Some parameters, repeated ones among them."""
    names = [chance.choice(NAMES) for _ in range(chance.randrange(4))]
    names += names[: chance.randrange(2)]
    return [(name, chance.choice(JUNK).encode(errors="surrogatepass")) for name in names]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_junk_is_never_an_error_of_ours(
    screen: Screen, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(f"junk {method}")
    rules = [r for r in screen.client.application.url_map.iter_rules() if method in (r.methods or ())]
    assert len(rules) > 15
    for rule in sorted(rules, key=str):
        for where in addresses(rule, chance):
            query = (
                urlencode(parameters(chance))
                if chance.random() < 0.8
                else chance.choice(("%", "&&=", "a=%zz"))
            )
            form = dict(parameters(chance)) if method == "POST" else None
            answer = screen.client.open(where, method=method, query_string=query, data=form)
            assert answer.status_code != 500, (method, where, query, form)
            assert b"Traceback" not in answer.data
            assert not any("\n" in value or "\r" in value for value in answer.headers.values())
    assert [r.getMessage() for r in caplog.records if r.exc_info] == []


@pytest.mark.parametrize(
    "where", ["/api/v1/indicators/RC01", "/api/v1/indicators/ZZ01/rows", "/tiles/members"]
)
def test_no_dimension_breaks_under_junk(screen: Screen, where: str) -> None:
    for name in DIMENSIONS:
        for text in JUNK:
            query = urlencode({name: text.encode(errors="surrogatepass")})
            assert screen.client.get(where, query_string=query).status_code != 500, query
