"""kill -9 at any moment: the old version keeps serving, nothing is half there, the next import works."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.engine import open_database
from data.settings import ROOT, Settings
from data.tables.people import person
from intake import import_delivery
from tests.conftest import ENGINES, NewSettings
from tests.support import importer
from tests.support.small import write_delivery_from_rows

Publish = Callable[..., str]

STEPS = {
    "duckdb": ("读取 person.csv", "校验 person.csv", "校验引用关系", "建库 person", "写盘", "发布"),
    "postgresql": ("读取 person.csv", "校验引用关系", "建库 person", "建库 task_event", "发布"),
}
PERSON = {"id": "p1", "name": "王一", "is_academician": False}


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A delivery that takes a moment: sixty thousand persons."""
    people = [PERSON | {"id": f"p{n}", "name": f"王{n}", "gender": "女"} for n in range(60_000)]
    return write_delivery_from_rows(tmp_path_factory.mktemp("big"), {"person": people}, reference=False)


@pytest.fixture(scope="module", params=ENGINES)
def published(
    request: pytest.FixtureRequest, new_settings: NewSettings, publish: Publish
) -> Iterator[Settings]:
    """A database with one publication of one person, on each engine."""
    with new_settings(request.param) as settings:
        publish(settings, {"person": [PERSON]})
        yield settings


def state(settings: Settings) -> tuple[str, int, list[str]]:
    """Current version, its persons, and the kept versions, as a new process would see them."""
    database = open_database(settings)
    try:
        version = database.current().version
        with database.connect(version) as connection:
            persons = connection.execute(sa.select(sa.func.count()).select_from(person)).scalar_one()
        return version, persons, [p.version for p in database.publications()]
    finally:
        database.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_killed_at_every_step(engine: str, new_settings: NewSettings, publish: Publish, big: Path) -> None:
    """Each import after a killed one comes further, until one is let through."""
    with new_settings(engine) as settings:
        publish(settings, {"person": [PERSON]})
        for step in STEPS[engine]:
            process = importer.start(settings, big, stop=step)
            importer.wait_for(process, step)
            assert state(settings) == ("000001", 1, ["000001"]), step
            importer.kill(process)
            assert state(settings) == ("000001", 1, ["000001"]), step
        assert import_delivery(big, settings).version == "000002"
        assert state(settings) == ("000002", 60_000, ["000002", "000001"])


@pytest.mark.parametrize("kilobytes", [100, 400])
def test_no_room_left_for_staging(published: Settings, big: Path, kilobytes: int) -> None:
    fails_without_room(published, big, kilobytes)


def test_no_room_left_for_the_new_version(duckdb_settings: Settings, publish: Publish, big: Path) -> None:
    publish(duckdb_settings, {"person": [PERSON]})
    fails_without_room(duckdb_settings, big, 2500)


def fails_without_room(settings: Settings, directory: Path, kilobytes: int) -> None:
    """A limit on file size stands in for a full disk: the same errors, without a disk to fill."""
    before = state(settings)
    folder = settings.home / "unified"
    files = sorted(p.name for p in folder.iterdir())
    command = f'ulimit -f {kilobytes} && exec "$0" -m tests.support.importer "$1" ""'
    done = subprocess.run(
        ["bash", "-c", command, sys.executable, str(directory)],
        cwd=ROOT,
        env=importer.environment(settings),
        capture_output=True,
        text=True,
    )
    assert "导入中断，数据库未改变：" in done.stderr.splitlines()[-1]
    assert state(settings) == before
    assert sorted(p.name for p in folder.iterdir()) == files


def test_killed_after_the_publication_it_stays(published: Settings, big: Path) -> None:
    before = state(published)[0]
    process = importer.start(published, big, stop="清理")
    importer.wait_for(process, "清理")
    importer.kill(process)
    version, persons, _ = state(published)
    assert (int(version), persons) == (int(before) + 1, 60_000)


def test_killed_at_any_moment(published: Settings, big: Path) -> None:
    moments = random.Random(20221230)
    for _ in range(5):
        before = state(published)
        process = importer.start(published, big)
        importer.wait_for(process, "读取 person.csv")
        time.sleep(moments.uniform(0, 1.2))
        importer.kill(process)
        version, persons, kept = state(published)
        assert (version, persons) in ((before[0], before[1]), (f"{int(before[0]) + 1:06d}", 60_000))
        assert kept[0] == version
    assert import_delivery(big, published).version == f"{int(version) + 1:06d}"
