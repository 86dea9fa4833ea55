"""The kinds of work that there are: a name and a function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jobs.progress import Progress

#: Takes the parameters of one job and tells its progress; the result must be JSON.
Run = Callable[[Mapping[str, Any], Progress], Any]


class JobFailed(RuntimeError):
    """Raised by the function of a kind: the job ends as failed, with this message (Chinese)."""


@dataclass(frozen=True)
class Kind:
    """Work of one kind. ``retries`` more attempts follow a failure, ``delay`` seconds after it."""

    name: str
    run: Run
    retries: int = 0
    delay: float = 10.0


#: By name, filled as the modules that declare kinds are imported.
KINDS: dict[str, Kind] = {}


def kind(name: str, *, retries: int = 0, delay: float = 10.0) -> Callable[[Run], Run]:
    """Declare the function under it as the work of a kind; raises ``ValueError`` for a name taken."""

    def declare(run: Run) -> Run:
        if name in KINDS:
            raise ValueError(f"任务类型 {name} 已经声明过")
        KINDS[name] = Kind(name, run, retries, delay)
        return run

    return declare
