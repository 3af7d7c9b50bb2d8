"""Generated bases, and measurements of time and memory on them."""
