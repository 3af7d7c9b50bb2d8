"""Text: normalised for comparison, prepared for search, made safe for output."""
