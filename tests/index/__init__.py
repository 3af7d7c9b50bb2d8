"""Whether search finds what it should, in the order it should, whatever happens to its index."""
