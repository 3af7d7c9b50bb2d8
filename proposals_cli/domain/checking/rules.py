"""The rules of ``check``: what is wrong in a base, missing, or weakly sourced.

The function of a rule yields a message for each problem of a record. To add a rule, write the
function in the file of its subject and list it in ``RULES``. Its docstring says what must be true
of a record. An ``error`` is surely wrong; a ``warning`` is what a reader should know.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from proposals_cli.domain.checking import (
    date_rules,
    identity_rules,
    reference_rules,
    source_rules,
    status_rules,
    text_rules,
)
from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import Fact, Proposal, Record

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a rule found in a record."""

    rule: str
    severity: Severity
    table: str
    id: str
    message: str


class Rule(NamedTuple):
    """A rule: how bad it is to break it, the records it is for, and what it finds in one."""

    severity: Severity
    records: Any
    """The class of these records, or ``Record`` for all."""
    problems: Callable[[Any, CheckContext], Iterator[str]]


def check_records(
    records: Iterable[Record], context: CheckContext, rules: Collection[str]
) -> Iterator[Finding]:
    """Apply the named rules to every record in order."""
    applied = [(name, rule) for name, rule in RULES.items() if name in rules]
    for record in records:
        table = table_of(record)
        for name, rule in applied:
            if isinstance(record, rule.records):
                for message in rule.problems(record, context):
                    yield Finding(name, rule.severity, table, record.id, message)


RULES: dict[str, Rule] = {
    "dangling-id": Rule("error", Record, reference_rules.dangling_ids),
    "lost-quote": Rule("error", Record, source_rules.lost_quotes),
    "interval-backwards": Rule("error", Record, date_rules.backward_intervals),
    "reply-before-question": Rule("error", Proposal, date_rules.early_replies),
    "unsourced-claim": Rule("warning", Record, source_rules.unsourced_claims),
    "no-citation": Rule("warning", Proposal, source_rules.without_sources),
    "single-source": Rule("warning", Proposal, source_rules.single_sources),
    "reprint-only": Rule("warning", Proposal, source_rules.reprints_only),
    "machine-translation-alone": Rule("warning", Proposal, source_rules.machine_translation_alone),
    "deadline-without-source": Rule("warning", Record, source_rules.unsourced_deadlines),
    "status-against-actions": Rule("warning", Proposal, status_rules.contradicted_statuses),
    "unconfirmed": Rule("warning", Proposal, status_rules.unconfirmed),
    "lapsed": Rule("warning", Proposal, status_rules.lapsed),
    "withdrawn-author": Rule("warning", Proposal, status_rules.withdrawn_authors),
    "original-title-missing": Rule("warning", Proposal, text_rules.without_original_title),
    "title-basis-missing": Rule("warning", Proposal, text_rules.without_title_basis),
    "language-unknown": Rule("warning", Record, text_rules.unknown_languages),
    "duplicate": Rule("warning", Record, identity_rules.duplicates),
    "near-duplicate": Rule("warning", Proposal, identity_rules.near_duplicates),
    "same-name": Rule("warning", Record, identity_rules.same_names),
    "contradictory-facts": Rule("warning", Fact, source_rules.contradictory_facts),
    "actions-out-of-order": Rule("warning", Proposal, date_rules.disordered_actions),
    "no-such-date": Rule("warning", Record, date_rules.impossible_dates),
    "future-date": Rule("warning", Record, date_rules.future_dates),
    "date-out-of-session": Rule("warning", Proposal, date_rules.dates_out_of_session),
    "dead-end": Rule("warning", Proposal, reference_rules.dead_ends),
    "former-id": Rule("warning", Record, reference_rules.former_ids),
    "theme-unused": Rule("warning", Record, reference_rules.unused_themes),
    "untidy": Rule("warning", Record, text_rules.untidy),
}
"""Name → rule."""
