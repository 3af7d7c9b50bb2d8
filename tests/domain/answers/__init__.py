"""Tests of ``domain/answers``."""
