"""Records put into words and sections, before anything draws them."""
