"""``python -m tests.support.reader THREADS``: reads the current version until stdin closes.

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

import sqlalchemy as sa

from data.engine import Database, open_database
from data.settings import ROOT, Settings
from data.tables.governance import publication
from data.tables.people import person
from tests.support.importer import environment


def start(settings: Settings, threads: int) -> subprocess.Popen[str]:
    """Start a reading process."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.reader", str(threads)],
        cwd=ROOT,
        env=environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def read_once(database: Database) -> str:
    """Read the current version and check it; return it."""
    version = database.current().version
    with database.connect(version) as connection:
        newest = connection.execute(sa.select(sa.func.max(publication.c.version))).scalar()
        persons = connection.execute(sa.select(sa.func.count()).select_from(person)).scalar()
    assert (newest, persons) == (version, int(version)), (version, newest, persons)
    return version


def main() -> None:
    """Read until stdin closes."""
    database = open_database(Settings.from_env())
    done = threading.Event()
    seen: dict[str, float] = {}
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
                seen.setdefault(read_once(database), time.time())
                counts[number] += 1
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")
                time.sleep(0.1)

    return work


if __name__ == "__main__":
    main()
