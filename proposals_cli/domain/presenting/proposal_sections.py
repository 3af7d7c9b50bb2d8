"""The sections of a proposal's page, in reading order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from proposals_cli.domain.answers.details import Find
from proposals_cli.domain.answers.replies import deadline_for
from proposals_cli.domain.model.parts import (
    Action,
    Citation,
    Document,
    Figure,
    Measure,
    Relation,
    Statement,
)
from proposals_cli.domain.model.records import Body, Proposal
from proposals_cli.domain.model.vocabulary import (
    ANSWERED_KINDS,
    NOT_PUBLISHED,
    OTHER_LABELS,
    RelationKind,
)
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.agents import agents
from proposals_cli.domain.presenting.fallback import (
    extra_entries,
    heading,
    language,
    remaining,
    term,
)
from proposals_cli.domain.presenting.labels import Label, in_both
from proposals_cli.domain.presenting.page import (
    Entry,
    Group,
    Line,
    Section,
    Value,
    Words,
    section,
)
from proposals_cli.domain.presenting.proposal_head import main_heading
from proposals_cli.domain.presenting.replies import rule_text

DRAWN = (
    *("summary", "problem", "measures", "actions", "documents", "figures", "relations"),
    *("uptake", "sources", "notes", "extra"),
)
"""The fields that these sections show, and the sources."""

_REVERSED: dict[RelationKind, Label] = {
    RelationKind.CONTINUES: labels.CONTINUED_BY,
    RelationKind.AMENDS: labels.AMENDED_BY,
    RelationKind.SUPERSEDES: labels.SUPERSEDED_BY,
    RelationKind.DUPLICATES: labels.DUPLICATED_BY,
    RelationKind.PART_OF: labels.HAS_PART,
}
"""Relation → its label seen from the other proposal, where it differs."""

_CITED = ("text", "basis", "citations")


def statements(proposal: Proposal) -> Iterator[Section]:
    """Yield the sections of what the proposal says and asks for."""
    for label, one in (
        (labels.SUMMARY, proposal.summary),
        (labels.PROBLEM, proposal.problem),
    ):
        yield section(label, [statement_entry(one)] if one else ())
    yield _measures(proposal.measures)


def statement_entry(statement: Statement) -> Entry:
    """Return a text with its basis, unless it is a paraphrase of ours."""
    basis = (Line(None, (term(statement.basis),)),) if statement.basis else ()
    details = (*basis, *remaining(statement, _CITED))
    return Entry(statement.text, statement.citations, details=details)


def _measures(measures: Sequence[Measure]) -> Section:
    """Return the measures by area, areas in the order in which they first occur."""
    areas = list(dict.fromkeys(measure.area for measure in measures))
    by_area = sorted(measures, key=lambda measure: areas.index(measure.area))
    groups = tuple(
        Group(
            tuple(map(measure_entry, some)),
            None if areas == [None] else area or labels.OTHER,
        )
        for area, some in groupby(by_area, key=lambda measure: measure.area)
    )
    return Section(labels.MEASURES, groups, number=len(measures))


def measure_entry(measure: Measure) -> Entry:
    """Return a measure as an entry."""
    details = (
        Line(None, (term(measure.basis),) if measure.basis else ()),
        Line(None, (term(measure.horizon),) if measure.horizon else ()),
        Line(labels.ASKED_OF, measure.actors),
        Line(labels.BENEFITS, measure.beneficiaries),
        *remaining(measure, ("id", *_CITED, "area", "horizon", "actors", "beneficiaries")),
    )
    filled = tuple(line for line in details if line.values)
    return Entry(measure.text, measure.citations, id=measure.id, details=filled)


# -- what happened -------------------------------------------------------------------------------


def actions_section(proposal: Proposal, find: Find) -> Section:
    """Return what happened in the order of the record; of replies only that they were made.

    A proposal of which only replies are known has them in their own section.
    """
    if len(proposal.replies) == len(proposal.actions):
        return section(labels.ACTIONS, ())
    return section(labels.ACTIONS, (_action(one, find) for one in proposal.actions))


def _action(action: Action, find: Find) -> Entry:
    stage: Words = term(action.stage)
    if action.interim:
        stage = in_both(
            lambda lang: labels.INTERIM_REPLY.text(lang, stage=term(action.stage).text(lang))
        )
    lead = (stage, *agents(find, action.by))
    if action.is_reply:
        return Entry(when=action.date or action.when, lead=lead)
    return _happened(action, lead)


def _happened(action: Action, lead: tuple[Value, ...]) -> Entry:
    """Return everything about an action but its stage and who did it."""
    text: Words = action.text
    result: tuple[Words, ...] = (action.result,) if action.result else ()
    if action.result == NOT_PUBLISHED:
        result = (Label(*OTHER_LABELS[NOT_PUBLISHED]),) if text else ()
        text = text or labels.UNPUBLISHED
    details = (
        Line(labels.VOTES, tuple(_votes(action.counts))),
        Line(heading(Action, "result"), result),
        Line(heading(Action, "number"), (action.number,) if action.number else ()),
        Line(heading(Action, "when"), (action.when,) if action.when and action.date else ()),
        *remaining(
            action,
            (
                *("date", "when", "stage", "by", "text", "result", "counts", "number"),
                *("interim", "documents", "citations"),
            ),
        ),
    )
    return Entry(
        text,
        action.citations,
        when=action.date or action.when,
        lead=lead,
        details=tuple(line for line in details if line.values),
        entries=tuple(document_entry(one) for one in action.documents),
    )


def _votes(counts: Mapping[str, int]) -> Iterator[Label]:
    for what, number in counts.items():
        word = labels.COUNTS.get(what, Label(what, what))
        yield Label(f"{word.en} {number}", f"{word.zh} {number}")


def replies_section(proposal: Proposal, find: Find) -> Section:
    """Return the replies in full, or that none is held, and the deadline of the body."""
    replies = [_reply(one, find) for one in proposal.replies]
    is_asked = proposal.kind in ANSWERED_KINDS or proposal.reply_due is not None
    empty = labels.NO_REPLY_HELD if is_asked else None
    remarks = tuple(_deadline(proposal, find)) if is_asked or replies else ()
    return section(labels.REPLIES, replies, empty, remarks)


def _reply(action: Action, find: Find) -> Entry:
    lead: tuple[Value, ...] = agents(find, action.by)
    if action.interim:
        lead = (labels.INTERIM, *lead)
    return _happened(action, lead)


def _deadline(proposal: Proposal, find: Find) -> Iterator[Entry]:
    """Yield the rule of the body, unless the proposal has a day of its own."""
    body = find("bodies", proposal.body)
    if proposal.reply_due or not isinstance(body, Body):
        return
    found = deadline_for(proposal, proposal.date, body)
    if found:
        rule = found.rule
        yield Entry(
            in_both(lambda lang: rule_text(rule, lang)),
            rule.citations,
            lead=(labels.DUE,),
            comment=rule.note or "",
        )


# -- papers and figures --------------------------------------------------------------------------


def document_entry(document: Document) -> Entry:
    """Return a paper as an entry; one that is a source is cited."""
    tag = document.language
    details = (
        Line(None, (document.date,) if document.date else ()),
        Line(None, (language(tag),) if tag else ()),
        *remaining(document, ("role", "number", "date", "url", "language", "note", "source")),
    )
    return Entry(
        document.number or "",
        (Citation(source=document.source),) if document.source else (),
        lead=(term(document.role),),
        details=tuple(line for line in details if line.values),
        links=(document.url,) if document.url else (),
        comment=document.note or "",
    )


def figure_entry(figure: Figure) -> Entry:
    """Return a number with its unit and the words of the source."""
    number = "" if figure.value is None else str(figure.value)
    details = (
        Line(None, (figure.date,) if figure.date else ()),
        Line(
            None,
            (labels.AS_REPORTED.filled(words=figure.as_reported),) if figure.as_reported else (),
        ),
        *remaining(figure, ("what", "value", "unit", "date", "as_reported", "citations")),
    )
    return Entry(
        " ".join(filter(None, (number, figure.unit))),
        figure.citations,
        lead=(term(figure.what),),
        details=tuple(line for line in details if line.values),
    )


# -- other proposals -----------------------------------------------------------------------------


def relations_section(
    proposal: Proposal, find: Find, referring: Iterable[tuple[RelationKind, Summary]]
) -> Section:
    """Return the links of a proposal by kind, and those of others to it."""
    ordered = sorted(proposal.relations, key=lambda one: list(RelationKind).index(one.kind))
    groups = [
        Group(tuple(_relation(one, find) for one in some), term(kind))
        for kind, some in groupby(ordered, key=lambda one: one.kind)
    ]
    kinds: dict[Label, list[Entry]] = {}
    for kind, summary in referring:
        label = _REVERSED.get(kind, term(kind))
        kinds.setdefault(label, []).append(summary_entry(summary))
    groups += [Group(tuple(entries), label) for label, entries in kinds.items()]
    return Section(labels.RELATIONS, tuple(groups))


def _relation(relation: Relation, find: Find) -> Entry:
    other = find("proposals", relation.to) if relation.to else None
    is_known = isinstance(other, Proposal)
    text: Words = main_heading(other) if isinstance(other, Proposal) else relation.as_named or ""
    details = (
        Line(None, (labels.NOT_IN_BASE,) if relation.to and not is_known else ()),
        Line(
            None,
            (labels.IN_SOURCE.filled(name=relation.as_named),)
            if relation.as_named and is_known
            else (),
        ),
        *remaining(relation, ("kind", "to", "as_named", "note", "citations")),
    )
    return Entry(
        text,
        relation.citations,
        id=relation.to,
        details=tuple(line for line in details if line.values),
        comment=relation.note or "",
    )


def summary_entry(row: Summary) -> Entry:
    """Return a proposal as an entry of a list."""
    if row.titles:
        main = row.title_language
        text: Words = {main: row.titles[main], **row.titles} if main else row.titles
    else:
        subject = next(iter(row.subjects.items()), None)
        text = {subject[0]: f"〔{subject[1]}〕"} if subject else row.number or ""
    return Entry(text, id=row.id)


def list_section(
    rows: Sequence[Summary], count: int, term_: str, label: Label = labels.PROPOSALS
) -> Section:
    """Return a section of the newest of ``count`` proposals; ``term_`` finds all of them."""
    more = (Entry(labels.NEWEST.filled(term=term_)),) if count > len(rows) else ()
    groups = (Group(tuple(map(summary_entry, rows))),)
    return Section(label, groups, remarks=more, number=count)


def notes_section(notes: Iterable[str]) -> Section:
    """Return the remarks of a record."""
    return section(labels.NOTES, map(Entry, notes))


def extra_section(extra: Mapping[str, object]) -> Section:
    """Return what came from elsewhere and has no field of its own."""
    return section(labels.EXTRA, extra_entries(extra))
