"""Tests of ``domain/model``."""
