"""The cockpit's own operational database (运行库): jobs, deliveries, saved views; migrated by itself.

Nothing of the unified database is here, and nothing here is ever measured. Every table is one module
of this package and one migration (docs/store.md).
"""

from store.engine import Store, StoreUnavailable, get_store, open_store

__all__ = ["Store", "StoreUnavailable", "get_store", "open_store"]
