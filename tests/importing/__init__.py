"""Tests of the import: reading, mapping, planning, and the command."""
