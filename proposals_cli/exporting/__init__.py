"""Export a selection of proposals for other programs, one module per format."""
