"""A briefing as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from documents.model import Briefing
from documents.pdf import pdf
from documents.seal import Seal
from documents.word import docx

#: What makes each form of a paper.
FORMS: Mapping[str, Callable[[Briefing, Seal | None], bytes]] = {"docx": docx, "pdf": pdf}


def make(found: Briefing, form: str, seal: Seal | None = None) -> bytes:
    """The bytes of a paper in one of ``FORMS``."""
    return FORMS[form](found, seal)
