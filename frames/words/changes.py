"""What changed, in one sentence an indicator: “注册组织增加 2 家，达到 1,581 家”."""

from __future__ import annotations

from dataclasses import dataclass

from frames.formats import Tone, change, missing, number
from frames.model import Better, Sentence

#: Names that already say that something was added.
_ADDING = ("新增", "净增")
_WORDS: dict[Tone, str] = {"good": "向好", "bad": "转差", "neutral": "变化"}


@dataclass(frozen=True)
class Changed:
    """A change in words, and how large it is against what was there before (1.0: doubled)."""

    sentence: Sentence
    size: float

    @property
    def order(self) -> tuple[bool, float]:
        """Sorts the bad ones first, then the larger ones."""
        return self.sentence.tone != "bad", -self.size


def moved(
    name: str, unit: str, now: float | None, before: float | None, better: Better, href: str | None = None
) -> Changed | None:
    """A stock or a rate against an earlier value; None where either is missing or nothing changed.

    Rates differ in 百分点, everything else in its unit: “按期办结率下降 0.4 个百分点，为 91.2%”.
    """
    if missing(now) or missing(before):
        return None
    assert now is not None
    assert before is not None
    up = now > before
    amount = _amount(now, before, unit)
    if not amount:
        return None
    verb = ("提高" if up else "下降") if unit == "%" else "增加" if up else "减少"
    text = f"{name}{verb} {amount}，{'达到' if up else '为'} {number(now, unit).full}"
    tone: Tone = "neutral" if better == "none" else "good" if up == (better == "up") else "bad"
    sentence = Sentence(text, _WORDS[tone], "up" if up else "down", tone, href)
    return Changed(sentence, abs(now - before) / (abs(before) or 1))


def added(
    name: str, unit: str, more: float, total: float, since: str, better: Better, href: str | None = None
) -> Changed | None:
    """What a flow gained: “业务活动新增 12 项，本年累计 1,204 项”; None where it gained nothing.

    ``since`` names the period that ``total`` adds up (“本年”). A loss is what was taken back.
    """
    amount = _amount(more, 0, unit)
    if not amount:
        return None
    up = more > 0
    verb = "" if up and name.startswith(_ADDING) else "新增" if up else "减少"
    text = f"{name}{verb} {amount}，{since}累计 {number(total, unit).full}"
    tone: Tone = "bad" if better != "none" and up != (better == "up") else "neutral"
    sentence = Sentence(text, "转差" if tone == "bad" else verb or "新增", "up" if up else "down", tone, href)
    return Changed(sentence, abs(more) / (abs(total - more) or 1))


def _amount(now: float, before: float, unit: str) -> str:
    """How far two values lie apart, for reading; empty where the difference rounds to nothing."""
    if unit == "%":
        return change(now, before, unit).text
    gap = number(abs(now - before), unit)
    return "" if gap.text == "0" else gap.full
