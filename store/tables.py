"""Every module that declares a table of the operational database; migrations are compared with these."""

from store import (
    artefacts,
    audit,
    briefings,
    bulletins,
    deliveries,
    jobs,
    mine,
    schedules,
    signals,
    views,
    walls,
)

__all__ = [
    "artefacts",
    "audit",
    "briefings",
    "bulletins",
    "deliveries",
    "jobs",
    "mine",
    "schedules",
    "signals",
    "views",
    "walls",
]
