"""The schema of the operational database, brought up to date by Alembic inside one transaction."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
#: Any constant: the advisory lock under which one process migrates a server.
_LOCK = 20_221_231


class NewerSchema(RuntimeError):
    """The database was migrated by a later release than this program."""


def configuration(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration; there is no alembic.ini, and no other way to a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def known_revisions() -> frozenset[str]:
    """The revisions that this program knows."""
    script = ScriptDirectory.from_config(configuration())
    return frozenset(revision.revision for revision in script.walk_revisions())


def upgrade(connection: sa.Connection) -> None:
    """Bring the schema to the newest revision within the connection's transaction.

    Raises ``NewerSchema`` where the database has a revision that this program does not know.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    config = configuration(connection)
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known_revisions():
        raise NewerSchema(
            f"运行库的结构（{current}）比本程序新（{script.get_current_head()}）：请升级程序，或恢复升级前的备份"
        )
    if current != script.get_current_head():
        command.upgrade(config, "head")
