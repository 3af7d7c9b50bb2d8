"""What our own lists and exports show of a proposal, by column.

A cell that shows what the proposal has already changes nothing: a count, a status that follows from
the actions, a title in any of its languages, a year that the date tells.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from proposals_cli.domain.model.parts import Statement
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.presenting.csv_row import JSON, Records, Row, csv_columns
from proposals_cli.domain.text.csv_cells import JOINT, cell, unescape_formula
from proposals_cli.domain.text.languages import Languages, canonical_tag
from proposals_cli.importing.rows import RejectedRowError

BLANK: tuple[Any, ...] = (None, "", [], {})

MADE_FROM_OTHERS = frozenset(
    (
        "actions", "addressees", "cap_code", "documents", "extra", "figures", "history",
        "main_theme", "n_measures", "n_sources", "people_names", "relations", "replied",
        "reply_due", "responders", "source_urls", "sponsors", "status_basis", "subject", "uptake",
    )
)  # fmt: skip
"""Columns that are made from others, or show in words what has parts: an edit is not read."""

_OF_LISTS = frozenset(
    (
        "areas", "identifiers", "marks", "number", "place", "record", "replies", "score", "snippet",
        "title", "title_language", "titles",
    )
)  # fmt: skip
"""Columns that lists have and exports do not."""

_COUNTED = ("measures", "sources")
"""Columns that count in lists, and have the contents in exports."""

_LISTS = frozenset(
    ("continues", "entities", "kind_terms", "measures", "notes", "official_numbers", "people",
     "regions", "series", "sources", "themes")
)  # fmt: skip
"""Columns whose cells are lists joined by ``|``."""

_OF_ANSWERS = {
    "measures": frozenset(("proposal", "area", "horizon", "beneficiaries")),
    "replies": frozenset(("counted_from", "days_least", "days_most", "overdue")),
}
"""Command → columns by which its rows are told from proposals."""

_COLUMNS = csv_columns(())
OUR_COLUMNS = frozenset((*_COLUMNS, *_OF_LISTS))


def has_our_columns(columns: Iterable[str]) -> bool:
    """Return whether all columns are such as our lists and exports have."""
    return all(one in OUR_COLUMNS or _title_tag(one) for one in columns)


def refuse_answers(columns: Collection[str]) -> None:
    """Raise RejectedRowError for a row of measures or of replies, which are made from proposals."""
    for command, signs in _OF_ANSWERS.items():
        if signs.issubset(columns):
            reason = (
                f"a row of `prop {command}`, not a proposal; to change proposals in a file, take"
                " `prop list` or `prop export`"
            )
            raise RejectedRowError("", reason)


def _title_tag(column: str) -> str | None:
    """Return the language of a column such as ``title_zh_hant``; None for another column."""
    if not column.startswith("title_"):
        return None
    return canonical_tag(column[6:].replace("_", "-"))


def edited_cells(
    cells: Mapping[str, Any], existing: Proposal, records: Records
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the cells of one of our lists that somebody edited: those to be read, and others.

    The others are in columns that are made from the record, or show only a part of it. Objects by
    language become a cell each, and cells with several values become lists.
    """
    is_list = "title_language" in cells  # other files may separate values in other ways
    read: dict[str, Any] = {}
    unread: dict[str, Any] = {}
    for column, value in _by_language(cells):
        text = unescape_formula(value) if isinstance(value, str) else value
        if value in BLANK or shows(column, text, existing, records):
            continue
        if _is_made_from_others(column, text):
            unread[column] = text
        elif column in _LISTS and isinstance(text, str) and (is_list or JOINT in text):
            read[column] = [one.strip() for one in text.split(JOINT) if one.strip()]
        else:
            read[column] = text
    return read, unread


def _by_language(cells: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for column, value in cells.items():
        if column == "titles" and isinstance(value, dict):
            yield from ((f"title_{tag}", text) for tag, text in value.items())
        else:
            yield column, value


def _is_made_from_others(column: str, value: Any) -> bool:
    """Return whether an edited cell is no content; what has parts is, if it is there in full."""
    if is_stored_form(column, value):
        return column == "history"
    is_text = isinstance(value, str | int | float)
    if column in _COUNTED:
        return str(value).isdecimal()
    if column in ("identifiers", *MADE_FROM_OTHERS):
        return is_text or column == "subject"
    own = _OF_LISTS - {"number", "title"}
    return column in own or column == "former_ids" or column.endswith((JSON, "_basis"))


def is_stored_form(column: str, value: Any) -> bool:
    """Return whether a value of JSON is a field of a proposal as it is stored, with its parts."""
    if column not in Proposal.__struct_fields__:
        return False
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(one, dict) for one in value)
    )


def shows(column: str, value: Any, existing: Proposal, records: Records) -> bool:
    """Return whether a cell, or a value of JSON, is what a proposal shows in a column."""
    return any(_is_same(value, shown) for shown in _shown(column, existing, records))


def _shown(column: str, existing: Proposal, records: Records) -> Iterator[Any]:
    """Yield what a column may show: in each of the languages, in words and as it is stored."""
    if column == "title" or _title_tag(column) or column == "subject":
        tag = _title_tag(column)
        yield from (one.text for one in existing.titles if tag in (None, one.lang))
    elif column == "title_language":
        yield from (one.lang for one in existing.titles)
    elif column in ("number", "official_numbers"):
        yield from (one.value for one in existing.identifiers)
    elif column == "replies":
        yield len(existing.replies)
    elif column == "areas":
        yield tuple(dict.fromkeys(one.area for one in existing.measures if one.area))
    elif column == "measures":
        yield len(existing.measures)
    elif column == "sources":
        yield len(existing.all_sources())
    if column in existing.__struct_fields__:
        stored = getattr(existing, column)
        if isinstance(stored, Statement):
            yield from stored.text.values()
        yield msgspec.to_builtins(stored)
        if isinstance(stored, tuple):
            yield tuple(msgspec.to_builtins(one) for one in stored)
    if (show := _COLUMNS.get(column)) is not None:
        yield show(Row(existing, records, Languages()))
        for tag in _languages(existing):
            yield show(Row(existing, records, Languages((tag,))))


def _languages(proposal: Proposal) -> dict[str, None]:
    """Return the languages of the texts of a proposal."""
    texts = [one.text for one in proposal.measures]
    texts += [one.text for one in (proposal.summary, proposal.problem) if one]
    return dict.fromkeys(tag for text in texts for tag in text)


def _is_same(value: Any, shown: Any) -> bool:
    if isinstance(value, list | dict):
        return bool(value == (list(shown) if isinstance(shown, tuple) else shown))
    before, after = cell(shown), cell(value)
    if before.split() == after.split() or unescape_formula(before).split() == after.split():
        return True
    return after.isdecimal() and before.lstrip("0") == after
