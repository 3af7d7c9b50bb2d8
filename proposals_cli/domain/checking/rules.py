"""The rules of ``check``: what is wrong in a base, missing, or weakly sourced.

A rule is a function that yields a message for each problem of a record. To add a rule, write the
function in the file of its subject and list it in ``RULES``. Its docstring says what must be true
of a record. An ``error`` is surely wrong; a ``warning`` is what a reader should know.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

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
from proposals_cli.domain.model.records import Record

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a rule found in a record."""

    rule: str
    severity: Severity
    table: str
    id: str
    message: str


Rule = Callable[[Record, CheckContext], Iterator[str]]
"""Yields a message for each problem of a record."""


def check_records(
    records: Iterable[Record], context: CheckContext, rules: Collection[str] = ()
) -> Iterator[Finding]:
    """Apply the named rules, or all, to every record in order."""
    applied = {name: RULES[name] for name in RULES if not rules or name in rules}
    for record in records:
        table = table_of(record)
        for name, (severity, rule) in applied.items():
            for message in rule(record, context):
                yield Finding(name, severity, table, record.id, message)


RULES: dict[str, tuple[Severity, Rule]] = {
    "dangling-id": ("error", reference_rules.dangling_ids),
    "lost-quote": ("error", source_rules.lost_quotes),
    "interval-backwards": ("error", date_rules.backward_intervals),
    "reply-before-question": ("error", date_rules.early_replies),
    "unsourced-claim": ("warning", source_rules.unsourced_claims),
    "no-citation": ("warning", source_rules.without_sources),
    "single-source": ("warning", source_rules.single_sources),
    "reprint-only": ("warning", source_rules.reprints_only),
    "machine-translation-alone": ("warning", source_rules.machine_translation_alone),
    "deadline-without-source": ("warning", source_rules.unsourced_deadlines),
    "status-against-actions": ("warning", status_rules.contradicted_statuses),
    "unconfirmed": ("warning", status_rules.unconfirmed),
    "lapsed": ("warning", status_rules.lapsed),
    "withdrawn-author": ("warning", status_rules.withdrawn_authors),
    "original-title-missing": ("warning", text_rules.without_original_title),
    "language-unknown": ("warning", text_rules.unknown_languages),
    "duplicate": ("warning", identity_rules.duplicates),
    "near-duplicate": ("warning", identity_rules.near_duplicates),
    "same-name": ("warning", identity_rules.same_names),
    "contradictory-facts": ("warning", source_rules.contradictory_facts),
    "actions-out-of-order": ("warning", date_rules.disordered_actions),
    "no-such-date": ("warning", date_rules.impossible_dates),
    "future-date": ("warning", date_rules.future_dates),
    "date-out-of-session": ("warning", date_rules.dates_out_of_session),
    "dead-end": ("warning", reference_rules.dead_ends),
    "former-id": ("warning", reference_rules.former_ids),
    "theme-unused": ("warning", reference_rules.unused_themes),
    "untidy": ("warning", text_rules.untidy),
}
"""Name of a rule → its severity and its function."""
