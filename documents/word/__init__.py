"""Word: a briefing as an Office Open XML document with real styles and native charts."""

from documents.word.document import docx

__all__ = ["docx"]
