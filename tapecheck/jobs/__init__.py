"""The stages: rows in, pure code, rows out. Each is idempotent, resumable, and knows no other."""
