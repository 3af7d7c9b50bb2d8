"""One reader per format: from a file to rows."""
