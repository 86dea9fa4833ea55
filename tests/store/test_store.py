"""The operational database on both engines: made by itself, once, by whoever comes first."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import store.tables  # noqa: F401 - declares them
from data.settings import ROOT, Settings
from store import Store, StoreUnavailable
from store.base import ZONE, metadata, now
from store.deliveries import switch
from tests.support.processes import free_port
from tests.support.server import environment


def note(store: Store, number: int, moment: datetime | None = None) -> None:
    values = {"switched_by": "张三", "channel": "page", "to_version": "000001", "reason": "试"}
    with store.write() as connection:
        connection.execute(sa.insert(switch).values(id=str(number), at=moment or now(), **values))


def noted(store: Store) -> list[str]:
    with store.read() as connection:
        return [id for (id,) in connection.execute(sa.select(switch.c.id).order_by(switch.c.id))]


def test_its_tables_are_those_that_the_modules_declare(opened: Store) -> None:
    with opened.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_many_processes_start_at_once_and_one_makes_it(store_settings: Settings) -> None:
    code = "from store import get_store; get_store().migrate(); print('ready')"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment(store_settings),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [process.communicate()[0].strip() for process in started] == ["ready"] * 3


def test_a_moment_comes_back_as_it_was_in_the_zone_of_its_readers(opened: Store) -> None:
    moment = datetime(2022, 12, 30, 23, 59, 1, 250000, tzinfo=ZONE)
    note(opened, 1, moment)
    with opened.read() as connection:
        found = connection.execute(sa.select(switch.c.at)).scalar_one()
    assert (found, found.utcoffset()) == (moment, moment.utcoffset())
    with pytest.raises(sa.exc.StatementError, match="没有时区"):
        note(opened, 2, datetime(2022, 12, 30))


def test_what_breaks_off_leaves_nothing(opened: Store) -> None:
    note(opened, 1)

    def break_off() -> None:
        with opened.write() as connection:
            connection.execute(sa.delete(switch))
            connection.execute(sa.insert(switch).values(id="2"))

    with pytest.raises(sa.exc.IntegrityError):
        break_off()
    assert noted(opened) == ["1"]


def test_a_reader_and_writers_do_not_stand_in_each_others_way(store_settings: Settings) -> None:
    one, other = Store(store_settings), Store(store_settings)
    note(one, 1)
    with one.read() as connection:
        before = connection.execute(sa.select(sa.func.count()).select_from(switch)).scalar()
        note(other, 2)
        assert before == 1
    assert noted(one) == ["1", "2"]
    one.close()
    other.close()


def test_a_newer_schema_is_left_alone_and_said(opened: Store, store_settings: Settings) -> None:
    opened.migrate()
    with opened.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    older = Store(store_settings)
    with pytest.raises(StoreUnavailable, match=r"运行库的结构（9999）比本程序新.*请升级程序"):
        older.migrate()
    with opened.read() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    older.close()


def test_a_damaged_file_and_a_server_that_is_away_are_said(tmp_path: Path) -> None:
    (tmp_path / "cockpit.sqlite").write_bytes(b"not a database, but long enough to look like one" * 40)
    with pytest.raises(StoreUnavailable, match="运行库暂时不能使用"):
        Store(Settings(home=tmp_path)).migrate()
    away = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/cockpit"
    with pytest.raises(StoreUnavailable, match="运行库暂时不能使用"):
        Store(Settings(home=tmp_path, store_url=away)).migrate()
