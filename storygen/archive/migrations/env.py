"""Env: what Alembic runs to take the steps, on the connection that it is handed."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
context.run_migrations()
