"""Write CSV: one row per proposal, for spreadsheets and data frames."""

import csv
import io
from collections.abc import Callable, Iterator

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import label
from proposals_cli.domain.text.csv_cells import cell
from proposals_cli.exporting.selection import ExportOptions, Selection

BOM = "\ufeff"


def _theme_code(proposal: Proposal, selection: Selection) -> int | None:
    theme = selection.theme(proposal.themes[0]) if proposal.themes else None
    return theme.cap.code if theme and theme.cap else None


def _names(proposal: Proposal, selection: Selection, lang: str) -> tuple[str, ...]:
    people = [selection.person(id_) for id_ in proposal.people]
    return tuple((getattr(one.name, lang) or "") if one else "" for one in people)


def _urls(proposal: Proposal, selection: Selection) -> tuple[str, ...]:
    sources = [selection.source(id_) for id_ in proposal.all_sources()]
    return tuple(one.url for one in sources if one and one.url)


Cell = str | int | tuple[str, ...] | None

COLUMNS: dict[str, Callable[[Proposal, Selection], Cell]] = {
    "id": lambda p, _: p.id,
    "year": lambda p, _: p.year,
    "body": lambda p, _: p.body,
    "term": lambda p, _: p.term,
    "session": lambda p, _: p.session,
    "kind": lambda p, _: p.kind.value,
    "kind_zh": lambda p, _: label(p.kind, "zh"),
    "kind_terms": lambda p, _: p.kind_terms,
    "title_zh": lambda p, _: p.title.zh,
    "title_zh_basis": lambda p, _: p.title.zh_basis,
    "title_en": lambda p, _: p.title.en,
    "title_en_basis": lambda p, _: p.title.en_basis,
    "topic_zh": lambda p, _: p.title.topic_zh,
    "people": lambda p, _: p.people,
    "people_zh": lambda p, selection: _names(p, selection, "zh"),
    "people_en": lambda p, selection: _names(p, selection, "en"),
    "main_theme": lambda p, _: p.themes[0] if p.themes else None,
    "themes": lambda p, _: p.themes,
    "cap_code": _theme_code,
    "status": lambda p, _: p.status.value.value,
    "as_reported": lambda p, _: p.status.as_reported,
    "responders": lambda p, _: tuple(response.who for response in p.responses),
    "official_numbers": lambda p, _: tuple(number.value for number in p.identifiers),
    "regions": lambda p, _: p.regions,
    "entities": lambda p, _: p.entities,
    "series": lambda p, _: tuple(series.id for series in p.series),
    "continues": lambda p, _: p.continues,
    "problem": lambda p, _: p.problem.text if p.problem else None,
    "n_measures": lambda p, _: len(p.measures),
    "measures": lambda p, _: tuple(measure.text for measure in p.measures),
    "n_sources": lambda p, _: len(p.all_sources()),
    "sources": lambda p, _: p.all_sources(),
    "source_urls": _urls,
}
"""Column → its value. Names and order are part of the interface."""


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield a header and one row per proposal in the order of the query.

    Lists are joined by ``|``, cells contain no line breaks, and text that a spreadsheet would run
    as a formula begins with an apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if options.bom:
        buffer.write(BOM)
    writer.writerow(COLUMNS)
    for proposal in selection.proposals():
        writer.writerow([cell(value(proposal, selection)) for value in COLUMNS.values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
