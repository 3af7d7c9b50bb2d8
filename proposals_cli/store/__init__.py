"""The base: a TinyDB file that is written atomically, and the journal of its changes."""
