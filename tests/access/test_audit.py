"""The audit trail: whole entries, from many processes at once, for the owner only; and how it is read."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from access import audit, current_reader, current_scope
from access.cli import audit_command
from data.settings import ROOT
from queries.scope import EVERYTHING
from store import get_store
from store.base import now
from store.engine import FILE
from tests.support.audit import audited

WRITER = """
import sys
from access import audit
for n in range(40): audit("rows.read", sys.argv[1], {"n": n, "text": "王**" * 400})
"""


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    return tmp_path


def test_without_sign_in_the_reader_sees_the_city() -> None:
    assert current_scope() == EVERYTHING
    assert current_reader().name == "本机（未启用登录）"


def test_a_line_says_who_did_what_and_when(home: Path) -> None:
    before = datetime.now(ZoneInfo("Asia/Shanghai"))
    audit("rows.read", "RC01", {"query": "q=\n\x85\u2028\u2029", "page": 2})
    (entry,) = audited(home)
    assert {k: entry[k] for k in ("reader", "action", "subject", "detail")} == {
        "reader": "本机（未启用登录）",
        "action": "rows.read",
        "subject": "RC01",
        "detail": {"query": "q=\n\x85\u2028\u2029", "page": 2},
    }
    moment = datetime.fromisoformat(entry["at"])
    assert moment.utcoffset() == before.utcoffset()
    assert 0 <= (moment - before).total_seconds() + 0.001 < 60


def test_only_the_owner_may_read_it(home: Path) -> None:
    (home / FILE).touch(0o644)
    audit("rows.read", "RC01", {})
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.glob(f"{FILE}*")}
    assert {name: mode for name, mode in modes.items() if mode != 0o600} == {f"{FILE}.lock": 0o644}


def test_what_no_database_takes_and_what_is_no_json_is_written_out(home: Path) -> None:
    audit("rows.read", "a\x00b\ud800", {"day": date(2022, 12, 30), "text": "\x00\ud800"})
    (entry,) = audited(home)
    assert entry["subject"] == "a\\x00b\\ud800"
    assert entry["detail"] == {"day": "2022-12-30", "text": "\x00\ud800"}


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
    found = audited(home)
    assert len(found) == 180
    for n in range(3):
        assert [e["detail"]["n"] for e in found if e["subject"] == f"P{n}"] == list(range(40))


def test_a_trail_that_cannot_be_written_is_an_error_in_the_log(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (home / FILE).write_text("no database" * 1000)
    audit("rows.read", "RC01", {"page": 3})
    assert [r.levelname for r in caplog.records if r.name == "access.audit_log"] == ["ERROR"]
    assert '"page": 3' in caplog.text


def test_an_entry_waits_for_its_turn_and_no_longer(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("access.audit_log.WAIT_SECONDS", 0.1)
    audit("first", "x", {})
    with get_store().write(), ThreadPoolExecutor(1) as other:
        before = time.monotonic()
        other.submit(audit, "kept out", "x", {}).result()
        assert time.monotonic() - before < 5
    assert "kept out" in caplog.text
    audit("second", "x", {})
    assert [e["action"] for e in audited(home)] == ["first", "second"]


def test_the_command_lists_what_is_wanted_one_entry_a_line(home: Path) -> None:
    for action, subject in (("export", "RC01"), ("export.csv", "RC02"), ("rows.read", "RC01")):
        audit(action, subject, {"名": "值"})
    today = f"{now():%Y-%m-%d}"

    def listed(*words: str) -> list[tuple[str, str]]:
        done = CliRunner().invoke(audit_command, words)
        assert done.exit_code == 0, done.output
        found = [json.loads(line) for line in done.output.splitlines()]
        return [(entry["action"], entry["subject"]) for entry in found]

    everything = [("export", "RC01"), ("export.csv", "RC02"), ("rows.read", "RC01")]
    assert listed() == listed("--since", today, "--until", today) == everything
    assert listed("--until", "2020-01-01") == listed("--since", "2999-01-01") == []
    assert listed("--action", "export") == everything[:2]
    assert listed("--subject", "RC01", "--reader", current_reader().name) == [everything[0], everything[2]]
    assert listed("--reader", "nobody") == []
