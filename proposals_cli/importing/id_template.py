"""Fill in the template of ``--id`` from a row."""

import re
from collections.abc import Mapping
from typing import Any

from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.domain.text.slugs import distinct_slug, short_hash
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.cells import text_of
from proposals_cli.importing.columns import check_field
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.rows import RejectedRowError

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def filled_id(
    template: str, found: Fields, record: Mapping[str, Any], columns: Mapping[str, object]
) -> str:
    """Return a template filled in from a row, not yet in the form of an id.

    A short hash stands for letters of other scripts.

    Args:
        template: text with names of fields and columns in braces.
        found: the fields of the row.
        record: what is known of the proposal already, by field.
        columns: those of the table, by name.

    Raises:
        RejectedRowError: a value that it needs is blank.
        InvalidQueryError: it names neither a field nor a column.
    """

    def value_of(match: re.Match[str]) -> str:
        name = match[1].strip()
        value = _value(name, found, record, columns)
        if not value:
            raise RejectedRowError(name, f"'{name}' is blank, and the id needs it")
        return distinct_slug(value, len(value)) or short_hash(value)

    return _PLACEHOLDER.sub(value_of, template)


def _value(
    name: str, found: Fields, record: Mapping[str, Any], columns: Mapping[str, object]
) -> str:
    if name in found.row.cells:
        return text_of(found.row.cells[name])
    if name in record and record[name] is not None:
        return str(record[name])
    try:
        key = check_field(name)
    except KeyError:
        key = normalise_name(name)
        same = next((column for column in columns if normalise_name(column) == key), None)
        if same is None:
            raise InvalidQueryError(
                f"--id: no field or column '{name}'.", f"Columns: {', '.join(columns)}."
            ) from None
        return text_of(found.row.cells.get(same))
    if key == "number":
        return found.numbers[0][1] if found.numbers else ""
    if key == "title":
        return found.one.get(key) or next(iter(found.titles().values()), "")
    return found.one.get(key) or "-".join(found.many.get(key, ()))
