"""Check all records of a base by the rules, or fix them."""

from collections.abc import Iterator, Sequence

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.checking.fixes import fixed
from proposals_cli.domain.checking.rules import RULES, Finding, check_records
from proposals_cli.domain.model.change import now
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.domain.ports import Progress, ProposalIndex
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.errors import InvalidQueryError

PROGRESS_EVERY = 500
"""How many proposals are checked between two reports of progress."""


def findings(index: ProposalIndex, rules: Sequence[str], progress: Progress) -> Iterator[Finding]:
    """Yield what the named rules, or all, find in a base, table by table.

    Raises:
        InvalidQueryError: a rule that does not exist.
    """
    return check_records(_records(index, progress), CheckContext(index), _known(rules))


def fixes(
    index: ProposalIndex, rules: Sequence[str], why: str | None, progress: Progress
) -> Iterator[tuple[Record, Record]]:
    """Yield the records that can be fixed safely, as they are and as they would be.

    ``why`` is the reason for the history of each record.

    Raises:
        InvalidQueryError: a rule that does not exist.
    """
    context, applied, when = CheckContext(index), _known(rules), now()
    for record in _records(index, progress):
        after = fixed(record, context, applied, when, why)
        if after != record:
            yield record, after


def _records(index: ProposalIndex, progress: Progress) -> Iterator[Record]:
    proposals = index.totals(Query()).proposals
    for table in TABLES:
        for count, raw in enumerate(index.records(table)):
            yield decode_record(table, raw)
            if table == "proposals" and count % PROGRESS_EVERY == 0:
                progress("Checking", count, proposals)
    progress("Checking", proposals, proposals)


def _known(rules: Sequence[str]) -> Sequence[str]:
    for rule in rules:
        if rule not in RULES:
            raise InvalidQueryError(
                f"Unknown rule '{rule}'.",
                did_you_mean(rule, RULES) or f"Rules: {', '.join(RULES)}.",
            )
    return rules or tuple(RULES)
