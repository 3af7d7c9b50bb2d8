"""Parts of a proposal as a file gives them: texts, before dates are read and names are looked up.

Layouts and nested columns give these; ``sponsor_builder`` and ``action_builder`` make the parts of
the record from them. Every text may be empty, which means that the file does not say.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class RawAgent:
    """A person or an organisation: ``role`` is a word of ``Role``, or empty."""

    name: str
    role: str = ""
    column: str = ""
    """The column or path that gives it, for messages."""


@dataclass(slots=True)
class RawSponsor(RawAgent):
    """A sponsor, with the party on that day, and the days of joining and withdrawing."""

    party: str = ""
    joined: str = ""
    withdrawn: str = ""
    is_organisation: bool | None = None
    """Whether the file says that it is no single person; None if it does not say."""
    identifier: str = ""
    """What the file calls the person, such as a Bioguide id; ``scheme`` says whose id that is."""
    scheme: str = ""


@dataclass(slots=True)
class RawDocument:
    """A paper: ``role`` is a word of ``DocumentRole``, ``language`` a BCP 47 tag."""

    role: str = ""
    number: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    note: str = ""
    column: str = ""


@dataclass(slots=True)
class RawAction:
    """Something that happened: ``stage`` is a word of ``Stage``, or empty to be read from text."""

    date: str = ""
    text: str = ""
    stage: str = ""
    by: list[RawAgent] = field(default_factory=list)
    result: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    number: str = ""
    interim: bool = False
    session: str = ""
    documents: list[RawDocument] = field(default_factory=list)
    language: str = ""
    column: str = ""


@dataclass(slots=True)
class RawFigure:
    """A number: ``what`` is a word of ``FigureKind``, ``words`` are those of the source."""

    what: str
    value: str = ""
    unit: str = ""
    date: str = ""
    words: str = ""
    column: str = ""


@dataclass(slots=True)
class RawRelation:
    """A link to another proposal, which the file names by an id or a number."""

    kind: str
    to: str = ""
    note: str = ""
    column: str = ""


@dataclass(slots=True)
class RawTitle:
    """A further title: ``basis`` is a word of ``TitleBasis``; no language if it is not stated."""

    text: str
    language: str = ""
    basis: str = ""
    note: str = ""
    column: str = ""


@dataclass(slots=True)
class RawParts:
    """The parts of one row, in the order of the file."""

    titles: list[RawTitle] = field(default_factory=list)
    sponsors: list[RawSponsor] = field(default_factory=list)
    addressees: list[RawAgent] = field(default_factory=list)
    actions: list[RawAction] = field(default_factory=list)
    documents: list[RawDocument] = field(default_factory=list)
    figures: list[RawFigure] = field(default_factory=list)
    relations: list[RawRelation] = field(default_factory=list)
