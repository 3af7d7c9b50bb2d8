"""Exports: every format is read back by another program than ours."""
