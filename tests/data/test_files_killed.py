"""kill -9 and a full disk while files come in: the old version serves, and the next import works."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data.settings import ROOT
from intake import Options, import_files
from tests.conftest import ENGINES, NewSettings
from tests.support import importer
from tests.support.files import START, rows

Publish = Callable[..., str]

STEPS = {
    "duckdb": ("读取 人员.csv", "校验 人员", "校验引用关系", "建库 person", "写盘", "发布"),
    "postgresql": ("读取 人员.csv", "校验 人员", "校验引用关系", "建库 person", "发布"),
}
COUNT = 20_000


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty thousand persons, the last of them without a name."""
    lines = ["人员编号,姓名,院士", *(f"q{n},王{n},否" for n in range(COUNT)), "r,,否"]
    path = tmp_path_factory.mktemp("people") / "人员.csv"
    path.write_text("\n".join(lines), "gb18030")
    return path


@pytest.mark.parametrize("engine", ENGINES)
def test_killed_at_every_step(engine: str, new_settings: NewSettings, publish: Publish, people: Path) -> None:
    """Each import after a killed one comes further; one killed at its very end has published."""
    with new_settings(engine) as settings:
        publish(settings, START)
        for step in STEPS[engine]:
            process = importer.start(settings, people, stop=step)
            importer.wait_for(process, step)
            importer.kill(process)
            assert [r["id"] for r in rows(settings, "person")] == ["p1"], step
            assert rows(settings, "delivery") == [], step
        process = importer.start(settings, people, stop="完成")
        importer.wait_for(process, "完成")
        importer.kill(process)
        assert len(rows(settings, "person")) == COUNT + 1
        again = import_files([people], settings, Options())
        assert (again.version, again.remarks[0].split("（")[0]) == (None, "人员.csv：已导入")


@pytest.mark.parametrize(("engine", "kilobytes"), [("duckdb", 200), ("duckdb", 1200), ("postgresql", 200)])
def test_no_room(
    engine: str, kilobytes: int, new_settings: NewSettings, publish: Publish, people: Path
) -> None:
    """A limit on the size of files stands in for a full disk."""
    with new_settings(engine) as settings:
        publish(settings, START)
        folder = settings.home / "unified"
        files = sorted(p.name for p in folder.iterdir())
        done = subprocess.run(
            ["bash", "-c", f'ulimit -f {kilobytes} && exec "$0" -m tests.support.importer "$1" ""',
             sys.executable, str(people)],
            cwd=ROOT, env=importer.environment(settings), capture_output=True, text=True,
        )  # fmt: skip
        assert "导入中断，数据库未改变：" in done.stderr.splitlines()[-1], done.stderr
        assert [r["id"] for r in rows(settings, "person")] == ["p1"]
        assert sorted(p.name for p in folder.iterdir()) == files
