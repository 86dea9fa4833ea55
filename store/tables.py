"""Every module that declares a table of the operational database; migrations are compared with these."""

from store import deliveries, jobs, views

__all__ = ["deliveries", "jobs", "views"]
