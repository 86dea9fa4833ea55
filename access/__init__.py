"""Who may see what, and who looked: the reader's scope, the audit trail, the walls seen.

This room decides a scope; ``queries`` applies it wherever SQL is built.
"""

from access.reader import Reader, current_reader, current_scope
from access.trail import audit

__all__ = ["Reader", "audit", "current_reader", "current_scope"]
