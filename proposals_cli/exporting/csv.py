"""Write CSV: one row per proposal, for spreadsheets and data frames."""

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import msgspec

from proposals_cli.domain.model.parts import Sponsor, Statement
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import TitleBasis
from proposals_cli.domain.text.csv_cells import cell
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import escaped_json
from proposals_cli.exporting.forms import Form, FormField, form_fields, readable
from proposals_cli.exporting.selection import ExportOptions, Selection

BOM = "\ufeff"

Cell = str | int | float | tuple[str, ...] | None


class _Row(NamedTuple):
    """What the cells of a row are made from."""

    proposal: Proposal
    selection: Selection
    languages: Languages


def _name(row: _Row, id_: str) -> str:
    """Return the name of a person or body in a wanted language; the id where there is none."""
    agent = row.selection.agent(id_)
    return row.languages.text(agent.name) if agent else id_


def _sponsor(row: _Row, sponsor: Sponsor) -> str:
    """Return a name, and in brackets what the sponsor is to the proposal."""
    remarks = [
        sponsor.role or "author",
        sponsor.party,
        f"joined {sponsor.joined}" if sponsor.joined else None,
        f"withdrawn {sponsor.withdrawn}" if sponsor.withdrawn else None,
    ]
    return f"{_name(row, sponsor.name)} ({', '.join(filter(None, remarks))})"


def _theme_code(row: _Row) -> int | None:
    themes = row.proposal.themes
    theme = row.selection.theme(themes[0]) if themes else None
    return theme.cap.code if theme and theme.cap else None


def _responders(row: _Row) -> tuple[str, ...]:
    agents = (agent for reply in row.proposal.replies for agent in reply.by)
    return tuple(dict.fromkeys(_name(row, agent.name) for agent in agents))


def _replied(row: _Row) -> str | None:
    final = (reply for reply in row.proposal.replies if not reply.interim)
    return next((reply.date or reply.when for reply in final), None)


def _urls(row: _Row) -> tuple[str, ...]:
    sources = [row.selection.source(id_) for id_ in row.proposal.all_sources()]
    return tuple(one.url for one in sources if one and one.url)


def _statement(row: _Row, statement: Statement | None) -> str | None:
    return row.languages.text(statement.text) if statement else None


def _as_reported(row: _Row) -> str | None:
    return row.proposal.status.as_reported if row.proposal.status else None


_FIELDS = {field.name: field for field in form_fields(Proposal)}


def _plain(row: _Row, name: str) -> Cell:
    return readable(row.proposal, _FIELDS[name], row.languages)


Column = Callable[[_Row], Cell]

_COLUMNS: dict[str, dict[str, Column]] = {
    "year": {"year": lambda row: row.proposal.stated_year},
    "sponsors": {
        "people": lambda row: row.proposal.people,
        "people_names": lambda row: tuple(_name(row, id_) for id_ in row.proposal.people),
        "sponsors": lambda row: tuple(_sponsor(row, one) for one in row.proposal.sponsors),
    },
    "themes": {
        "main_theme": lambda row: next(iter(row.proposal.themes), None),
        "themes": lambda row: row.proposal.themes,
        "cap_code": _theme_code,
    },
    "series": {"series": lambda row: tuple(one.id for one in row.proposal.series)},
    "status": {
        "status": lambda row: current_status(row.proposal).value.value,
        "status_basis": lambda row: current_status(row.proposal).basis,
        "as_reported": _as_reported,
    },
    "summary": {"summary": lambda row: _statement(row, row.proposal.summary)},
    "problem": {"problem": lambda row: _statement(row, row.proposal.problem)},
    "measures": {
        "n_measures": lambda row: len(row.proposal.measures),
        "measures": lambda row: tuple(row.languages.text(m.text) for m in row.proposal.measures),
    },
    "actions": {
        "actions": lambda row: _plain(row, "actions"),
        "replied": _replied,
        "responders": _responders,
    },
    "relations": {
        "relations": lambda row: _plain(row, "relations"),
        "continues": lambda row: row.proposal.continues,
    },
    "identifiers": {
        "official_numbers": lambda row: tuple(one.value for one in row.proposal.identifiers)
    },
    "uptake": {
        "uptake": lambda row: tuple(row.languages.text(one.text) for one in row.proposal.uptake)
    },
    "sources": {
        "n_sources": lambda row: len(row.proposal.all_sources()),
        "sources": lambda row: row.proposal.all_sources(),
        "source_urls": _urls,
    },
}
"""Field → its columns, where one column of its name would say less."""


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield a header and one row per proposal in the order of the query.

    Lists are joined by ``|``, cells contain no line breaks, and text that a spreadsheet would run
    as a formula begins with an apostrophe. What has parts stands twice: in words for people, and
    at the end of the row as JSON, complete, in a column named ``…_json``.
    """
    columns = _columns(selection.languages())
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if options.bom:
        buffer.write(BOM)
    writer.writerow(columns)
    for proposal in selection.proposals():
        row = _Row(proposal, selection, options.languages)
        writer.writerow([cell(value(row)) for value in columns.values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _columns(tags: list[str]) -> dict[str, Column]:
    """Return the columns in order: those of each field in file order, then the JSON ones."""
    columns: dict[str, Column] = {}
    for field in _FIELDS.values():
        if field.name == "titles":
            columns |= _titles(tags)
        else:
            columns |= _COLUMNS.get(field.name) or {field.name: partial(_plain, name=field.name)}
    structured = (field for field in _FIELDS.values() if field.form not in (Form.VALUE, Form.LIST))
    return columns | {f"{field.name}_json": _json(field) for field in structured}


def _titles(tags: list[str]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for tag in tags:
        columns[f"title_{tag}"] = partial(_of_title, tag=tag, name="text")
        columns[f"title_{tag}_basis"] = partial(_of_title, tag=tag, name="basis")
    return columns | {"subject": _subjects}


def _of_title(row: _Row, tag: str, name: str) -> Cell:
    """Return a field of the first title in a language."""
    titles = (title for title in row.proposal.wordings if title.lang == tag)
    title = next(titles, None)
    value: Cell = getattr(title, name) if title else None
    return value


def _subjects(row: _Row) -> Cell:
    titles = row.proposal.titles
    return tuple(title.text for title in titles if title.basis is TitleBasis.SUBJECT)


def _json(field: FormField) -> Column:
    def column(row: _Row) -> str | None:
        value = getattr(row.proposal, field.name)
        return escaped_json(msgspec.json.encode(value).decode()) if value else None

    return column
