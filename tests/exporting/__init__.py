"""Exports: every format read back by a program other than the one that wrote it."""
