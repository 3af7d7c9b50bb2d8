"""Tests of ``proposals_cli.domain.merging``."""
