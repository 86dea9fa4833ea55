"""Rows of persons are read under an entry of the audit trail, on pages as through the API."""

from __future__ import annotations

from flask import has_request_context, request

from access import audit
from frames.context import Context
from queries.rows import RowsQuestion


def remember(asked: RowsQuestion, context: Context, query: str) -> None:
    """Note that the present reader reads these rows, if they are persons; ``query`` is the page's own."""
    if not asked.is_personal:
        return
    address = request.remote_addr if has_request_context() else None
    detail = {"query": query, "version": context.version, "address": address}
    audit("rows.read", asked.question.code, detail)
