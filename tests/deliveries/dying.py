"""A process that does one thing and dies before its n-th step; run by ``Mortal``, a child for each thing.

A step is what outlives a process: a transaction, a file opened to be written, renamed or removed, a job
handed to the queue.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

import worker
from data.settings import ROOT, Settings
from jobs import workers
from jobs.consumer import queue_again
from jobs.queue import Queue, open_queue
from jobs.running import run, work_as
from store import open_store
from store.jobs import job
from tests.support.server import environment

DIED = 137
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")

#: How often a job tells how far it is depends on the machine.
_PROGRESS = "UPDATE job SET phase"


class Steps:
    """Counts steps below the home, and ends the process before one of them."""

    def __init__(self, home: str, last: int | None, kinds: tuple[str, ...]) -> None:
        self.home, self.last, self.kinds, self.names = home, last, kinds, list[str]()

    def watch(self) -> None:
        """Begin to count."""
        put = Queue.put

        def noted(queue: Queue, id: str) -> None:
            self.step("queue")
            put(queue, id)

        Queue.put = noted  # type: ignore[method-assign, assignment]
        sa.event.listen(sa.Engine, "before_cursor_execute", self._executed)
        sa.event.listen(sa.Engine, "commit", self._committed)
        sys.addaudithook(self._heard)

    def step(self, name: str) -> None:
        """One more, if such steps count; the end, if it is that one."""
        if not name.startswith(self.kinds):
            return
        if len(self.names) == self.last:
            os._exit(DIED)
        self.names.append(name)

    def _executed(self, connection: sa.Connection, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            connection.info["what"] = "progress" if statement.startswith(_PROGRESS) else "commit"

    def _committed(self, connection: sa.Connection) -> None:
        self.step(connection.info.pop("what", "read"))

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str) and given[2] & (os.O_WRONLY | os.O_RDWR):
            if given[0].startswith(self.home) and not given[0].endswith(".lock"):
                self.step(f"open {os.path.basename(given[0])}")
        elif event == "os.mkdir" and os.path.exists(given[0]):
            return
        elif event in _CHANGES and str(given[0]).startswith(self.home):
            self.step(f"{event} {os.path.basename(str(given[0]))}")


class Mortal:
    """What a server and a worker do, in processes that can be made to die."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(
        self, what: str, last: int | None = None, kinds: Sequence[str] = ("",), **given: Any
    ) -> Mapping[str, Any]:
        """Have a child do it; ``died``, the ``steps`` until then, the ``answer`` of the server."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"what": what, "last": last, "kinds": kinds, **given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the process is gone"
        told: dict[str, Any] = json.loads(line)
        assert told["code"] in (0, DIED), told
        return told


@contextmanager
def mortal(settings: Settings) -> Iterator[Mortal]:
    """A process over a home whose children die."""
    command = [sys.executable, "-m", "tests.deliveries.dying"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Mortal(process)
        finally:
            process.kill()


def work(settings: Settings, steps: Steps | None = None) -> None:
    """As a worker that starts: put in order what others left, then do what waits."""
    worker.load_kinds()
    worker.settle(settings)
    store = open_store(settings)
    work_as(me := workers.register(store))
    workers.give_up(store)
    queue_again(store, open_queue(settings))
    with store.read() as connection:
        waiting = [id for (id,) in connection.execute(sa.select(job.c.id).where(job.c.state == "queued"))]
    if steps:
        steps.watch()
    for id in waiting:
        run(store, id)
    workers.leave(store, me)


def _serve(given: Mapping[str, Any], steps: Steps) -> str:
    """As a server that a clerk's page asks for something."""
    from app import server

    client = server.test_client()
    headers = {"X-Cockpit-Token": client.get("/intake/token").get_json()["token"]}
    data = dict(given.get("form", {}))
    if given["what"] == "/deliveries":
        data["files"] = [(io.BytesIO(text.encode()), name) for name, text in given["files"].items()]
    steps.watch()
    answer = client.post(f"/intake{given['what']}", data=data, headers=headers)
    return str(answer.text)


def _child(given: Mapping[str, Any], out: int) -> None:
    settings = Settings.from_env()
    steps = Steps(str(settings.home), given["last"], tuple(given["kinds"]))
    answer = "" if given["what"] == "work" else _serve(given, steps)
    if given["what"] == "work":
        work(settings, steps)
    with os.fdopen(out, "w") as told:
        json.dump({"steps": steps.names, "answer": answer}, told)
    os._exit(0)


def _main() -> None:
    import app

    worker.load_kinds()

    assert app.server
    for line in sys.stdin:
        given = json.loads(line)
        here, there = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(here)
            try:
                _child(given, there)
            finally:
                os._exit(1)
        os.close(there)
        with os.fdopen(here) as said:
            text = said.read()
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        told = json.loads(text) if text else {"steps": [], "answer": ""}
        print(json.dumps({"code": code, "died": code == DIED, **told}), flush=True)


if __name__ == "__main__":
    _main()
