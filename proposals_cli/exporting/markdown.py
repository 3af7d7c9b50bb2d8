"""Markdown: a brief with one section per proposal and a footnote for every statement."""

import re
from collections.abc import Iterable, Iterator

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import TitleBasis, label
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.names import kind_name, session_name
from proposals_cli.domain.presenting.sections import (
    Entry,
    Line,
    Named,
    Section,
    exported_sections,
    head,
    text_in,
    title_variants,
)
from proposals_cli.domain.text.sanitise import one_line, web_address
from proposals_cli.exporting.selection import ExportOptions, Selection

_SYNTAX = re.compile(r"([\\`*_{}\[\]<>|~$^])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_HASHES = re.compile(r"(?<!\S)#")
_OPENING = re.compile(r"\A(?:[-+=]|(?=\d+[.)]))")

LINES = (labels.STATUS, labels.THEMES, labels.REGIONS)
"""The labelled lines of a brief; session, kind and people are in the line below the title."""

LEFT_OUT = (labels.NOTES,)
"""Sections that a brief does not contain: notes are for those who edit the base."""

SHOWN_EMPTY = (labels.REPLIES,)
"""Sections whose absence is worth a sentence in a brief."""


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield one section per proposal in the order of the query, its footnotes below it."""
    last_footnote = 0
    for proposal in selection.proposals():
        brief = _Brief(proposal, selection, options.lang, last_footnote)
        yield "\n".join(brief.lines()) + "\n\n"
        last_footnote = brief.last_footnote


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
    """One proposal; footnotes are numbered through the file."""

    def __init__(
        self, proposal: Proposal, selection: Selection, lang: str, last_footnote: int
    ) -> None:
        self.proposal = proposal
        self.selection = selection
        self.lang = "zh" if lang == "zh" else "en"
        self.last_footnote = last_footnote
        self.footnotes: dict[tuple[str, str | None, str | None], int] = {}

    def lines(self) -> Iterator[str]:
        yield from self.titles()
        yield self.facts()
        yield ""
        head_lines = head(self.proposal, self.selection.names)
        for key in LINES:
            if key in head_lines and head_lines[key].values:
                yield self.line(head_lines[key])
        sections = list(exported_sections(self.proposal, self.selection.facts_on(self.proposal.id)))
        for section in sections:
            if section.heading == labels.PROBLEM and section.entries:
                yield f"- **{self.word(labels.PROBLEM)}:** {self.statement(section.entries[0])}"
        yield ""
        for section in sections:
            if section.heading not in (labels.PROBLEM, *LEFT_OUT):
                yield from self.section(section)
        for (source, locator, quote), number in self.footnotes.items():
            yield f"[^{number}]: {self.footnote(source, locator, quote)}"

    def word(self, label_: labels.Label) -> str:
        return label_.text(self.lang)

    def titles(self) -> Iterator[str]:
        """Yield the title as a heading, the other one with its citations, and its variants."""
        title = self.proposal.title
        english, chinese = title.en, title.zh
        if not chinese and title.topic_zh:
            chinese = f"〔{title.topic_zh}〕"
        first, second = (chinese, english) if self.lang == "zh" else (english, chinese)
        yield f"## {escaped(first or second or '')}"
        yield ""
        if title.en_basis in (TitleBasis.LABEL, TitleBasis.TRANSLATED):
            # about the English title, whichever of the two is the heading
            basis = labels.ENGLISH_TITLE_BASIS.text(
                self.lang, basis=label(title.en_basis, self.lang)
            )
            second = f"{second or ''} ({basis})".strip()
        if (first and second) or title.citations:
            yield f"{escaped(second or '')}{self.cited(title.citations)}  "
        for variant in title_variants(title):
            yield f"{self.word(labels.ALSO_REPORTED_AS)}: {self.statement(variant)}  "

    def facts(self) -> str:
        """Return session, year, kind, people and id in one line."""
        proposal = self.proposal
        session = session_name(proposal, self.lang)
        kind = kind_name(proposal.kind, proposal.body)
        parts = [
            f"{session} ({proposal.year})" if session else str(proposal.year),
            label(proposal.kind, "zh") if self.lang == "zh" else kind,
        ]
        if proposal.people:
            people = ", ".join(self.person(id_) for id_ in proposal.people)
            parts.append(labels.BY_PEOPLE.text(self.lang, people=people))
        return " · ".join(escaped(part) for part in parts) + f" · `{proposal.id}`"

    def person(self, id_: str) -> str:
        """Return a person's name in the language, the other one in brackets."""
        named = Named(id_, self.selection.names("people", id_))
        names = [named.in_language(lang) for lang in ("zh", "en")]
        first, other = names if self.lang == "zh" else reversed(names)
        return first if first == other else f"{first} ({other})"

    def line(self, line: Line) -> str:
        values = ", ".join(
            escaped(
                value.in_language(self.lang)
                if isinstance(value, Named)
                else text_in(value, self.lang)
            )
            for value in line.values
        )
        remark = f" — {escaped(self.word(line.remark))}" if line.remark else ""
        return f"- **{self.word(line.label)}:** {values}{remark}{self.cited(line.citations)}"

    def section(self, section: Section) -> Iterator[str]:
        if not section.entries and section.heading not in SHOWN_EMPTY:
            return
        yield f"### {self.word(section.heading)}"
        yield ""
        for group in section.groups:
            if group.heading:
                yield f"**{escaped(text_in(group.heading, self.lang))}**"
                yield ""
            for entry in group.entries:
                yield f"- {self.statement(entry)}"
            if group.entries:
                yield ""
        if section.empty and not section.entries:
            yield self.word(section.empty)
            yield ""

    def statement(self, entry: Entry) -> str:
        """Return a statement with its footnotes."""
        conditions = entry.conditions(self.lang)
        text = text_in(entry.text, self.lang) + (f" ({conditions})" if conditions else "")
        when = f" ({escaped(entry.when)})" if entry.when else ""
        lead = f"**{escaped(entry.lead)}**{when}: " if entry.lead else ""
        comment = f" {escaped(entry.comment)}" if entry.comment else ""
        return f"{lead}{escaped(text)}{self.cited(entry.citations)}{comment}"

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

    def footnote(self, id_: str, locator: str | None, quote: str | None) -> str:
        source = self.selection.source(id_)
        parts = []
        if source is None:
            parts.append(f"`{escaped(id_)}` ({self.word(labels.SOURCE_MISSING)})")
        else:
            title = f"“{escaped(source.title)}”" if source.title else None
            publisher = escaped(source.publisher) if source.publisher else None
            url = web_address(source.url)
            link = f"<{url}>" if url else escaped(source.url) if source.url else None
            parts += filter(None, (publisher, title, source.date, link))
            parts = parts or [f"`{id_}`"]
        if locator:
            parts.append(escaped(locator))
        text = ", ".join(parts)
        return f"{text}: “{escaped(quote)}”" if quote else text
