"""The page of a proposal, or of one of its measures."""

from collections.abc import Iterator

from rich.text import Text

from proposals_cli.domain.answers.details import ProposalDetails
from proposals_cli.domain.model.parts import Names
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.sections import (
    Line,
    Named,
    head,
    measure_entry,
    shown_sections,
    text_in,
    title_variants,
)
from proposals_cli.render.page import Page
from proposals_cli.render.page_parts import (
    Numbers,
    cites,
    numbering,
    write_entry,
    write_sections,
    write_sources,
    write_title,
)

_LABEL_CELLS = 10


def write_proposal(page: Page, details: ProposalDetails) -> None:
    """Write the page of a proposal, or of the one of its measures that was asked for."""
    proposal, numbers = details.proposal, numbering(details.sources)
    write_title(page, proposal.title.en, proposal.title.zh, proposal.id)
    page.blank()
    if details.measure:
        write_entry(page, measure_entry(details.measure), numbers)
        cited = {citation.source for citation in details.measure.citations}
        write_sources(page, details.sources, cited)
        return
    with page.indented():
        names = {("people", one.id): one.name for one in details.people}
        names |= {("themes", one.id): one.name for one in details.themes}
        for line in head(proposal, lambda table, id_: names.get((table, id_), Names())).values():
            _write_line(page, line, numbers)
        with page.indented(_LABEL_CELLS):
            _write_wordings(page, details, numbers)
    write_sections(page, shown_sections(details), numbers)
    write_sources(page, details.sources)


def _write_line(page: Page, line: Line, numbers: Numbers) -> None:
    parts: list[str | Text] = []
    for value in line.values:
        if isinstance(value, Named):
            parts += ["; " if parts else "", *_named(value, page.lang)]
        else:
            parts += [", " if parts else "", text_in(value, page.lang)]
    if not parts and line.empty:
        parts.append(page.word(line.empty))
    if line.label is labels.STATUS:
        parts = [Text("".join(map(str, parts)), style="bold")]
    if line.remark:
        parts.append(f" — {page.word(line.remark)}")
    page.labelled(page.word(line.label), *parts, cites(line.citations, numbers), width=_LABEL_CELLS)


def _named(value: Named, lang: str) -> Iterator[str | Text]:
    """Yield a name in the language, or in both of them, and the id."""
    name = value.name
    if lang == "both":
        shown = " ".join(filter(None, (name.en, name.zh)))
    else:
        shown = value.in_language(lang) if name.en or name.zh else ""
    yield shown
    yield Text(f" {value.id}" if shown else value.id, style="cyan")


def _write_wordings(page: Page, details: ProposalDetails, numbers: Numbers) -> None:
    """Write the subject, the note and the variants of the title below it."""
    title = details.proposal.title
    colon = "：" if page.lang == "zh" else ": "
    if title.topic_zh and not title.zh:
        page.text(page.word(labels.SUBJECT), colon, title.topic_zh)
    if title.note:
        page.text(title.note)
    for variant in title_variants(title):
        page.text(
            page.word(labels.ALSO_REPORTED_AS),
            colon,
            text_in(variant.text, page.lang),
            cites(variant.citations, numbers),
        )
