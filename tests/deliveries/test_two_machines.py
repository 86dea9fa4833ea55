"""Two machines with a home each, over one database, one operational database and one folder of files."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from access import audit
from data.settings import Settings
from intake.bulletins.reading import read_text
from intake.bulletins.review import ReviewList
from intake.deliveries import work
from intake.deliveries.records import Records
from readers import walls
from store import open_store
from store.artefacts import Archive, Artefact
from store.audit import AuditTrail
from store.backup import write_backup
from store.base import now
from store.holds import held
from tests.data.test_bulletin_review import TEXT
from tests.deliveries.conftest import desk_over
from tests.deliveries.desk import activities
from tests.support.postgres import drop_database, new_database
from tests.support.server import environment
from tests.support.silent import Silent

BAD = "夜游,没有的学会,会议,会议活动,2022-13-01"
DAY = date(2022, 12, 30)
FACTS = Artefact("snapshot.png", "总览", "/", "000007", "000007", DAY, False, "张三", "总览.png")


@dataclass(frozen=True)
class Machines:
    """The settings of both."""

    first: Settings
    second: Settings


@pytest.fixture
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machines]:
    urls = [new_database(request.getfixturevalue("pg_server")) for _ in range(2)]
    first = Settings(
        home=tmp_path / "one",
        files=str(tmp_path / "share"),
        database_url=urls[0],
        store_url=urls[1],
        intake_refused=100,
    )
    try:
        yield Machines(first, replace(first, home=tmp_path / "two"))
    finally:
        open_store(first).close()
        for url in urls:
            drop_database(url)


def test_what_one_uploads_the_other_works_on(
    machines: Machines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with desk_over(machines.first, tmp_path / "log", worker=False) as desk:
        id = desk.id_in(desk.upload(("活动.csv", activities("交流会") + f"\n{BAD}".encode())))
        for name, value in environment(machines.second).items():
            monkeypatch.setenv(name, value)
        found = Records(machines.second).one(id)
        work.look({"delivery": id}, Silent(str(found.job)))
        found = desk.records.one(id)
        assert (found.state, (found.report or {})["refused_rows"]) == ("ready", 1)
        monkeypatch.setenv("COCKPIT_HOME", str(machines.first.home))
        with desk.client.get(f"/intake/deliveries/{id}/refused.xlsx") as book:
            assert book.status_code == 200
            assert book.data[:2] == b"PK"


def test_what_one_keeps_the_other_sees(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = machines.first, machines.second
    kept = Archive(first).keep(b"paper", FACTS)
    assert Archive(second).read(Archive(second).get(kept.code)) == b"paper"
    assert "000007" in held(second)
    assert "000007" not in held(replace(second, hold_versions=0))
    ReviewList(first).add(read_text("18.txt", TEXT))
    ReviewList(second).refuse(ReviewList(second).entries()[0], "不用")
    assert [e.state for e in ReviewList(first).entries()][:2] == ["refused", "waiting"]
    beat = walls.Heartbeat("hall", "overview", None, None, None, None, "1x1", 0, 0, 0.0)
    for settings in (first, second):
        for name, value in environment(settings).items():
            monkeypatch.setenv(name, value)
        audit("rows.read", str(settings.home), {})
        walls.note(replace(beat, wall=settings.home.name), "", None, now())
    assert {wall.heartbeat.wall for wall in walls.walls(now())} == {"one", "two"}
    assert [e["subject"] for e in AuditTrail(open_store(first)).entries()] == [
        str(first.home),
        str(second.home),
    ]


def test_the_shared_files_are_in_a_backup(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", files=str(tmp_path / "share"))
    path = Archive(settings).path(Archive(settings).keep(b"paper", FACTS))
    assert path.is_relative_to(tmp_path / "share")
    with tarfile.open(write_backup(settings, tmp_path / "backup.tar").path) as tar:
        assert path.relative_to(tmp_path / "share").as_posix() in tar.getnames()
