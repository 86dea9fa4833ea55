"""PDF: the same briefing printed by Chromium, with fonts of its own and charts as vectors."""

from documents.pdf.document import pdf

__all__ = ["pdf"]
