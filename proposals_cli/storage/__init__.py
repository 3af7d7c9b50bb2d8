"""Where proposals live, and what answers about them."""
