"""Tests of the package, in the same folders."""
