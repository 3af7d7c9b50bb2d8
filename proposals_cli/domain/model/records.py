"""The records of a base, as validated, immutable objects.

Every class describes one shape of JSON. Field order is file order. Decoding checks types,
vocabulary and unknown keys; ``domain/checking`` finds faults that involve several records, such
as a dangling id.
"""

from typing import Any

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    BodySession,
    Change,
    Citation,
    Date,
    Dated,
    Document,
    Figure,
    Id,
    Identifier,
    MajorTopic,
    Measure,
    PersonName,
    Ref,
    Relation,
    ReplyDue,
    Series,
    Session,
    Shape,
    Sponsor,
    Statement,
    StatusClaim,
    Tag,
    Text,
    Title,
    Year,
    citations_in,
    require_days,
)
from proposals_cli.domain.model.vocabulary import (
    AgentKind,
    DeadlineStart,
    FactKind,
    Kind,
    RelationKind,
    SourceCopy,
    SourceTier,
    TitleBasis,
)

FORMAT = 2
"""The number of the format of these records."""

BASE = "base"
"""The first table of a base, whose one record says what the base is."""


class Proposal(Shape, frozen=True, kw_only=True):
    """What someone asked a body for, with everything known about it.

    ``date`` is the day of submission. ``year`` is stored where it is the session's and differs
    from that of the date, or where no date is known. ``sources`` lists sources on the proposal
    that no single statement cites; use ``all_sources`` for every source of the record.
    """

    id: Id
    year: Year | None = None
    date: Date | None = None
    body: Id
    term: Session | None = None
    session: Session | None = None
    kind: Kind
    kind_terms: tuple[str, ...] = ()
    titles: tuple[Title, ...] = ()
    sponsors: tuple[Sponsor, ...] = ()
    addressees: tuple[Agent, ...] = ()
    themes: tuple[Ref, ...] = ()
    regions: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    status: StatusClaim | None = None
    summary: Statement | None = None
    problem: Statement | None = None
    measures: tuple[Measure, ...] = ()
    actions: tuple[Action, ...] = ()
    reply_due: ReplyDue | None = None
    documents: tuple[Document, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    uptake: tuple[Statement, ...] = ()
    sources: tuple[Ref, ...] = ()
    notes: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}

    def __post_init__(self) -> None:
        """Refuse a proposal that nothing names, a false day, and two measures with one id."""
        if not (self.titles or self.identifiers):
            raise ValueError("a proposal needs a title or an identifier")
        if self.date is not None:
            require_days(self.date)
        if len(self.measures) > 1:
            ids = {measure.id for measure in self.measures}
            if len(ids) != len(self.measures):
                raise ValueError("two measures have the same id")

    @property
    def stated_year(self) -> int | None:
        """The year of the session, or else of the date; None if neither is known."""
        if self.year is not None:
            return self.year
        return int(self.date[:4]) if self.date else None

    @property
    def original_title(self) -> Title | None:
        """The first title that a source gives, not a translation or a label of ours."""
        return next((title for title in self.titles if title.is_original), None)

    @property
    def lacks_original_title(self) -> bool:
        """Whether every wording is known to be a translation, a label or a subject."""
        return not any(title.is_original or title.basis is None for title in self.titles)

    @property
    def wordings(self) -> tuple[Title, ...]:
        """The titles that are more than a subject."""
        return tuple(title for title in self.titles if title.basis is not TitleBasis.SUBJECT)

    @property
    def main_title(self) -> Title | None:
        """The original title, or else the first that may be it, or is more than a subject."""
        unstated = (title for title in self.titles if title.basis is None)
        return (
            self.original_title
            or next(unstated, None)
            or next(iter(self.wordings or self.titles), None)
        )

    @property
    def current_sponsors(self) -> tuple[Sponsor, ...]:
        """The sponsors who have not withdrawn: authors first, otherwise as in the record."""
        present = [one for one in self.sponsors if one.withdrawn is None]
        return tuple(sorted(present, key=lambda one: not one.is_author))

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the current sponsors, or their names where there is no record."""
        return tuple(dict.fromkeys(sponsor.name for sponsor in self.current_sponsors))

    @property
    def replies(self) -> tuple[Action, ...]:
        """The replies, interim ones included."""
        return tuple(action for action in self.actions if action.is_reply)

    @property
    def continues(self) -> tuple[str, ...]:
        """The ids of the proposals that this one continues."""
        links = (one for one in self.relations if one.kind is RelationKind.CONTINUES)
        return tuple(link.to for link in links if link.to)

    def citations(self) -> tuple[Citation, ...]:
        """Return every citation of the proposal, in file order, with repetitions."""
        return tuple(citations_in(self))

    def all_sources(self) -> tuple[str, ...]:
        """Return the ids of all sources: the cited ones in file order, then the others."""
        cited = [citation.source for citation in citations_in(self)]
        return tuple(dict.fromkeys([*cited, *self.sources]))


CLAIM_FIELDS = (
    "status",
    "summary",
    "problem",
    "measures",
    "actions",
    "reply_due",
    "figures",
    "uptake",
)
"""The fields of a proposal whose parts are claims: each should cite a source."""


class Person(Shape, frozen=True, kw_only=True):
    """A person or an organisation that acts on proposals. Facts have what is known about it.

    A name under ``und`` serves every language of its script. An organisation is never split into
    parts of a name.
    """

    id: Id
    kind: AgentKind = AgentKind.PERSON
    names: dict[Tag, PersonName]
    other_names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    former_ids: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}

    def __post_init__(self) -> None:
        """Refuse someone without a name."""
        if not self.names:
            raise ValueError("a person or organisation needs a name")

    @property
    def name(self) -> Text:
        """The whole names by language."""
        return {tag: name.text for tag, name in self.names.items()}


class ReplyRule(Shape, frozen=True, kw_only=True, rename={"start": "from"}):
    """How soon a body must answer proposals of these kinds, or of all if there are none.

    One of ``days``, ``weeks`` and ``months`` is given. ``at_most`` is the longest time with any
    extension, in the same unit; ``start`` (``from`` in the file) is what the time counts from.
    The rule applies to proposals from ``since`` to ``until``.
    """

    kinds: tuple[Kind, ...] = ()
    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    at_most: int | None = None
    start: DeadlineStart = DeadlineStart.SUBMITTED
    since: Date | None = None
    until: Date | None = None
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a rule without a time, with two, or with a day that does not exist."""
        given = [self.days, self.weeks, self.months]
        if sum(one is not None for one in given) != 1:
            raise ValueError("a deadline needs one of 'days', 'weeks' and 'months'")
        require_days(self.since, self.until)


class Body(Shape, frozen=True, kw_only=True):
    """A legislature, a chamber, a committee or an office that proposals are put to.

    ``languages`` are those it works in; ``timezone`` is an IANA name; ``area`` an ISO 3166-1 or
    -2 code, or ``EU`` or ``UN``; ``place`` is the town of its seat; ``part_of`` the id of a
    larger body.
    """

    id: Id
    name: Text
    other_names: tuple[str, ...] = ()
    languages: tuple[Tag, ...] = ()
    timezone: str | None = None
    area: str | None = None
    place: Text = {}
    part_of: Ref | None = None
    kind: str | None = None
    url: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    sessions: tuple[BodySession, ...] = ()
    reply_within: tuple[ReplyRule, ...] = ()
    former_ids: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}

    def __post_init__(self) -> None:
        """Refuse a body without a name."""
        if not self.name:
            raise ValueError("a body needs a name")


class Theme(Shape, frozen=True, kw_only=True):
    """A term of the theme vocabulary. ``cap`` is the nearest CAP topic, not an official coding.

    Search and import know a theme by its ``other_names`` as well.
    """

    id: Id
    name: Text
    other_names: tuple[str, ...] = ()
    description: Text = {}
    cap: MajorTopic | None = None
    former_ids: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class Source(Dated, frozen=True, kw_only=True):
    """A page or text that statements cite.

    ``machine_translated_from`` is the tag of the original if the page is a machine translation.
    ``extent_read`` says how much of it was read, ``tier`` who stands behind it, ``copy`` in what
    way it is not the original, ``accessed`` when it was read.
    """

    id: Id
    kind: str
    publisher: str | None = None
    title: str | None = None
    number: str | None = None
    date: Date | None = None
    url: str | None = None
    archive_url: str | None = None
    accessed: Date | None = None
    language: Tag | None = None
    machine_translated_from: Tag | None = None
    tier: SourceTier | None = None
    copy: SourceCopy | None = None
    extent_read: str | None = None
    note: str | None = None
    text: str | None = None
    former_ids: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class Fact(Shape, frozen=True, kw_only=True):
    """A statement about a person, a year or a session. Facts may contradict one another.

    A fact of kind ``count`` with a whole number as ``value`` is the number of proposals made in
    ``year``; ``proposals`` has the ids of the proposals that the fact concerns.
    """

    id: Id
    kind: FactKind
    person: Ref | None = None
    year: Year | None = None
    proposals: tuple[Ref, ...] = ()
    value: int | str | None = None
    text: Text
    assessment: Text = {}
    citations: tuple[Citation, ...] = ()
    former_ids: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class Note(Shape, frozen=True, kw_only=True):
    """A passage of a source that needs a correction: its wording, and the meaning intended."""

    id: Id
    source: Ref
    locator: str | None = None
    words: str
    original: str | None = None
    meaning: Text
    explanation: Text = {}
    citations: tuple[Citation, ...] = ()
    former_ids: tuple[str, ...] = ()
    history: tuple[Change, ...] = ()
    extra: dict[str, Any] = {}


class Defaults(Shape, frozen=True, kw_only=True):
    """What a draft need not say."""

    body: Id | None = None
    kind: Kind | None = None


class BaseInfo(Shape, frozen=True, kw_only=True):
    """What a base says of itself: the one record of its table ``base``, under number 1."""

    format: int
    name: str | None = None
    description: str | None = None
    language: Tag | None = None
    licence: str | None = None
    defaults: Defaults | None = None


Record = Proposal | Person | Body | Theme | Source | Fact | Note

TABLES: dict[str, type[Record]] = {
    "proposals": Proposal,
    "people": Person,
    "bodies": Body,
    "themes": Theme,
    "sources": Source,
    "facts": Fact,
    "notes": Note,
}
"""The tables of records, in file order; the table ``BASE`` comes before them."""
