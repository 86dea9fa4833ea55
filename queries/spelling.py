"""How Chinese names are typed on a keyboard: their pinyin, syllable by syllable."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

#: Runs of Chinese characters, and of what is typed as it stands.
_RUNS = re.compile(r"[㐀-鿿]+|[a-z0-9]+")


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of ``text`` without tones (ü as v); letters and digits stay as one piece each.

    Characters of several readings follow the words they stand in: 银行 is yin hang.
    """
    pieces: list[str] = []
    for run in _RUNS.findall(text.casefold()):
        pieces += [run] if run.isascii() else lazy_pinyin(run)
    return tuple(pieces)


def initials(pieces: tuple[str, ...]) -> str:
    """The first letters: 机械学会 is jxxh."""
    return "".join(piece[0] for piece in pieces)
