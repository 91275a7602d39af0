"""Remember: the ledger's tables, views and named functions, alike on SQLite and PostgreSQL."""
