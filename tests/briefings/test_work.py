"""Briefings as commands and jobs: archived with a code, refused with words."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import Result

from app import server
from briefings.work import make_job
from data.engine import get_database
from jobs import JobFailed
from queries.service import get_cockpit
from store.artefacts import get_archive
from tests.briefings.conftest import Desk


class Told:
    """A job's progress that nobody watches."""

    def __call__(self, phase: str, share: float) -> None:
        """Nothing."""

    def seal(self) -> None:
        """Nothing."""


@pytest.fixture
def here(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process works on the home of the desk."""
    monkeypatch.setenv("COCKPIT_HOME", str(desk.settings.home))
    for held in (get_cockpit, get_database):
        held.cache_clear()
    yield
    get_database().close()
    for held in (get_cockpit, get_database):
        held.cache_clear()


def run(*args: str) -> Result:
    found: Result = server.test_cli_runner().invoke(args=["briefing", *args])
    return found


def test_a_command_writes_and_archives(here: None, tmp_path: Path) -> None:
    file = tmp_path / "通报.docx"
    done = run("supervision", "--year", "2022", "--quarter", "4", "-o", str(file))
    assert done.exit_code == 0, done.output
    code = done.output.strip().rpartition("验证码 ")[2]
    kept = get_archive().get(code)
    assert get_archive().read(kept) == file.read_bytes()
    assert (kept.kind, kept.page, kept.is_demonstration) == ("briefing.docx", "/supervision", True)
    assert kept.query == "as_of=2022-12-30&start=2022-10-01&end=2022-12-30"
    assert "DB01" in kept.indicators
    assert code in "".join(p.text for p in docx.Document(BytesIO(file.read_bytes())).paragraphs)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("quarterly", "--year", "2022", "-o", "x.docx"), 2, "请指明季度"),
        (("annual", "--year", "2022", "-o", "x.txt"), 2, "应以 .docx 或 .pdf 结尾"),
        (("annual", "--year", "2030", "-o", "x.docx"), 2, "还没有2030年的数据"),
        (("supervision", "--year", "2010", "--quarter", "1", "-o", "x.docx"), 1, "没有2010年一季度的数据"),
        (("annual", "--year", "2022", "--version", "999999", "-o", "x.docx"), 4, "999999"),
    ],
)
def test_what_cannot_be_is_said(here: None, args: tuple[str, ...], code: int, words: str) -> None:
    done = run(*args)
    assert (done.exit_code, words in done.output) == (code, True), done.output


def test_the_equality_table_as_a_command(here: None) -> None:
    done = run("equality", "annual", "--year", "2022")
    assert done.exit_code == 7
    assert "不一致  ZZ01  科协系统各级组织注册数（年末）  公布 1,579家  简报 8家" in done.output


def test_a_job_archives(here: None) -> None:
    done = make_job({"kind": "monthly", "format": "docx", "by": "张三"}, Told())  # type: ignore[arg-type]
    kept = get_archive().get(done["code"])
    assert (kept.id, kept.maker) == (done["artefact"], "张三")
    assert "2022年11月" in kept.title


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"kind": "weekly"}, "没有简报类型"),
        ({"kind": "annual", "format": "txt"}, "没有格式"),
        ({"kind": "annual", "year": "二〇二二"}, "不是整数"),
        ({"kind": "annual", "year": 2022, "as_of": "昨天"}, "无法识别"),
    ],
)
def test_a_job_that_cannot_be_is_said(here: None, params: dict[str, object], words: str) -> None:
    with pytest.raises(JobFailed, match=words):
        make_job(params, Told())  # type: ignore[arg-type]
