"""Markdown: a brief with one section per record and a footnote for every statement."""

import re
from collections.abc import Iterable, Iterator

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.fallback import language
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.page import (
    Entry,
    Line,
    Named,
    RecordPage,
    Section,
    Value,
    Words,
    shown,
    text_in,
)
from proposals_cli.domain.text.languages import UNDETERMINED, Languages
from proposals_cli.domain.text.sanitise import one_line, web_address
from proposals_cli.exporting.pages import Pages
from proposals_cli.exporting.selection import ExportOptions, Selection

_SYNTAX = re.compile(r"([\\`*_{}\[\]<>|~$^])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_HASHES = re.compile(r"(?<!\S)#")
_OPENING = re.compile(r"\A(?:[-+=]|(?=\d+[.)]))")


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield one section per proposal in the order of the query, its footnotes below it.

    The other records of the selection follow in the same form.
    """
    pages = Pages(selection)
    brief = _Brief(options.languages)
    for _, page in pages.proposals():
        yield "\n".join(brief.lines(page)) + "\n\n"
    for page in pages.others():
        yield "\n".join(brief.lines(page)) + "\n\n"


def escaped(text: str) -> str:
    r"""Return text on one line that Markdown shows unchanged.

    >>> escaped("*a* <b> [c](d) # e"), escaped("1. first"), escaped("AT&T &amp;")
    ('\\*a\\* \\<b\\> \\[c\\](d) \\# e', '1\\. first', 'AT&T \\&amp;')
    """
    text = _SYNTAX.sub(r"\\\1", one_line(text))
    text = _HASHES.sub(r"\\#", _ENTITY.sub(r"\\&", text))
    if found := _OPENING.match(text):
        text = f"\\{text}" if found[0] else re.sub(r"[.)]", r"\\\g<0>", text, count=1)
    return text


class _Brief:
    """Draw pages one after the other; footnotes are numbered through the file."""

    def __init__(self, languages: Languages) -> None:
        self.languages = languages
        self.interface = languages.interface
        self.last_footnote = 0
        self.footnotes: dict[tuple[str, str | None, str | None], int] = {}
        self.described: set[str] = set()

    def lines(self, page: RecordPage) -> Iterator[str]:
        """Yield the lines of a page."""
        self.footnotes.clear()
        yield f"## {escaped(text_in(page.heading, self.languages))}"
        yield ""
        yield f"`{page.id}`"
        yield ""
        for entry in page.titles:
            yield from self.entry(entry)
        for line in page.head:
            yield f"- {self.line(line)}"
        yield ""
        for section in page.sections:
            yield from self.section(section)
        yield from self.sources(page)

    def word(self, label: Label) -> str:
        return label.text(self.interface)

    def text(self, words: Words) -> str:
        """Return a text, and which language it is in if the reader wants none that it is in."""
        return " / ".join(
            escaped(one.text) + (f" ({self.tag(one.language)})" if one.language else "")
            for one in shown(words, self.languages)
        )

    def tag(self, tag: str) -> str:
        return self.word(language(tag)) if tag == UNDETERMINED else tag

    # -- lines and sections ------------------------------------------------------------------

    def line(self, line: Line) -> str:
        label = f"**{self.word(line.label)}:** " if line.label else ""
        values = self.values(line.values)
        if not line.values and line.empty:
            values = self.word(line.empty)
        remarks = self.word(labels.SEMICOLON).join(map(self.text, line.remarks))
        tail = f" — {remarks}" if remarks else ""
        return f"{label}{values}{tail}{self.cited(line.citations)}"

    def values(self, values: Iterable[Value]) -> str:
        return self.word(labels.COMMA).join(
            self.named(value) if isinstance(value, Named) else self.text(value) for value in values
        )

    def named(self, value: Named) -> str:
        """Return a name and the id, with remarks in brackets."""
        parts = [self.text(value.name), f"`{one_line(value.id)}`" if value.id else ""]
        if value.remarks:
            remarks = self.word(labels.SEMICOLON).join(map(self.text, value.remarks))
            parts.append(f"({remarks})")
        return " ".join(filter(None, parts)) + self.cited(value.citations)

    def section(self, section: Section) -> Iterator[str]:
        yield f"### {section.title(self.interface)}"
        yield ""
        for group in section.groups:
            if group.heading:
                yield f"**{self.text(group.heading)}**"
                yield ""
            for entry in group.entries:
                yield from self.entry(entry)
            if group.entries:
                yield ""
        if section.empty and not section.entries:
            yield self.word(section.empty)
            yield ""
        for remark in section.remarks:
            yield from self.entry(remark)
        if section.remarks:
            yield ""

    def entry(self, entry: Entry, indent: str = "") -> Iterator[str]:
        """Yield a statement with its footnotes, and what belongs to it below."""
        yield f"{indent}- {self.statement(entry)}{self.cited(entry.citations)}"
        indent += "  "
        for link in entry.links:
            yield f"{indent}- {_link(link)}"
        for below in entry.entries:
            yield from self.entry(below, indent)

    def statement(self, entry: Entry) -> str:
        """Return id, time, who or what, text, details and comment of an entry."""
        text = self.text(entry.text)
        lead = self.values(entry.lead)
        details = self.word(labels.SEMICOLON).join(map(self.detail, entry.details))
        parts = [
            f"`{one_line(entry.id)}`" if entry.id else "",
            escaped(entry.when) if entry.when else "",
            f"**{lead}**{self.word(labels.COLON).rstrip() if text else ''}" if lead else "",
            text,
            f"({details})" if details else "",
        ]
        if comment := self.text(entry.comment):
            parts.append(f"— {comment}")
        return " ".join(filter(None, parts))

    def detail(self, line: Line) -> str:
        values = self.values(line.values) + self.cited(line.citations)
        if not line.label:
            return values
        label = self.word(line.label)
        return f"{label[:1].lower()}{label[1:]}{self.word(labels.COLON)}{values}"

    # -- sources -----------------------------------------------------------------------------

    def cited(self, citations: Iterable[Citation]) -> str:
        """Return footnote references; one place in a source has one footnote."""
        references = []
        for citation in citations:
            place = (citation.source, citation.locator, citation.quote)
            if place not in self.footnotes:
                self.last_footnote += 1
                self.footnotes[place] = self.last_footnote
            references.append(f"[^{self.footnotes[place]}]")
        return "".join(dict.fromkeys(references))

    def sources(self, page: RecordPage) -> Iterator[str]:
        """Yield the sources that no statement cites, then the footnotes."""
        entries = {entry.id: entry for entry in page.sources}
        cited = {source for source, _, _ in self.footnotes}
        if others := [entry for entry in page.sources if entry.id not in cited]:
            yield f"### {self.word(labels.SOURCES)}"
            yield ""
            for entry in others:
                yield f"- {self.source(entry)}"
            yield ""
        for (source, locator, quote), number in self.footnotes.items():
            text = self.source(entries[source])
            place = f"{text}, {escaped(locator)}" if locator else text
            yield f"[^{number}]: {place}" + (f": “{escaped(quote)}”" if quote else "")

    def source(self, entry: Entry) -> str:
        """Return a source: with all that is known of it where the file first mentions it."""
        text = self.text(entry.text)
        id_ = entry.id or ""
        if id_ not in self.described:
            self.described.add(id_)
            text = self.statement(entry)
        links = " ".join(map(_link, entry.links))
        return " ".join(filter(None, (text or f"`{one_line(id_)}`", links)))


def _link(address: str) -> str:
    """Return an address as a link, or as text if it is not one of the web."""
    url = web_address(address)
    return f"<{url}>" if url else escaped(address)
