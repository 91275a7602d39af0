"""How Alembic reaches the ledger: on the connection that `db.upgrade` hands it, in batch mode for SQLite."""

from alembic import context

import db.models  # noqa: F401 - fills the metadata
from db.base import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("run migrations by `tapecheck db upgrade`, or from Python by db.upgrade.upgrade(url)")


def render(kind: str, thing: object, autogen: object) -> str | bool:
    """Write our own column types by their public names in new migrations."""
    if kind == "type" and type(thing).__module__ == "db.types":
        autogen.imports.add("import db.types")  # type: ignore[attr-defined]
        return f"db.types.{type(thing).__name__}()"
    return False


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    compare_server_default=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
