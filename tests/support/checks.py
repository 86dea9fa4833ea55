"""What axe-core finds wrong with a page for readers who can't see, hear or point."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SERIOUS = {"serious", "critical"}


def serious(page: Page, within: str | None = None) -> dict[str, list[str]]:
    """Serious and critical findings by rule, each with the elements concerned; empty where all is well.

    ``within`` is a selector of the part to look at, the whole page without it. What a chart is drawn of isn't
    looked at: it is one picture with a name and a table beside it.
    """
    context = {"include": [[within or "html"]], "exclude": [[".echart svg"]]}
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]})
    broken = [one for one in found.response["violations"] if one["impact"] in _SERIOUS]
    return {one["id"]: [node["html"][:160] for node in one["nodes"]] for one in broken}
