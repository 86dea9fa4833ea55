"""A job's work called by a test, without the job."""

from __future__ import annotations

from jobs.progress import Progress


class Silent(Progress):
    """Progress of a job that no process has taken, which nobody asks for and nobody calls off."""

    def __init__(self, job: str) -> None:
        self._id = job

    def __call__(self, what: str, share: float) -> None:
        """Tell nobody."""

    def seal(self) -> None:
        """Never called off."""
