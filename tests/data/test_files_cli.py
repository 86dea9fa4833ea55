"""``data import``, ``check``, ``template`` and ``refused`` as a clerk or a script uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from data.engine import Database, open_database
from data.settings import ROOT, Settings
from data.tables.people import membership
from intake import ImportRefused, import_cli, import_files
from intake.cli import data_cli
from intake.merge.options import Figures, Measure, Options
from intake.merge.parts import find_files, open_parts
from intake.report import Findings
from intake.sheets.labels import sheet_tables
from queries.movement import figures
from tests.support import importer
from tests.support.small import publish, write_delivery_from_rows
from tests.support.world import AS_OF, world

Run = Callable[..., Result]

MB = 1 << 20
HEADER = "人员编号,姓名,院士\n"


@pytest.fixture
def run(duckdb_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``flask data …`` in an application that measures one figure, over the small world."""
    return commands(duckdb_settings, monkeypatch, memberships)


def commands(settings: Settings, monkeypatch: pytest.MonkeyPatch, measure: Measure) -> Run:
    """The command line on the small world, in an application that measures by ``measure``."""
    for name, value in importer.environment(settings).items():
        monkeypatch.setenv(name, value)
    app = Flask("tests", root_path=str(ROOT))
    app.cli.add_command(data_cli)
    monkeypatch.setattr(import_cli, "figures", measure)
    publish(settings, world(), business_date=AS_OF)
    return lambda *words: app.test_cli_runner().invoke(args=["data", *map(str, words)])


def memberships(database: Database, version: str, day: date) -> Figures:
    """One figure that is quickly measured."""
    with database.connect(version) as connection:
        found = connection.execute(sa.select(sa.func.count()).select_from(membership)).scalar_one()
    return {"RC02": ("个人会籍", found, "人次")}


def current(settings: Settings) -> str:
    with closing(open_database(settings)) as database:
        return database.current().version


def people(folder: Path, name: str, lines: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEADER + lines, "utf-8")
    return folder / name


def test_import_and_again(run: Run, duckdb_settings: Settings, folder: Path) -> None:
    path = people(folder, "人员.csv", "q1,钱一,否\nq2,孙二,是\n")
    result = run("check", path, "--as-of", AS_OF)
    assert result.exit_code == 0, result.output
    assert "人员：收到 2 行，新增 2，" in result.stdout
    assert "没有发布" in result.stdout
    assert current(duckdb_settings) == "000001"
    result = run("import", path, "--as-of", AS_OF, "--by", "赵六")
    assert result.exit_code == 0, result.output
    assert "已发布版本 000002，截至 2022-12-30" in result.stdout
    assert "0% 读取 人员.csv" in result.stderr
    again = run("import", path)
    assert (again.exit_code, "没有变化，没有发布" in again.stdout) == (0, True)
    assert "人员：没有登记的数据来源，这份交付没有记入台账" in again.stdout
    assert current(duckdb_settings) == "000002"


@pytest.fixture
def members(folder: Path) -> Path:
    """Forty persons, and their memberships of a society of the small world."""
    society = next(str(o["id"]) for o in world()["organisation"] if o["type_code"] == "society")
    people(folder, "人员.csv", "\n".join(f"q{n},某{n},否" for n in range(40)))
    lines = "\n".join(f"{society},q{n},2022-01-01" for n in range(40))
    (folder / "个人会籍.csv").write_text(f"学会,会员,入会日期\n{lines}\n", "utf-8")
    return folder


def test_indicators_that_move_too_far_are_asked_about(
    run: Run, duckdb_settings: Settings, members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COCKPIT_INTAKE_MOVEMENT", "1")
    result = run("import", members, "--as-of", AS_OF)
    assert result.exit_code == 5, result.output
    assert (
        "请核对：1 个指标变动超过 1%：个人会籍\n1 项变化超过限度，没有发布；确认无误请加 --yes"
        in result.stderr
    )
    assert current(duckdb_settings) == "000001"
    done = run("import", members, "--as-of", AS_OF, "--yes")
    assert (done.exit_code, current(duckdb_settings)) == (0, "000002")


def test_every_indicator_is_looked_at(
    duckdb_settings: Settings, members: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = commands(duckdb_settings, monkeypatch, figures)("import", members, "--as-of", AS_OF, "--dry-run")
    assert (result.exit_code, current(duckdb_settings)) == (0, "000001")
    (told,) = (line for line in result.stdout.splitlines() if line.startswith("指标 RC01 个人会员："))
    before, after = (int(n.replace(",", "")) for n in re.findall(r"[\d,]+(?= →| 人)", told))
    assert after - before == 40


def test_refused_rows_come_out_as_a_spreadsheet(run: Run, duckdb_settings: Settings, folder: Path) -> None:
    good = "\n".join(f"q{n},某{n},否" for n in range(30))
    path = people(folder, "人员.csv", f"{good}\nr1,,否\n")
    result = run("import", path, "--as-of", AS_OF, "--yes")
    assert result.exit_code == 6, result.output
    assert "拒收：人员.csv 第 32 行，列 name（姓名）：必填的值为空；应为姓名" in result.stderr
    target = folder / "拒收.xlsx"
    # Persons have no source in the small world, so the spreadsheet is all there is.
    kept = run("refused", "V000002-001", "--into", target)
    assert kept.exit_code == 1
    assert "没有保留的拒收行：V000002-001" in kept.stderr
    assert run("refused", "--into", target).stderr.endswith("没有保留的拒收行\n")


def test_refused_rows_of_a_source_are_kept(duckdb_settings: Settings, run: Run, folder: Path) -> None:
    path = folder / "组织.csv"
    folder.mkdir()
    lines = "\n".join(f"x{n},学会{n},society,2022-01-01" for n in range(30))
    path.write_text(f"编号,名称,组织类型,入库日期\n{lines}\ny,学会,行星,2022-01-01\n", "utf-8")
    assert run("import", path, "--as-of", AS_OF, "--yes", "--source", "SR1").exit_code == 6
    target = folder / "拒收.xlsx"
    kept = run("refused", "V000002-001", "--into", target)
    assert (kept.exit_code, kept.stdout) == (0, f"已写出 1 行：{target}\n")
    page = load_workbook(target).worksheets[0]
    assert [c.value for c in page[1]] == ["编号", "名称", "组织类型", "入库日期", "拒收原因"]
    assert [c.value for c in page[2]][:4] == ["y", "学会", "行星", "2022-01-01"]
    assert str(page.cell(2, 5).value).startswith("组织类型：值“行星”不在 org_type")
    with pytest.raises(ImportRefused, match=r"拒收\.xlsx“组织” 的 1 行中有 1 行被拒收，超过来源的上限 5%"):
        import_files([target], duckdb_settings, Options())


def test_check_and_options_of_whole_deliveries(run: Run, duckdb_settings: Settings, folder: Path) -> None:
    whole = write_delivery_from_rows(folder, {"platform": []}, reference=False)
    result = run("import", whole, "--again")
    assert (result.exit_code, "整套替换，不用这些选项：again" in result.stderr) == (1, True)
    (whole / "platform.csv").write_text("code,name,sort\nx,某,1\n", "utf-8")
    result = run("check", whole)
    assert (result.exit_code, "在本次交付的 platform.csv 中已没有" in result.stderr) == (2, True)
    person = write_delivery_from_rows(folder / "p", {"person": world()["person"]}, reference=False)
    result = run("check", person)
    assert (result.exit_code, result.stdout) == (0, f"校验通过：1 个表，{len(world()['person'])} 行\n")
    result = run("import", person, "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "只比较，没有发布\n")
    nobody = write_delivery_from_rows(folder / "m", {"membership": []}, reference=False)
    result = run("import", nobody)
    assert (result.exit_code, "指标 RC02 个人会籍：" in result.stdout) == (5, True)
    assert "确认无误请加 --yes" in result.stderr
    assert current(duckdb_settings) == "000001"
    assert run("import", nobody, "--yes").exit_code == 0
    assert current(duckdb_settings) == "000002"


def test_templates_of_every_table_come_back(run: Run, tmp_path: Path) -> None:
    result = run("template", "--into", tmp_path)
    assert result.exit_code == 0, result.output
    assert {p.stem for p in tmp_path.glob("*.xlsx")} == {t.info["zh"] for t in sheet_tables()}
    findings = Findings()
    parts, remarks = open_parts(find_files([tmp_path], MB, findings), Options(), findings)
    assert findings.total == 0
    assert {p.table.name for p in parts} == {t.name for t in sheet_tables()}
    assert {len(p.header.columns) for p in parts if p.header.unknown} == set()
    assert not [r for r in remarks if "没有这些列" in r]


def test_a_filled_template_goes_in(run: Run, duckdb_settings: Settings, tmp_path: Path) -> None:
    assert run("template", "人员", "--into", tmp_path).exit_code == 0
    assert run("template", "没有", "--into", tmp_path).exit_code == 1
    book = load_workbook(tmp_path / "人员.xlsx")
    assert book.sheetnames == ["填写说明", "人员", "代码表"]
    page = book["人员"]
    labels = [str(c.value) for c in page[1]]
    assert labels[:3] == ["人员编号*", "姓名*", "性别"]
    lists = {
        str(c.value): [r.value for r in column[1:] if r.value]
        for column in book["代码表"].columns
        for c in column[:1]
    }
    assert lists["院士"] == ["是", "否"]
    assert "海淀区" in lists["所在区"]
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert len(rules) == len(lists)
    values = {"人员编号*": "q1", "姓名*": "钱一", "院士*": "是", "所在区": "海淀区", "操作": "新增"}
    for label, value in values.items():
        page.cell(2, labels.index(label) + 1).value = value
    book.save(tmp_path / "人员.xlsx")
    report = import_files([tmp_path / "人员.xlsx"], duckdb_settings, Options())
    assert [(c.table, c.added) for c in report.changes] == [("person", 1)]
