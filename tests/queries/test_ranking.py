"""Places: who may have one, who shares one, which end is the first."""

from __future__ import annotations

from queries.ranking import RANK_BASE, base_code, places, rankable


def numbers(
    code: str, values: dict[str, float | None], bases: dict[str, float | None] | None
) -> dict[str, str]:
    return {key: place.words for key, place in places(code, values, bases).items()}


def test_equals_share_a_place_and_the_next_is_further_down() -> None:
    assert numbers("DB01", {"a": 3, "b": 5, "c": 3, "d": 1}, None) == {
        "a": "并列第2",
        "b": "第1",
        "c": "并列第2",
        "d": "第4",
    }


def test_where_more_is_worse_the_least_is_first() -> None:
    assert numbers("DB06", {"a": 3, "b": 5, "c": 0}, None) == {"a": "第2", "b": "第3", "c": "第1"}


def test_a_rate_needs_a_base() -> None:
    values: dict[str, float | None] = {"a": 100.0, "b": 90.0, "c": None, "d": 100.0}
    bases: dict[str, float | None] = {"a": RANK_BASE - 1, "b": RANK_BASE, "c": 50, "e": 9}
    assert rankable(values, bases) == {"b": 90.0}
    assert numbers("DB04", values, bases) == {"b": "第1"}
    assert places("DB04", values, bases)["b"].of == 1


def test_the_base_is_what_a_rate_is_a_part_of() -> None:
    assert base_code("DB04") == "DB04.due"
    assert base_code("DB01") == ""
    # Of one number for the whole city there is no base of a member.
    assert base_code("RC09") == ""
