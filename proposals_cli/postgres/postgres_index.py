"""The index of a base on a server: see ``ProposalIndex`` for the questions."""

from proposals_cli.postgres.reading import Reading
from proposals_cli.postgres.values import Values


class PostgresIndex(Reading, Values):
    """Answers about the base of one connection."""
