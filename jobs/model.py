"""A job as every process sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

State = Literal["queued", "running", "done", "failed", "cancelled"]
STATES: Mapping[State, str] = {
    "queued": "等待处理",
    "running": "正在处理",
    "done": "已完成",
    "failed": "未完成",
    "cancelled": "已取消",
}


@dataclass(frozen=True)
class Job:
    """One piece of work. ``share`` is what is done of it, 0 to 1; moments are in Asia/Shanghai.

    ``result`` is what the kind's function returned, ``error`` why it failed, in Chinese.
    """

    id: str
    kind: str
    title: str
    params: Mapping[str, Any]
    asked_by: str
    state: State
    phase: str
    share: float
    attempts: int
    cancel_asked: bool
    result: Any
    error: str
    worker: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing will happen to it any more."""
        return self.state in ("done", "failed", "cancelled")

    @property
    def words(self) -> str:
        """Its state in Chinese."""
        return STATES[self.state]
