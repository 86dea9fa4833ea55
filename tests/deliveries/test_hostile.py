"""What others send to the page: foreign sites, wrong names, wrong sizes, wrong ids; and what is away."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.settings import Settings
from intake.deliveries.inbox import Inbox, safe_name, tidy
from intake.deliveries.sorting import is_bulletin
from jobs import Jobs
from tests.deliveries.conftest import desk_over
from tests.deliveries.desk import Desk, activities
from tests.pages.screen import messages, screen_over
from tests.support.processes import free_port


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with nobody to do the work."""
    home = tmp_path_factory.mktemp("home")
    with desk_over(Settings(home=home, intake_file_mb=1), home / "log", worker=False) as opened:
        yield opened


POSTS = (
    "/deliveries",
    "/review",
    "/versions",
    "/deliveries/x/look",
    "/deliveries/x/publish",
    "/deliveries/x/cancel",
)


@pytest.mark.parametrize("address", POSTS)
def test_only_our_own_pages_change_anything(alone: Desk, address: str) -> None:
    plain = alone.client.post(f"/intake{address}")
    assert (plain.status_code, "不是从本系统的页面发出" in plain.get_json()["error"]) == (403, True)
    for foreign in (
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Cockpit-Token": "guessed"},
        {"X-Cockpit-Token": ""},
    ):
        assert alone.post(address, **foreign).status_code == 403, foreign


def test_the_token_does_not_leave_for_other_sites(alone: Desk) -> None:
    alone.client.delete_cookie("cockpit_token")
    answer = alone.client.get("/intake/token")
    cookie = answer.headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    alone.headers = {"X-Cockpit-Token": answer.get_json()["token"]}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\系统.csv", "系统.csv"),
        ("C:\\台账.xlsx", "台账.xlsx"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
        ('=HYPERLINK("x").csv', "=HYPERLINK(_x_).csv"),
        (".htaccess", "htaccess"),
        ("~$台账.xlsx", "$台账.xlsx"),
        ("a\x00b\n\u202ecsv.exe", "a_b__csv.exe"),
        ("", "未命名"),
        ("...", "未命名"),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("名" * 300 + ".xlsx")
    assert name.endswith("名.xlsx")
    assert len(name.encode()) <= 160


def test_an_upload_stays_in_its_folder_and_is_shown_as_text(alone: Desk) -> None:
    inside = alone.settings.home / "intake" / "inbox"
    answer = alone.upload(("../../<b>坏</b>.csv", activities("甲")), ("b>.csv", b"x"), by="<i>我</i>")
    assert answer.status_code == 201
    id = alone.id_in(answer)
    assert sorted(p.name for p in (inside / id).iterdir()) == ["b>.csv", "b>（2）.csv"]
    assert list(alone.settings.home.rglob("*坏*")) == []
    sent = json.dumps(alone.tree(d=id), ensure_ascii=False)
    assert "<i>我</i>" in sent  # as text: the page makes no markup of it
    assert "dangerously" not in sent


def test_uploads_that_cannot_be_taken_leave_nothing(alone: Desk) -> None:
    inbox = alone.settings.home / "intake" / "inbox"
    there = set(inbox.iterdir()) if inbox.exists() else set()
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    head = '--x\r\nContent-Disposition: form-data; name="files"; filename="{}"\r\n\r\n'
    large = alone.post(
        "/deliveries", head.format("大.csv").encode() + b"x" * (1 << 20) + b"x\r\n--x--", **kind
    )
    assert (large.status_code, large.get_json()["error"]) == (413, "大.csv：超过 1 MB，请拆分后再上传")
    assert alone.upload().get_json()["error"] == "上传的内容类型应为 multipart/form-data"
    many = alone.upload(*((f"{n}.csv", b"x") for n in range(21)))
    assert many.get_json()["error"] == "一次最多上传 20 个文件"
    none = alone.post("/deliveries", b"--x--\r\n", **kind)
    assert none.get_json()["error"] == "没有选择文件"
    assert alone.post("/deliveries", f"{head.format('a.csv')}abc".encode(), **kind).status_code == 400
    day = alone.upload(("a.csv", b"x"), as_of="2022-13-45")
    assert "不是日期" in day.get_json()["error"]
    assert set(inbox.iterdir()) == there
    assert alone.records.newest()[0].files[0]["name"] != "a.csv"


def test_what_is_not_there_is_said(alone: Desk) -> None:
    assert "没有这份交付" in alone.page(d="nosuch")
    assert alone.client.get("/intake/deliveries/nosuch/refused.xlsx").status_code == 404
    assert alone.client.get("/intake/jobs/nosuch").status_code == 404
    assert alone.client.get("/intake/nosuch").status_code in (200, 404)
    assert alone.post("/review", {"id": "nosuch", "action": "approve"}).status_code == 400
    assert alone.post("/versions", {"to": "../x", "from": "1", "reason": "x"}).status_code == 400


def test_without_a_worker_it_is_said_and_what_waits_can_be_called_off(alone: Desk) -> None:
    id = alone.id_in(alone.upload(("甲.csv", activities("甲"))))
    words = alone.page(d=id)
    assert "后台处理程序没有运行" in words
    assert "等待处理" in words
    assert alone.post(f"/deliveries/{id}/cancel").status_code == 200
    assert "已取消，数据库没有改变" in alone.page(d=id)
    assert Jobs(alone.settings).jobs()[0].state == "cancelled"


def test_what_is_away_is_said(tmp_path: Path) -> None:
    away = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/cockpit"
    with screen_over(Settings(home=tmp_path, store_url=away)) as screen:
        page = screen.open("/intake")
        said = json.dumps(page.tree, ensure_ascii=False)
        assert "运行库暂时不能使用" in said
        assert "其他页面不受影响" in said
    with desk_over(Settings(home=tmp_path / "queue"), tmp_path / "log", worker=False) as opened:
        lost = replace(opened.settings, jobs_url=f"redis://127.0.0.1:{free_port()}/0")
    with screen_over(lost) as screen:
        desk = Desk(screen, lost)
        answer = desk.upload(("甲.csv", activities("甲")))
        assert (answer.status_code, "任务队列暂时不能使用" in answer.get_json()["error"]) == (503, True)
        assert [d.state for d in desk.records.newest()] == ["failed"]
        assert messages(screen.open("/")) == []


def test_files_are_taken_away_after_half_a_year(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for id, days in (("a" * 32, 181), ("b" * 32, 179)):
        Inbox(settings, id).incoming("甲.csv").close()
        moment = time.time() - days * 86400
        os.utime(Inbox(settings, id).folder, (moment, moment))
    tidy(settings)
    assert [len(Inbox(settings, id * 32).files()) for id in "ab"] == [0, 1]


def test_text_is_a_bulletin_only_where_it_reads_as_one(tmp_path: Path) -> None:
    table = tmp_path / "表.txt"
    table.write_text("标题\t领域\n【甲】\t天文\n【乙】\t地球\n【丙】\t地球\n", "gb18030")
    bulletin = Path(__file__).parents[1] / "data" / "bulletins" / "invented-1.txt"
    empty = tmp_path / "空.txt"
    empty.touch()
    told = [is_bulletin(p) for p in (table, bulletin, empty, tmp_path / "a.docx", tmp_path / "b.csv")]
    assert told == [False, True, False, True, False]
