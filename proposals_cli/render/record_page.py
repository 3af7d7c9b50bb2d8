"""The page of a record on a terminal or in a pipe."""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.fallback import language
from proposals_cli.domain.presenting.page import (
    Entry,
    Line,
    Named,
    RecordPage,
    Section,
    Shown,
    Value,
    Words,
    shown,
    text_in,
)
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.page import Page

LABEL_CELLS = 14
"""The widest column of labels; a longer label takes its line further to the right."""

FOLDED, FIRST = 20, 12
"""A screen shows only the first people of a line with more than ``FOLDED``."""

Piece = str | Text


def write_record(page: Page, record: RecordPage) -> None:
    """Write the page of one record."""
    _Writer(page, record).write()


class _Writer:
    """Write one record; ``page`` says for whom and how wide."""

    def __init__(self, page: Page, record: RecordPage) -> None:
        self.page = page
        self.record = record
        self.semicolon = page.word(labels.SEMICOLON)
        self.unwanted: list[str] = []
        """The languages of texts that are in none that the reader wants."""

    def write(self) -> None:
        self.heading()
        below_heading = self.page.here()
        self.page.blank()
        if self.record.statement:
            self.entry(self.record.statement)
        with self.page.indented():
            self.titles()
            self.head()
        for section in self.record.sections:
            self.section(section)
        self.sources()
        if self.unwanted:
            self.page.dim_at(below_heading, self.shown_in())

    def shown_in(self) -> str:
        """Return which languages stand in for those that the reader wants."""
        page = self.page
        comma = page.word(labels.COMMA)
        wanted, others = (
            comma.join(dict.fromkeys(page.word(language(tag)) for tag in tags))
            for tags in (page.languages.tags, self.unwanted)
        )
        return page.word(labels.SHOWN_IN, wanted=wanted, others=others)

    # -- the head ----------------------------------------------------------------------------

    def heading(self) -> None:
        page = self.page
        for number, one in enumerate(shown(self.record.heading, page.languages)):
            self.note(one)
            page.text(Text(one_line(one.text), style="bold" if number == 0 else ""))
        if self.record.heading != self.record.id:
            page.text(Text(self.record.id, style="cyan"), wrap=False)

    def titles(self) -> None:
        """Write each wording of the title; the heading is not repeated."""
        above = {one.text for one in shown(self.record.heading, self.page.languages)}
        for entry in self.record.titles:
            text = text_in(entry.text, self.page.languages)
            self.entry(entry, bare=text in above, is_wording=True, lead="dim")

    def head(self) -> None:
        cells = [cell_len(self.page.word(line.label)) for line in self.record.head if line.label]
        width = min(max(cells, default=0) + 2, LABEL_CELLS)
        for line in self.record.head:
            values = list(self.values(self.folded(line)))
            if not line.values and line.empty:
                values.append(self.page.word(line.empty))
            if line.label is labels.STATUS:
                values = [Text("".join(map(str, values)), style="bold")]
            remarks = [text_in(remark, self.page.languages) for remark in line.remarks]
            tail = [f" — {self.semicolon.join(remarks)}"] if remarks else []
            label = self.page.word(line.label) if line.label else ""
            self.page.labelled(label, *values, *tail, self.cites(line.citations), width=width)

    def folded(self, line: Line) -> Sequence[Value]:
        """Return the values of a line: on a screen, of a great many people only the first."""
        people = len(line.values)
        if self.page.width is None or people <= FOLDED:
            return line.values
        more = labels.MORE_PEOPLE.filled(count=people - FIRST, id=self.record.id)
        return (*line.values[:FIRST], more)

    # -- sections ----------------------------------------------------------------------------

    def section(self, section: Section) -> None:
        page = self.page
        page.heading(section.title(page.lang))
        with page.indented():
            if section.empty and not section.entries:
                page.dim(page.word(section.empty))
            for group in section.groups:
                if group.heading:
                    heading = one_line(text_in(group.heading, page.languages))
                    page.text(Text(heading, style="italic"))
                with page.indented(2 if group.heading else 0):
                    for entry in group.entries:
                        self.entry(entry)
            for remark in section.remarks:
                self.entry(remark, dim=True)

    def entry(
        self,
        entry: Entry,
        *,
        bare: bool = False,
        is_wording: bool = False,
        dim: bool = False,
        lead: str = "bold",
    ) -> None:
        """Write a statement with its citations.

        Args:
            entry: the statement.
            bare: without its text.
            is_wording: the text is a wording, which is in its language for every reader.
            dim: as a remark of the program.
            lead: the style of what comes before the text.
        """
        page = self.page
        text = () if bare else tuple(self.text(entry.text, is_wording=is_wording))
        parts = [*self.opening(entry, lead, colon=bool(text)), *text]
        if details := self.semicolon.join(filter(None, map(self.detail, entry.details))):
            is_spaced = not parts or str(parts[-1]).endswith(" ")
            parts += ["" if is_spaced else " ", Text(one_line(f"({details})"), style="dim")]
        if dim:
            parts = [Text(one_line("".join(map(str, parts))), style="dim")]
        hang = 5 if entry.id else 2 if entry.lead or entry.when else 0
        page.text(*parts, self.cites(entry.citations), hang=hang)
        with page.indented(hang or 2):
            for link in entry.links:
                page.link(link)
            self.comment(entry)
            for below in entry.entries:
                self.entry(below)

    def opening(self, entry: Entry, style: str, *, colon: bool) -> Iterator[Piece]:
        """Yield what comes before the text: id, time, and what it is or who says it."""
        if entry.id:
            yield Text(one_line(entry.id), style="cyan")
            yield "  "
        if entry.when:
            yield Text(one_line(entry.when), style="green")
            yield "  "
        if entry.lead:
            lead = "".join(str(piece) for piece in self.values(entry.lead))
            yield Text(one_line(lead), style=style)
            yield self.page.word(labels.COLON) if colon else ""

    def detail(self, line: Line) -> str:
        """Return a detail in a few words."""
        text = "".join(str(piece) for piece in self.values(line.values))
        if not line.label:
            return text
        label = self.page.word(line.label)
        return f"{label[:1].lower()}{label[1:]}{self.page.word(labels.COLON)}{text}"

    def comment(self, entry: Entry) -> None:
        if comment := "".join(map(str, self.text(entry.comment))):
            self.page.dim(comment)

    # -- texts -------------------------------------------------------------------------------

    def text(self, words: Words, *, is_wording: bool = False) -> Iterator[Piece]:
        """Yield a text in the reader's languages, or else in its own."""
        for number, one in enumerate(shown(words, self.page.languages)):
            yield " / " if number else ""
            yield one.text
            if not is_wording:
                self.note(one)

    def note(self, one: Shown) -> None:
        """Note the language of a text that is in none that the reader wants."""
        if one.language:
            self.unwanted.append(one.language)

    def values(self, values: Iterable[Value]) -> Iterator[Piece]:
        comma = self.page.word(labels.COMMA)
        previous: Value | None = None
        for value in values:
            if isinstance(previous, Named):
                yield self.semicolon if previous.id else comma
            elif previous is not None:  # what happened, and who did it
                yield " — " if isinstance(value, Named) else comma
            yield from self.named(value) if isinstance(value, Named) else self.text(value)
            previous = value

    def named(self, value: Named) -> Iterator[Piece]:
        """Yield a name in the reader's languages, the id, and remarks in brackets."""
        names = " ".join(one.text for one in shown(value.name, self.page.languages))
        yield names
        if value.id:
            yield Text(f" {value.id}" if names else value.id, style="cyan")
        if remarks := [text_in(remark, self.page.languages) for remark in value.remarks]:
            yield f" ({self.semicolon.join(remarks)})"
        yield self.cites(value.citations)

    # -- sources -----------------------------------------------------------------------------

    def cites(self, citations: Sequence[Citation]) -> Text:
        """Return the citations as ``[1, para 4; 2]``, with their quotations."""
        places = "; ".join(
            dict.fromkeys(
                ", ".join(filter(None, (str(self.record.numbers[one.source]), one.locator)))
                for one in citations
            )
        )
        text = Text(one_line(f" [{places}]") if places else "", style="green")
        for quote in dict.fromkeys(one.quote for one in citations if one.quote):
            text.append(one_line(f" “{quote}”"), style="dim")
        return text

    def sources(self) -> None:
        """Write the sources under their numbers."""
        if not self.record.sources:
            return
        page = self.page
        page.heading(page.word(labels.SOURCES))
        with page.indented():
            for entry in self.record.sources:
                mark = f"[{self.record.numbers[entry.id or '']}] "
                details = self.semicolon.join(filter(None, map(self.detail, entry.details)))
                page.text(
                    Text(mark, style="green"),
                    *self.text(entry.text),
                    " " if details and entry.text else "",
                    details,
                    Text(f" {entry.id}", style="cyan"),
                    hang=len(mark),
                )
                with page.indented(len(mark)):
                    for link in entry.links:
                        page.link(link)
                    self.comment(entry)
