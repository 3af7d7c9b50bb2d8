"""The fields of a class with their defaults and their lines of the table of fields.

Apart from the table, which lists import, and which must not import msgspec.
"""

from functools import cache
from typing import Any

import msgspec

from proposals_cli.domain.model.fields import FIELDS, Field


@cache
def lines_of(shape: type[msgspec.Struct]) -> tuple[tuple[str, Any, Field], ...]:
    """Return (name, default, line of the table) of the fields of a class.

    The default of a field that must be given is ``msgspec.NODEFAULT``.
    """
    lines = FIELDS[shape.__name__]
    return tuple(
        (one.name, _default(one), lines[one.name]) for one in msgspec.structs.fields(shape)
    )


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default
