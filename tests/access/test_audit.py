"""The audit trail: whole lines, from many processes at once, in the month's file, for the owner only."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from filelock import FileLock

from access import audit, current_reader, current_scope
from data.settings import ROOT
from queries.scope import EVERYTHING

WRITER = """
import sys
from access import audit
for n in range(40): audit("rows.read", sys.argv[1], {"n": n, "text": "王**" * 400})
"""


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    return tmp_path


def entries(home: Path) -> list[dict[str, Any]]:
    files = sorted((home / "audit").glob("*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text("utf-8").splitlines()]


def test_without_sign_in_the_reader_sees_the_city() -> None:
    assert current_scope() == EVERYTHING
    assert current_reader().name == "本机（未启用登录）"


def test_a_line_says_who_did_what_and_when(home: Path) -> None:
    before = datetime.now(ZoneInfo("Asia/Shanghai"))
    audit("rows.read", "RC01", {"query": "q=\n\x85\u2028\u2029", "page": 2})
    (entry,) = entries(home)
    assert {k: entry[k] for k in ("reader", "action", "subject", "detail")} == {
        "reader": "本机（未启用登录）",
        "action": "rows.read",
        "subject": "RC01",
        "detail": {"query": "q=\n\x85\u2028\u2029", "page": 2},
    }
    moment = datetime.fromisoformat(entry["at"])
    assert moment.utcoffset() == before.utcoffset()
    assert 0 <= (moment - before).total_seconds() + 0.001 < 60
    (file,) = (home / "audit").glob("*.jsonl")
    assert file.name == f"audit-{moment:%Y-%m}.jsonl"


def test_only_the_owner_may_read_it(home: Path) -> None:
    audit("rows.read", "RC01", {})
    (file,) = (home / "audit").glob("*.jsonl")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "audit").stat().st_mode) == 0o700


def test_lines_are_only_appended(home: Path) -> None:
    audit("one", "x", {})
    (file,) = (home / "audit").glob("*.jsonl")
    first = file.read_bytes()
    audit("two", "x", {})
    assert file.read_bytes().startswith(first)
    assert [e["action"] for e in entries(home)] == ["one", "two"]


def test_threads_and_processes_keep_their_lines_apart(home: Path) -> None:
    def process(name: str) -> int:
        return subprocess.run(
            [sys.executable, "-c", WRITER, name], cwd=ROOT, env=os.environ.copy(), check=False
        ).returncode

    with ThreadPoolExecutor(8) as pool:
        processes = [pool.submit(process, f"P{n}") for n in range(3)]
        threads = [pool.submit(audit, "rows.read", "T", {"n": n}) for n in range(60)]
        assert [p.result() for p in processes] == [0, 0, 0]
        assert [t.result() for t in threads] == [None] * 60
    found = entries(home)
    assert len(found) == 180
    for n in range(3):
        assert [e["detail"]["n"] for e in found if e["subject"] == f"P{n}"] == list(range(40))


def test_a_trail_that_cannot_be_written_is_an_error_in_the_log(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (home / "audit").write_text("in the way")
    audit("rows.read", "RC01", {"page": 3})
    assert [r.levelname for r in caplog.records] == ["ERROR"]
    assert '"page": 3' in caplog.text


def test_half_a_line_is_taken_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit("whole", "x", {})
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:10]))
    audit("half", "x", {})
    monkeypatch.undo()
    monkeypatch.setenv("COCKPIT_HOME", str(home))
    audit("after", "x", {})
    assert [e["action"] for e in entries(home)] == ["whole", "after"]


def test_a_line_waits_for_its_turn_and_no_longer(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("access.trail.LOCK_SECONDS", 0.1)
    audit("first", "x", {})
    with FileLock(home / "audit" / ".lock"), ThreadPoolExecutor(1) as other:
        other.submit(audit, "kept out", "x", {}).result()
    assert "kept out" in caplog.text
    audit("second", "x", {})
    assert [e["action"] for e in entries(home)] == ["first", "second"]
