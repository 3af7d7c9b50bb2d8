"""Rows of our own CSV: what people edit in it, without the columns that say the same again."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import Role

_JSON = "_json"

_SIGNS = frozenset(("id", "body", "kind", "status", "status_basis", "titles_json"))

_DERIVED = frozenset(
    (
        "actions", "addressees", "cap_code", "documents", "extra", "figures", "former_ids",
        "history", "main_theme", "n_measures", "n_sources", "people_names", "relations", "replied",
        "reply_due", "responders", "source_urls", "sources", "sponsors", "status_basis", "subject",
        "uptake",
    )
)  # fmt: skip
"""Columns made from others, and those that show in words what has parts.

The sources are among them: a row cites each of its sources for every statement.
"""


def is_ours(header: Iterable[str]) -> bool:
    """Return whether a table with these columns is our own export."""
    return {*header} >= _SIGNS


def edited_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that are read: those of single values, titles, texts and names.

    A cell that still shows what the JSON at the end of the row says is left out where a row
    could say it only less exactly.
    """
    kept = {
        column: cell
        for column, cell in cells.items()
        if column not in _DERIVED and not column.endswith(_JSON)
    }
    proposal = _structured(cells)
    if proposal is None:
        return kept
    for column, shown in _SHOWN.items():
        if kept.get(column) == shown(proposal):
            del kept[column]
    _leave_out_status(kept, proposal)
    if kept.get("people") == "|".join(proposal.people):
        present = proposal.current_sponsors
        roles = {"people": (None, Role.AUTHOR), "cosponsors": (Role.COSPONSOR,)}
        for column, wanted in roles.items():
            kept[column] = "|".join(one.name for one in present if one.role in wanted)
    return kept


_SHOWN: dict[str, Callable[[Proposal], str]] = {
    "official_numbers": lambda one: "|".join(number.value for number in one.identifiers),
    "series": lambda one: "|".join(series.id for series in one.series),
}


def _leave_out_status(kept: dict[str, str], proposal: Proposal) -> None:
    """Leave out a derived status, and the words of an earlier one where somebody edited it."""
    status, claim = current_status(proposal), proposal.status
    is_edited = kept.get("status") != status.value
    if is_edited or status.basis != "stated":
        if claim and kept.get("as_reported") == claim.as_reported:
            del kept["as_reported"]
        if not is_edited:
            del kept["status"]


def _structured(cells: Mapping[str, str]) -> Proposal | None:
    """Return the proposal that the JSON columns describe; None if somebody broke them."""
    fields: dict[str, Any] = {"id": "row", "body": "row", "kind": "other"}
    if cells.get("date"):
        fields["date"] = cells["date"]
    try:
        for column, cell in cells.items():
            if column.endswith(_JSON) and cell:
                fields[column.removesuffix(_JSON)] = msgspec.json.decode(cell)
        return msgspec.convert(fields, Proposal)
    except msgspec.MsgspecError:
        return None
