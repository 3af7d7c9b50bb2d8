"""What a record is."""
