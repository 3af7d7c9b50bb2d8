"""The contents of a record's page in order, as data that the terminal, Markdown and HTML draw.

Texts of records are ``str``; texts of the program are a ``Label``, in both languages.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from proposals_cli.domain.answers.details import ProposalDetails
from proposals_cli.domain.model.parts import Citation, Measure, Names, StatusClaim, Title
from proposals_cli.domain.model.records import Fact, Note, Proposal
from proposals_cli.domain.model.vocabulary import LABELS, FactKind
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.names import body_name, kind_name, session_name

Text = str | Label


def text_in(text: Text, lang: str) -> str:
    """Return a text in a language; texts of records are in the one they have."""
    return text.text(lang) if isinstance(text, Label) else text


@dataclass(frozen=True, slots=True)
class Named:
    """A person, theme or series: its id, and its names as far as they are known."""

    id: str
    name: Names

    def in_language(self, lang: str) -> str:
        """Return the name in a language, or in the other one, or the id."""
        names = (self.name.zh, self.name.en) if lang == "zh" else (self.name.en, self.name.zh)
        return names[0] or names[1] or self.id


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line at the head of a page; ``empty`` is shown where there are no values."""

    label: Label
    values: Sequence[Text | Named]
    remark: Label | None = None
    citations: tuple[Citation, ...] = ()
    empty: Label | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with its citations.

    ``id`` is the id of what it states (a measure, another proposal); ``lead`` comes before the
    text, for example who replied, followed by ``when``; ``comment`` comes after the citations.
    """

    text: Text
    citations: tuple[Citation, ...] = ()
    id: str | None = None
    lead: str | None = None
    when: str | None = None
    horizon: Label | None = None
    actors: tuple[str, ...] = ()
    comment: str | None = None

    def conditions(self, lang: str) -> str:
        """Return when and by whom a measure should be taken, or an empty text."""
        parts = [self.horizon.text(lang)] if self.horizon else []
        if self.actors:
            actors = ("、" if lang == "zh" else ", ").join(self.actors)
            parts.append(labels.ASKED_OF.text(lang, actors=actors))
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a subheading, or under none."""

    entries: tuple[Entry, ...]
    heading: Text | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a heading; ``empty`` is shown where there are none, remarks at the end."""

    heading: Label
    groups: tuple[Group, ...]
    empty: Label | None = None
    remarks: tuple[Label, ...] = ()
    count: int | None = None
    """Shown with the heading."""

    def title(self, lang: str) -> str:
        """Return the heading in a language, with the count where there is one."""
        heading = self.heading.text(lang)
        if self.count is None:
            return heading
        return labels.COUNTED.text(lang, heading=heading, count=self.count)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of all groups."""
        return tuple(entry for group in self.groups for entry in group.entries)


# -- pages ---------------------------------------------------------------------------------------


def shown_sections(details: ProposalDetails) -> Iterable[Section]:
    """Return the sections of a proposal's page with everything related to it."""
    proposal = details.proposal
    return _without_empty(
        _problem(proposal),
        _measures(proposal),
        _continues(details),
        _section(labels.CONTINUED_BY, map(summary_entry, reversed(details.continued_by))),
        _replies(proposal),
        _uptake(proposal),
        *fact_sections(details.facts),
        *translation_sections(details.notes, details.other_notes),
        _notes(proposal),
        *extra_sections(proposal.extra),
    )


def exported_sections(proposal: Proposal, facts: Iterable[Fact]) -> Iterable[Section]:
    """Return the sections of a proposal in a file that is read without the rest of the base."""
    differing = [fact for fact in facts if fact.kind is FactKind.DISAGREEMENT]
    return _without_empty(
        _problem(proposal),
        _measures(proposal),
        _replies(proposal),
        _uptake(proposal),
        _section(labels.DISAGREEMENTS, map(_fact_entry, differing)),
        _notes(proposal),
    )


def fact_sections(facts: Iterable[Fact]) -> Iterable[Section]:
    """Return the section of facts, if there are any."""
    return _without_empty(_section(labels.FACTS, map(_fact_entry, facts)))


def translation_sections(
    notes: Iterable[Note], others: Iterable[tuple[str, int]] = ()
) -> Iterable[Section]:
    """Return the section of notes on sources, if there are any.

    ``others`` are (source, number of its notes on other passages).
    """
    remarks = tuple(
        labels.MORE_NOTES.filled(count=count, source=source) for source, count in others
    )
    groups = (Group(tuple(map(_translation_entry, notes))),)
    return _without_empty(Section(labels.TRANSLATION, groups, remarks=remarks))


def extra_sections(extra: Mapping[str, Any]) -> Iterable[Section]:
    """Return the section of values that came from elsewhere and have no field of their own."""

    def entry(name: str, value: Any) -> Entry:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return Entry(text, lead=name)

    return _without_empty(_section(labels.EXTRA, (entry(*item) for item in extra.items())))


def list_section(rows: Sequence[Summary], count: int, term: str) -> Section:
    """Return a section of the newest of ``count`` proposals; ``term`` finds all of them."""
    more = (labels.NEWEST.filled(term=term),) if count > len(rows) else ()
    groups = (Group(tuple(map(summary_entry, rows))),)
    return Section(labels.PROPOSALS, groups, remarks=more, count=count)


def summary_entry(row: Summary) -> Entry:
    """Return a proposal as an entry of a list."""
    english = row.title_en or row.title_zh or ""
    return Entry(Label(english, row.title_zh or row.topic_zh or english), id=row.id)


# -- the head ------------------------------------------------------------------------------------


def head(proposal: Proposal, names: Callable[[str, str], Names]) -> dict[Label, Line]:
    """Return the lines at the head of a proposal in order, by their labels.

    ``names`` maps (table, id) to the names of a person or theme.
    """
    people = [Named(id_, names("people", id_)) for id_ in proposal.people]
    themes = [Named(id_, names("themes", id_)) for id_ in proposal.themes]
    lines = (
        Line(labels.SESSION, (_session(proposal),)),
        Line(labels.KIND, (_kind(proposal),)),
        Line(labels.BY, people, empty=labels.NO_PEOPLE),
        Line(labels.THEMES, themes, empty=labels.NO_THEMES),
        Line(labels.REGIONS, proposal.regions),
        Line(labels.ENTITIES, proposal.entities),
        Line(labels.SERIES, [Named(series.id, series.name) for series in proposal.series]),
        Line(labels.NUMBER, [f"{one.value} ({one.scheme})" for one in proposal.identifiers]),
        _status(proposal.status),
        _title_basis(proposal.title),
    )
    return {line.label: line for line in lines if line.values or line.empty or line.citations}


def title_variants(title: Title) -> list[Entry]:
    """Return the other wordings of a title that sources give."""
    return [
        Entry(
            Label(
                " / ".join(filter(None, (variant.en, variant.zh))),
                " / ".join(filter(None, (variant.zh, variant.en))),
            ),
            variant.citations,
        )
        for variant in title.variants
    ]


def _session(proposal: Proposal) -> Label:
    english, chinese = (
        session_name(proposal, lang) or body_name(proposal.body, lang) for lang in ("en", "zh")
    )
    body = body_name(proposal.body, "zh")
    own_name = f" ({body})" if body != body_name(proposal.body, "en") else ""
    return Label(f"{english}, {proposal.year}{own_name}", f"{chinese}，{proposal.year}年")


def _kind(proposal: Proposal) -> Label:
    english, chinese = LABELS[proposal.kind]
    kind = Label(kind_name(proposal.kind, proposal.body), f"{chinese} ({english})")
    if not proposal.kind_terms:
        return kind
    terms = [separator.join(proposal.kind_terms) for separator in (", ", "、")]
    return Label(
        *(
            kind.text(lang) + labels.CALLED_IN_SOURCES.text(lang, terms=joined)
            for lang, joined in zip(("en", "zh"), terms, strict=True)
        )
    )


def _status(status: StatusClaim) -> Line:
    words = status.as_reported
    return Line(
        labels.STATUS,
        (Label(*LABELS[status.value]),),
        remark=labels.AS_REPORTED.filled(words=words) if words else None,
        citations=status.citations,
    )


def _title_basis(title: Title) -> Line:
    """Return what the wording of a title rests on."""
    bases = [
        (template, Label(*LABELS[basis]))
        for template, basis in (
            (labels.CHINESE_BASIS, title.zh_basis),
            (labels.ENGLISH_BASIS, title.en_basis),
        )
        if basis
    ]
    english = [template.text("en", basis=basis.en) for template, basis in bases]
    chinese = [template.text("zh", basis=basis.zh) for template, basis in bases]
    values = (Label(" ".join(english), "".join(chinese)),) if bases else ()
    return Line(labels.TITLE, values, citations=title.citations)


# -- the sections --------------------------------------------------------------------------------


def _without_empty(*sections: Section) -> Iterable[Section]:
    return [one for one in sections if one.entries or one.empty or one.remarks]


def _section(heading: Label, entries: Iterable[Entry], empty: Label | None = None) -> Section:
    return Section(heading, (Group(tuple(entries)),), empty)


def _problem(proposal: Proposal) -> Section:
    stated = [proposal.problem] if proposal.problem else []
    entries = (Entry(problem.text, problem.citations) for problem in stated)
    return _section(labels.PROBLEM, entries, labels.NO_PROBLEM)


def _measures(proposal: Proposal) -> Section:
    """Return the measures by area, areas in the order in which they first occur."""
    areas = list(dict.fromkeys(measure.area for measure in proposal.measures))
    by_area = sorted(proposal.measures, key=lambda measure: areas.index(measure.area))
    groups = tuple(
        Group(
            tuple(map(measure_entry, measures)),
            None if areas == [None] else area or labels.OTHER,
        )
        for area, measures in groupby(by_area, key=lambda measure: measure.area)
    )
    return Section(labels.MEASURES, groups, labels.NO_MEASURES, count=len(proposal.measures))


def measure_entry(measure: Measure) -> Entry:
    """Return a measure as an entry."""
    horizon = Label(*LABELS[measure.horizon]) if measure.horizon else None
    return Entry(
        measure.text, measure.citations, id=measure.id, horizon=horizon, actors=measure.actors
    )


def _continues(details: ProposalDetails) -> Section:
    proposal = details.proposal
    entries = list(map(summary_entry, details.continues))
    found = {row.id for row in details.continues}
    entries += (
        Entry(labels.NOT_IN_BASE.filled(id=id_)) for id_ in proposal.continues if id_ not in found
    )
    if proposal.continues_note:
        entries.append(Entry(proposal.continues_note))
    return _section(labels.CONTINUES, entries)


def _replies(proposal: Proposal) -> Section:
    entries = (
        Entry(reply.text, reply.citations, lead=reply.who, when=reply.when)
        for reply in proposal.responses
    )
    return _section(labels.REPLIES, entries, labels.NO_REPLIES)


def _uptake(proposal: Proposal) -> Section:
    return _section(labels.UPTAKE, (Entry(one.text, one.citations) for one in proposal.uptake))


def _notes(proposal: Proposal) -> Section:
    return _section(labels.NOTES, map(Entry, proposal.notes))


def _fact_entry(fact: Fact) -> Entry:
    return Entry(fact.text, fact.citations, comment=fact.assessment)


def _translation_entry(note: Note) -> Entry:
    ending = f" ({note.original})." if note.original else "."
    ending += f" {note.explanation}" if note.explanation else ""
    means = labels.MEANS.filled(words=note.words, meaning=note.meaning)
    return Entry(
        Label(means.en + ending, means.zh + ending),
        note.citations,
        lead=f"{note.source}, {note.locator}" if note.locator else None,
    )
