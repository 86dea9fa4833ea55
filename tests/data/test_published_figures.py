"""Published figures as a clerk keeps them: by name, with 万 and %, 近 and 多; wrong ones come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import queries  # noqa: F401 - has intake read indicators and conditions
from data.settings import Settings
from data.tables.base import metadata
from intake import ImportRefused, import_files
from intake.templates import write_template
from tests.support.books import Shown, xlsx
from tests.support.files import DAY, START, counts, lenient, rows

Publish = Callable[..., str]

HEAD = [
    "名称",
    "指标名称",
    "口径",
    "公布值",
    "单位",
    "精度",
    "期初",
    "截至日期",
    "出处",
    "原文",
    "备注",
]
FIGURES: list[list[Any]] = [
    ["2022年公布数字"],
    HEAD,
    ["个人会员", "个人会员", "", "10.07万", "人", "四舍五入", "", "2022年12月30日", "年报", "10.07万人", ""],
    ["工科会员", "rc01", "学科类：工科", 39667, "", "精确", "", "2022-12-30", "年报", "", ""],
    ["启用率", "会员管理启用率", "", Shown(0.5, "0%"), "%", "近", "", "2022/12/30", "年报", "", ""],
    ["业务活动", "HD01", "", "400", "项", "多", "2022/1/1", "20221230", "年报", "", ""],
    ["业务活动", "HD01", "", "350", "项", "超过", "2021/1/1", "2021-12-31", "年报", "", ""],
    ["会员次序", "RC01", "学科类=工科＞医科＞理科", "", "", "排序", "", "2022-12-30", "年报", "", ""],
    ["满意度", "无对应指标", "", "98%", "", "约", "", "2022-12-30", "年报", "", "不在本系统统计"],
]


def figures(settings: Settings) -> dict[tuple[str, str], dict[str, object]]:
    return {(str(r["name"]), str(r["as_of"])): r for r in rows(settings, "published_figure")}


def deliver(settings: Settings, folder: Path, name: str, lines: list[list[Any]]) -> tuple[int, ...]:
    report = import_files([xlsx(folder / name, {"公布数字": lines})], settings, DAY)
    return counts(report)["published_figure"]


@pytest.fixture
def started(settings: Settings, publish: Publish) -> Settings:
    publish(settings, {**START, "published_figure": []})
    return settings


def test_figures_go_in_as_clerks_write_them(started: Settings, folder: Path) -> None:
    folder.mkdir()
    assert deliver(started, folder, "公布.xlsx", FIGURES) == (7, 0, 0, 0, 0, 0)
    found = figures(started)
    told = {
        name: (r["indicator_code"], r["condition"], r["value"], r["unit"], r["precision"])
        for (name, day), r in found.items()
        if day == "2022-12-30"
    }
    assert told == {
        "个人会员": ("RC01", None, 100_700, "人", "rounded"),
        "工科会员": ("RC01", "discipline=工科", 39667, None, "exact"),
        "启用率": ("ZZ05", None, 50, "%", "nearly"),
        "业务活动": ("HD01", None, 400, "项", "at_least"),
        "会员次序": ("RC01", "discipline=工科>医科>理科", None, None, "order"),
        "满意度": (None, None, 98, None, "approx"),
    }
    assert found["满意度", "2022-12-30"]["remark"] == "不在本系统统计"
    assert str(found["业务活动", "2022-12-30"]["period_start"]) == "2022-01-01"


def test_a_corrected_figure_replaces_the_one_of_that_name_day_and_source(
    started: Settings, folder: Path
) -> None:
    folder.mkdir()
    deliver(started, folder, "公布.xlsx", FIGURES)
    corrected = [FIGURES[1], [*FIGURES[5][:3], "448", *FIGURES[5][4:5], "精确", *FIGURES[5][6:]]]
    assert deliver(started, folder, "更正.xlsx", corrected) == (0, 1, 0, 0, 0, 0)
    found = figures(started)
    assert len(found) == 7
    assert (found["业务活动", "2022-12-30"]["value"], found["业务活动", "2021-12-31"]["value"]) == (448, 350)


WRONG: list[list[Any]] = [
    ["一", "个人会员数", "", 1, "人", "精确", "", "2022-12-30", "年报", "", ""],
    ["二", "RC01", "省份=北京", 1, "人", "精确", "", "2022-12-30", "年报", "", ""],
    ["三", "RC01", "工科", 1, "人", "精确", "", "2022-12-30", "年报", "", ""],
    ["四", "RC01", "", "近7000", "人", "近", "", "2022-12-30", "年报", "", ""],
    ["五", "RC01", "", 1, "人", "大概", "", "2022-12-30", "年报", "", ""],
    ["六", "RC01", "", 1, "人", "", "", "2022-12-30", "年报", "", ""],
    ["七", "HD01", "", 1, "项", "精确", "2023-01-01", "2022-12-30", "年报", "", ""],
]


def test_wrong_figures_are_refused_with_what_would_be_right(started: Settings, folder: Path) -> None:
    folder.mkdir()
    path = xlsx(folder / "公布.xlsx", {"公布数字": [FIGURES[1], *WRONG]})
    report = import_files([path], lenient(started), DAY)
    assert report.refused_rows == len(WRONG)
    told = [str(p).removeprefix("公布.xlsx“公布数字” 第 ") for p in report.refused]
    expected = [
        ("2 行，列 indicator_code（对应指标）：没有指标“个人会员数”", "RC01 个人会员"),
        ("3 行，列 condition（口径条件）：值“省份=北京”中没有维度“省份”", "省市"),
        ("4 行，列 condition（口径条件）：值“工科”不是口径条件", "学科类=工科"),
        ("5 行，列 value（数值）：值“近7000”不是数字", "“近”“多”“约”填在精度列"),
        ("6 行，列 precision（精度）：值“大概”不在代码表中", "四舍五入（rounded）"),
        ("7 行，列 precision（精度）：必填的值为空", "rounded 四舍五入"),
        ("8 行，列 as_of（截至）：值“2022-12-30”早于同一行的 period_start（期初）", "不早于"),
    ]
    assert [t.split("；应为")[0] for t in told] == [reason for reason, _ in expected]
    assert [right for t, (_, right) in zip(told, expected, strict=True) if right not in t] == []


def test_a_whole_delivery_holds_codes_only(duckdb_settings: Settings, publish: Publish) -> None:
    figure = {"key": "k", "name": "会员", "as_of": "2022-12-30", "source": "年报", "value": 1}
    wrong = [
        figure | {"indicator_code": "XX99", "precision": "exact"},
        figure | {"key": "k2", "indicator_code": "RC01", "precision": "近"},
    ]
    with pytest.raises(ImportRefused) as refused:
        publish(duckdb_settings, {**START, "published_figure": wrong})
    assert [(p.column, p.row, p.value) for p in refused.value.problems] == [
        ("indicator_code", 2, "XX99"),
        ("precision", 3, "近"),
    ]


def test_the_template_offers_the_precisions(tmp_path: Path) -> None:
    path = tmp_path / "公布数字.xlsx"
    write_template(metadata.tables["published_figure"], path, {})
    book = load_workbook(path)
    assert [c.value for c in book["代码表"]["A"]] == ["精度", "精确", "四舍五入", "近", "多", "约", "排序"]
    guide = {row[0]: row[3] for row in book["填写说明"].iter_rows(values_only=True) if row[0]}
    assert "学科类=工科" in str(guide["口径条件"])
