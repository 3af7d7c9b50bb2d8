"""Tests of ``exporting``."""
