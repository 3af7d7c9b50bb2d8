"""Tests of ``importing/readers``."""
