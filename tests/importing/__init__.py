"""Tests of ``importing``."""
