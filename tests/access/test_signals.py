"""The inbox of signals over versions: told once, raised, gone again; thresholds set, kept and put back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from data.engine import open_database
from data.settings import Settings
from frames.words import signals as words
from queries import signals as judging
from queries.cache import AnswerCache
from queries.scope import EVERYTHING, Scope
from queries.service import Cockpit
from queries.signals import rules
from queries.thresholds import BadThreshold, Limits
from readers import checking
from readers import thresholds as setting
from readers.signals import Signal, Signals, is_visible
from readers.thresholds import Thresholds, read_limits
from store import Store, open_store
from tests.support.small import publish
from tests.support.world import world
from tests.support.world_tables import Tables

ME, OTHER = "张三", "李四"
RULE = "DB06/above"
OVERDUE = ("K04", "K16", "K21")


def without(*tasks: str) -> Tables:
    """The small world without some tasks and all that is told of them."""
    return {
        name: [r for r in rows if r["id" if name == "task" else "task_id"] not in tasks]
        if name == "task" or (rows and "task_id" in rows[0])
        else rows
        for name, rows in world().items()
    }


@dataclass
class Desk:
    """An inbox over versions that are published one after the other."""

    settings: Settings
    cockpit: Cockpit
    store: Store

    @property
    def inbox(self) -> Signals:
        return Signals(self.store)

    def publish(self, tables: Tables, day: str) -> str:
        version = publish(self.settings, tables, business_date=day)
        self.cockpit.database.close()
        self.cockpit = Cockpit(open_database(self.settings), AnswerCache(self.settings))
        self.inbox.renew(self.cockpit)
        return version

    def of(self, rule: str = RULE) -> list[Signal]:
        return [s for s in self.inbox.listed(ME, scope=EVERYTHING) if s.rule == rule]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(home=tmp_path)
    made = Desk(settings, Cockpit(open_database(settings), AnswerCache(settings)), open_store(settings))
    yield made
    made.cockpit.database.close()


def test_a_crossing_is_told_once_raised_and_gone_again(desk: Desk) -> None:
    """K04 and K21 are overdue on 12-29, K16 with them on 12-30; then none of them is there any more."""
    desk.publish(without(*OVERDUE), "2022-12-28")
    assert desk.of() == []
    Thresholds(desk.store).change(RULE, Limits(1, 3), ME)

    desk.publish(world(), "2022-12-29")
    (first,) = desk.of()
    assert (first.level, first.state, first.value, first.before) == ("watch", "new", 2, 0)
    assert words.crossed(first) == "超期未办结 2 件，达到关注线 1 件（上一版本 0 件）"
    assert words.since(first) == "自版本 000002（数据截至2022年12月29日）起"
    desk.inbox.read(ME, scope=EVERYTHING)
    assert (desk.inbox.unread(ME, scope=EVERYTHING), desk.of()[0].is_read) == (0, True)
    assert desk.inbox.unread(OTHER, scope=EVERYTHING) == len(desk.inbox.standing(scope=EVERYTHING)) > 1

    desk.publish(world(), "2022-12-30")
    (raised,) = desk.of()
    assert raised.id == first.id
    assert (raised.level, raised.state, raised.value) == ("alert", "standing", 3)
    assert (raised.opened_version, raised.seen_version) == ("000002", "000003")
    assert not raised.is_read  # graver than what was read
    assert words.crossed(raised) == "超期未办结 3 件，达到预警线 3 件（上一版本 0 件）"
    late = next(s for s in desk.inbox.standing(scope=EVERYTHING) if s.rule == "SJ02/below")
    assert (late.opened_version, late.state) == ("000001", "standing")

    desk.publish(without(*OVERDUE), "2022-12-30")
    (gone,) = desk.of()
    assert (gone.state, gone.ended, gone.ended_version, gone.ended_value) == (
        "ended",
        "recovered",
        "000004",
        0,
    )
    assert words.ended(gone) == "超期未办结已恢复：现为 0 件（越线时 3 件，达到 3 件为预警）"
    assert words.since(gone) == (
        "版本 000002（数据截至2022年12月29日）起，至版本 000004（数据截至2022年12月30日）止"
    )
    assert RULE not in {s.rule for s in desk.inbox.standing(scope=EVERYTHING)}
    # A department whose last overdue task is gone has none of them, though no row says so.
    assert {s.ended_value for s in desk.of("DB06/above-department")} <= {0}

    desk.publish(world(), "2022-12-30")
    assert [s.state for s in desk.of()] == ["new", "ended"]


def test_the_same_version_is_looked_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish(world(), "2022-12-30")
    before = desk.inbox.last()
    assert (before.version, before.count > 30) == ("000001", True)
    monkeypatch.setattr("readers.checking.judge", None)
    desk.inbox.renew(desk.cockpit)
    assert desk.inbox.last() == before


def test_new_limits_hold_at_once_and_going_back_restores(desk: Desk) -> None:
    desk.publish(world(), "2022-12-30")
    thresholds = Thresholds(desk.store)
    assert desk.of()[0].level == "watch"
    changed = thresholds.change(RULE, Limits(10, 20), ME, " 年末  集中到期 ")
    assert (changed.before, changed.limits, changed.reason) == (Limits(1, 5), Limits(10, 20), "年末 集中到期")
    desk.inbox.renew(desk.cockpit)
    (ended,) = desk.of()
    assert (ended.state, ended.ended) == ("ended", "adjusted")
    assert "阈值或口径调整后不再越线" in words.ended(ended)
    with pytest.raises(BadThreshold, match="张三刚改过这个阈值，现为：达到 10 件为关注"):
        thresholds.change(RULE, Limits(2, 5), OTHER)
    with pytest.raises(BadThreshold, match="相同"):
        thresholds.change(RULE, Limits(10, 20), OTHER, seen=changed.id)
    thresholds.reset(RULE, OTHER, seen=changed.id)
    setting = thresholds.settings()[RULE]
    assert (setting.limits, setting.is_own) == (Limits(1, 5), False)
    history = thresholds.history(RULE)
    assert [(c.changed_by, c.is_reset, c.limits) for c in history] == [
        (OTHER, True, Limits(1, 5)),
        (ME, False, Limits(10, 20)),
    ]
    desk.inbox.renew(desk.cockpit)
    assert [s.state for s in desk.of()] == ["new", "ended"]


def test_off_is_not_judged_and_keeps_its_limits(desk: Desk) -> None:
    desk.publish(world(), "2022-12-30")
    thresholds = Thresholds(desk.store)
    off = thresholds.change(RULE, Limits(off=True), ME)
    assert off.limits == Limits(1, 5, off=True)
    desk.inbox.renew(desk.cockpit)
    assert [s.ended for s in desk.of()] == ["adjusted"]
    on = thresholds.change(RULE, Limits(1, 5), ME, seen=off.id)
    assert thresholds.settings()[RULE].limits == on.limits == Limits(1, 5)


def test_an_indicator_that_was_removed_ends_its_signals(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish(world(), "2022-12-30")
    left = {id: rule for id, rule in rules().items() if rule.code != "DB06"}
    for room in (judging, setting, checking):
        monkeypatch.setattr(room, "rules", lambda: left)
    desk.inbox.renew(desk.cockpit)
    (gone,) = desk.of()
    assert gone.ended == "removed"
    assert words.ended(gone) == "超期未办结：指标或阈值已取消（最后一次 3 件）"


def test_a_rate_without_anything_to_reckon_from_is_not_recovered(desk: Desk) -> None:
    desk.publish(world(), "2022-12-30")
    assert desk.of("KC03/below")[0].value == 50
    desk.publish({**world(), "enterprise_need": [], "need_match": []}, "2022-12-31")
    (gone,) = desk.of("KC03/below")
    assert (gone.state, gone.ended, gone.ended_value) == ("ended", "no_value", None)


def test_with_the_database_away_the_last_state_stays(desk: Desk) -> None:
    desk.publish(world(), "2022-12-30")
    before = desk.inbox.listed(ME, scope=EVERYTHING)
    (desk.settings.home / "unified").rename(desk.settings.home / "elsewhere")
    desk.inbox.renew(desk.cockpit)
    assert desk.inbox.listed(ME, scope=EVERYTHING) == before


def test_a_scope_sees_only_signals_of_its_own_members(desk: Desk) -> None:
    desk.publish(world(), "2022-12-30")
    (whole,) = desk.of()
    theirs = replace(whole, by="department", member="society", member_name="学会部")
    assert (whole.departments, theirs.departments) == (("办公室",), ("学会部", "办公室"))
    scope = Scope((("department", ("society",)),))
    assert (is_visible(theirs, scope), is_visible(whole, scope)) == (True, False)
    assert not is_visible(theirs, Scope((("department", ("party",)),)))
    assert not is_visible(theirs, Scope((*scope.limits, ("district", ("110101",)))))
    assert desk.inbox.unread(ME, scope=Scope((("district", ("110101",)),))) == 0


@pytest.mark.parametrize(
    ("watch", "alert", "limits"),
    [
        ("90", "80", Limits(90, 80)),
        (" ９０％ ", "", Limits(90, None)),
        ("1,000", "12.5%", Limits(1000, 12.5)),
        ("", "", Limits()),
    ],
)
def test_limits_are_read_as_people_type_them(watch: str, alert: str, limits: Limits) -> None:
    assert read_limits(watch, alert, False) == limits


@pytest.mark.parametrize("typed", ["九十", "90个", "1e", "=1+1", "<b>"])
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(BadThreshold, match=r"预警线“.*”不是数字，应写作 90 或 12\.5"):
        read_limits("", typed, False)


def test_what_is_wrong_with_a_change_is_said(desk: Desk) -> None:
    thresholds = Thresholds(desk.store)
    wrong: list[tuple[Any, ...]] = [
        (RULE, Limits(5, 1), "预警线应高于关注线", {}),
        (RULE, Limits(2, 9), "说明不超过 200 个字", {"reason": "长" * 201}),
    ]
    for rule, limits, why, more in wrong:
        with pytest.raises(BadThreshold, match=why):
            thresholds.change(rule, limits, ME, **more)
    with pytest.raises(LookupError, match="没有这个阈值：XX/above"):
        thresholds.change("XX/above", Limits(1), ME)
    assert thresholds.history(RULE) == []
