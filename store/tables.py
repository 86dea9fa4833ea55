"""Every module that declares a table of the operational database; migrations are compared with these."""

from store import artefacts, deliveries, jobs, signals, views

__all__ = ["artefacts", "deliveries", "jobs", "signals", "views"]
