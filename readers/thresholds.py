"""Thresholds as readers set them: other limits than the declared ones, every change kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from unicodedata import normalize
from uuid import uuid4

import sqlalchemy as sa

from queries.signals import Rule, rules
from queries.thresholds import BadThreshold, Limits
from store import Store
from store.base import now
from store.signals import threshold_change

LONGEST_REASON = 200


@dataclass(frozen=True)
class Change:
    """One change of a threshold: by whom, when, from what to what; a reset goes back to the declared."""

    id: str
    rule: str
    watch: float | None
    alert: float | None
    is_off: bool
    is_reset: bool
    old_watch: float | None
    old_alert: float | None
    old_off: bool
    reason: str
    changed_by: str
    changed_at: datetime

    @property
    def limits(self) -> Limits:
        """What it was changed to."""
        return Limits(self.watch, self.alert, self.is_off)

    @property
    def before(self) -> Limits:
        """What it was changed from."""
        return Limits(self.old_watch, self.old_alert, self.old_off)


@dataclass(frozen=True)
class Setting:
    """A threshold with the limits that hold now, and the change that set them (None: as declared)."""

    rule: Rule
    limits: Limits
    change: Change | None = None

    @property
    def is_own(self) -> bool:
        """Whether other limits hold than the declared ones."""
        return self.limits != self.rule.threshold.limits


class Thresholds:
    """The thresholds of all indicators as they hold now. Raises ``StoreUnavailable``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def settings(self) -> Mapping[str, Setting]:
        """Every declared threshold by its id, with its present limits."""
        with self._store.read() as connection:
            newest = _newest(connection)
        return {id: _setting(rule, newest.get(id)) for id, rule in rules().items()}

    def limits(self) -> dict[str, Limits]:
        """Present limits by the id of their rule."""
        return {id: setting.limits for id, setting in self.settings().items()}

    def history(self, rule: str) -> list[Change]:
        """What was changed of one, the newest first."""
        wanted = sa.select(threshold_change).where(threshold_change.c.rule == rule)
        with self._store.read() as connection:
            rows = connection.execute(wanted.order_by(threshold_change.c.changed_at.desc()))
            return [Change(**row._mapping) for row in rows]

    def change(self, id: str, limits: Limits, by: str, reason: str = "", seen: str = "") -> Change:
        """Set other limits, or none (``off``: those that held are kept).

        ``seen`` is the change that the reader had in view ("" for the declared).

        Raises ``BadThreshold`` for limits that make no sense or were changed meanwhile, ``LookupError``
        for a threshold there is not.
        """
        rule = _rule(id)
        if limits.off:
            limits = replace(self.settings()[id].limits, off=True)
        else:
            rule.threshold.check(limits)
        return self._keep(rule, limits, by, reason, seen, is_reset=False)

    def reset(self, id: str, by: str, seen: str = "") -> Change:
        """Go back to the declared limits. Raises as ``change`` does."""
        rule = _rule(id)
        return self._keep(rule, rule.threshold.limits, by, "", seen, is_reset=True)

    def _keep(self, rule: Rule, limits: Limits, by: str, reason: str, seen: str, *, is_reset: bool) -> Change:
        reason = " ".join(reason.split())
        if len(reason) > LONGEST_REASON:
            raise BadThreshold(f"说明不超过 {LONGEST_REASON} 个字")
        with self._store.write() as connection:
            found = _setting(rule, _newest(connection).get(rule.id))
            if (found.change.id if found.change else "") != seen:
                who = found.change.changed_by if found.change else by
                raise BadThreshold(
                    f"{who}刚改过这个阈值，现为：{rule.threshold.words(found.limits)}；请刷新后再改"
                )
            if found.limits == limits:
                raise BadThreshold("与现在的阈值相同，没有需要保存的改动")
            old = found.limits
            change = Change(
                uuid4().hex, rule.id, limits.watch, limits.alert, limits.off, is_reset,
                old.watch, old.alert, old.off, reason, by, now(),
            )  # fmt: skip
            connection.execute(sa.insert(threshold_change).values(vars(change)))
        return change


def read_limits(watch: str, alert: str, off: bool) -> Limits:
    """Limits as they are typed: “90”, “９０％”, “1,000”, empty for none. Raises ``BadThreshold``."""
    return Limits(_number("关注线", watch), _number("预警线", alert), off)


def _number(name: str, text: str) -> float | None:
    plain = normalize("NFKC", text).strip().removesuffix("%").replace(",", "").strip()
    if not plain:
        return None
    try:
        return float(plain)
    except ValueError:
        raise BadThreshold(f"{name}“{text.strip()}”不是数字，应写作 90 或 12.5") from None


def _rule(id: str) -> Rule:
    try:
        return rules()[id]
    except KeyError:
        raise LookupError(f"没有这个阈值：{id}；指标或阈值可能已取消，请刷新") from None


def _newest(connection: sa.Connection) -> dict[str, Change]:
    rows = connection.execute(sa.select(threshold_change).order_by(threshold_change.c.changed_at))
    return {row.rule: Change(**row._mapping) for row in rows}


def _setting(rule: Rule, newest: Change | None) -> Setting:
    """A reset keeps no limits of its own: what is declared then holds, whatever a release makes of it."""
    limits = rule.threshold.limits if newest is None or newest.is_reset else newest.limits
    return Setting(rule, limits, newest)
