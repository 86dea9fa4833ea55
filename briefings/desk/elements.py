"""Parts of the desk's pages: forms that ``forms.js`` sends, chips of numbers, steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components.intake.elements import button, hidden
from components.markup import element
from documents.model import MARK, Briefing, Field
from frames.formats import moment_zh, number
from queries.indicators import INDICATORS
from store.briefings import Kept

PATH = "/drafts"


def form(action: str, inside: Sequence[Any], ask: str = "", name: str = "briefing", **props: Any) -> Any:
    """A form that goes without leaving the page; what goes wrong is said in it."""
    trouble = html.P("", className="form-trouble", role="alert")
    asked = {"data-ask": ask} if ask else {}
    given = {"action": f"{PATH}/{action}", "method": "post", "data-views": name, **asked, **props}
    return element("form", [*inside, trouble], **given)


def step(
    kept: Kept, action: str, word: str, inside: Sequence[Any] = (), ask: str = "", quiet: bool = True
) -> Any:
    """A form that does one step of a briefing's way."""
    seen = hidden("revision", str(kept.revision))
    parts = [seen, *inside, button(word, quiet=quiet)]
    return form(f"{kept.id}/{action}", parts, ask, className="desk-step")


def chip(field: Field, fixed: bool = False) -> Any:
    """A number as a chip: cannot be typed into; its title says where it is from."""
    props: dict[str, Any] = {"className": "figure-chip", "title": origin(field)}
    if fixed:
        props |= {"data-field": field.id, "contentEditable": "false"}
    return element("span", field.text, **props)


def origin(field: Field) -> str:
    """The indicator, its exact value and its days."""
    indicator = INDICATORS.get(field.spec.code)
    name = f"{indicator.name}（{indicator.code}）" if indicator else field.spec.code
    unit = indicator.unit if indicator and field.spec.show not in ("rank", "climb") else ""
    before = f"，比 {number(field.before, unit).exact}" if field.before is not None else ""
    return f"{name}：{number(field.value, unit).exact}{before}，截至 {field.spec.as_of.isoformat()}"


def text(found: Briefing, words: str, fixed: bool = False) -> list[Any]:
    """A text with its numbers as chips."""
    parts: list[Any] = []
    at = 0
    for hit in MARK.finditer(words):
        parts += [words[at : hit.start()], chip(found.fields[hit[1]], fixed)]
        at = hit.end()
    return [part for part in [*parts, words[at:]] if part != ""]


def steps(kept: Kept) -> Any:
    """Who did what when: 起草, 审核, 签发."""
    done = (
        ("起草", kept.created_by, kept.created_at),
        ("审核", kept.reviewed_by, kept.reviewed_at),
        ("签发", kept.issued_by, kept.issued_at),
    )
    here = {"draft": 0, "reviewed": 1, "issued": 2}[kept.state]
    items = []
    for place, (word, who, when) in enumerate(done):
        about = f"{who}　{moment_zh(when.replace(tzinfo=None))}" if when else "尚未进行"
        state = "is-done" if place < here else "is-here" if place == here else ""
        current = {"aria-current": "step"} if place == here else {}
        items.append(html.Li([html.B(word), html.Span(about)], className=state, **current))
    return html.Ol(items, className="desk-steps", **{"aria-label": "进度"})
