"""What pages of several kinds of records are made of: titles, lists, citations, sources."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.text import Text

from proposals_cli.domain.model.records import Citation, Fact, Note, Source
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.render.page import Page

Numbers = Callable[[Citation], str]
"""A citation → what stands for it in square brackets."""


def write_title(page: Page, english: str | None, chinese: str | None, id_: str) -> None:
    """Write a title in the language of the page, the other one below it, and the id."""
    titles = [english, chinese] if page.lang != "zh" else [chinese, english]
    for number, title in enumerate(filter(None, titles)):
        page.text(Text(one_line(title), style="bold" if number == 0 else ""))
    page.text(Text(id_, style="cyan"), wrap=False)


def write_list(page: Page, rows: Iterable[Summary]) -> None:
    """Write proposals, one a line."""
    for row in rows:
        title = (row.title_zh or row.topic_zh) if page.lang == "zh" else row.title_en
        page.text(
            Text(row.id, style="cyan"),
            f"  {title or row.title_zh or row.title_en or ''}",
            hang=4,
        )


def write_facts(page: Page, facts: Iterable[Fact], numbers: Numbers) -> None:
    """Write facts and how they are to be taken."""
    facts = list(facts)
    if not facts:
        return
    page.heading("What sources say, and where they disagree", "来源的说法与分歧")
    with page.indented():
        for fact in facts:
            page.text(fact.text, cites(fact.citations, numbers))
            if fact.assessment:
                with page.indented():
                    page.text(Text(one_line(fact.assessment), style="dim"))


def write_notes(page: Page, notes: Iterable[Note], numbers: Numbers) -> None:
    """Write what passages of sources say and what they mean."""
    notes = list(notes)
    if not notes:
        return
    page.heading("Notes on translation", "译文校注")
    with page.indented():
        for note in notes:
            page.text(
                Text(
                    one_line(f"{note.source}, {note.locator}: " if note.locator else ""),
                    style="dim",
                ),
                f"“{note.words}”",
                page.word(" means ", " 应为 "),
                f"“{note.meaning}”",
                f" ({note.original})" if note.original else "",
                ". " if note.explanation else ".",
                note.explanation or "",
                cites(note.citations, numbers),
                hang=2,
            )


def numbering(sources: Iterable[Source]) -> Numbers:
    """Return what gives a citation the number of its source on the page, and its locator."""
    places = {source.id: number for number, source in enumerate(sources, 1)}

    def number(citation: Citation) -> str:
        place = str(places.get(citation.source, citation.source))
        return f"{place}, {citation.locator}" if citation.locator else place

    return number


def cites(citations: Iterable[Citation], numbers: Numbers) -> Text:
    """Return the citations as ``[1, para 4; 2]``."""
    shown = "; ".join(numbers(citation) for citation in citations)
    text = Text(one_line(f" [{shown}]") if shown else "", style="green")
    for citation in citations:
        if citation.quote:
            text.append(one_line(f" “{citation.quote}”"), style="dim")
    return text


def write_sources(page: Page, sources: tuple[Source, ...], only: set[str] | None = None) -> None:
    """Write sources under their numbers; ``only``: these, the numbers unchanged."""
    if not sources:
        return
    page.heading("Sources", "来源")
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
                if source.url:
                    page.link(source.url)
                if source.note:
                    page.text(Text(one_line(source.note), style="dim"))


def write_source(page: Page, source: Source) -> None:
    """Write a source by itself."""
    page.text(_described(source))
    if source.url:
        page.link(source.url)
    if source.note:
        page.text(source.note)


def _described(source: Source) -> str:
    """Return a source in one line: publisher, title, date, kind, language, how far it was read."""
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


def write_extra(page: Page, extra: Mapping[str, Any]) -> None:
    """Write what came with a record from elsewhere and has no field of its own."""
    if not extra:
        return
    page.heading("Also on record", "其他信息")
    with page.indented():
        for name, value in extra.items():
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            page.text(Text(one_line(f"{name}: "), style="dim"), text, hang=2)
