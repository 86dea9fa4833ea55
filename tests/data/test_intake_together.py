"""Imports and readers at the same time: one import at a time, no reader ever disturbed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data.settings import Settings
from intake import ImportBusy, Options, import_delivery, import_files
from tests.support import importer, reader
from tests.support.files import csv
from tests.support.small import write_delivery_from_rows

Publish = Callable[..., str]


def people(number: int) -> dict[str, list[dict[str, object]]]:
    return {"person": [{"id": f"p{n}", "name": f"王{n}", "is_academician": False} for n in range(number)]}


def test_second_import_says_who_imports(settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(folder, people(1), title="第一份")
    process = importer.start(settings, folder, stop="校验引用关系")
    importer.wait_for(process, "校验引用关系")
    told: list[str] = []
    with pytest.raises(ImportBusy, match=rf"另一次导入正在进行（“第一份”，进程 {process.pid}@.*已等待 1 秒"):
        import_delivery(folder, settings, lambda what, share: told.append(what), wait=1)
    assert any(what.startswith("等待另一次导入结束（“第一份”") for what in told)
    importer.kill(process)
    assert import_delivery(folder, settings, wait=5).version == "000001"


def test_second_import_from_another_machine(
    postgresql_settings: Settings, folder: Path, tmp_path: Path
) -> None:
    elsewhere = replace(postgresql_settings, home=tmp_path / "elsewhere")
    write_delivery_from_rows(folder, people(1), title="第一份")
    process = importer.start(postgresql_settings, folder, stop="建库 person")
    importer.wait_for(process, "建库 person")
    with pytest.raises(ImportBusy, match=f"另一次导入正在进行（cockpit-import {process.pid}@"):
        import_delivery(folder, elsewhere, wait=0.5)
    importer.kill(process)
    assert import_delivery(folder, elsewhere, wait=10).version == "000001"


def test_second_import_waits_its_turn(settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(folder, people(1))
    processes = [importer.start(settings, folder) for _ in range(3)]
    for process in processes:
        process.communicate(timeout=60)
    assert [p.returncode for p in processes] == [0, 0, 0]
    assert import_delivery(folder, settings).version == "000004"


def test_readers_through_publications(settings: Settings, publish: Publish, folder: Path) -> None:
    """Whole deliveries and loose files by turns: every reader sees each version, and each one whole."""
    few = replace(settings, keep_versions=3)
    publish(few, people(1))
    readers = [reader.start(few, threads=3) for _ in range(3)]
    published: dict[str, float] = {}
    for number in range(2, 6):
        if number % 2:
            version = publish(few, people(number), reference=False)
        else:
            path = csv(folder, f"人员{number}.csv", "人员编号,姓名,院士", f"p{number - 1},王,否")
            version = str(import_files([path], few, Options()).version)
        published[version] = time.time()
        for process in readers:
            reader.wait_for(process, version)
    answers = [reader.answer(process) for process in readers]
    assert [answer["errors"] for answer in answers] == [[], [], []]
    assert min(answer["queries"] for answer in answers) > 50
    for answer in answers:
        assert answer["seen"].pop("000001")
        assert list(answer["seen"]) == list(published)
        late = {v: moment - published[v] for v, moment in answer["seen"].items()}
        assert max(late.values()) < 5, late
