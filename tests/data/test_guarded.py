"""Threads that go on whatever happens, and logs that stay short."""

from __future__ import annotations

import logging

import pytest

from data.guarded import Guard


def test_an_error_ends_no_loop_and_is_told_once_a_kind(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard("整理", logging.getLogger("guarded"))
    for step in range(200):
        with guard.step():
            if step % 2:
                raise OSError(28, "No space left on device")
            raise ValueError(step)
    told = [record for record in caplog.records if record.exc_info]
    assert [type(record.exc_info[1]).__name__ for record in told if record.exc_info] == [
        "ValueError",
        "OSError",
    ]
    assert len(caplog.records) == 2


def test_recovery_is_told_and_the_number_of_what_was_kept_quiet(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = Guard("整理", logging.getLogger("guarded"))

    def fail() -> None:
        with guard.step():
            raise OSError("gone")

    for _ in range(5):
        fail()
    with guard.step():
        pass
    with guard.step():
        pass
    monkeypatch.setattr("data.guarded.AGAIN_SECONDS", 0.0)
    fail()
    words = [record.getMessage() for record in caplog.records]
    assert words == ["整理：出错，继续运行", "整理：恢复正常", "整理：同一错误又出现 4 次：gone"]


def test_the_end_of_the_process_is_no_error() -> None:
    with pytest.raises(KeyboardInterrupt), Guard("整理", logging.getLogger("guarded")).step():
        raise KeyboardInterrupt
