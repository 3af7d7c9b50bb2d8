"""Tests of bases on a PostgreSQL server, with a server of their own."""
