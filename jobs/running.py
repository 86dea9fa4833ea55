"""One job from the moment it is taken to its end."""

from __future__ import annotations

import logging
import time
from typing import Any

import sqlalchemy as sa
from huey.exceptions import RetryTask

from jobs.kinds import KINDS, JobFailed, Kind
from jobs.progress import JobCancelled, Progress
from store import Store, StoreUnavailable
from store.base import now
from store.jobs import job

log = logging.getLogger(__name__)

#: The end of a job is written even if the store is away for a while: so many tries, a second apart.
_TRIES = 30
_BROKE = "程序出错，详情见服务日志"

#: The process that takes jobs here; None in one that only asks for them.
_worker: str | None = None


def work_as(worker: str) -> None:
    """Take jobs in this process from now on, under the name of a registered worker."""
    global _worker
    _worker = worker


def run(store: Store, id: str) -> None:
    """Do one job, if it still waits: the queue may hold it twice, or after it was cancelled.

    Raises huey's ``RetryTask`` where another attempt is to follow.
    """
    taken = _take(store, id)
    if taken is None:
        return
    kind = KINDS.get(taken["kind"])
    if kind is None:
        _end(store, id, state="failed", error=f"后台处理程序不认识“{taken['kind']}”：它的版本可能较旧")
        return
    try:
        result = kind.run(taken["params"], Progress(store, id))
    except JobCancelled:
        _end(store, id, state="cancelled")
    except JobFailed as error:
        _failed(store, id, kind, taken, str(error))
    except StoreUnavailable as error:
        log.exception("任务 %s（%s）没有存下来", id, kind.name)
        _failed(store, id, kind, taken, str(error))
    except Exception:
        log.exception("任务 %s（%s）出错", id, kind.name)
        _failed(store, id, kind, taken, _BROKE)
    else:
        _end(store, id, state="done", share=1.0, result=result)


def _take(store: Store, id: str) -> sa.RowMapping | None:
    waits = sa.and_(job.c.id == id, job.c.state == "queued")
    values = {"state": "running", "worker": _worker, "started_at": now(), "attempts": job.c.attempts + 1}
    take = sa.update(job).where(waits).values(values).returning(job.c.kind, job.c.params, job.c.attempts)
    with store.write() as connection:
        return connection.execute(take).mappings().one_or_none()


def _failed(store: Store, id: str, kind: Kind, taken: sa.RowMapping, error: str) -> None:
    if taken["attempts"] > kind.retries:
        _end(store, id, state="failed", error=error)
        return
    _end(store, id, state="queued", error=error, finished_at=None, worker=None)
    raise RetryTask(delay=kind.delay)


def _end(store: Store, id: str, **values: Any) -> None:
    """Note the end; of a job that was given up meanwhile, what was said then stays."""
    change = sa.update(job).where(job.c.id == id, job.c.state == "running")
    change = change.values({"finished_at": now()} | values)
    for left in reversed(range(_TRIES)):
        try:
            with store.write() as connection:
                connection.execute(change)
            return
        except StoreUnavailable:
            log.exception("任务 %s 的结果未能写入，还将尝试 %d 次", id, left)
            time.sleep(1 if left else 0)
