"""Records as labelled sections and references, independent of any format."""
