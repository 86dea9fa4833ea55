"""Kinds of jobs for the tests, and a process that works on them: ``python -m tests.jobs.kinds``."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.settings import Settings
from jobs import JobFailed, Progress, kind
from jobs.consumer import work
from store import StoreUnavailable


@kind("add")
def add(params: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Adds, and says which process did it."""
    progress("计算", 0.5)
    return {"sum": params["a"] + params["b"], "pid": os.getpid()}


@kind("hold")
def hold(params: Mapping[str, Any], progress: Progress) -> str:
    """Goes on until a file appears; tells its progress all the while, or nothing after it is sealed."""
    flag = Path(params["until"])
    if params.get("sealed"):
        progress.seal()
    while not flag.exists():
        progress("等待文件", 0.25)
        time.sleep(0.02)
    return "见到了"


@kind("refuse")
def refuse(params: Mapping[str, Any], progress: Progress) -> None:
    """Cannot be done."""
    raise JobFailed("文件“甲.xlsx”打不开")


@kind("full")
def fill(params: Mapping[str, Any], progress: Progress) -> None:
    """Has no room for what it made."""
    raise StoreUnavailable("归档的文件没有写成（磁盘已满）")


@kind("break")
def break_down(params: Mapping[str, Any], progress: Progress) -> None:
    """Is wrong."""
    raise ZeroDivisionError("secret detail")


@kind("stubborn", retries=2, delay=0.1)
def stubborn(params: Mapping[str, Any], progress: Progress) -> int:
    """Succeeds at the third attempt."""
    tried = Path(params["tried"])
    count = int(tried.read_text()) + 1 if tried.exists() else 1
    tried.write_text(str(count))
    if count < 3:
        raise JobFailed("对方没有应答")
    return count


if __name__ == "__main__":
    work(Settings.from_env())
