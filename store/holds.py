"""Versions that the archive still shows: a publication beyond the newest ones stays while it is held."""

from __future__ import annotations

import logging
from collections.abc import Container

import sqlalchemy as sa

from data.settings import Settings
from store.artefacts import artefact
from store.engine import FILE, StoreUnavailable, open_store

log = logging.getLogger(__name__)


class _Every(Container[str]):
    def __contains__(self, version: object) -> bool:
        return True


def held(settings: Settings) -> Container[str]:
    """The versions that must not be pruned: those of papers that are kept, the last archived first.

    ``COCKPIT_HOLD_VERSIONS`` at most; every version where the operational database cannot tell.
    """
    if not settings.store_url and not (settings.home / FILE).exists():
        return ()
    newest = sa.func.max(artefact.c.created_at)
    shown = sa.select(artefact.c.version).group_by(artefact.c.version).order_by(newest.desc())
    try:
        with open_store(settings).read() as connection:
            return list(connection.execute(shown.limit(settings.hold_versions)).scalars())
    except StoreUnavailable:
        log.exception("读不到归档，旧版本暂不清理")
        return _Every()
