"""From a bulletin to the database: the review list, approving, refusing, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from data.engine import open_database
from data.settings import ROOT, Settings
from data.tables.activities import activity, article
from data.tables.governance import delivery
from intake import ImportRefused
from intake.bulletins import Bulletin, BulletinError
from intake.bulletins.matching import short
from intake.bulletins.publish import approve, deliver
from intake.bulletins.reading import read_text
from intake.bulletins.review import ReviewList
from intake.cli import data_cli
from store import StoreUnavailable, open_store
from store.engine import FILE
from tests.support import importer
from tests.support.small import publish

DAY = "2023-06-02"
TEXT = """科协每周动态
2023年 第18期
（总第71期）
北京市科协办公室
2023年6月2日

【区科协动态】

海淀区科协召开科技工作者座谈会

5月30日，海淀区科协在中关村会议中心召开科技工作者座谈会，60余人参加座谈。区科协主席高某出席会议。（海淀区科协）

北京天文学会举办观测活动

5月28日至29日，北京天文学会在怀柔区慕田峪举办观测活动。（北京天文学会、科普部）

办公室加快推进档案数字化

办公室制定方案，分三个阶段推进档案数字化，落实安全保密要求。（办公室）

=HYPERLINK("某处","<script>alert(1)</script>")学会召开年会

5月27日，某学会召开年会，理事长米某致辞。（某学会）
"""


def _organisation(key: str, name: str, short_name: str | None, kind: str) -> dict[str, Any]:
    since = {"valid_from": "2020-01-01", "registered_from": "2021-08-01"}
    return {"id": key, "name": name, "short_name": short_name, "type_code": kind, **since}


ROWS = {
    "organisation": [
        _organisation("O1", "北京市科学技术协会", "市科协", "city"),
        _organisation("O2", "海淀区科学技术协会", "海淀科协", "district"),
        _organisation("O3", "北京天文学会", None, "society"),
    ],
    "activity": [
        {
            "id": "A1",
            "component_code": "meeting",
            "kind": "会议",
            "title": "另一场会",
            "organiser_id": "O1",
            "starts_on": "2023-05-01",
        }
    ],
}


@pytest.fixture
def bulletin() -> Bulletin:
    return read_text("18.txt", TEXT)


@pytest.fixture
def filled(duckdb_settings: Settings) -> Settings:
    """A small database of 2 June 2023."""
    publish(duckdb_settings, ROWS, business_date=DAY)
    return duckdb_settings


@pytest.fixture
def review(filled: Settings, bulletin: Bulletin) -> ReviewList:
    listed = ReviewList(filled)
    listed.add(bulletin, "张某")
    return listed


def rows(settings: Settings, table: sa.Table) -> list[dict[str, Any]]:
    with closing(open_database(settings)) as database, database.connect(_version(settings)) as connection:
        found = connection.execute(sa.select(table).order_by(table.c.id)).mappings()
        return [{k: v for k, v in row.items() if v is not None} for row in found]


def _version(settings: Settings) -> str:
    with closing(open_database(settings)) as database:
        return database.current().version


def test_approved_items_become_activities_and_articles(settings: Settings, bulletin: Bulletin) -> None:
    publish(settings, ROWS, business_date=DAY)
    review, filled = ReviewList(settings), settings
    review.add(bulletin, "张某")
    done = approve(review.find(["2023-18-01", "2023-18-02"]), filled, by="李某")
    assert (done.version, done.is_new, done.remarks) == ("000002", True, [])
    first, second = (r for r in rows(filled, activity) if r["id"] != "A1")
    if first["organiser_id"] != "O2":
        first, second = second, first
    day = sa.Date().python_type.fromisoformat
    assert first == {
        "id": first["id"],
        "component_code": "meeting",
        "kind": "会议",
        "title": "海淀区科协召开科技工作者座谈会",
        "organiser_id": "O2",
        "district_code": "110108",
        "place": "中关村会议中心",
        "starts_on": day("2023-05-30"),
    }
    assert (second["organiser_id"], second["district_code"], second["place"]) == (
        "O3",
        "110116",
        "怀柔区慕田峪",
    )
    assert (second["department_code"], second["ends_on"]) == ("popular", day("2023-05-29"))
    news = rows(filled, article)
    assert {(a["title"], a["org_id"], a["activity_id"], str(a["published_on"])) for a in news} == {
        (first["title"], "O2", first["id"], DAY),
        (second["title"], "O3", second["id"], DAY),
    }
    assert {d.get("delivered_by") for d in rows(filled, delivery)} == {"李某"}
    assert [e.state for e in review.entries()] == ["approved", "approved", "waiting", "waiting"]
    assert review.find(["2023-18-01"])[0].version == "000002"


def test_the_same_bulletin_twice_changes_nothing(
    filled: Settings, review: ReviewList, bulletin: Bulletin
) -> None:
    entries = review.find(["2023-18-01"])
    approve(entries, filled)
    assert review.add(bulletin) == []
    assert review.add(read_text("18.md", "# " + TEXT.replace("\n\n", "\n"))) == []
    again = approve(entries, filled)
    assert (again.version, again.is_new) == ("000002", False)
    assert _version(filled) == "000002"


def test_an_activity_that_is_there_only_gets_its_article(filled: Settings, review: ReviewList) -> None:
    known = {
        "id": "A2",
        "component_code": "meeting",
        "kind": "沙龙",
        "title": "海淀区科协召开 科技工作者座谈会",
        "organiser_id": "O2",
        "starts_on": "2023-05-30",
    }
    publish(filled, {"activity": [*ROWS["activity"], known]}, business_date=DAY, reference=False)
    done = approve(review.find(["2023-18-01"]), filled)
    assert done.remarks == ["科协每周动态-2023-18-01：活动已在数据库中（A2），只增加稿件"]
    assert [r["id"] for r in rows(filled, activity)] == ["A1", "A2"]
    assert [r["activity_id"] for r in rows(filled, article)] == ["A2"]


def test_a_day_that_was_given_dates_the_article(filled: Settings) -> None:
    excerpt = TEXT.partition("2日\n")[2]
    review = ReviewList(filled)
    review.add(read_text("x.txt", excerpt, sa.Date().python_type(2023, 6, 9)))
    approve(review.entries()[:1], filled)
    assert [str(r["published_on"]) for r in rows(filled, article)] == ["2023-06-09"]


def test_what_is_missing_is_asked_for_and_nothing_changes(filled: Settings, review: ReviewList) -> None:
    with pytest.raises(BulletinError, match=r"01“.*“办公室”在数据库中.*--set host=.*--article-only.*\n.*03“"):
        approve(review.find(["2023-18-01", "2023-18-03"]), filled, {"host": "办公室"})
    with pytest.raises(BulletinError, match="没有读到开始日期；请用 --set date="):
        approve(review.find(["2023-18-03"]), filled, {"host": "市科协"})
    with pytest.raises(BulletinError, match=r"开始日期“5月”不是日期"):
        approve(review.find(["2023-18-03"]), filled, {"host": "市科协", "date": "5月"})
    with pytest.raises(BulletinError, match="没有区“城里”"):
        approve(review.find(["2023-18-01"]), filled, {"district": "城里"})
    with pytest.raises(BulletinError, match="不能设置 leaders；应为 title、"):
        approve(review.find(["2023-18-01"]), filled, {"leaders": "某某"})
    assert _version(filled) == "000001"
    assert {e.state for e in review.entries()} == {"waiting"}


def test_a_reviewer_puts_things_right(filled: Settings, review: ReviewList) -> None:
    values = {
        "host": "北京市科协",
        "date": "2023-05-29",
        "component": "培训",
        "kind": "培训",
        "district": "西城区",
    }
    approve(review.find(["2023-18-03"]), filled, values | {"department": "办公室", "title": "档案培训"})
    made = next(r for r in rows(filled, activity) if r["id"] != "A1")
    assert (made["title"], made["component_code"], made["district_code"]) == (
        "档案培训",
        "training",
        "110102",
    )
    assert made["department_code"] == "general_office"
    (entry,) = review.find(["2023-18-03", "科协每周动态-2023-18-03"])
    assert entry.values["title"] == "档案培训"
    assert not approve([entry], filled).is_new
    assert approve([entry], filled, {"place": "档案室"}).is_new
    made = next(r for r in rows(filled, activity) if r["id"] != "A1")
    assert (made["title"], made["place"]) == ("档案培训", "档案室")


def test_an_article_needs_no_activity_and_stays_inert(filled: Settings, review: ReviewList) -> None:
    entry = review.find(["2023-18-04"])[0]
    assert entry.item.title.value.startswith("=HYPERLINK")
    approve([entry], filled, article_only=True)
    assert [(r["title"], r.get("activity_id")) for r in rows(filled, article)] == [
        (entry.item.title.value, None)
    ]
    assert len(rows(filled, activity)) == 1


def test_rows_go_in_all_or_none(filled: Settings) -> None:
    good = {"org_id": "O1", "published_on": DAY}
    # So many good rows that a loose delivery would be taken without the wrong one.
    news = [{"id": f"G{n}", "title": f"第{n}篇"} | good for n in range(99)]
    wrong = {"id": "G99", "title": "乙"} | good | {"org_id": "无此组织"}
    with pytest.raises(ImportRefused, match="无此组织"):
        deliver({"article": [*news, wrong]}, filled, "试", sa.Date().python_type.fromisoformat(DAY))
    assert (_version(filled), rows(filled, article)) == ("000001", [])


def test_refused_items_wait_no_more(filled: Settings, review: ReviewList) -> None:
    (entry,) = review.find(["2023-18-02"])
    review.refuse(entry, "另有专报", "李某")
    left = review.entries("waiting")
    assert [e.id[-2:] for e in left] == ["01", "03", "04"]
    refused = review.find(["2023-18-02"])[0]
    assert (refused.reason, refused.decided_by) == ("另有专报", "李某")
    approve([refused], filled)
    with pytest.raises(BulletinError, match="已在版本 000002 中发布；要撤回请用 data rollback"):
        review.refuse(entry)


def test_a_list_that_cannot_be_written_is_said(filled: Settings, bulletin: Bulletin, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / FILE).write_text("no database" * 1000)
    with pytest.raises(StoreUnavailable, match="运行库暂时不能使用"):
        ReviewList(Settings(home=tmp_path / "home")).add(bulletin)
    review = ReviewList(filled)
    entries = review.add(bulletin)[:1]
    with open_store(filled).write() as connection:
        connection.execute(sa.text("ALTER TABLE bulletin_event RENAME TO aside"))
    with pytest.raises(BulletinError, match=r"版本 000002 中已有这些条目，但运行库.*再次通过即可"):
        approve(entries, filled)
    with open_store(filled).write() as connection:
        connection.execute(sa.text("ALTER TABLE aside RENAME TO bulletin_event"))
    assert not approve(entries, filled).is_new
    assert review.find([entries[0].id])[0].state == "approved"


def test_names_of_one_organisation_meet() -> None:
    assert short("北京市科学技术协会") == short("北京市科协") == short(" 市科协 ")
    assert short("海淀区科学技术协会") == short("海淀科协") == short("海淀区科协")
    assert short("北京天文学会") != short("中国天文学会")


Run = Callable[..., Result]


@pytest.fixture
def run(duckdb_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run ``flask data bulletin …`` in a folder that holds 18.txt."""
    publish(duckdb_settings, ROWS, business_date=DAY)
    for name, value in importer.environment(duckdb_settings).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "18.txt").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    app = Flask("tests", root_path=str(ROOT))
    app.cli.add_command(data_cli)
    return lambda *words: app.test_cli_runner().invoke(args=["data", "bulletin", *words])


def test_the_commands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("今天天气很好。", "utf-8")
    assert run("list").stdout == "没有待审核的条目\n"
    seen = run("read", "18.txt", "--dry-run")
    assert "1. 海淀区科协召开科技工作者座谈会  [第 9 行" in seen.stdout
    assert "人数：60 人（原文“60余”）" in seen.stdout
    assert "区：110108（海淀区）  [第 9 行" in seen.stdout
    assert run("list").stdout == "没有待审核的条目\n"
    both = run("read", "other.txt", "18.txt")
    assert both.exit_code == 2
    assert both.stderr.startswith("other.txt：看不出是工作动态")
    assert "放入审核列表 4 条" in both.stdout
    assert "放入审核列表 0 条；4 条已在列表中" in run("read", "18.txt").stdout
    missing = run("approve", "2023-18-03")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "--article-only" in missing.stderr
    draft = run("approve", "2023-18-01", "--set", "place=会议中心", "--dry-run").stdout.splitlines()
    assert [line.split("：")[0] for line in draft] == ["业务活动", "稿件"]
    assert "主办组织 O2" in draft[0]
    assert "地点 会议中心" in draft[0]
    done = run("approve", "2023-18-01", "--set", "place=会议中心", "--by", "李某")
    assert done.stdout == "已发布版本 000002：业务活动 1 项，稿件 1 篇\n", done.output
    assert run("approve", "2023-18-01", "--set", "place=会议中心").stdout == "版本 000002 中已有，没有变化\n"
    assert run("refuse", "2023-18-02", "--reason", "另有专报").exit_code == 0
    assert run("approve", "2023-18-09").exit_code == 2
    states = [line.split("  ")[1] for line in run("list", "--all").stdout.splitlines()]
    assert states == ["已发布", "不采用", "待审核", "待审核"]
