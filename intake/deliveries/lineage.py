"""Whether a publication ever came to be: kept still, or one of those that the current version builds on."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import sqlalchemy as sa

from data.engine import NothingPublished, open_database
from data.settings import Settings
from data.tables.governance import publication


def came_to_be(settings: Settings, edition: str) -> str | None:
    """The version of an edition that was published, else None; raises ``DatabaseUnavailable``."""
    version, _, moment = edition.partition("@")
    with closing(open_database(settings)) as database:
        try:
            current = database.current()
        except NothingPublished:
            return None
        if any(kept.edition == edition for kept in database.publications()):
            return version
        # Pruned since; every version lists those before it.
        p = publication.c
        here = sa.and_(p.version == version, p.published_at == datetime.fromisoformat(moment))
        with database.connect(current.version) as connection:
            return version if connection.execute(sa.select(p.version).where(here)).first() else None
