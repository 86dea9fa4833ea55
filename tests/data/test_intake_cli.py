"""The commands: what they print and how they end, in a bare Flask application."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from data import catalogue
from data.settings import ROOT, Settings
from demo import ensure
from demo.cli import demo_command
from intake.cli import data_cli
from tests.support import importer
from tests.support.processes import free_port
from tests.support.small import write_delivery_from_rows

Run = Callable[..., Result]

PERSON = {"id": "p1", "name": "王一", "is_academician": False}


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``flask data …`` on the database of ``settings``."""
    for name, value in importer.environment(settings).items():
        monkeypatch.setenv(name, value)
    app = Flask("tests", root_path=str(ROOT))
    data_cli.add_command(demo_command)
    app.cli.add_command(data_cli)
    return lambda *words: app.test_cli_runner().invoke(args=["data", *map(str, words)])


def test_import_versions_rollback(run: Run, folder: Path) -> None:
    result = run("versions")
    assert result.exit_code == 4
    assert result.stderr.startswith("还没有任何发布版本：请先导入数据")
    write_delivery_from_rows(folder, {"person": [PERSON]}, title="第一份")
    result = run("import", folder)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("已发布版本 000001：")
    assert "0% 读取" in result.stderr
    assert run("import", folder).exit_code == 0
    assert [line[:23] for line in run("versions").stdout.splitlines()] == [
        "* 000002  截至 2022-12-30",
        "  000001  截至 2022-12-30",
    ]
    assert run("rollback", "000001").stdout == "当前版本 000001，截至 2022-12-30\n"
    assert [line[0] for line in run("versions").stdout.splitlines()] == [" ", "*"]
    result = run("rollback", "000009")
    assert (result.exit_code, result.stderr) == (1, "版本 000009 不在保留的版本中\n")


def test_refused_and_busy(run: Run, settings: Settings, folder: Path, tmp_path: Path) -> None:
    wrong = write_delivery_from_rows(tmp_path / "wrong", {"person": [PERSON | {"birth_year": "?"}]})
    result = run("import", wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-2:] == [
        "未导入：发现 1 处问题",
        "person.csv 第 2 行，列 birth_year（出生年）：值“?”不是可用的整数；应为整数",
    ]
    write_delivery_from_rows(folder, {"person": [PERSON]})
    process = importer.start(settings, folder, stop="校验引用关系")
    importer.wait_for(process, "校验引用关系")
    result = run("import", folder, "--wait", "0.3")
    assert (result.exit_code, "另一次导入正在进行" in result.stderr) == (3, True)
    importer.kill(process)


def test_demo_does_not_replace_real_data(run: Run, folder: Path) -> None:
    write_delivery_from_rows(folder, {"person": [PERSON]})
    assert run("import", folder).exit_code == 0
    result = run("demo")
    assert result.exit_code == 1
    assert result.stderr == "当前版本 000001 是正式数据；确要换成演示数据，请加 --yes\n"


def test_server_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = sa.URL.create("postgresql+psycopg", "postgres", host="127.0.0.1", port=free_port(), database="x")
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    monkeypatch.setenv("COCKPIT_DATABASE_URL", url.render_as_string())
    folder = write_delivery_from_rows(tmp_path / "delivery", {"person": [PERSON]})
    result = Flask("tests", root_path=str(ROOT)).test_cli_runner().invoke(data_cli, ["import", str(folder)])
    assert (result.exit_code, "数据库服务器连接不上" in result.stderr) == (4, True)
    assert ensure.main() == 4


def test_ensure_is_quick_when_there_is_data(run: Run, settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(folder, {"person": [PERSON]}, title="第一份")
    assert run("import", folder).exit_code == 0
    command = [sys.executable, "-X", "importtime", "-m", "demo.ensure"]
    done = subprocess.run(
        command, cwd=ROOT, env=importer.environment(settings), capture_output=True, text=True, check=True
    )
    assert done.stdout == "当前版本 000001：第一份，数据截至 2022-12-30\n"
    assert not [name for name in ("pandas", "numpy", "flask", "dash") if f" {name}\n" in done.stderr]


CHECKS = """
from data.schema import delivery_tables
from intake.checks import row_checks
for table in delivery_tables():
    for check in row_checks(table, tuple(table.columns.keys())):
        print(table.name, check.column.name, check.wrong, check.expected)
"""


def test_the_checks_do_not_depend_on_who_was_imported(tmp_path: Path) -> None:
    def checks(room: str) -> list[str]:
        command = [sys.executable, "-c", f"import {room}\n{CHECKS}"]
        own = importer.environment(Settings(home=tmp_path))
        done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=True)
        return sorted(done.stdout.splitlines())

    alone = checks("demo.cli")
    assert alone == checks("app")
    assert [line for line in alone if "indicator_code" in line and "指标目录中的代码" in line]


def test_catalogue_is_up_to_date() -> None:
    assert catalogue.is_up_to_date(), "docs/data-catalogue.md：请运行 make docs"


def test_catalogue_command(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(catalogue, "PATH", tmp_path / "docs" / "catalogue.md")
    assert run("catalogue", "--check").exit_code == 1
    assert run("catalogue").exit_code == 0
    assert run("catalogue", "--check").exit_code == 0
    text = (tmp_path / "docs" / "catalogue.md").read_text("utf-8")
    assert "| `mobile` | 手机 | 文字 |  |  | 表头也可写作手机号、" in text
    assert "| `type_code` | 组织类型 | 文字 | 是 | [org_type](#org_type) | 表头也可写作类型、" in text
