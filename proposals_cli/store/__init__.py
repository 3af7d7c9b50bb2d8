"""The records: one TinyDB file, written atomically, and the journal of its changes."""
