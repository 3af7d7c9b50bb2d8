"""What an index of any kind keeps of a record: the same rows for a file and for a server."""
