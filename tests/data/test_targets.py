"""Targets as a clerk keeps them: indicators by name, a year for its last day, members in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import queries  # noqa: F401 - has intake read indicators and conditions
from data.settings import Settings
from intake import import_files
from tests.support.books import xlsx
from tests.support.files import DAY, START, counts, lenient, rows

HEAD = ["指标名称", "适用范围", "目标值", "期初", "年度", "依据", "备注"]


def deliver(settings: Settings, folder: Path, name: str, lines: list[list[Any]]) -> Any:
    folder.mkdir(exist_ok=True)
    return import_files([xlsx(folder / name, {"目标": [HEAD, *lines]})], lenient(settings), DAY)


def test_targets_go_in_as_clerks_write_them_and_again_in_their_place(
    settings: Settings, publish: Callable[..., str], folder: Path
) -> None:
    publish(settings, {**START, "target": []})
    report = deliver(
        settings,
        folder,
        "目标.xlsx",
        [
            ["个人会员", "", "1.2万", "", "2023年", "年度计划", ""],
            ["按期办结率", "部门=学会部", "90%", "", "2023", "年度计划", ""],
            ["业务活动", "区：海淀区", "30", "2023/4/1", "2023年6月30日", "季度计划", "第二季度"],
        ],
    )
    assert counts(report)["target"][0] == 3
    found = {str(r["indicator_code"]): r for r in rows(settings, "target")}
    assert {
        code: (r["condition"], r["value"], r["period_start"], r["period_end"]) for code, r in found.items()
    } == {
        "RC01": (None, 12_000, None, date(2023, 12, 31)),
        "DB04": ("department=学会部", 90, None, date(2023, 12, 31)),
        "HD01": ("district=海淀区", 30, date(2023, 4, 1), date(2023, 6, 30)),
    }
    again = deliver(settings, folder, "再报.xlsx", [["RC01", "", "13000", "", "2023年度", "调整后", ""]])
    assert counts(again)["target"][:2] == (0, 1)
    assert [r["value"] for r in rows(settings, "target") if r["indicator_code"] == "RC01"] == [13_000]


def test_what_cannot_be_used_comes_back_with_the_reason(
    settings: Settings, publish: Callable[..., str], folder: Path
) -> None:
    publish(settings, {**START, "target": []})
    report = deliver(
        settings,
        folder,
        "错.xlsx",
        [
            ["个人会圆", "", "1", "", "2023", "计划", ""],
            ["个人会员", "星球=火星", "1", "", "2023", "计划", ""],
            ["个人会员", "", "许多", "", "2023", "计划", ""],
            ["个人会员", "", "1", "", "明年", "计划", ""],
            ["个人会员", "", "1", "2023-12-31", "2023-01-01", "计划", ""],
            ["个人会员", "", "5", "", "2023", "计划", ""],
        ],
    )
    assert counts(report)["target"][0] == 1
    said = [str(p).partition("目标” 第 ")[2].partition("；应为")[0] for p in report.refused]
    assert said == [
        "2 行，列 indicator_code（指标）：没有指标“个人会圆”",
        "3 行，列 condition（适用范围）：值“星球=火星”中没有维度“星球”",
        "4 行，列 value（目标值）：值“许多”不是数字",
        "5 行，列 period_end（截至）：值“明年”不是有效日期",
        "6 行，列 period_end（截至）：值“2023-01-01”早于同一行的 period_start（期初）",
    ]
