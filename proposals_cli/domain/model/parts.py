"""The parts that records are made of, as validated, immutable objects.

A field that is not known has its default, and a default is never written. ``fields.py`` has a line
for every field of every class: its headings, and how programs and people find it.
"""

from calendar import monthrange
from functools import cache
from typing import Annotated, Any, TypeVar, get_args

import msgspec

from proposals_cli.domain.model.vocabulary import (
    DocumentRole,
    FigureKind,
    Horizon,
    RelationKind,
    Role,
    Stage,
    Status,
    TextBasis,
    TitleBasis,
)

Id = Annotated[
    str,
    msgspec.Meta(
        pattern=r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
        max_length=120,
        description="lower-case letters and digits in words joined by '-'",
    ),
]
Ref = Annotated[str, msgspec.Meta(description="the id of a record")]
"""The id of another record: whether there is one, ``prop check`` and every change look."""

MeasureId = Annotated[
    str,
    msgspec.Meta(pattern=r"\Am[0-9]{2,4}\Z", description="'m' and a number, as m03"),
]
Year = Annotated[int, msgspec.Meta(ge=1, le=9999, description="four digits, as 2020")]
Date = Annotated[
    str,
    msgspec.Meta(
        pattern=r"\A(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?\Z",
        description="a day as 2020-05-18, a month as 2020-05, or a year as 2020",
    ),
]
Tag = Annotated[
    str,
    msgspec.Meta(
        pattern=r"\A[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
        r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\Z",
        description="a BCP 47 language tag, as zh, zh-Hant or de-AT; und if unknown",
    ),
]
Text = dict[Tag, Annotated[str, msgspec.Meta(min_length=1)]]
"""BCP 47 tag → the text in that language; ``und`` where nobody knows the language."""

Session = int | str
"""A term or session: its number, or its name in words."""


class Shape(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A part of a record: immutable, without unknown keys, written without its defaults."""


def require_days(*dates: str | None) -> None:
    """Raise ValueError for a date whose day does not exist, such as 2021-02-30."""
    for date in dates:
        if date is not None and date[8:] > "28":
            year, month, day = int(date[:4]), int(date[5:7]), int(date[8:])
            if day > monthrange(year, month)[1]:
                raise ValueError(f"'{date}' is not a day of the calendar")


class Dated(Shape, frozen=True, kw_only=True):
    """A part with dates, none of which is a day that does not exist."""

    def __post_init__(self) -> None:
        """Refuse a day that does not exist."""
        for name in _dates(type(self)):
            if (date := getattr(self, name)) is not None:
                require_days(date)


@cache
def _dates(shape: type[Shape]) -> tuple[str, ...]:
    return tuple(
        field.name for field in msgspec.structs.fields(shape) if field.type in (Date, Date | None)
    )


class Citation(Shape, frozen=True, kw_only=True):
    """The source of a statement, the place in it, and the original wording."""

    source: Ref
    locator: str | None = None
    quote: str | None = None


class Agent(Shape, frozen=True, kw_only=True):
    """Who acts or is asked: ``who`` is an id in people or bodies, ``as_named`` a source's words.

    ``as_named`` stands alone where there is no record, and beside ``who`` where the words differ.
    """

    who: Ref | None = None
    as_named: str | None = None
    role: Role | None = None

    def __post_init__(self) -> None:
        """Refuse an agent without a name."""
        if self.who is None and not (self.as_named or "").strip():
            raise ValueError("an agent needs 'who' or 'as_named'")

    @property
    def name(self) -> str:
        """The id, or the source's words if there is no record."""
        return self.who or self.as_named or ""


class Sponsor(Agent, frozen=True, kw_only=True):
    """Who made or supported a proposal; without a role, an author.

    ``party`` is the one that the source gives for that day.
    """

    party: str | None = None
    joined: Date | None = None
    withdrawn: Date | None = None
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a sponsor without a name, or with a day that does not exist."""
        if self.who is None:
            super().__post_init__()
        if self.joined is not None or self.withdrawn is not None:
            require_days(self.joined, self.withdrawn)

    @property
    def is_author(self) -> bool:
        """Whether this is an author who has not withdrawn."""
        return self.role in (None, Role.AUTHOR) and self.withdrawn is None


class Title(Shape, frozen=True, kw_only=True):
    """One wording of the title in one language, and what the wording rests on."""

    lang: Tag
    text: Annotated[str, msgspec.Meta(min_length=1)]
    basis: TitleBasis | None = None
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def is_original(self) -> bool:
        """Whether a source gives this wording."""
        return self.basis in (TitleBasis.OFFICIAL, TitleBasis.REPORTED)


class Statement(Shape, frozen=True, kw_only=True):
    """A text and its citations; without a basis, a paraphrase of our own."""

    text: Text
    basis: TextBasis | None = None
    citations: tuple[Citation, ...] = ()


class Measure(Shape, frozen=True, kw_only=True):
    """One concrete request: ``actors`` are asked to act, ``beneficiaries`` are not.

    ``former_ids`` are those under which it was in a proposal that is part of this one now, as
    ``2020-clouds#m02``.
    """

    id: MeasureId
    text: Text
    basis: TextBasis | None = None
    area: str | None = None
    horizon: Horizon | None = None
    actors: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    former_ids: tuple[str, ...] = ()


class Series(Shape, frozen=True, kw_only=True):
    """A series of proposals on one subject over the years."""

    id: Id
    name: Text


class Document(Dated, frozen=True, kw_only=True):
    """A paper that belongs to a proposal or to an action.

    A paper that is cited is a source; then only ``role``, ``note`` and ``source`` are given here.
    """

    role: DocumentRole = DocumentRole.OTHER
    number: str | None = None
    date: Date | None = None
    url: str | None = None
    language: Tag | None = None
    note: str | None = None
    source: Ref | None = None


class Action(Dated, frozen=True, kw_only=True):
    """Something that happened to a proposal, on a day or (``when``) at a time given in words.

    A reply is an action of stage ``replied``; ``interim`` marks a notice or a holding answer. A
    vote has ``counts``, such as yes → 219. A reply that is known and not published has
    ``result`` not-published.
    """

    date: Date | None = None
    when: str | None = None
    stage: Stage
    by: tuple[Agent, ...] = ()
    text: Text = {}
    result: str | None = None
    counts: dict[str, int] = {}
    number: str | None = None
    interim: bool = False
    session: Session | None = None
    documents: tuple[Document, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether this is a reply, an interim one included."""
        return self.stage is Stage.REPLIED


class ReplyDue(Dated, frozen=True, kw_only=True):
    """The day by which an answer is due, where a source gives it."""

    date: Date
    as_reported: str | None = None
    citations: tuple[Citation, ...] = ()


class Figure(Dated, frozen=True, kw_only=True):
    """A number that belongs to a proposal: signatures, a threshold, money asked or approved."""

    what: FigureKind
    value: int | float | None = None
    unit: str | None = None
    date: Date | None = None
    as_reported: str | None = None
    citations: tuple[Citation, ...] = ()


class Relation(Shape, frozen=True, kw_only=True):
    """A link to another proposal, which need not be in the base (``as_named``)."""

    kind: RelationKind
    to: Ref | None = None
    as_named: str | None = None
    note: str | None = None
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a link to nothing."""
        if self.to is None and not (self.as_named or "").strip():
            raise ValueError("a relation needs 'to' or 'as_named'")


class StatusClaim(Dated, frozen=True, kw_only=True):
    """A status that a source states, and its wording."""

    value: Status = Status.UNKNOWN
    date: Date | None = None
    as_reported: str | None = None
    citations: tuple[Citation, ...] = ()


class Identifier(Shape, frozen=True, kw_only=True):
    """A number or name that someone else gave the record, such as the official number."""

    scheme: str
    value: str


class Change(Shape, frozen=True, kw_only=True):
    """One entry of a record's history."""

    when: str
    what: str
    why: str | None = None


class MajorTopic(Shape, frozen=True, kw_only=True):
    """A major topic of the Comparative Agendas Project: its number and short name."""

    code: int
    name: str


class PersonName(Shape, frozen=True, kw_only=True):
    """A name, whole and in the parts of CSL (citation style language)."""

    text: Annotated[str, msgspec.Meta(min_length=1)]
    family: str | None = None
    given: str | None = None
    particle: str | None = None
    dropping_particle: str | None = None
    suffix: str | None = None


class BodySession(Dated, frozen=True, kw_only=True):
    """A session of a body; dates are the first and the last day."""

    term: Session | None = None
    session: Session | None = None
    name: Text = {}
    start: Date | None = None
    end: Date | None = None
    citations: tuple[Citation, ...] = ()


S = TypeVar("S", bound=Shape)


@cache
def _citing_fields(shape: type[Shape]) -> tuple[tuple[str, type[Shape]], ...]:
    """Return the fields of a class that contain citations at some depth, with the class inside."""
    return tuple(
        (field.name, inner)
        for field in msgspec.structs.fields(shape)
        for inner in shapes_in(field.type)
        if inner is Citation or "source" in inner.__struct_fields__ or _citing_fields(inner)
    )


def shapes_in(annotation: Any) -> list[type[Shape]]:
    """Return the classes of parts that the type of a field mentions."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return [annotation]
    return [shape for arg in get_args(annotation) for shape in shapes_in(arg)]


def citations_in(shape: Shape) -> list[Citation]:
    """Return every citation in a record or a part, in file order, with repetitions.

    The source of a document counts as a citation of it.
    """
    if isinstance(shape, Citation):
        return [shape]
    found: list[Citation] = []
    _gather_citations(shape, found)
    return found


def _gather_citations(shape: Shape, found: list[Citation]) -> None:
    if isinstance(shape, Document) and shape.source:
        found.append(Citation(source=shape.source))
    for name, inner in _citing_fields(type(shape)):
        value = getattr(shape, name)
        if not value:
            continue
        if not isinstance(value, tuple):
            _gather_citations(value, found)
        elif inner is Citation:
            found += value
        else:
            for part in value:
                _gather_citations(part, found)
