"""Matching: whether two proposals are the same."""
