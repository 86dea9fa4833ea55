"""Rules of the house that no linter knows: what is tracked, what is documented, who opens connections."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from data.settings import ROOT, SETTINGS, Settings
from scripts import settings_doc

MAX_BYTES = 4 * 1024 * 1024
MAX_LINES = 350
#: The unified database; the operational one (docs/decisions/0011) has an engine of its own.
MAY_CONNECT = ("data/engine.py", "data/server.py", "intake/", "store/engine.py")
ROOMS = ("access/", "data/", "frames/", "intake/", "jobs/", "queries/", "readers/", "store/")
SCREEN = ("assets/", "components/", "pages/")
_TEXT = {".py", ".sh", ".md", ".css", ".js", ".html", ".svg", ".toml", ".txt", ".service", ".csv", ".json"}
_NAMESPACES = re.compile(r"https?://www\.w3\.org/")


@cache
def tracked() -> tuple[str, ...]:
    """Paths git keeps, relative to the root."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(p for p in listing.decode().split("\0") if p and (ROOT / p).is_file())


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def python(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Parsed modules under the folders (all but the tests, when none is named)."""
    for path in tracked():
        inside = path.startswith(folders) if folders else not path.startswith("tests/")
        if path.endswith(".py") and inside:
            yield path, ast.parse(text_of(path), path)


def vendored(path: str) -> bool:
    return ".min." in path or "/vendor/" in path


def test_no_large_file_is_tracked() -> None:
    assert [p for p in tracked() if (ROOT / p).stat().st_size > MAX_BYTES] == []


def test_modules_stay_short() -> None:
    lengths = {p: text_of(p).count("\n") for p in tracked() if p.endswith(".py")}
    assert {p: n for p, n in lengths.items() if n > MAX_LINES} == {}


def test_no_unfinished_work_is_marked() -> None:
    marks = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    sources = [
        p for p in tracked() if Path(p).suffix in {".py", ".sh", ".css", ".js", ".md"} and not vendored(p)
    ]
    assert [p for p in sources if marks.search(text_of(p))] == []


def test_no_tracked_file_names_this_checkout() -> None:
    assert [p for p in tracked() if Path(p).suffix in _TEXT and f"{ROOT}/" in text_of(p)] == []


def test_what_readers_see_names_no_remote_host() -> None:
    found = []
    for path in tracked():
        if path.startswith(SCREEN) and Path(path).suffix in _TEXT and not vendored(path):
            addresses = re.findall(
                r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s\"')]*", _NAMESPACES.sub("", text_of(path))
            )
            found += [(path, address) for address in addresses]
    assert found == []


def test_vendored_assets_load_nothing_remote() -> None:
    loads = re.compile(
        r"(?:url\(|@import|\bsrc=|\bhref=|fetch\(|importScripts\()\s*[\"']?(?:https?:)?//(?!www\.w3\.org/)"
    )
    candidates = [p for p in tracked() if p.startswith(SCREEN) and vendored(p)]
    assert [p for p in candidates if loads.search(text_of(p))] == []


def test_no_theme_comes_from_a_delivery_network() -> None:
    cdn = re.compile(
        r"\bdbc\.(?:themes|icons)\b|external_scripts|include_plotlyjs=[\"']cdn|\bserve_locally\s*=\s*False"
    )
    assert [p for p, _ in python() if cdn.search(text_of(p))] == []


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_only_the_engines_and_intake_open_connections() -> None:
    opens = re.compile(
        r"(?:^|\.)create_(?:async_)?engine$|(?:duckdb|psycopg|sqlite3)\.connect$|Connection\.connect$"
    )
    found = {
        path
        for path, tree in python()
        for name, _ in _calls(tree)
        if opens.search(name) and not path.startswith(MAY_CONNECT)
    }
    assert found == set()


def test_pages_and_components_hold_no_sql() -> None:
    sql = re.compile(
        r"\s*(?:SELECT\s|INSERT\s+INTO\s|DELETE\s+FROM\s|UPDATE\s+\w+\s+SET\s|WITH\s+\w+\s+AS\s*\()", re.I
    )
    found = [
        (path, node.value)
        for path, tree in python("components/", "frames/", "pages/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and sql.match(node.value)
    ]
    assert found == []


def test_sql_text_in_queries_is_never_assembled() -> None:
    built = (ast.JoinedStr, ast.BinOp, ast.Call)
    found = [
        f"{path}:{call.lineno}"
        for path, tree in python("queries/", "access/")
        for name, call in _calls(tree)
        if re.fullmatch(r"(?:sa|sqlalchemy)?\.?(?:text|literal_column)", name)
        and call.args
        and isinstance(call.args[0], built)
    ]
    assert found == []


def test_settings_are_documented() -> None:
    assert settings_doc.main(["--check"]) == 0


def test_every_setting_has_a_field_of_its_name() -> None:
    assert {s.name for s in SETTINGS} == {f"COCKPIT_{f.name.upper()}" for f in fields(Settings)}


def test_every_variable_that_is_read_is_documented() -> None:
    known = set(re.findall(r"`(COCKPIT_[A-Z_]+)`", settings_doc.render()))
    sources = [
        p
        for p in tracked()
        if p.startswith(
            (
                *SCREEN,
                "data/",
                "access/",
                "demo/",
                "documents/",
                "intake/",
                "jobs/",
                "queries/",
                "readers/",
                "scripts/",
                "store/",
                "Makefile",
            )
        )
    ]
    used = {
        name
        for p in sources
        if not vendored(p)
        for name in re.findall(r"\bCOCKPIT_[A-Z_]*[A-Z]\b", text_of(p))
    }
    assert used - known == set()


def _pins(name: str) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def _declared(extra: str | None) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("file", "extra"),
    [("requirements.txt", None), ("requirements-test.txt", None), ("requirements-test.txt", "test")],
)
def test_pins_satisfy_what_the_project_declares(file: str, extra: str | None) -> None:
    pins = _pins(file)
    for wanted in _declared(extra):
        pinned = pins.get(canonicalize_name(wanted.name), [])
        assert pinned, f"{wanted.name} is not in {file}: run make requirements"
        for pin in pinned:
            version = next(iter(pin.specifier)).version
            assert wanted.specifier.contains(version), f"{pin} in {file} does not satisfy {wanted}"


def test_tests_run_on_exactly_what_is_served() -> None:
    tested = {str(pin) for pins in _pins("requirements-test.txt").values() for pin in pins}
    assert {str(pin) for pins in _pins("requirements.txt").values() for pin in pins} <= tested


def test_every_pin_is_one_exact_version() -> None:
    for file in ("requirements.txt", "requirements-test.txt"):
        for pin in (p for pins in _pins(file).values() for p in pins):
            assert [s.operator for s in pin.specifier] == ["=="], pin
            assert pin.url is None


def test_nothing_is_handed_over_by_a_name_in_the_application() -> None:
    code = [p for p in tracked() if p.endswith(".py") and not p.startswith("tests/")]
    assert [p for p in code if re.search(r"\.extensions\b", text_of(p))] == []


def _imports(tree: ast.AST) -> set[str]:
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return found | {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}


def test_frames_are_free_of_markup() -> None:
    screen = re.compile(r"(?:dash|plotly|pyecharts|components)(?:\.|$)")
    found = [
        (path, name) for path, tree in python("frames/") for name in _imports(tree) if screen.match(name)
    ]
    assert found == []


def test_documents_read_frames_and_no_markup() -> None:
    markup = re.compile(r"(?:dash|pyecharts|components\.(?:markup|views|echart|figure|tile))(?:\.|$)")
    found = [
        (path, name)
        for path, tree in python(
            "documents/slides/", "documents/export/", "documents/word/", "documents/pdf/"
        )
        for name in _imports(tree)
        if markup.match(name)
    ]
    assert found == []


def test_a_scope_has_no_default() -> None:
    names = [
        (path, node.lineno)
        for path, tree in python()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for default in (*node.args.defaults, *(d for d in node.args.kw_defaults if d))
        if "EVERYTHING" in ast.unparse(default)
    ]
    fields = [
        (path, node.lineno)
        for path, tree in python()
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and node.value and "EVERYTHING" in ast.unparse(node.value)
    ]
    assert [*names, *fields] == []
