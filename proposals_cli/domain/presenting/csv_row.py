"""The columns of a proposal in CSV, for spreadsheets and data frames."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple, Protocol

import msgspec

from proposals_cli.domain.model.parts import Sponsor, Statement
from proposals_cli.domain.model.records import Body, Person, Proposal, Source, Theme
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import TitleBasis
from proposals_cli.domain.presenting.forms import Form, FormField, form_fields, readable
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.sanitise import escaped_json

JSON = "_json"
"""End of the name of a column that has a field complete, as JSON."""


class Records(Protocol):
    """Where the names and links of other records come from."""

    def agent(self, id_: str) -> Person | Body | None:
        """Return a person or a body, or None if there is none."""

    def theme(self, id_: str) -> Theme | None:
        """Return a theme, or None if there is none."""

    def source(self, id_: str) -> Source | None:
        """Return a source, or None if there is none."""


Cell = str | int | float | tuple[str, ...] | None


class Row(NamedTuple):
    """What the cells of a row are made from."""

    proposal: Proposal
    records: Records
    languages: Languages


def _name(row: Row, id_: str) -> str:
    """Return the name of a person or body in a wanted language; the id where there is none."""
    agent = row.records.agent(id_)
    return row.languages.text(agent.name) if agent else id_


def _sponsor(row: Row, sponsor: Sponsor) -> str:
    """Return a name, and in brackets what the sponsor is to the proposal."""
    remarks = [
        sponsor.role or "author",
        sponsor.party,
        f"joined {sponsor.joined}" if sponsor.joined else None,
        f"withdrawn {sponsor.withdrawn}" if sponsor.withdrawn else None,
    ]
    return f"{_name(row, sponsor.name)} ({', '.join(filter(None, remarks))})"


def _theme_code(row: Row) -> int | None:
    themes = row.proposal.themes
    theme = row.records.theme(themes[0]) if themes else None
    return theme.cap.code if theme and theme.cap else None


def _responders(row: Row) -> tuple[str, ...]:
    agents = (agent for reply in row.proposal.replies for agent in reply.by)
    return tuple(dict.fromkeys(_name(row, agent.name) for agent in agents))


def _replied(row: Row) -> str | None:
    final = (reply for reply in row.proposal.replies if not reply.interim)
    return next((reply.date or reply.when for reply in final), None)


def _urls(row: Row) -> tuple[str, ...]:
    """Return the link of each source, in the order of the sources; blank where it has none."""
    sources = [row.records.source(id_) for id_ in row.proposal.all_sources()]
    return tuple(one.url or "" if one else "" for one in sources)


def _statement(row: Row, statement: Statement | None) -> str | None:
    return row.languages.text(statement.text) if statement else None


def _as_reported(row: Row) -> str | None:
    return row.proposal.status.as_reported if row.proposal.status else None


_FIELDS = {field.name: field for field in form_fields(Proposal)}


def _plain(row: Row, name: str) -> Cell:
    return readable(row.proposal, _FIELDS[name], row.languages)


Column = Callable[[Row], Cell]

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


def csv_columns(tags: Iterable[str]) -> dict[str, Column]:
    """Return the columns in order: those of each field in file order, then the JSON ones.

    ``tags`` are the languages of the titles that get a column each.
    """
    columns: dict[str, Column] = {}
    for field in _FIELDS.values():
        if field.name == "titles":
            columns |= _titles(tags)
        else:
            columns |= _COLUMNS.get(field.name) or {field.name: partial(_plain, name=field.name)}
    structured = (field for field in _FIELDS.values() if field.form not in (Form.VALUE, Form.LIST))
    return columns | {field.name + JSON: _json(field) for field in structured}


def _titles(tags: Iterable[str]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for tag in tags:
        columns[f"title_{tag}"] = partial(_of_title, tag=tag, name="text")
        columns[f"title_{tag}_basis"] = partial(_of_title, tag=tag, name="basis")
    return columns | {"subject": _subjects}


def _of_title(row: Row, tag: str, name: str) -> Cell:
    """Return a field of the first title in a language."""
    titles = (title for title in row.proposal.wordings if title.lang == tag)
    title = next(titles, None)
    value: Cell = getattr(title, name) if title else None
    return value


def _subjects(row: Row) -> Cell:
    titles = row.proposal.titles
    return tuple(title.text for title in titles if title.basis is TitleBasis.SUBJECT)


def _json(field: FormField) -> Column:
    def column(row: Row) -> str | None:
        value = getattr(row.proposal, field.name)
        return escaped_json(msgspec.json.encode(value).decode()) if value else None

    return column
