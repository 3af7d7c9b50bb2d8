"""Bundles of records as files that other programs read: one module per format."""
