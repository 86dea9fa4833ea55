"""``python -m bench`` runs from end to end on a small delivery; nothing is said about times."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.report import Line
from data.settings import ROOT
from tests.support.small import write_delivery_from_rows
from tests.support.world import AS_OF, world


@pytest.mark.slow
def test_bench_measures_and_leaves_nothing_behind(tmp_path: Path) -> None:
    delivery = write_delivery_from_rows(tmp_path / "delivery", world(), business_date=AS_OF)
    options = ["--delivery", str(delivery), "--times", "1", "--requests", "16", "--rows", "300", "--embedded"]
    # Chromium keeps a socket in the temporary folder, whose name must be short.
    with TemporaryDirectory(prefix="bench-") as temporary:
        done = subprocess.run(
            [sys.executable, "-m", "bench", *options],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": temporary, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        for what in (
            "导入",
            "RC01 按月：计算",
            "RC01 按月：缓存",
            "全部页面",
            "健康检查",
            "接口：20 行明细",
            "大屏心跳，8 个大屏：99%",
            "大屏 16:9，再次打开至全部绘成",
            "整页（缓存，16 个客户端）：人才会员",
            "人才会员，换筛选条件，已有缓存",
            "督查督办，换筛选条件，首次计算",
            "督查督办，首次计算的筛选条件：CPU",
            "人员，有读者 300 行",
            "导入期间现算的数：99%",
            "会籍，按业务键更新 300 行",
        ):
            assert re.search(rf"^  {what}.*[0-9]", done.stdout, re.M), what
        assert list(Path(temporary).glob("cockpit-bench-*")) == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line("甲", 5, "毫秒", 10, "乙"), "速度为乙（10 毫秒）的 2 倍"),
        (Line("甲", 5, "行/秒", 10, "乙"), "速度为乙（10 行/秒）的 0.5 倍"),
        (Line("甲", 1234.5, "毫秒"), "甲                                        1,234 毫秒"),
    ],
)
def test_a_line_says_how_much_faster(line: Line, text: str) -> None:
    assert text in line.text()
