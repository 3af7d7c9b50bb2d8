"""From the rows of a file to a plan of what each becomes in the base."""
