"""From draft to issue: nobody types a number, nothing issued changes, no issue gets a number twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from briefings.compose import compose
from briefings.desk.difference import differences, refreshed
from briefings.desk.edit import BadEdit, edited, typed_numbers
from briefings.desk.flow import _name, read
from briefings.kinds import get_kind
from briefings.times import span
from data.engine import open_database
from data.settings import Settings
from documents.model import Briefing, Chart, Heading, Paragraph, Table
from documents.word.document import docx
from queries.cache import AnswerCache
from queries.scope import EVERYTHING
from queries.service import Cockpit
from store import Store, open_store
from store.briefings import Briefings, Stale, briefing
from tests.briefings.conftest import Desk, words
from tests.support.small import publish
from tests.support.world import AS_OF, world


@pytest.fixture(scope="module")
def annual(desk: Desk) -> Briefing:
    return desk.write("annual")


@pytest.fixture
def store(settings: Settings) -> Store:
    """An empty operational database; a file on the one engine, a server on the other."""
    return open_store(replace(settings, store_url=settings.database_url, database_url=""))


@pytest.fixture
def kept(store: Store) -> Briefings:
    return Briefings(store)


def form(found: Briefing, **changes: Any) -> dict[str, str]:
    """The editor's form as it goes out, with some blocks changed by their place."""
    blocks = []
    for at, block in enumerate(found.blocks):
        text = getattr(block, "text", None)
        blocks.append({"at": at, **({"text": text} if text is not None else {})})
    given = {"title": found.title, "blocks": json.dumps(changes.pop("blocks", blocks))}
    return given | changes


def place(found: Briefing, words: str) -> tuple[int, str]:
    """Where the paragraph with these words stands, and its text with marks."""
    return next(
        (at, b.text)
        for at, b in enumerate(found.blocks)
        if isinstance(b, Paragraph) and words in found.said(b.text)
    )


# Editing


def test_an_unchanged_form_changes_nothing(annual: Briefing) -> None:
    assert edited(annual, form(annual)) == annual


def test_text_changes_around_its_numbers(annual: Briefing) -> None:
    at, text = place(annual, "各级组织共8家")
    blocks = [{"at": at, "text": text.replace("截至2022年12月30日，", "")}, {"text": "本年工作平稳。"}]
    found = edited(annual, form(annual, blocks=blocks, editor=" 张 三 "))
    assert words(found).startswith("在“数字科协”平台注册的市科协系统各级组织共8家")
    assert words(found).endswith("本年工作平稳。")
    assert found.masthead.editor == "张 三"


@pytest.mark.parametrize("odd", ["\x01", "\n", "\r", "\u202e", "\ud800", "\ufffe"])
def test_what_no_paper_can_bear_does_not_get_into_one(annual: Briefing, odd: str) -> None:
    found = edited(
        annual, form(annual, blocks=[{"text": f"本年{odd}平稳。"}], title=f"年{odd}报", editor=odd)
    )
    assert (found.title, words(found), found.masthead.editor) == ("年 报", "本年平稳。", "")
    assert docx(found)
    assert _name(f" 李{odd}四 ", "审核人") == "李 四"


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([{"text": "共⟦f999⟧家"}], "已有的指标数字"),
        ([{"text": "共⟦八⟧家"}], "已有的指标数字"),
        ([{"at": 999}], "对不上"),
        ([{"at": "0"}], "对不上"),
        ([{"text": "　"}], "至少要有一段"),
        ([{"text": "长" * 4001}], "不超过 4000 个字"),
        ("{}", "没有完整送达"),
    ],
)
def test_what_cannot_be_kept_is_said(annual: Briefing, blocks: Any, said: str) -> None:
    with pytest.raises(BadEdit, match=said):
        edited(annual, form(annual, blocks=blocks))


def test_tables_and_charts_cannot_be_rewritten(annual: Briefing) -> None:
    at = next(at for at, b in enumerate(annual.blocks) if isinstance(b, Table | Chart))
    with pytest.raises(BadEdit, match="图表不能改写"):
        edited(annual, form(annual, blocks=[{"at": at, "text": "999"}]))


def test_numbers_typed_by_hand_are_shown_to_the_reviewer(annual: Briefing) -> None:
    assert typed_numbers(annual) == []
    found = edited(annual, form(annual, blocks=[{"text": "5月3日，新增12家单位。"}]))
    assert typed_numbers(found) == ["，新增12家单位。"]


# The way


def issued(kept: Briefings, found: Briefing, day: date = date(2022, 12, 30)) -> Any:
    one = kept.add(found.to_json(), "e", "甲")
    one = kept.review(one.id, one.revision, found.to_json(), "乙")
    return kept.issue(one.id, one.revision, day, "丙")


def test_an_issued_briefing_is_frozen(kept: Briefings, annual: Briefing) -> None:
    one = issued(kept, annual)
    assert (one.year, one.number, one.total, one.issued_by, one.reviewed_by) == (2022, 1, 1, "丙", "乙")
    paper = read(one)
    assert (paper.masthead.number, paper.masthead.issued_on) == (1, date(2022, 12, 30))
    assert paper.fields == annual.fields
    for change in (
        lambda: kept.edit(one.id, one.revision, annual.to_json(), "丁"),
        lambda: kept.review(one.id, one.revision, annual.to_json(), "丁"),
        lambda: kept.reopen(one.id, one.revision),
        lambda: kept.remove(one.id, one.revision),
        lambda: kept.issue(one.id, one.revision, date(2023, 1, 1), "丁"),
    ):
        with pytest.raises(Stale):
            change()
    assert kept.get(one.id) == one


def test_only_what_was_reviewed_is_issued(kept: Briefings, annual: Briefing) -> None:
    one = kept.add(annual.to_json(), "e", "甲")
    with pytest.raises(Stale, match="只有已审核"):
        kept.issue(one.id, one.revision, date(2022, 12, 30), "丙")
    reviewed = kept.review(one.id, one.revision, annual.to_json(), "乙")
    again = kept.reopen(one.id, reviewed.revision)
    assert (again.state, again.reviewed_by) == ("draft", "")


def test_two_who_edit_at_once_do_not_overwrite_each_other(kept: Briefings, annual: Briefing) -> None:
    one = kept.add(annual.to_json(), "e", "甲")
    kept.edit(one.id, one.revision, annual.to_json(), "乙")
    with pytest.raises(Stale, match="乙已经改动了"):
        kept.edit(one.id, one.revision, annual.to_json(), "丙")


def test_numbers_count_by_paper_and_year(kept: Briefings, annual: Briefing) -> None:
    other = annual.with_masthead(name="督查督办通报")
    days = (date(2022, 3, 1), date(2022, 12, 30), date(2023, 1, 4))
    assert [(one.number, one.total) for one in (issued(kept, annual, d) for d in days)] == [
        (1, 1),
        (2, 2),
        (1, 3),
    ]
    assert issued(kept, other).total == 1
    with pytest.raises(Stale, match="不能早于上一期的 2023-01-04"):
        issued(kept, annual, date(2022, 12, 31))


def test_a_paper_may_go_on_from_its_last_number_elsewhere(kept: Briefings, annual: Briefing) -> None:
    def issue(day: date) -> tuple[int | None, int | None]:
        one = kept.add(annual.to_json(), "e", "甲")
        one = kept.review(one.id, one.revision, annual.to_json(), "乙")
        done = kept.issue(one.id, one.revision, day, "丙", (6, 16))
        return done.number, done.total

    assert kept.is_first(annual.masthead.name)
    assert issue(date(2022, 12, 30)) == (6, 16)
    assert not kept.is_first(annual.masthead.name)
    assert [issue(date(2022, 12, 31)), issue(date(2023, 1, 4))] == [(7, 17), (1, 18)]


def test_many_issued_at_once_get_every_number_once(kept: Briefings, annual: Briefing) -> None:
    ready = [kept.add(annual.to_json(), "e", "甲") for _ in range(8)]
    ready = [kept.review(one.id, one.revision, annual.to_json(), "乙") for one in ready]
    start = threading.Barrier(len(ready))
    failed: list[Exception] = []

    def issue(one: Any) -> None:
        start.wait()
        try:
            kept.issue(one.id, one.revision, date(2022, 12, 30), "丙")
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=issue, args=(one,)) for one in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = kept.every()
    assert (
        sorted(one.number or 0 for one in found) == sorted(one.total or 0 for one in found) == [*range(1, 9)]
    )


def test_what_was_changed_beside_this_program_is_not_used(
    kept: Briefings, store: Store, annual: Briefing
) -> None:
    one = issued(kept, annual)
    forged = {**one.content, "title": "伪造"}
    with store.write() as connection:
        connection.execute(sa.update(briefing).values(content=forged))
    with pytest.raises(LookupError, match="可能被改动过"):
        read(kept.get(one.id))


# After another publication


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Briefing, Cockpit]]:
    """A briefing, and a cockpit whose current version has one registration less."""
    home: Path = tmp_path_factory.mktemp("home")
    settings = Settings(home=home)
    publish(settings, world(), business_date=AS_OF)
    database = open_database(settings)
    cockpit = Cockpit(database, AnswerCache(settings))
    kind = get_kind("annual")
    found = compose(cockpit, kind, span(kind, 2022), scope=EVERYTHING)
    rows = world()
    (changed,) = [row for row in rows["organisation"] if row["id"] == "E2"]
    changed["registered_from"] = "2023-01-05"
    publish(settings, rows, business_date=AS_OF, title="更正")
    yield found, cockpit
    database.close()


def test_a_corrected_number_is_told_where_it_stands(corrected: tuple[Briefing, Cockpit]) -> None:
    found, cockpit = corrected
    told = differences(found, cockpit, scope=EVERYTHING)
    first = next(d for d in told if d.then.spec.code == "ZZ01" and d.then.spec.show == "value")
    assert (first.then.text, first.now.text, first.exact) == ("8家", "7家", ("8 家", "7 家"))
    assert "各级组织共8家" in first.where
    assert {d.then.spec.code for d in told} <= {"ZZ01", "ZZ10", "ZZ10.active", "ZZ02"}
    assert differences(found, cockpit, found.version, scope=EVERYTHING) == []


def test_a_draft_takes_the_new_numbers_and_keeps_its_text(corrected: tuple[Briefing, Cockpit]) -> None:
    found, cockpit = corrected
    mine = edited(found, form(found, blocks=[*json.loads(form(found)["blocks"]), {"text": "另有说明。"}]))
    fresh = refreshed(mine, cockpit, scope=EVERYTHING)
    assert "各级组织共7家" in words(fresh)
    assert words(fresh).endswith("另有说明。")
    assert fresh.version != found.version
    assert differences(fresh, cockpit, scope=EVERYTHING) == []
    heads = [b.text for b in mine.blocks if isinstance(b, Heading)]
    assert [b.text for b in fresh.blocks if isinstance(b, Heading)] == heads
