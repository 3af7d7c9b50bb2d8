"""Tests of ``domain/matching``."""
