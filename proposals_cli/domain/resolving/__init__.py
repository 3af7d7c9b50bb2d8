"""The records and values that people mean by what they type, alike in every command."""
