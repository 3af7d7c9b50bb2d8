"""Tests of ``domain/editing``."""
