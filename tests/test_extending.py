"""docs/extending.md, followed to the letter in a copy of the project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from data.settings import ROOT
from tests.support.walkthrough import Step, copy_project, follow, steps, urls

DOCUMENT = (ROOT / "docs" / "extending.md").read_text("utf-8")
NEW = ("RC14", "RC15", "RC16")
#: Address without its host → what the document says the small world gives.
TOTAL = "/api/v1/indicators/RC14?as_of=2022-12-30"


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which every step was taken, then ``make format``."""
    root = tmp_path_factory.mktemp("extended")
    copy_project(root)
    for step in steps(DOCUMENT):
        follow(step, root)
    changed = sorted({step.path for step in steps(DOCUMENT)})
    assert run(root, "ruff", "check", "--fix", "--quiet", *changed).returncode == 0
    assert run(root, "ruff", "format", "--quiet", *changed).returncode == 0
    return root


def run(root: Path, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """``python -m command`` in the copy, with a home of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("COCKPIT_", "PYTEST_"))}
    env |= {"COCKPIT_HOME": str(root / "home"), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=env,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def found(extended: Path) -> dict[str, Any]:
    """What the extended project answers and draws over the small world."""
    everything = [*urls(DOCUMENT), *(f"/api/v1/indicators/{code}" for code in NEW), "/api/v1/indicators"]
    done = run(extended, "tests.support.probe", "/membership", stdin="\n".join(everything))
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_every_address_of_the_document_answers(found: dict[str, Any]) -> None:
    assert len(urls(DOCUMENT)) >= 6
    assert {url: status for url, (status, _) in found["answers"].items() if status != 200} == {}


def test_the_new_indicators_have_the_values_computed_by_hand(extended: Path, found: dict[str, Any]) -> None:
    scope: dict[str, Any] = {}
    exec((extended / "tests" / "queries" / "expected.py").read_text("utf-8"), scope)
    values = {code: found["answers"][f"/api/v1/indicators/{code}"][1]["value"] for code in NEW}
    assert values == {code: scope["EXPECTED"][code] for code in NEW}
    assert found["answers"][TOTAL][1]["value"] == 2


def test_they_are_cut_filtered_and_drilled(found: dict[str, Any]) -> None:
    answers = {url: body for url, (_, body) in found["answers"].items()}
    by_class = answers[f"{TOTAL}&by=discipline"]["rows"]
    assert [(r["discipline"], r["value"]) for r in by_class] == [("工科", 2)]
    months = next(body["rows"] for url, body in answers.items() if "interval=month" in url)
    assert len(months) == 12
    rows = next(body for url, body in answers.items() if "/RC14/rows" in url)
    assert rows["total"] == 2
    assert {row["name"] for row in rows["rows"]} == {"欧阳**", "赵**"}


def test_the_new_dimension_groups_and_filters(found: dict[str, Any]) -> None:
    answers = {url: body for url, (_, body) in found["answers"].items()}
    rows = next(body["rows"] for url, body in answers.items() if url.endswith("by=origin"))
    assert {row["origin"]: row["value"] for row in rows} == {"公民科学素质大赛": 3, "培训": 1}
    filtered = next(body for url, body in answers.items() if "origin=培训" in url)
    assert filtered["value"] == 1
    assert "origin" in filtered["filters"]["applied"]


def test_they_are_in_the_catalogue(found: dict[str, Any]) -> None:
    listed = {entry["code"] for entry in found["answers"]["/api/v1/indicators"][1]}
    assert set(NEW) <= listed
    assert all(f"`{code}`" in found["catalogue"] for code in NEW)


def test_the_page_is_there_and_every_tile_draws(found: dict[str, Any]) -> None:
    assert "/membership" in found["pages"]
    assert len(found["tiles"]) == 6
    drawn = {title: json.dumps(tree, ensure_ascii=False) for title, tree in found["tiles"].items()}
    for title, sent in drawn.items():
        assert "state-error" not in sent, title
        assert "state-empty" not in sent, title
    assert "差一人学会" in drawn["个人会员：最多与最少的学会"]


def test_the_document_is_linted_code(extended: Path) -> None:
    changed = sorted({step.path for step in steps(DOCUMENT)})
    done = run(extended, "ruff", "check", *changed)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_the_tests_of_indicators_run_on_the_new_ones(extended: Path) -> None:
    done = run(
        extended, "pytest", "tests/queries", "-q", "-k", "duckdb and (RC14 or RC15 or RC16 or RC13-origin)"
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize(
    "step",
    [
        Step("queries/indicators/members.py", "at the end of NOWHERE", ""),
        Step("queries/indicators/members.py", "in place of NOWHERE", ""),
        Step("pages/overview.py", "a new file", ""),
        Step("pages/overview.py", "somewhere near BOARD", ""),
    ],
    ids=lambda step: step.place,
)
def test_a_wrong_place_is_not_taken_for_right(step: Step, tmp_path: Path) -> None:
    for folder in ("queries/indicators", "pages"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("queries/indicators/members.py", "pages/overview.py"):
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"), "utf-8")
    with pytest.raises(AssertionError):
        follow(step, tmp_path)
