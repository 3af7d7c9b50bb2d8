"""The shape of records, and of changes to them."""
