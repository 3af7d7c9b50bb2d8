"""The options of ``prop add``, and the fields of each kind of record that they set."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from proposals_cli.commands.completion import one_of
from proposals_cli.commands.options import Texts, option
from proposals_cli.domain.editing.drafts import Draft
from proposals_cli.domain.editing.short_forms import REPLY
from proposals_cli.domain.model.vocabulary import (
    KIND_LABELS,
    AgentKind,
    FactKind,
    Kind,
    RecordKind,
    Status,
)

Text = str | None


def _year(typed: str | None) -> int | None:
    if typed is not None and not re.fullmatch("[1-9][0-9]{3}", typed):
        raise typer.BadParameter(f"'{typed}' is not a year; write four digits, as 2026.")
    return None if typed is None else int(typed)


def _one(flag: str, metavar: str, help: str) -> Any:
    """Return the type of an option with one value."""
    return Annotated[Text, option(flag, metavar=metavar, help=help)]


def _many(flag: str, metavar: str, help: str) -> Any:
    """Return the type of an option that may be repeated."""
    return Annotated[Texts, option(flag, metavar=metavar, help=help)]


OPTIONS: dict[str, Any] = {
    "title": _many("--title", "TEXT", "Title; repeat for other languages."),
    "language": _one("--language", "TAG", "Language of the texts, if they do not show it."),
    "year": Annotated[
        Text,
        typer.Option(
            "--year",
            metavar="YEAR",
            help="Year of the session, or of a fact.",
            callback=_year,
            show_default=False,
        ),
    ],
    "date": _one("--date", "DATE", "Day of submission or publication, or its month or year."),
    "body": _one("--body", "BODY", "Legislature. Default: that of the base."),
    "kind": Annotated[
        Text,
        option(
            "--kind",
            metavar="KIND",
            help=f"{', '.join(Kind)}. Person: {' or '.join(AgentKind)}. Body, source: any word.",
            complete=one_of({kind: english for kind, (english, _) in KIND_LABELS.items()}),
        ),
    ],
    "person": _many("--person", "PERSON", "Who made the proposal: id or name."),
    "theme": _many("--theme", "THEME", "One theme; repeat for more, the main one first."),
    "region": _many("--region", "REGION", "Region that the proposal concerns."),
    "problem": _one("--problem", "TEXT", "The problem, paraphrased."),
    "measure": _many("--measure", "TEXT", "One measure; repeat for more."),
    "status": Annotated[
        Status | None, option("--status", metavar="STATUS", help=f"{', '.join(Status)}.")
    ],
    "as_reported": _one("--as-reported", "TEXT", "The status in the words of the source."),
    "reply": _many("--reply", "REPLY", f"{REPLY}."),
    "number": _many("--number", "NUMBER", "Scheme and number, as bill-number HR 1."),
    "continues": _many("--continues", "ID", "Earlier proposal that this one continues."),
    "source_url": _many("--source-url", "URL", "Link to a source; all statements cite it."),
    "id": _one("--id", "ID", "Id. Default: made from year and title, or from the name."),
    "name": _many("--name", "NAME", "Person, body, theme: name; repeat for other languages."),
    "other_name": _many("--other-name", "NAME", "Person, body, theme: another name."),
    "role": _many("--role", "TEXT", "Person: office or seat."),
    "url": _one("--url", "URL", "Source, body: link."),
    "publisher": _one("--publisher", "NAME", "Source: who published it."),
    "description": _one("--description", "TEXT", "Theme: what belongs to it."),
    "text": _one("--text", "TEXT", "Fact: the statement."),
    "value": _one("--value", "VALUE", "Fact: number or words."),
}
"""Option, spelled as a parameter → its type."""

_NAMED = {
    "id": "id",
    "language": "language",
    "name": "name",
    "other_name": "other_names",
    "kind": "kind",
    "number": "identifiers",
}
FIELDS: dict[RecordKind, dict[str, str]] = {
    RecordKind.PROPOSAL: {
        **{one: one for one in ("id", "title", "language", "year", "date", "body", "kind")},
        "person": "people",
        "theme": "themes",
        "region": "regions",
        "problem": "problem",
        "measure": "measures",
        "status": "status",
        "reply": "reply",
        "number": "identifiers",
        "continues": "continues",
        "source_url": "sources",
    },
    RecordKind.PERSON: {**_NAMED, "role": "roles"},
    RecordKind.BODY: {**_NAMED, "url": "url"},
    RecordKind.THEME: {
        **{one: _NAMED[one] for one in ("id", "language", "name", "other_name")},
        "description": "description",
    },
    RecordKind.SOURCE: {
        one: one
        for one in ("id", "url", "title", "publisher", "date", "kind", "number", "language")
    },
    RecordKind.FACT: {
        **{one: one for one in ("id", "language", "kind", "year", "text", "value")},
        "person": "person",
        "source_url": "citations",
    },
    RecordKind.NOTE: {},
}
"""Kind of record → option → the field that it sets; a note has several texts: it needs a file."""

_KINDS: dict[RecordKind, type[Kind | AgentKind | FactKind]] = {
    RecordKind.PROPOSAL: Kind,
    RecordKind.PERSON: AgentKind,
    RecordKind.FACT: FactKind,
}
"""The kinds that ``--kind`` may name; of a body and of a source they are any words."""

_REPEATED = (
    *("title", "name", "other_names", "people", "themes", "regions", "measures", "reply"),
    *("identifiers", "continues", "sources", "citations", "roles"),
)
"""The fields of which an option may give several values."""


def draft_of_options(kind: RecordKind, options: Mapping[str, Any]) -> Draft:
    """Return the draft that options describe; empty if none is given.

    Args:
        kind: of the record.
        options: those that are given, spelled as parameters → their values.

    Raises:
        typer.BadParameter: an option is not one of this kind, or has a value that it cannot have.
    """
    given = dict(options)
    if as_reported := given.pop("as_reported", None):
        if "status" not in given:
            raise typer.BadParameter("--as-reported needs --status.")
        given["status"] = {"value": given["status"], "as_reported": as_reported}
    draft = Draft()
    for name, value in given.items():
        field = FIELDS[kind].get(name)
        if field is None:
            raise typer.BadParameter(_not_of_kind(name, kind))
        if name == "kind" and kind in _KINDS and value not in list(_KINDS[kind]):
            allowed = ", ".join(f"'{one}'" for one in _KINDS[kind])
            raise typer.BadParameter(f"'{value}' is not one of {allowed}.", param_hint="'--kind'")
        is_list = isinstance(value, list) and field in _REPEATED and kind is not RecordKind.SOURCE
        draft[field] = value if is_list else _only(name, value, kind)
    return draft


def _only(name: str, value: Any, kind: RecordKind) -> Any:
    """Return the value of an option that has one value."""
    if isinstance(value, list):
        if len(value) > 1:
            raise typer.BadParameter(f"A {kind} has one {spelled(name)} only.")
        (value,) = value
    is_number = name == "value" and re.fullmatch("-?[0-9]{1,15}", value)
    return int(value) if is_number else value


def spelled(name: str) -> str:
    """Return an option as it is typed."""
    return f"--{name.replace('_', '-')}"


def _not_of_kind(name: str, kind: RecordKind) -> str:
    known = ", ".join(map(spelled, FIELDS[kind]))
    if not known:
        return f"A {kind} has no options. Give a file: prop add --as {kind} FILE"
    return f"A {kind} has no {spelled(name)}. Its options: {known}."
