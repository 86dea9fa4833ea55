"""How far a job is, told to the operational database; and where the wish to cancel is heard."""

from __future__ import annotations

import logging
from time import monotonic

import sqlalchemy as sa

from store import Store, StoreUnavailable
from store.jobs import job

log = logging.getLogger(__name__)

#: Seconds between two notes of progress; work may tell far more often.
EVERY = 0.3


class JobCancelled(Exception):
    """Raised out of ``Progress`` into the work: somebody does not want it any more."""


class Progress:
    """Told what is being done (Chinese) and the share of the whole done so far (0 to 1).

    Raises ``JobCancelled`` once the job is cancelled, or was given up because its process seemed
    dead; not after ``seal``, which work calls before what cannot be taken back.
    """

    def __init__(self, store: Store, id: str) -> None:
        self._store, self._id = store, id
        self._told = float("-inf")
        self._sealed = False

    @property
    def job(self) -> str:
        """The job that this is the progress of."""
        return self._id

    def __call__(self, what: str, share: float) -> None:
        if monotonic() - self._told >= EVERY:
            self._tell(what, share)

    def seal(self) -> None:
        """From here on the work goes to its end; raises ``JobCancelled`` where that was not wished."""
        if not self._sealed:
            self._tell(None, 0.0)
            self._sealed = True

    def _tell(self, what: str | None, share: float) -> None:
        self._told = monotonic()
        values = {"cancel_asked": job.c.cancel_asked} if what is None else {"phase": what, "share": share}
        here = sa.and_(job.c.id == self._id, job.c.state == "running")
        told = sa.update(job).where(here).values(values).returning(job.c.cancel_asked)
        try:
            with self._store.write() as connection:
                wished = connection.execute(told).scalar()
        except StoreUnavailable:
            # The work matters more than the news of it.
            log.exception("任务 %s 的进度未能写入", self._id)
            return
        if wished is not False and not self._sealed:
            raise JobCancelled
