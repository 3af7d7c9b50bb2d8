"""Plan what the rows of a file become in a base."""
