"""Code blocks of a document, put where the document says, into a copy of the project.

The first line of a block names its file and its place: ``# path, at the end of NAME`` (a tuple or a
dict), ``at the end``, ``in place of NAME``, ``among the imports``, ``a new file``.
"""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from data.settings import ROOT

_BLOCK = re.compile(r"^```python\n# (?P<path>\S+), (?P<place>[^\n]+)\n(?P<code>.*?)^```$", re.M | re.S)
_PARTS = (
    "access",
    "api",
    "app.py",
    "briefings",
    "components",
    "data",
    "demo",
    "documents",
    "frames",
    "intake",
    "jobs",
    "pages",
    "pyproject.toml",
    "queries",
    "readers",
    "scripts",
    "store",
    "tests",
)
_URL = re.compile(r"curl (?:-\S+ )*'http://127\.0\.0\.1:8050(?P<url>[^']+)'")


@dataclass(frozen=True)
class Step:
    """One block: the file, the place in it, and the code."""

    path: str
    place: str
    code: str


def steps(markdown: str) -> list[Step]:
    """Every Python block, in order; raises ``AssertionError`` where one doesn't say its place."""
    found = [Step(**match.groupdict()) for match in _BLOCK.finditer(markdown)]
    assert len(found) == markdown.count("```python"), "a block does not name its file and place"
    return found


def urls(markdown: str) -> list[str]:
    """Addresses that the document fetches with curl from the cockpit."""
    return [match["url"] for match in _URL.finditer(markdown)]


def copy_project(target: Path) -> None:
    """The project's code, without assets, data and caches."""
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for part in _PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, target / part)


def follow(step: Step, root: Path) -> None:
    """Put a block in its place; raises ``AssertionError`` where that place isn't there."""
    path = root / step.path
    if step.place == "a new file":
        assert not path.exists(), f"{step.path} exists"
        path.write_text(step.code, "utf-8")
        return
    text = path.read_text("utf-8")
    path.write_text(_placed(text, step), "utf-8")


def _placed(text: str, step: Step) -> str:
    lines = text.splitlines(keepends=True)
    if step.place == "at the end":
        return text + "\n\n" + step.code
    if step.place == "among the imports":
        last = [n for n in ast.parse(text).body if isinstance(n, ast.Import | ast.ImportFrom)][-1]
        assert last.end_lineno
        return "".join([*lines[: last.end_lineno], step.code, *lines[last.end_lineno :]])
    relation, _, name = step.place.rpartition(" ")
    assignment = _assignment(text, name)
    assert assignment.end_lineno
    if relation == "in place of":
        return "".join([*lines[: assignment.lineno - 1], step.code, *lines[assignment.end_lineno :]])
    assert relation == "at the end of", f"unknown place: {step.place}"
    # The closing bracket stands alone on its line.
    closing = assignment.end_lineno - 1
    assert lines[closing].strip() in {")", "}", "]"}, f"{name} ends on a line with other code"
    return "".join([*lines[:closing], step.code, *lines[closing:]])


def _assignment(text: str, name: str) -> ast.Assign | ast.AnnAssign:
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and any(
            isinstance(t, ast.Name) and t.id == name for t in targets
        ):
            return node
    raise AssertionError(f"{name} is not assigned")
