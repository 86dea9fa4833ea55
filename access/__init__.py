"""Who may see what, and who looked: the reader's scope, the audit trail.

This room decides a scope; ``queries`` applies it wherever SQL is built.
"""

from access.audit_log import audit
from access.reader import Reader, current_reader, current_scope, reader_of

__all__ = ["Reader", "audit", "current_reader", "current_scope", "reader_of"]
