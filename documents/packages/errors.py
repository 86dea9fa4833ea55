"""The one error of this room."""

from __future__ import annotations


class OutwardError(ValueError):
    """Nothing was exported, or an export does not hold; the message says why and what to do."""
