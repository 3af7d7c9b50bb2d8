"""The index: a SQLite database derived from the store, which can be rebuilt at any time."""
