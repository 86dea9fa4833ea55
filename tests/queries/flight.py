"""Callers in processes of their own, for the single-flight tests."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from data.settings import Settings
from queries.cache import AnswerCache

QUESTION = {"code": "ZZ01"}


def compute(log: Path) -> int:
    """Note the computation in ``log`` and take long enough for every other caller to come."""
    with log.open("a", encoding="utf-8") as out:
        out.write(f"{os.getpid()}\n")
    hashlib.pbkdf2_hmac("sha256", b"work", b"salt", 400_000)
    return 42


def ask_together(settings: Settings, log: Path, threads: int, together: Any) -> list[int]:
    """Answers that ``threads`` callers of one process got, all asking at once."""
    answers = AnswerCache(settings)
    here = Barrier(threads)

    def ask(number: int) -> int:
        here.wait()
        if number == 0:
            together.wait()
        here.wait()
        answer: int = answers.get_or_compute("000001", "answer", QUESTION, lambda: compute(log))
        return answer

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(ask, range(threads)))


def run(settings: Settings, log: Path, threads: int, together: Any, results: Any) -> None:
    """The body of a process: ask, and hand back the answers."""
    results.put(ask_together(settings, log, threads, together))
