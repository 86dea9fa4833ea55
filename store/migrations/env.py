"""Alembic's environment: the connection is handed in, and so is its transaction (store/migrate.py)."""

from alembic import context

import store.tables
from store.base import metadata

assert store.tables
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
