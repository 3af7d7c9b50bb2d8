"""Rules over a base: what is wrong in it, missing, or weakly sourced.

A rule is a function from one record to findings. To add one, write it and list it in ``RULES``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from proposals_cli.domain.decoding import table_of
from proposals_cli.domain.folding import fold_key
from proposals_cli.domain.records import Citation, Fact, Note, Proposal, Record, Source
from proposals_cli.domain.vocabulary import UNCONFIRMED, Status

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule found in one record."""

    rule: str
    severity: Severity
    table: str
    id: str
    message: str


@dataclass
class Known:
    """What rules need to know of the rest of the base."""

    ids: dict[str, set[str]]
    machine_translations: set[str] = field(default_factory=set)
    first_with: dict[tuple[str, str], str] = field(default_factory=dict)
    """(what, folded value) → the first record that has it; filled as records go by."""


Rule = Callable[[Record, Known], Iterator[str]]
"""Yields a message for everything it finds in a record."""


def check_records(
    records: Iterable[Record], known: Known, rules: Collection[str] = ()
) -> Iterator[Finding]:
    """Apply the named rules, or all, to every record in order."""
    applied = {name: RULES[name] for name in RULES if not rules or name in rules}
    for record in records:
        table = table_of(record)
        for name, (severity, rule) in applied.items():
            for message in rule(record, known):
                yield Finding(name, severity, table, record.id, message)


def dangling_ids(record: Record, known: Known) -> Iterator[str]:
    """Every id that a record names exists."""
    for table, id_, what in named_ids(record):
        if id_ not in known.ids[table]:
            yield f"{what} names '{id_}', which is not in {table}"


def unsourced_claims(record: Record, _known: Known) -> Iterator[str]:
    """Every problem, measure, reply, mention, status and fact carries a citation."""
    match record:
        case Proposal():
            if record.problem and not record.problem.citations:
                yield "the problem has no citation"
            for measure in record.measures:
                if not measure.citations:
                    yield f"measure {measure.id} has no citation"
            for number, response in enumerate(record.responses, 1):
                if not response.citations:
                    yield f"reply {number} has no citation"
            for number, statement in enumerate(record.uptake, 1):
                if not statement.citations:
                    yield f"mention {number} has no citation"
            if record.status.value is not Status.UNKNOWN and not record.status.citations:
                yield "the status has no citation"
        case Fact():
            if not record.citations:
                yield "the fact has no citation"


def machine_translation_alone(record: Record, known: Known) -> Iterator[str]:
    """What a proposal asks for rests on more than one machine translation."""
    if not isinstance(record, Proposal):
        return
    sources = {c.source for measure in record.measures for c in measure.citations}
    sources |= {c.source for c in record.problem.citations} if record.problem else set()
    if len(sources) == 1 and sources <= known.machine_translations:
        (source,) = sources
        yield f"problem and measures rest on one machine translation alone ({source})"


def unconfirmed(record: Record, _known: Known) -> Iterator[str]:
    """What was announced was confirmed later."""
    if isinstance(record, Proposal) and record.status.value in UNCONFIRMED and not record.responses:
        yield f"announced ({record.status.value}), its submission is not confirmed"


def title_zh_missing(record: Record, _known: Known) -> Iterator[str]:
    """A proposal has its exact Chinese title."""
    if isinstance(record, Proposal) and not record.title.zh:
        yield "no exact Chinese title is known"


def duplicates(record: Record, known: Known) -> Iterator[str]:
    """No two proposals of a year share a title or a number, no two sources a link."""
    values: list[tuple[str, str, str]] = []
    match record:
        case Proposal():
            values = [
                (f"title {record.year}", fold_key(title), "the title")
                for title in (record.title.en, record.title.zh)
                if title
            ]
            values += [
                (f"number {n.scheme} {record.year}", n.value, "the number")
                for n in record.identifiers
            ]
        case Source():
            if record.url:
                values.append(("link", record.url, "the link"))
        case _:
            return
    for what, value, shown in values:
        first = known.first_with.setdefault((what, value), record.id)
        if first != record.id:
            yield f"{shown} is the same as that of {first}"


RULES: dict[str, tuple[Severity, Rule]] = {
    "dangling-id": ("error", dangling_ids),
    "unsourced-claim": ("error", unsourced_claims),
    "machine-translation-alone": ("warning", machine_translation_alone),
    "unconfirmed": ("warning", unconfirmed),
    "title-zh-missing": ("warning", title_zh_missing),
    "duplicate": ("warning", duplicates),
}
"""Rule name → its severity and what applies it."""


def named_ids(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield (table, id, the field that names it) for every id a record refers to."""
    citations: tuple[Citation, ...] = ()
    match record:
        case Proposal():
            for theme in record.themes:
                yield "themes", theme, "themes"
            for person in record.people:
                yield "people", person, "people"
            for earlier in record.continues:
                yield "proposals", earlier, "continues"
            for source in record.sources:
                yield "sources", source, "sources"
            citations = record.citations()
        case Fact():
            if record.person:
                yield "people", record.person, "person"
            for proposal in record.proposals:
                yield "proposals", proposal, "proposals"
            citations = record.citations
        case Note():
            yield "sources", record.source, "source"
            citations = record.citations
    for source in dict.fromkeys(citation.source for citation in citations):
        yield "sources", source, "a citation"
