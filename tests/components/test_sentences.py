"""The list of sentences: a sign with its word, the text, the way on."""

from __future__ import annotations

from components import views
from frames.controls import Link
from frames.model import Sentence
from tests.components.test_views import links, of_class, text


def test_a_change_has_an_arrow_and_a_word() -> None:
    shown = views.sentences([Sentence("组织减少 1 家，为 7 家", "转差", "down", "bad", "/x")], "与昨天相比")
    assert text(shown) == "与昨天相比转差组织减少 1 家，为 7 家"
    assert links(shown) == ["/x"]
    (arrow,) = of_class(shown, "arrow")
    assert "down" in arrow.className
    assert len(of_class(shown, "bad")) == 1


def test_a_light_has_its_shape_and_its_own_word() -> None:
    shown = views.sentences(
        [Sentence("某事已逾期 3 天", "逾期", "red"), Sentence("两件待核验", "核验", "blue")]
    )
    assert [text(part) for part in of_class(shown, "light-word")] == ["逾期", "核验"]
    assert len(of_class(shown, "square")) == len(of_class(shown, "diamond")) == 1
    assert links(shown) == []


def test_without_sentences_only_the_line_above_stands() -> None:
    shown = views.sentences([], "没有红灯事项", Link("其余", "/y"))
    assert text(shown) == "没有红灯事项其余"
    assert not of_class(shown, "sentences")
