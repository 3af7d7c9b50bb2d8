"""Show results: tables and machine formats from a View, pages from details and counts."""
