"""Every module that declares a table of the operational database; migrations are compared with these."""

from store import artefacts, deliveries, jobs, mine, signals, views

__all__ = ["artefacts", "deliveries", "jobs", "mine", "signals", "views"]
__all__ = ["artefacts", "deliveries", "jobs", "signals", "views"]
from store import artefacts, deliveries, jobs, schedules, views

__all__ = ["artefacts", "deliveries", "jobs", "schedules", "views"]
from store import artefacts, deliveries, jobs, schedules, signals, views

__all__ = ["artefacts", "deliveries", "jobs", "schedules", "signals", "views"]
