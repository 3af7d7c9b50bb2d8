"""Tests of ``domain/query``."""
