"""The index of a base on a server: see ``ProposalIndex`` for the questions."""

from proposals_cli.postgres.counting import Counting
from proposals_cli.postgres.ids import Ids
from proposals_cli.postgres.reading import Reading


class PostgresIndex(Reading, Counting, Ids):
    """Answers about the base of one connection."""
