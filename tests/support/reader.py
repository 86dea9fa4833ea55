"""``python -m tests.support.reader THREADS``: reads the current version until stdin closes.

Prints ``ready`` once it has read the first time, and each version when it is first current.

Every read checks that the connection sees exactly the version it asked for: the newest row of
``publication``, and as many persons as that version number. Prints one JSON object at the end:
``queries``, ``errors`` (texts) and ``seen`` (version to the first moment it was current).
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from data.engine import Database, open_database
from data.settings import ROOT, Settings
from data.tables.governance import publication
from data.tables.people import person
from tests.support.importer import environment


def start(settings: Settings, threads: int) -> subprocess.Popen[str]:
    """Start a reading process; return when it reads."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.reader", str(threads)],
        cwd=ROOT,
        env=environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    wait_for(process, "ready")
    return process


def wait_for(process: subprocess.Popen[str], version: str) -> None:
    """Return when a reading process has come to ``version``, or is ``ready``."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == version:
            return
    raise AssertionError(f"{version} 没有出现")


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    """End a reading process; what it prints at the end."""
    told: dict[str, Any] = json.loads(process.communicate(timeout=60)[0].splitlines()[-1])
    return told


def read_once(database: Database, seen: dict[str, float]) -> None:
    """Read the current version and check it; note when it was first current."""
    version = database.current().version
    if version not in seen:
        seen[version] = time.time()
        print(version, flush=True)
    with database.connect(version) as connection:
        newest = connection.execute(sa.select(sa.func.max(publication.c.version))).scalar()
        persons = connection.execute(sa.select(sa.func.count()).select_from(person)).scalar()
    assert (newest, persons) == (version, int(version)), (version, newest, persons)


def main() -> None:
    """Read until stdin closes."""
    database = open_database(Settings.from_env())
    done = threading.Event()
    seen: dict[str, float] = {}
    read_once(database, seen)
    print("ready", flush=True)
    errors: list[str] = []
    counts = [0] * int(sys.argv[1])
    workers = [
        threading.Thread(target=_work(database, done, seen, errors, counts, n)) for n in range(len(counts))
    ]
    for worker in workers:
        worker.start()
    sys.stdin.read()
    done.set()
    for worker in workers:
        worker.join()
    print(json.dumps({"queries": sum(counts), "errors": errors, "seen": seen}))


def _work(
    database: Database,
    done: threading.Event,
    seen: dict[str, float],
    errors: list[str],
    counts: list[int],
    number: int,
) -> Callable[[], None]:
    def work() -> None:
        while not done.is_set():
            try:
                read_once(database, seen)
                counts[number] += 1
                # Leave processor time to the import that this test is about.
                time.sleep(0.05)
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")
                time.sleep(0.1)

    return work


if __name__ == "__main__":
    main()
