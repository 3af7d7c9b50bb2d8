"""Two states of a base that came from one become one again: three-way merging, record by record."""
