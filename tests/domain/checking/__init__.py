"""Tests of ``domain/checking``."""
