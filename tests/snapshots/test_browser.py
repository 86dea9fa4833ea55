"""The browser of a worker: warm, at home, replaced when it breaks; documents become real PDF."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.settings import ROOT
from documents import browser as warm
from documents.browser import Browser, BrowserFailed
from documents.chromium import ToolBroken, ToolMissing, chromium_path
from documents.paper import Edges, UnknownPaper
from documents.printing import PrintRefused, html_pdf
from documents.tabs import Tab
from tests.support.pdf import fonts_of, sheets_of

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>督办通报</title>
<link rel="stylesheet" href="/assets/00-fonts.css"><style>html { font-family: "Noto Sans SC" }
p { break-after: page }</style><p>正文第一页，<b>粗体</b>。</p><p>文字在第二页。</p>"""


@pytest.fixture(scope="module")
def drawing() -> Browser:
    return warm.get_browser()


def test_a_document_is_text_in_its_own_fonts_with_edges_on_every_sheet() -> None:
    data = html_pdf(PAGE, edges=Edges("页眉", '验证码 K7QM-3F9T-2B\n<b>"演示数据"\\'))
    sheets = sheets_of(data)
    assert ["正文第一页" in sheets[0], "文字" in sheets[1]] == [True, True]
    for number, sheet in enumerate(sheets, 1):
        for words in ("页眉", "验证码K7QM-3F9T-2B", '<b>"演示数据"\\', f"第{number}页，共2页"):
            assert words in sheet
    assert {name for name in fonts_of(data) if not name.startswith("NotoSansSC")} == set()


@pytest.mark.parametrize(
    "content",
    ['<img src="gone.svg">', '<img src="http://elsewhere.example/a.png">', '<img src="http://10.9.8.7/">'],
)
def test_a_document_that_would_lack_something_is_refused(content: str) -> None:
    with pytest.raises(PrintRefused, match="读不到"):
        html_pdf(PAGE + content)


def test_a_document_reads_no_file_but_assets_and_what_it_is_given() -> None:
    with pytest.raises(PrintRefused):
        html_pdf(PAGE + '<img src="/assets/..%2fpyproject.toml">')
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    assert html_pdf(PAGE + '<img src="own.svg">', files={"own.svg": picture}).startswith(b"%PDF")


def test_an_unknown_paper_is_said_with_those_there_are() -> None:
    with pytest.raises(UnknownPaper, match="a4-landscape"):
        html_pdf(PAGE, paper="a3")


def test_a_killed_browser_is_replaced_and_the_work_done(drawing: Browser) -> None:
    html_pdf(PAGE)
    before = drawing.pid()
    assert before
    killed: list[int | None] = []

    def once(tab: Tab) -> str:
        tab.page.set_content("<p>x</p>")
        if not killed:
            killed.append(drawing.pid())
            os.kill(before, signal.SIGKILL)
        return tab.page.inner_text("p")

    assert drawing.do(once) == "x"
    assert killed == [before]
    assert drawing.pid() not in (None, before)


def test_one_that_breaks_off_every_time_is_said(drawing: Browser) -> None:
    def always(tab: Tab) -> None:
        os.kill(drawing.pid() or 0, signal.SIGKILL)
        tab.page.wait_for_selector(".never")

    with pytest.raises(BrowserFailed, match="中断"):
        drawing.do(always)
    assert html_pdf(PAGE).startswith(b"%PDF")


def test_one_that_hangs_is_ended(drawing: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "HARD_SECONDS", 1.0)
    with pytest.raises(BrowserFailed, match="超过 1 秒"):
        drawing.do(lambda tab: tab.page.evaluate("while (true) {}"))


def test_a_tab_tells_what_went_wrong_in_it_and_the_next_one_nothing(drawing: Browser) -> None:
    def wrong(tab: Tab) -> tuple[list[str], list[str]]:
        tab.page.set_content('<img src="http://elsewhere.example/a.png">')
        tab.page.evaluate("console.error('出错了')")
        return list(tab.outside), list(tab.errors)

    outside, errors = drawing.do(wrong)
    assert outside == ["http://elsewhere.example/a.png"]
    assert "出错了" in errors
    assert drawing.do(lambda tab: (tab.outside + tab.errors, tab.page.url)) == ([], "about:blank")


def test_without_a_chromium_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    code = "from documents.printing import html_pdf\nhtml_pdf('x')"
    env = {"COCKPIT_CHROMIUM": "/nowhere/chromium", "PATH": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert ToolBroken.__name__ in done.stderr
    assert "apt install chromium" in done.stderr


def test_a_machine_can_go_without_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_CHROMIUM", "none")
    # A fault in another setting is not told as a missing Chromium.
    monkeypatch.setenv("COCKPIT_PORT", "abc")
    with pytest.raises(ToolMissing, match="本机设为不用 Chromium（COCKPIT_CHROMIUM=none）"):
        chromium_path()
    done = subprocess.run(
        [sys.executable, "-m", "documents.chromium"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "不用 Chromium" in done.stdout) == (0, True)


def test_a_program_that_does_not_run_is_told_from_none(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho libnss3.so: cannot open >&2\nexit 127\n", encoding="utf-8")
    program.chmod(0o755)
    ask = [sys.executable, "-m", "documents.chromium"]
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "own")}
    broken = subprocess.run(ask, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (broken.returncode, "不能运行：libnss3.so: cannot open" in broken.stderr) == (1, True)
    program.unlink()
    absent = subprocess.run(ask, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (absent.returncode, "找不到 Chromium" in absent.stderr) == (6, True)
