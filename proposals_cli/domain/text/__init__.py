"""Text: normalised for comparing, prepared for search, made safe for output."""
