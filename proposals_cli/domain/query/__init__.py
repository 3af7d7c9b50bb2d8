"""Queries: the query language, and the tree it is parsed into."""
