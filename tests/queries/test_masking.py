"""Masking: what of a person may be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.masking import HIDDEN, mask
from data.tables.base import metadata
from queries.indicators import INDICATORS
from queries.model import Measure


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("name", "王小明", "王**"),
        ("name", "王明", "王**"),
        ("name", "王", "王**"),
        ("name", "欧阳静", "欧阳**"),
        ("name", "司徒", "司徒**"),
        ("name", "Marie Curie", "M**"),
        ("mobile", "13800001234", "138****1234"),
        ("mobile", "+8613800001234", "+86****1234"),
        ("mobile", "1234567", "****"),
        ("hidden", "110101199001011234", HIDDEN),
        ("hidden", 7, HIDDEN),
        ("name", None, None),
        ("name", "", ""),
        (None, "机械学会", "机械学会"),
    ],
)
def test_what_is_shown(kind, value: object, shown: object) -> None:
    assert mask(kind, value) == shown


@given(st.text(min_size=3))
def test_no_given_name_is_shown(name: str) -> None:
    assert str(mask("name", name)).removesuffix("**") in (name[0], name[:2])


@given(st.text())
def test_at_most_seven_digits_of_a_number_are_shown(number: str) -> None:
    assert len(str(mask("mobile", number)).replace("****", "")) <= 7


def test_every_field_that_holds_a_person_is_masked() -> None:
    """A source that shows a column which the schema masks says so itself."""
    personal = {c.name for t in metadata.tables.values() for c in t.columns if c.info.get("mask") == "mobile"}
    for indicator in INDICATORS.values():
        if isinstance(indicator.measure, Measure):
            for field in indicator.measure.source.fields:
                if field.label == "姓名":
                    assert field.mask == "name", (indicator.code, field)
                if field.name in personal:
                    assert field.mask == "mobile", (indicator.code, field)
