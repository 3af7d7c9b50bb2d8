"""Queries: what people type, and the tree it means."""
