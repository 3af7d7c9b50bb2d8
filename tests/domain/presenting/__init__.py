"""Tests of ``domain/presenting``."""
