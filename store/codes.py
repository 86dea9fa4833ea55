"""Verification codes (验证码): short, read aloud without doubt, and known when they are mistyped."""

from __future__ import annotations

import secrets

#: Without the letters and digits that are taken for one another: 0 O, 1 I L, U V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
_RANDOM = 8
_CHECK = 2


def new_code() -> str:
    """A code of its own: eight letters by chance and two that check them (``K7QM-3F9T-2B``)."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(_RANDOM)))


def plain_code(text: str) -> str:
    """A code as it is kept, from what somebody typed; other text comes back in capitals."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    return _shown(letters) if len(letters) == _RANDOM + _CHECK else letters


def is_mistyped(text: str) -> bool:
    """Whether a text cannot be a code that was ever given out."""
    code = plain_code(text)
    letters = code.replace("-", "")
    return len(letters) != _RANDOM + _CHECK or _grouped(letters[:_RANDOM]) != code


def _grouped(body: str) -> str:
    # 29 letters, a prime: one wrong letter, or two that changed places, change these sums.
    values = [ALPHABET.find(letter) for letter in body]
    plain, weighted = sum(values), sum(n * value for n, value in enumerate(values, 1))
    return _shown(body + "".join(ALPHABET[number % len(ALPHABET)] for number in (plain, weighted)))


def _shown(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
