"""Parts of pages: titles, sections, citations and sources."""

from collections.abc import Callable, Iterable

from rich.text import Text

from proposals_cli.domain.model.parts import Citation
from proposals_cli.domain.model.records import Source
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.sections import Entry, Section, text_in
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.page import Page

Numbers = Callable[[Citation], str]
"""Returns the text in square brackets for a citation."""


def write_title(page: Page, english: str | None, chinese: str | None, id_: str) -> None:
    """Write a title in the language of the page, the other one below it, and the id."""
    titles = [english, chinese] if page.lang != "zh" else [chinese, english]
    for number, title in enumerate(filter(None, titles)):
        page.text(Text(one_line(title), style="bold" if number == 0 else ""))
    page.text(Text(id_, style="cyan"), wrap=False)


def write_sections(page: Page, sections: Iterable[Section], numbers: Numbers) -> None:
    """Write sections one after the other."""
    for section in sections:
        page.heading(section.title(page.lang))
        with page.indented():
            if section.empty and not section.entries:
                page.dim(section.empty.text(page.lang))
            for group in section.groups:
                if group.heading:
                    heading = one_line(text_in(group.heading, page.lang))
                    page.text(Text(heading, style="italic"))
                with page.indented(2 if group.heading else 0):
                    for entry in group.entries:
                        write_entry(page, entry, numbers)
            for remark in section.remarks:
                page.dim(remark.text(page.lang))


def write_entry(page: Page, entry: Entry, numbers: Numbers) -> None:
    """Write a statement with its citations."""
    parts: list[str | Text] = []
    if entry.id:
        parts += [Text(one_line(entry.id), style="cyan"), "  "]
    if entry.lead:
        when = f" ({entry.when})" if entry.when else ""
        parts += [Text(one_line(entry.lead), style="bold"), f"{when}: "]
    parts.append(text_in(entry.text, page.lang))
    if conditions := entry.conditions(page.lang):
        parts.append(Text(one_line(f" ({conditions})"), style="dim"))
    hang = 5 if entry.id else 2 if entry.lead else 0
    page.text(*parts, cites(entry.citations, numbers), hang=hang)
    if entry.comment:
        with page.indented():
            page.dim(entry.comment)


def numbering(sources: Iterable[Source]) -> Numbers:
    """Return a function from a citation to the number of its source and its locator."""
    places = {source.id: number for number, source in enumerate(sources, 1)}

    def number(citation: Citation) -> str:
        place = str(places.get(citation.source, citation.source))
        return f"{place}, {citation.locator}" if citation.locator else place

    return number


def cites(citations: Iterable[Citation], numbers: Numbers) -> Text:
    """Return the citations as ``[1, para 4; 2]``, with their quotations."""
    shown = "; ".join(numbers(citation) for citation in citations)
    text = Text(one_line(f" [{shown}]") if shown else "", style="green")
    for citation in citations:
        if citation.quote:
            text.append(one_line(f" “{citation.quote}”"), style="dim")
    return text


def write_sources(page: Page, sources: tuple[Source, ...], only: set[str] | None = None) -> None:
    """Write sources, which are in the order of their numbers; ``only``: those with these ids."""
    if not sources:
        return
    page.heading(page.word(labels.SOURCES))
    with page.indented():
        for number, source in enumerate(sources, 1):
            if only is not None and source.id not in only:
                continue
            mark = f"[{number}] "
            page.text(
                Text(mark, style="green"),
                f"{_described(source)} ",
                Text(source.id, style="cyan"),
                hang=len(mark),
            )
            with page.indented(len(mark)):
                _write_link_and_note(page, source)


def write_source(page: Page, source: Source) -> None:
    """Write a source on its own page."""
    page.text(_described(source))
    _write_link_and_note(page, source)


def _write_link_and_note(page: Page, source: Source) -> None:
    if source.url:
        page.link(source.url)
    if source.note:
        page.dim(source.note)


def _described(source: Source) -> str:
    """Return a source in one line: publisher, title, date, kind, language, extent read."""
    language = source.language or "language unknown"
    if source.machine_translated_from:
        language += f", machine-translated from {source.machine_translated_from}"
    parts = [
        source.publisher,
        f"“{source.title}”" if source.title else None,
        source.date or "undated",
        source.kind,
        language,
        f"read: {source.extent_read}" if source.extent_read else None,
    ]
    return ". ".join(part for part in parts if part) + "."
