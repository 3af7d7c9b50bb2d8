"""What is on the page of a record, in order, as data that the terminal, Markdown and HTML draw.

Texts of the program are a ``Label``, in English and Chinese. Texts of records are a ``str`` where
they are in no language or in that of the source, otherwise a mapping from language to text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.text.languages import Languages, best_tag

Words: TypeAlias = str | Label | Mapping[str, str]


class Shown(NamedTuple):
    """A text as a reader sees it; ``language`` is its tag where it is in none that is wanted."""

    text: str
    language: str | None = None


def shown(words: Words, languages: Languages) -> list[Shown]:
    """Return a text in the reader's language, or in each that is wanted; else in its own."""
    if isinstance(words, str):
        return [Shown(words)] if words else []
    if isinstance(words, Label):
        return [Shown(words.text(languages.interface))]
    if languages.each:
        found = [best_tag(words, (tag,)) for tag in languages.tags]
        if tags := list(dict.fromkeys(tag for tag in found if tag)):
            return [Shown(words[tag]) for tag in tags]
    chosen = languages.choose(words)
    if chosen is None:
        return []
    is_wanted = best_tag((chosen[0],), languages.tags) is not None
    return [Shown(chosen[1], None if is_wanted else chosen[0])]


def text_in(words: Words, languages: Languages) -> str:
    """Return a text in the reader's language, else in its own; without saying which it is."""
    return " / ".join(one.text for one in shown(words, languages))


class Named(NamedTuple):
    """A person, body, theme, … by name: ``id`` is None without a record, ``name`` may be empty."""

    id: str | None
    name: Words
    remarks: tuple[Words, ...] = ()
    citations: tuple[Citation, ...] = ()

    def text(self, languages: Languages) -> str:
        """Return the name, or the id without one."""
        return text_in(self.name, languages) or self.id or ""


Value: TypeAlias = Words | Named


class Line(NamedTuple):
    """A labelled line; ``empty`` is shown where there are no values, remarks come after them."""

    label: Label | None
    values: Sequence[Value]
    remarks: tuple[Words, ...] = ()
    citations: tuple[Citation, ...] = ()
    empty: Label | None = None


class Entry(NamedTuple):
    """A statement with its citations.

    ``when`` and ``lead`` come before the text: when it happened, what it is or who said it.
    ``id`` is the id of what it states (a measure, another proposal). ``details`` are shorter than
    lines at the head of a page; ``links`` are addresses; ``comment`` and further ``entries`` (the
    papers of an action) come below.
    """

    text: Words = ""
    citations: tuple[Citation, ...] = ()
    id: str | None = None
    when: str | None = None
    lead: tuple[Value, ...] = ()
    details: tuple[Line, ...] = ()
    links: tuple[str, ...] = ()
    comment: Words = ""
    entries: "tuple[Entry, ...]" = ()


class Group(NamedTuple):
    """Entries under a subheading, or under none."""

    entries: tuple[Entry, ...]
    heading: Words | None = None


class Section(NamedTuple):
    """Entries under a heading; ``empty`` is shown where there are none, remarks at the end."""

    heading: Label
    groups: tuple[Group, ...]
    empty: Label | None = None
    remarks: tuple[Entry, ...] = ()
    number: int | None = None
    """Shown with the heading."""

    def title(self, lang: str) -> str:
        """Return the heading in a language, with the count where there is one."""
        heading = self.heading.text(lang)
        if self.number is None:
            return heading
        return labels.COUNTED.text(lang, heading=heading, count=self.number)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of all groups."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show but the heading."""
        return not (self.entries or self.empty or self.remarks)


def section(
    heading: Label,
    entries: Iterable[Entry],
    empty: Label | None = None,
    remarks: tuple[Entry, ...] = (),
) -> Section:
    """Return a section of one group."""
    return Section(heading, (Group(tuple(entries)),), empty, remarks)


class RecordPage(NamedTuple):
    """A page: heading, id, wordings of the title, labelled lines, sections and sources.

    Each source is an entry with its id; ``numbers`` maps the id to the number that citations show.
    ``statement`` is the one statement of the record that was asked for, and stands alone.
    """

    id: str
    heading: Words
    titles: tuple[Entry, ...] = ()
    head: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    statement: Entry | None = None
    sources: tuple[Entry, ...] = ()
    numbers: Mapping[str, int] = {}


def citations_of(
    titles: Iterable[Entry], head: Iterable[Line], sections: Iterable[Section]
) -> Iterator[Citation]:
    """Yield the citations of a page from top to bottom, with repetitions."""
    for entry in titles:
        yield from entry_citations(entry)
    for line in head:
        yield from _line_citations(line)
    for one in sections:
        for entry in (*one.entries, *one.remarks):
            yield from entry_citations(entry)


def entry_citations(entry: Entry) -> Iterator[Citation]:
    """Yield the citations of an entry and of those below it."""
    yield from _value_citations(entry.lead)
    for line in entry.details:
        yield from _line_citations(line)
    yield from entry.citations
    for below in entry.entries:
        yield from entry_citations(below)


def _line_citations(line: Line) -> Iterator[Citation]:
    yield from _value_citations(line.values)
    yield from line.citations


def _value_citations(values: Iterable[Value]) -> Iterator[Citation]:
    for value in values:
        if isinstance(value, Named):
            yield from value.citations
