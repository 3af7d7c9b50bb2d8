"""The page of each kind of record."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from proposals_cli.domain.answers.details import (
    BodyDetails,
    Details,
    FactDetails,
    Find,
    NoteDetails,
    PersonDetails,
    ProposalDetails,
    SourceDetails,
    ThemeDetails,
)
from proposals_cli.domain.model.fields import AGENTS
from proposals_cli.domain.model.parts import BodySession, PersonName, Text
from proposals_cli.domain.model.records import (
    Body,
    Fact,
    Note,
    Person,
    Proposal,
    ReplyRule,
    Source,
    Theme,
)
from proposals_cli.domain.model.vocabulary import FactKind, RelationKind
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.presenting import labels, proposal_head, proposal_sections
from proposals_cli.domain.presenting.agents import named
from proposals_cli.domain.presenting.fallback import (
    heading,
    language,
    lines_of,
    remaining,
    remaining_remarks,
    sections_of,
    term,
)
from proposals_cli.domain.presenting.labels import Label, in_both
from proposals_cli.domain.presenting.names import body_name, session_words
from proposals_cli.domain.presenting.page import (
    Entry,
    Group,
    Line,
    Named,
    RecordPage,
    Section,
    Words,
    citations_of,
    entry_citations,
    section,
)
from proposals_cli.domain.presenting.proposal_sections import (
    actions_section,
    document_entry,
    extra_section,
    figure_entry,
    list_section,
    measure_entry,
    notes_section,
    relations_section,
    replies_section,
    statement_entry,
    statements,
)
from proposals_cli.domain.presenting.replies import kinds_text, rule_text
from proposals_cli.domain.presenting.sources import source_entry


def page_of(details: Details) -> RecordPage:
    """Return the page of a record, or of the one of its measures that was asked for."""
    find = details.find
    match details:
        case ProposalDetails():
            page = proposal_page(
                details.proposal,
                find,
                facts=details.facts,
                notes=details.notes,
                other_notes=details.other_notes,
                referring=details.referring,
            )
            return _only_measure(page, details) if details.measure else page
        case PersonDetails(person=person):
            return _agent_page(person, names_lines(person), details, find)
        case BodyDetails(body=body):
            return _agent_page(body, body_lines(body, details.parts, find), details, find)
        case ThemeDetails(theme=theme):
            proposals = list_section(details.proposals, details.proposal_count, f"theme:{theme.id}")
            return _page(theme, theme.name, theme_lines(theme), (proposals,), find)
        case SourceDetails(source=source):
            return _source_page(source, details, find)
        case FactDetails(fact=fact):
            stated = section(labels.FACTS, (fact_entry(fact),))
            return _page(fact, _capital(term(fact.kind)), fact_lines(fact, find), (stated,), find)
        case NoteDetails(note=note):
            drawn = ("id", "locator", "words", "original", "meaning", "explanation", "citations")
            title = labels.NOTE_ON.filled(source=note.source)
            lines = lines_of(note, (*drawn, "extra"))
            return _page(note, title, lines, note_sections((note,)), find)


# -- proposals -----------------------------------------------------------------------------------


def proposal_page(
    proposal: Proposal,
    find: Find,
    *,
    facts: Iterable[Fact] = (),
    notes: Iterable[Note] = (),
    other_notes: Iterable[tuple[str, int]] = (),
    referring: Iterable[tuple[RelationKind, Summary]] = (),
) -> RecordPage:
    """Return the page of a proposal.

    Args:
        proposal: the record.
        find: looks up the records that it refers to.
        facts: that concern it.
        notes: on passages that it cites.
        other_notes: (source, number of its notes on other passages).
        referring: the proposals that name this one, and how.
    """
    drawn = (*proposal_head.DRAWN, *proposal_sections.DRAWN)
    sections = (
        *statements(proposal),
        actions_section(proposal, find),
        replies_section(proposal, find),
        section(labels.PAPERS, map(document_entry, proposal.documents)),
        section(labels.FIGURES, map(figure_entry, proposal.figures)),
        relations_section(proposal, find, referring),
        section(labels.UPTAKE, map(statement_entry, proposal.uptake)),
        *sections_of(proposal, drawn),
        *fact_sections(facts),
        *note_sections(notes, other_notes),
        notes_section(proposal.notes),
        extra_section(proposal.extra),
    )
    head = proposal_head.head_lines(proposal, find, proposal_sections.DRAWN)
    return _with_sources(
        proposal.id,
        proposal_head.main_heading(proposal),
        head,
        sections,
        find,
        titles=proposal_head.title_entries(proposal),
        sources=proposal.sources,
    )


def _only_measure(page: RecordPage, details: ProposalDetails) -> RecordPage:
    """Return the page of one measure, with the numbers of the sources that the whole page has."""
    assert details.measure
    entry = measure_entry(details.measure)
    cited = {citation.source for citation in entry_citations(entry)}
    return RecordPage(
        page.id,
        page.heading,
        statement=entry,
        sources=tuple(source for source in page.sources if source.id in cited),
        numbers=page.numbers,
    )


# -- facts and notes -----------------------------------------------------------------------------


def fact_sections(facts: Iterable[Fact]) -> tuple[Section, ...]:
    """Return the section of facts, by what they are about."""
    ordered = sorted(facts, key=lambda fact: list(FactKind).index(fact.kind))
    groups = (
        Group(tuple(map(fact_entry, some)), term(kind))
        for kind, some in groupby(ordered, key=lambda fact: fact.kind)
    )
    return (Section(labels.FACTS, tuple(groups)),)


def fact_entry(fact: Fact) -> Entry:
    """Return a fact as an entry."""
    return Entry(fact.text, fact.citations, comment=fact.assessment)


def _capital(label: Label) -> Label:
    return Label(label.en[:1].upper() + label.en[1:], label.zh)


def fact_lines(fact: Fact, find: Find) -> tuple[Line, ...]:
    """Return what a fact is about."""
    person = (named(find, fact.person, *AGENTS),) if fact.person else ()
    drawn = ("id", "kind", "person", "text", "assessment", "citations", "extra")
    return (Line(heading(Fact, "person"), person), *lines_of(fact, drawn))


def note_sections(
    notes: Iterable[Note], others: Iterable[tuple[str, int]] = ()
) -> tuple[Section, ...]:
    """Return the section of notes on sources; ``others`` are counted: (source, number)."""
    remarks = tuple(
        Entry(labels.MORE_NOTES.filled(count=count, source=source)) for source, count in others
    )
    return (section(labels.TRANSLATION, map(_note_entry, notes), remarks=remarks),)


def _note_entry(note: Note) -> Entry:
    original = f" ({note.original})" if note.original else ""
    return Entry(
        f"“{note.words}”{original}",
        note.citations,
        lead=(f"{note.source}, {note.locator}",) if note.locator else (),
        details=(Line(labels.MEANS, (note.meaning,)),),
        comment=note.explanation,
    )


# -- people, bodies, themes and sources ----------------------------------------------------------


def names_lines(person: Person) -> tuple[Line, ...]:
    """Return the kind, names and roles of a person or organisation."""
    names = tuple(_name(tag, name) for tag, name in person.names.items())
    drawn = ("id", "kind", "names", "identifiers", "extra")
    return (
        Line(heading(Person, "kind"), (term(person.kind),)),
        Line(labels.NAME, names),
        _numbers(person),
        *lines_of(person, drawn),
    )


def _name(tag: str, name: PersonName) -> Named:
    parts = [
        label.filled(part=getattr(name, field))
        for field, label in labels.NAME_PARTS
        if getattr(name, field)
    ]
    drawn = ("text", *(field for field, _ in labels.NAME_PARTS))
    return Named(None, name.text, (language(tag), *parts, *remaining_remarks(name, drawn)))


def _numbers(record: Person | Body) -> Line:
    numbers = (
        Named(None, one.value, (one.scheme, *remaining_remarks(one, ("scheme", "value"))))
        for one in record.identifiers
    )
    return Line(labels.NUMBER, tuple(numbers))


def body_lines(body: Body, parts: Sequence[Body], find: Find) -> tuple[Line, ...]:
    """Return what is known of a body, but its sessions and deadlines."""
    drawn = (
        *("id", "name", "languages", "place", "part_of", "identifiers", "sessions"),
        *("reply_within", "extra"),
    )
    part_of = (named(find, body.part_of, "bodies"),) if body.part_of else ()
    languages = tuple(map(language, body.languages))
    return (
        Line(labels.NAME, text_values(body.name)),
        Line(heading(Body, "languages"), languages),
        Line(heading(Body, "part_of"), part_of),
        Line(labels.PARTS_OF_BODY, tuple(Named(one.id, one.name) for one in parts)),
        Line(heading(Body, "place"), text_values(body.place)),
        _numbers(body),
        *lines_of(body, drawn),
    )


def body_sections(body: Body) -> tuple[Section, ...]:
    """Return the sessions and the deadlines of a body."""
    return (
        section(labels.DEADLINES, map(_rule_entry, body.reply_within)),
        section(labels.SESSIONS, (_session_entry(one, body) for one in body.sessions)),
    )


def _rule_entry(rule: ReplyRule) -> Entry:
    drawn = (
        *("kinds", "days", "weeks", "months", "at_most", "start", "since", "until", "note"),
        "citations",
    )
    return Entry(
        in_both(lambda lang: rule_text(rule, lang)),
        rule.citations,
        lead=(in_both(lambda lang: kinds_text(rule, lang)),),
        details=remaining(rule, drawn),
        comment=rule.note or "",
    )


def _session_entry(one: BodySession, body: Body) -> Entry:
    days = "–".join(dict.fromkeys(filter(None, (one.start, one.end))))
    text: Words = one.name or in_both(
        lambda lang: session_words(one.term, one.session, body_name(body, body.id, lang), lang)
    )
    drawn: tuple[str, ...] = ("name", "start", "end", "citations")
    if not one.name:
        drawn = (*drawn, "term", "session")
    return Entry(text, one.citations, when=days or None, details=remaining(one, drawn))


def theme_lines(theme: Theme) -> tuple[Line, ...]:
    """Return the names and the description of a theme."""
    cap = (f"{theme.cap.code} {theme.cap.name}",) if theme.cap else ()
    remarks = remaining_remarks(theme.cap, ("code", "name")) if theme.cap else ()
    return (
        Line(labels.NAME, text_values(theme.name)),
        Line(heading(Theme, "description"), (theme.description,) if theme.description else ()),
        Line(heading(Theme, "cap"), cap, remarks),
        *lines_of(theme, ("id", "name", "description", "cap", "extra")),
    )


def text_values(text: Text) -> tuple[Named, ...]:
    """Return a text in every language, each with its name."""
    return tuple(Named(None, one, (language(tag),)) for tag, one in text.items())


def _agent_page(
    record: Person | Body, lines: Sequence[Line], details: PersonDetails | BodyDetails, find: Find
) -> RecordPage:
    is_body = isinstance(record, Body)
    term_ = f"{'body' if is_body else 'person'}:{record.id}"
    addressed = list_section(
        details.addressed,
        details.addressed_count,
        f"addressee:{record.id}",
        labels.ADDRESSED_TO_IT,
    )
    asked = list_section(
        details.asked, details.asked_count, f"actor:{record.id}", labels.ASKED_TO_ACT
    )
    sections = (
        *(body_sections(record) if isinstance(record, Body) else ()),
        list_section(details.proposals, details.proposal_count, term_),
        *((addressed,) if details.addressed else ()),
        *((asked,) if details.asked else ()),
        *fact_sections(details.facts),
    )
    return _page(record, record.name, lines, sections, find)


def _source_page(source: Source, details: SourceDetails, find: Find) -> RecordPage:
    proposals = list_section(details.proposals, details.proposal_count, f"source:{source.id}")
    sections = (*note_sections(details.notes), proposals)
    title = source.title or source.publisher or source.id
    entry = source_entry(source)._replace(id=None)
    return _with_sources(source.id, title, (), sections, find, titles=(entry,))


# -- pages ---------------------------------------------------------------------------------------


def _page(
    record: Person | Body | Theme | Fact | Note,
    title: Words,
    lines: Iterable[Line],
    sections: Iterable[Section],
    find: Find,
) -> RecordPage:
    return _with_sources(record.id, title, lines, (*sections, extra_section(record.extra)), find)


def _with_sources(
    id_: str,
    title: Words,
    head: Iterable[Line],
    sections: Iterable[Section],
    find: Find,
    titles: tuple[Entry, ...] = (),
    sources: Iterable[str] = (),
) -> RecordPage:
    """Return a page without empty lines and sections, and with the sources that it cites.

    ``sources`` are further ones, that no statement cites.
    """
    head = tuple(line for line in head if line.values or line.empty or line.citations)
    sections = tuple(one for one in sections if not one.is_empty)
    cited = (citation.source for citation in citations_of(titles, head, sections))
    numbers = {source: n for n, source in enumerate(dict.fromkeys((*cited, *sources)), 1)}
    return RecordPage(
        id_,
        title,
        titles,
        head,
        sections,
        sources=tuple(_source(find, source) for source in numbers),
        numbers=numbers,
    )


def _source(find: Find, id_: str) -> Entry:
    found = find("sources", id_)
    return (
        source_entry(found) if isinstance(found, Source) else Entry(labels.SOURCE_MISSING, id=id_)
    )
