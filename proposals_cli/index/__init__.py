"""The answers: an SQLite index derived from the store, disposable and rebuilt when it differs."""
