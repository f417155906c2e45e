"""Alembic's entry: the connection is opened, and locked against other processes, by `data.storage._schema`."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
