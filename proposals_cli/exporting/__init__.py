"""A selection of proposals written for another program, one file per format."""
