"""The subject itself: records, queries, counts and rules, with no input or output."""
