"""The documents against the code: nothing undocumented, no dead link, no example that doesn't work."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.cli import AppGroup
from flask.testing import FlaskClient

import api
from briefings.cli import briefing_cli
from briefings.schedules.cli import schedule_cli
from data import catalogue
from data.engine import open_database
from data.settings import ROOT, SETTINGS, Settings
from documents.packages.cli import outward_cli
from frames import courses, maps, morning, news, tiles
from frames import opening as words
from intake.cli import data_cli
from queries.cache import AnswerCache
from queries.dimensions import DIMENSIONS
from queries.indicators import INDICATORS
from queries.service import Cockpit
from scripts import indicators_doc, settings_doc
from tests.conftest import NewSettings
from tests.support.small import publish
from tests.support.walkthrough import urls
from tests.support.world import AS_OF, world

DOCS = ROOT / "docs"
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
DOCUMENTS = sorted([ENGLISH, CHINESE, ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def read(path: Path) -> str:
    return path.read_text("utf-8")


def prose(path: Path) -> str:
    """The document without its code blocks."""
    return _FENCED.sub("", read(path))


def headings(path: Path) -> list[str]:
    return re.findall(r"^(#+ .+)$", prose(path), re.M)


def anchors(path: Path) -> set[str]:
    """Names that a link into the document can use, as code hosts make them of headings."""
    titles = [h.lstrip("# ").replace("`", "").lower() for h in headings(path)]
    slugs = {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-") for title in titles}
    return slugs | set(re.findall(r'<a id="([^"]+)">', read(path)))


# What has to be documented


def test_every_setting_is_documented() -> None:
    text = read(DOCS / "settings.md")
    assert [s.name for s in SETTINGS if f"`{s.name}`" not in text] == []


def test_every_indicator_is_in_the_catalogue() -> None:
    rows = re.findall(r"^\| (?:└ )?`([^`]+)` \| ([^|]+) \|", read(DOCS / "indicators.md"), re.M)
    found = {code: name.strip() for code, name in rows if code in INDICATORS}
    assert set(found) == set(INDICATORS)


@pytest.mark.parametrize(
    "group", [data_cli, outward_cli, briefing_cli, schedule_cli], ids=lambda g: str(g.name)
)
def test_every_command_is_documented(group: AppGroup) -> None:
    text = read(DOCS / "commands.md")
    assert [name for name in group.commands if f"`{group.name} {name}" not in text] == []
    options = [
        option.opts[0]
        for command in group.commands.values()
        for option in command.params
        if option.opts[0].startswith("--")
    ]
    assert [option for option in options if option not in text] == []


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.M)
    assert len(targets) > 10
    assert [t for t in targets if f"`make {t}`" not in read(DOCS / "commands.md")] == []


def test_every_tile_kind_and_rule_of_words_is_documented() -> None:
    kinds = {
        name
        for module in (tiles, courses, maps, news, morning)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if inspect.signature(function).return_annotation == "Tile" and not name.startswith("_")
    }
    described = set(re.findall(r"^\| `(\w+)\(", read(DOCS / "pages.md"), re.M))
    rules = {
        name
        for name, function in inspect.getmembers(words, inspect.isfunction)
        if inspect.signature(function).return_annotation == "Rule"
    }
    assert rules
    assert described == kinds | rules


def test_every_page_is_documented_with_its_filters() -> None:
    import app  # noqa: F401 - registers the pages
    from components.board.page import BOARDS

    rows = re.findall(r"^\| (\S+) \| `(/\w*)` \| (\S+) \|$", read(DOCS / "pages.md"), re.M)
    boards = sorted(BOARDS.values(), key=lambda b: b.order)
    expected = [(b.title, b.path, "、".join(DIMENSIONS[d].label for d in b.filters)) for b in boards]
    assert rows == expected
    for readme in (ENGLISH, CHINESE):
        assert [b.path for b in boards if f"`{b.path}`" not in read(readme)] == []


def test_every_document_is_in_the_index() -> None:
    index = read(DOCS / "README.md")
    assert [p.name for p in DOCS.glob("*.md") if p.name != "README.md" and f"({p.name})" not in index] == []


# What documents say of themselves


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_resolve(path: Path) -> None:
    dead = []
    for target in _LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        other = (path.parent / name).resolve() if name else path
        if not other.exists() or (anchor and other.suffix == ".md" and anchor not in anchors(other)):
            dead.append(target)
    assert dead == []


def test_generated_documents_are_in_step() -> None:
    assert indicators_doc.main(["--check"]) == 0
    assert settings_doc.main(["--check"]) == 0
    assert catalogue.is_up_to_date()
    commands = re.search(r"^docs: .*\n((?:\t.+\n)+)", read(ROOT / "Makefile"), re.M)
    assert commands
    assert all(word in commands[1] for word in ("indicators_doc", "settings_doc", "data catalogue"))


def test_the_catalogue_check_notices_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "indicators.md"
    old.write_text(indicators_doc.render().replace("个人会员", "会员"), "utf-8")
    monkeypatch.setattr(indicators_doc, "TARGET", old)
    monkeypatch.setattr(indicators_doc, "ROOT", tmp_path)
    assert indicators_doc.main(["--check"]) == 1
    assert indicators_doc.main([]) == 0
    assert indicators_doc.main(["--check"]) == 0


def test_both_readmes_say_the_same() -> None:
    assert [h.count("#", 0, 4) for h in headings(ENGLISH)] == [h.count("#", 0, 4) for h in headings(CHINESE)]
    ours, theirs = _FENCED.findall(read(ENGLISH)), _FENCED.findall(read(CHINESE))
    assert [language for language, _ in ours] == [language for language, _ in theirs]
    assert [code for language, code in ours if language] == [code for language, code in theirs if language]
    links = [set(_LINK.findall(read(path))) - {ENGLISH.name, CHINESE.name} for path in (ENGLISH, CHINESE)]
    assert links[0] == links[1]


def test_decisions_are_numbered_and_dated() -> None:
    names = sorted(p.name for p in (DOCS / "decisions").glob("*.md"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
    for name in names:
        text = read(DOCS / "decisions" / name)
        assert re.search(r"^20\d\d-\d\d-\d\d · (accepted|replaced by \d{4})$", text, re.M), name


# Examples


@pytest.fixture(scope="module")
def client(new_settings: NewSettings) -> Iterator[FlaskClient]:
    """The API over the small world."""
    with new_settings("duckdb") as settings:
        yield _mounted(settings)


def _mounted(settings: Settings) -> FlaskClient:
    publish(settings, world(), business_date=AS_OF)
    server = Flask("docs")
    api.register(server, Cockpit(open_database(settings), AnswerCache(settings)))
    return server.test_client()


@pytest.mark.parametrize("path", [ENGLISH, DOCS / "api.md"], ids=lambda p: p.name)
def test_addresses_in_examples_answer(
    path: Path, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))  # for the audit trail
    asked = urls(read(path))
    assert asked
    assert {url: client.get(url).status_code for url in asked} == dict.fromkeys(asked, 200)


def test_the_published_number_in_the_readme_is_the_published_one() -> None:
    shown = re.search(r"RC01\?as_of=2022-12-30'\s+# (\d+)", read(ENGLISH))
    published = [f["value"] for f in indicators_doc.figures() if f["indicator_code"] == "RC01" and f["value"]]
    assert shown
    assert [shown[1]] == published


@pytest.mark.parametrize("path", [ENGLISH, CHINESE], ids=lambda path: path.name)
def test_every_room_has_one_sentence(path: Path) -> None:
    declared = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["root_packages"]
    rooms = {init.parent.name for init in ROOT.glob("*/__init__.py")} - {"tests", "scripts", "bench"}
    told = re.findall(r"^([a-z]+)/ +\S", read(path), re.MULTILINE)
    assert sorted(told) == sorted(rooms)
    assert sorted(declared) == sorted(rooms)
