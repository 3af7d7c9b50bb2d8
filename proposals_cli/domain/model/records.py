"""The records of a base, as validated, immutable objects.

Every class describes one shape of JSON. Field order is file order. Decoding checks types,
vocabulary and unknown keys; ``domain/checking`` finds faults that involve several records, such
as a dangling id.
"""

from typing import Annotated, Any

import msgspec

from proposals_cli.domain.model.vocabulary import FactKind, Horizon, Kind, Status, TitleBasis

Id = Annotated[
    str,
    msgspec.Meta(
        pattern=r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
        max_length=120,
        description="lower-case letters and digits in words joined by '-'",
    ),
]
MeasureId = Annotated[
    str,
    msgspec.Meta(pattern=r"\Am[0-9]{2,4}\Z", description="'m' and a number, as m03"),
]
Year = Annotated[int, msgspec.Meta(ge=1, le=9999, description="a year, as 2020")]
Date = Annotated[
    str,
    msgspec.Meta(
        pattern=r"\A[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?\Z",
        description="an ISO date, month or year, as 2020-05-18, 2020-05 or 2020",
    ),
]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a record: immutable, and without unknown keys."""


class Names(Shape, frozen=True, kw_only=True):
    """A name in English, in Chinese, or in both."""

    en: str | None = None
    zh: str | None = None


class Citation(Shape, frozen=True, kw_only=True, omit_defaults=True):
    """The source of a statement, the place in it, and the original wording."""

    source: str
    locator: str | None = None
    quote: str | None = None


class Statement(Shape, frozen=True, kw_only=True):
    """A paraphrase and its citations."""

    text: str
    citations: tuple[Citation, ...] = ()


class TitleVariant(Shape, frozen=True, kw_only=True):
    """Another wording of the title that a source gives."""

    en: str | None = None
    zh: str | None = None
    citations: tuple[Citation, ...] = ()


class Title(Shape, frozen=True, kw_only=True):
    """A proposal's title in both languages, and the basis of each wording.

    ``topic_zh`` is the subject in Chinese if no exact Chinese title is known.
    """

    en: str | None = None
    zh: str | None = None
    en_basis: TitleBasis | None = None
    zh_basis: TitleBasis | None = None
    topic_zh: str | None = None
    note: str | None = None
    variants: tuple[TitleVariant, ...] = ()
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a title that is blank in both languages."""
        if not ((self.en or "").strip() or (self.zh or "").strip()):
            raise ValueError("a title needs text in 'en', in 'zh' or in both")


class Measure(Shape, frozen=True, kw_only=True):
    """One concrete request of a proposal."""

    id: MeasureId
    text: str
    area: str | None = None
    horizon: Horizon | None = None
    actors: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


class Series(Shape, frozen=True, kw_only=True):
    """A series of proposals on one subject over the years."""

    id: Id
    name: Names


class Response(Shape, frozen=True, kw_only=True):
    """An official reply to a proposal: who replied, when (as reported), and what."""

    who: str
    when: str | None = None
    text: str
    citations: tuple[Citation, ...] = ()


class StatusClaim(Shape, frozen=True, kw_only=True):
    """A status, and its wording in the sources."""

    value: Status = Status.UNKNOWN
    as_reported: str | None = None
    citations: tuple[Citation, ...] = ()


class Identifier(Shape, frozen=True, kw_only=True):
    """A number that someone else gave the proposal, such as the official one."""

    scheme: str
    value: str


class Change(Shape, frozen=True, kw_only=True):
    """One entry of a record's history."""

    when: str
    what: str
    why: str | None = None


class Proposal(Shape, frozen=True, kw_only=True):
    """What a deputy asked a legislature for, with everything known about it.

    ``sources`` lists sources on the proposal that no single statement cites; use
    ``all_sources`` for every source of the record.
    """

    id: Id
    year: Year
    body: Id
    term: int | None = None
    session: int | None = None
    kind: Kind
    kind_terms: tuple[str, ...] = ()
    title: Title
    people: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    problem: Statement | None = None
    measures: tuple[Measure, ...] = ()
    regions: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    continues: tuple[str, ...] = ()
    continues_note: str | None = None
    responses: tuple[Response, ...] = ()
    uptake: tuple[Statement, ...] = ()
    status: StatusClaim = StatusClaim()
    identifiers: tuple[Identifier, ...] = ()
    former_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}

    def __post_init__(self) -> None:
        """Refuse two measures with the same id."""
        ids = [measure.id for measure in self.measures]
        if len(set(ids)) != len(ids):
            raise ValueError("two measures have the same id")

    def citations(self) -> tuple[Citation, ...]:
        """Return every citation of the proposal, in reading order, with repetitions."""
        found = list(self.title.citations)
        for variant in self.title.variants:
            found += variant.citations
        found += self.status.citations
        if self.problem:
            found += self.problem.citations
        for measure in self.measures:
            found += measure.citations
        for response in self.responses:
            found += response.citations
        for statement in self.uptake:
            found += statement.citations
        return tuple(found)

    def all_sources(self) -> tuple[str, ...]:
        """Return the ids of all sources: the cited ones in reading order, then the others."""
        return tuple(
            dict.fromkeys([citation.source for citation in self.citations()] + [*self.sources])
        )


class Person(Shape, frozen=True, kw_only=True):
    """Someone who makes proposals. Facts have what is known about the person."""

    id: Id
    name: Names
    other_names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class MajorTopic(Shape, frozen=True, kw_only=True):
    """A major topic of the Comparative Agendas Project: its number and short name."""

    code: int
    name: str


class Theme(Shape, frozen=True, kw_only=True):
    """A term of the theme vocabulary. ``cap`` is the nearest CAP topic, not an official coding."""

    id: Id
    name: Names
    description: str | None = None
    cap: MajorTopic | None = None
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class Source(Shape, frozen=True, kw_only=True):
    """A page or text that statements cite.

    ``language`` is a BCP 47 tag; ``machine_translated_from`` is the tag of the original if the
    page is a machine translation. ``extent_read`` says how much of it was read.
    """

    id: Id
    kind: str
    publisher: str | None = None
    title: str | None = None
    date: Date | None = None
    url: str | None = None
    language: str | None = None
    machine_translated_from: str | None = None
    extent_read: str | None = None
    note: str | None = None
    text: str | None = None
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class Fact(Shape, frozen=True, kw_only=True):
    """A statement about a person, a year or a session. Facts may contradict one another.

    A fact of kind ``count`` with a whole number as ``value`` is the number of proposals made in
    ``year``; ``proposals`` has the ids of the proposals that the fact concerns.
    """

    id: Id
    kind: FactKind
    person: str | None = None
    year: Year | None = None
    proposals: tuple[str, ...] = ()
    value: int | str | None = None
    text: str
    assessment: str | None = None
    citations: tuple[Citation, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class Note(Shape, frozen=True, kw_only=True):
    """A passage of a source that needs a correction: its wording, and the meaning intended."""

    id: Id
    source: str
    locator: str | None = None
    words: str
    original: str | None = None
    meaning: str
    explanation: str | None = None
    citations: tuple[Citation, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


Record = Proposal | Person | Theme | Source | Fact | Note

TABLES: dict[str, type[Record]] = {
    "proposals": Proposal,
    "people": Person,
    "themes": Theme,
    "sources": Source,
    "facts": Fact,
    "notes": Note,
}
"""The tables of a base, in file order."""
