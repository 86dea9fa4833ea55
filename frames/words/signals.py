"""Signals in sentences: “超期未办结 6 件，达到预警线 5 件（上一版本 2 件）”."""

from __future__ import annotations

from frames.formats import change, date_zh, number
from queries.thresholds import LEVELS, amount
from readers.signals import ENDS, Signal


def crossed(found: Signal, when: str = "") -> str:
    """What crossed which line, and what it was before; ``when`` names the period (“本年”)."""
    value = number(found.value, found.unit).full
    head = f"{when}{found.subject}{'' if found.member_name else ' '}{value}"
    kind = found.rule.partition("/")[2].split("-")
    before = _before(found) if kind[0] not in ("falls", "rises") else ""
    if kind[0] in ("high", "low"):
        best = f"此前最{'高' if kind[0] == 'high' else '低'} {number(found.compared, found.unit).full}"
        return f"{head}，{found.phrase}（{best}）"
    if kind[0] in ("falls", "rises"):
        return f"{head}，{_moved(found, kind)}，达到{_line(found)}"
    verb = "低于" if kind[0] == "below" else "达到"
    return f"{head}，{verb}{_line(found)}{before}"


def ended(found: Signal, when: str = "") -> str:
    """That it is over, why, and what it is now: “超期未办结已恢复：现为 0 件（越线时 6 件，…）”."""
    assert found.ended is not None
    subject = f"{when}{found.subject}"
    if found.ended == "recovered":
        now = number(found.ended_value, found.unit).full
        told = f"，{found.phrase}为{LEVELS[found.level]}"
        return f"{subject}已恢复：现为 {now}（越线时 {number(found.value, found.unit).full}{told}）"
    last = number(found.value, found.unit).full
    return f"{subject}：{ENDS[found.ended]}（最后一次 {last}）"


def since(found: Signal) -> str:
    """Since which version, and up to which: “自版本 000002（数据截至2022年12月30日）起”."""
    begun = f"版本 {found.opened_version}（数据截至{date_zh(found.opened_on)}）"
    if found.ended is None:
        return f"自{begun}起"
    return f"{begun}起，至版本 {found.ended_version}（数据截至{date_zh(found.ended_on)}）止"


def _line(found: Signal) -> str:
    unit = found.unit
    if found.rule.partition("/")[2].startswith(("falls", "rises")):
        unit = "个百分点" if unit == "%" else "%"
    return f"{LEVELS[found.level]}线 {amount(found.limit or 0, unit)}"


def _moved(found: Signal, kind: list[str]) -> str:
    base = "上月同日" if "month" in kind else "上年同期"
    word = "下降" if kind[0] == "falls" else "上升"
    moved = change(found.value, found.compared, found.unit, percent=True)
    return f"较{base}（{number(found.compared, found.unit).full}）{word} {moved.text}"


def _before(found: Signal) -> str:
    if found.before is None:
        return ""
    if found.before == found.value:
        return "（与上一版本相同）"
    return f"（上一版本 {number(found.before, found.unit).full}）"
