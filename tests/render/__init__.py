"""Tests of ``render``."""
