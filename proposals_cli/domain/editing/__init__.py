"""Drafts, and the changes made from them."""
