"""What deploy/ promises: roles give exactly the rights docs/deploy.md names; the unit starts what exists."""

from __future__ import annotations

import configparser
from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
import sqlalchemy as sa

from data.engine import open_database
from data.settings import ROOT, SETTINGS, Settings

ROLES = ("cockpit_intake", "cockpit_reader")


def _address(settings: Settings, role: str | None = None) -> sa.URL:
    url = sa.make_url(settings.database_url)
    return url.set(username=role, password=None) if role else url


def _as(settings: Settings, role: str) -> Settings:
    return replace(settings, database_url=_address(settings, role).render_as_string(hide_password=False))


def _psycopg(url: sa.URL) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    )


@pytest.fixture
def roles(postgresql_settings: Settings) -> Iterator[Settings]:
    """An empty database after deploy/postgresql-roles.sql."""
    with _psycopg(_address(postgresql_settings)) as administrator:
        administrator.execute((ROOT / "deploy" / "postgresql-roles.sql").read_text(encoding="utf-8").encode())
        yield postgresql_settings
        for role in ROLES:
            administrator.execute(f"DROP OWNED BY {role} CASCADE".encode())
        for role in ROLES:
            administrator.execute(f"DROP ROLE {role}".encode())


def test_the_reader_reads_versions_published_later_and_writes_nothing(
    roles: Settings, publish: Callable[..., str]
) -> None:
    publish(_as(roles, "cockpit_intake"), {})
    version = publish(_as(roles, "cockpit_intake"), {})
    reader = open_database(_as(roles, "cockpit_reader"))
    assert reader.current().version == version
    with reader.connect(version) as connection:
        assert (
            connection.execute(sa.text(f"SELECT count(*) FROM unified_{version}.district")).scalar_one() > 0
        )
    reader.close()
    with _psycopg(_address(roles, "cockpit_reader")) as connection:
        connection.execute("SET default_transaction_read_only = off")
        for attempt in (
            f"DELETE FROM unified_{version}.district",
            "DELETE FROM cockpit_meta.publication",
            "CREATE SCHEMA mine",
            "CREATE TABLE public.mine (a int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attempt.encode())


def test_the_unit_starts_what_is_there_with_settings_that_exist() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(ROOT / "deploy" / "cockpit.service", encoding="utf-8")
    program, script = unit["Service"]["ExecStart"].split()
    assert program == "/opt/cockpit/.venv/bin/python"
    assert (ROOT / script).is_file()
    text = (ROOT / "deploy" / "cockpit.service").read_text(encoding="utf-8")
    used = {
        word.partition("=")[0] for word in text.replace("Environment=", " ").split() if "COCKPIT_" in word
    }
    assert used <= {s.name for s in SETTINGS}
    assert {"COCKPIT_HOST", "COCKPIT_PORT", "COCKPIT_HOME"} <= used
