"""Files of earlier releases come into the operational database once, and none is lost."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data.settings import Settings
from store import Store
from store.audit import audit_entry
from store.bulletins import bulletin_event
from store.carry import carry, put_aside
from store.walls import wall

WALL = {
    "heartbeat": {"wall": "hall", "scene": "overview"},
    "seen_at": "2026-12-01T21:06:54.109757+08:00",
    "address": "127.0.0.1",
    "behind_since": None,
}


def old(settings: Settings, name: str, content: str) -> Path:
    """A file of an earlier release."""
    path = settings.home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def rows(settings: Settings, table: sa.Table) -> list[Any]:
    """The rows of a table, opened as a process opens it that starts now."""
    opened = Store(settings)
    with opened.read() as connection:
        found = connection.execute(sa.select(table).order_by(*table.primary_key)).all()
    opened.close()
    return list(found)


def test_a_wall_comes_over_and_its_file_is_put_aside(store_settings: Settings) -> None:
    path = old(store_settings, "walls/hall.json", json.dumps(WALL))
    (found,) = rows(store_settings, wall)
    assert (found.wall, found.heartbeat, found.address) == ("hall", WALL["heartbeat"], "127.0.0.1")
    assert found.seen_at.isoformat() == WALL["seen_at"]
    assert [one.name for one in path.parent.iterdir()] == ["hall.json.carried"]
    assert json.loads(path.with_name("hall.json.carried").read_text("utf-8")) == WALL


def test_what_is_known_already_stays_and_no_file_is_written_over(store_settings: Settings) -> None:
    for number in range(2):
        old(store_settings, "walls/hall.json", json.dumps(WALL | {"address": str(number)}))
        (found,) = rows(store_settings, wall)
        assert found.address == "0"
    names = {one.name for one in (store_settings.home / "walls").iterdir()}
    assert names == {"hall.json.carried", "hall.json.carried-2"}


def test_a_process_that_dies_before_it_puts_a_file_aside_loses_and_doubles_nothing(
    store_settings: Settings,
) -> None:
    path = old(store_settings, "walls/hall.json", json.dumps(WALL))
    opened = Store(store_settings)
    opened.migrate()
    os.rename(f"{path}.carried", path)
    with opened.write() as connection:
        taken = carry(connection, store_settings.home)
    opened.close()
    assert taken == [path]
    assert len(rows(store_settings, wall)) == 1
    put_aside(taken)


@pytest.mark.parametrize("damage", ["", "[]", "{}", "\x00", json.dumps(WALL | {"seen_at": "gestern"})])
def test_a_damaged_file_stays_where_it_is_and_is_said(
    store_settings: Settings, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = old(store_settings, "walls/hall.json", damage)
    assert rows(store_settings, wall) == []
    assert path.exists()
    assert "没有转入运行库" in caplog.text


def test_what_is_derived_is_only_put_aside(store_settings: Settings) -> None:
    path = old(store_settings, "unified/held.json", "{}")
    assert rows(store_settings, wall) == []
    assert path.with_name("held.json.carried").exists()


def test_the_audit_trail_comes_over_line_by_line(store_settings: Settings) -> None:
    line = {"at": "2026-12-01T21:06:49.911+08:00", "reader": "张三", "action": "rows.read", "subject": "RC01"}
    lines = [json.dumps(line | {"detail": {"n": n}}, ensure_ascii=False) for n in (1, 2, 2)]
    torn = '{"at": "2026-12-01T21:06:50.1'
    path = old(store_settings, "audit/audit-2026-12.jsonl", "\n".join([*lines, torn]))
    found = rows(store_settings, audit_entry)
    assert [(e.reader, e.action, e.subject, e.detail) for e in found] == [
        *[("张三", "rows.read", "RC01", {"n": n}) for n in (1, 2, 2)],
        ("", "unreadable", "", {"line": torn}),
    ]
    assert found[0].at.isoformat(timespec="milliseconds") == line["at"]
    os.rename(f"{path}.carried", path)
    assert len(rows(store_settings, audit_entry)) == 4


EVENT = {
    "event": "refused",
    "at": "2026-12-01T21:06:50+08:00",
    "by": "吴审核",
    "id": "2022-18-03",
    "reason": "重复",
}


@pytest.mark.parametrize("end", ["\n", "", '\n{"event": "refus', '\n{"event": "refus\n'])
def test_the_review_list_comes_over_without_a_torn_end(store_settings: Settings, end: str) -> None:
    line = json.dumps(EVENT, ensure_ascii=False)
    path = old(store_settings, "bulletins/review.jsonl", f"{line}\n{line}{end}")
    found = rows(store_settings, bulletin_event)
    expected = ("吴审核", "refused", {"id": "2022-18-03", "reason": "重复"})
    assert [(e.by, e.event, e.what) for e in found] == [expected] * 2
    assert found[0].at.isoformat() == EVENT["at"]
    os.rename(f"{path}.carried", path)
    assert len(rows(store_settings, bulletin_event)) == 2


def test_a_review_list_that_is_damaged_within_stays_until_it_is_mended(
    store_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    line = json.dumps(EVENT, ensure_ascii=False)
    path = old(store_settings, "bulletins/review.jsonl", f"{line}\ngarbage\n{line}\n")
    assert rows(store_settings, bulletin_event) == []
    assert "第 2 行已损坏" in caplog.text
    path.write_text(f"{line}\n{line}\n", "utf-8")
    assert len(rows(store_settings, bulletin_event)) == 2
