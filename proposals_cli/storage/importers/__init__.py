"""Readers of files to import: bytes to rows, whatever the format; none of them knows a record."""
