"""Read files as rows, with one reader per format."""
