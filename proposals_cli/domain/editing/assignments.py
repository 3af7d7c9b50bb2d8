"""What is assigned to fields of many records, such as ``status=replied`` or ``theme+=health``."""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from proposals_cli.domain.editing.drafts import Draft
from proposals_cli.domain.editing.full_draft import long_key
from proposals_cli.domain.editing.full_form import FieldType, field_types
from proposals_cli.domain.editing.patches import SIGNS, Patch, Sign
from proposals_cli.domain.editing.proposal_drafts import SHORT_KEYS
from proposals_cli.domain.editing.short_forms import SHORT_FORMS, expanded
from proposals_cli.domain.model.parts import Shape
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.suggestions import near_names
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.errors import InvalidQueryError

_FORM = re.compile(r"(\w[\w-]*?(?:\.[^=:]*?)?)([+-]?=)(.*)", re.DOTALL)

_NOT_ASSIGNED = {
    "id": "`prop rename OLD NEW` gives a record another id.",
    "former_ids": "`prop rename` and `prop merge` add to them.",
    "history": "Every change adds to it; --message gives the reason.",
}
"""Field → what changes it instead."""

_OTHER_NAMES = {"person": "people", "entity": "entities"}
"""Names of filters → the fields of proposals that they ask for."""

_SEPARATED = ("themes", "regions", "sources", "proposals")
"""Lists of which several items may be given with commas between them, if all look like ids."""

_IDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:,[a-z0-9]+(?:-[a-z0-9]+)*)+")

MAX_STEPS = 20
"""Names of a path, as in ``extra.a.b``."""


class Assignment(NamedTuple):
    """One assignment: a key of the draft, a path inside its value, a sign and the text given."""

    key: str
    path: tuple[str, ...]
    sign: Sign
    text: str

    @property
    def name(self) -> str:
        """The field as it was typed."""
        return ".".join((self.key, *self.path))


def split_arguments(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the arguments that assign something, and the others: the terms of a query."""
    assigned = [one for one in arguments if _FORM.fullmatch(one)]
    return assigned, [one for one in arguments if not _FORM.fullmatch(one)]


def patch_of(assigned: Sequence[str], table: str) -> Patch:
    """Return the patch that assignments make together.

    Args:
        assigned: as ``split_arguments`` found them.
        table: of the records that they are for.

    Raises:
        InvalidQueryError: there is no such field, it cannot be assigned in this way, or one value
            is assigned twice.
    """
    parts: dict[Sign, Draft] = {sign: {} for sign in SIGNS}
    read = [_read(text, table) for text in assigned]
    for one in sorted(read, key=lambda one: len(one.path)):  # groups before what is inside them
        type_ = _type_of(one, table)
        _require_sense(one, type_)
        _put(parts[one.sign], one, type_, TABLES[table])
    return Patch(*(parts[sign] for sign in SIGNS))


def _read(text: str, table: str) -> Assignment:
    found = _FORM.fullmatch(text)
    assert found is not None
    name, sign, value = found.groups()
    first, *path = name.split(".")
    if len(path) > MAX_STEPS:
        raise InvalidQueryError(f"'{first}.{path[0]}.…' is nested too deeply.", "Use fewer dots.")
    key = _key(first.lower().replace("-", "_"), table)
    return Assignment(key, tuple(path), next(one for one in SIGNS if one == sign), value.strip())


def _key(name: str, table: str) -> str:
    """Return the key of the draft that a name means: a field, a short key, or one of its list."""
    is_proposal = table == "proposals"
    short = [*SHORT_KEYS, "language"] if is_proposal else []
    if table == "people":
        short = ["name"]
    name = _OTHER_NAMES.get(name, name) if is_proposal else name
    if name in _NOT_ASSIGNED:
        raise InvalidQueryError(f"'{name}' cannot be set.", _NOT_ASSIGNED[name])
    fields = [one for one in field_types(TABLES[table]) if one not in _NOT_ASSIGNED]
    for spelled in (name, f"{name}s"):
        if spelled in short or spelled in fields:
            return spelled
    near = near_names(name, [*short, *fields], 3)
    raise InvalidQueryError(
        f"A {KIND_OF[table]} has no field '{name}'."
        + (f" Did you mean {' or '.join(near)}?" if near else ""),
        f"Fields: {', '.join(dict.fromkeys((*short, *fields)))}. To look for a text with an equals"
        """ sign, put it in quotes: '"a=b"'""",
    )


def _type_of(one: Assignment, table: str) -> FieldType:
    """Return the type of the value that an assignment changes.

    Raises:
        InvalidQueryError: there is nothing of this name inside the field.
    """
    type_ = field_types(TABLES[table]).get(long_key(table, one.key), FieldType("string"))
    for place, step in enumerate(one.path):
        if one.key in ("title", "titles", "extra"):
            return type_  # a language, or any name
        is_text = type_.form in ("text", "names") or _has_text(type_.shape)
        inner = field_types(type_.shape) if type_.form == "part" else {}
        if is_text and step not in inner and canonical_tag(step):
            return FieldType("string")
        if type_.is_list or step not in inner:
            known = "" if type_.is_list else ", ".join(inner)
            raise InvalidQueryError(
                f"'{'.'.join((one.key, *one.path[: place + 1]))}' cannot be set.",
                (f"Inside '{one.key}': {known}." if known else "")
                or f"To change one part of '{one.key}': prop edit ID",
            )
        type_ = inner[step]
    return type_


def _has_text(shape: type[Shape]) -> bool:
    return field_types(shape).get("text", FieldType("other")).form == "text"


def _require_sense(one: Assignment, type_: FieldType) -> None:
    """Raise InvalidQueryError for a sign that means nothing in this field."""
    if one.sign != "=" and not one.text:
        raise InvalidQueryError(
            f"'{one.name}{one.sign}' has no value.", f"`{one.name}=` would empty the field."
        )
    if one.sign != "=" and not type_.is_list:
        raise InvalidQueryError(
            f"'{one.name}' is not a list, so nothing can be added to it or taken from it.",
            f"Write {one.name}=VALUE, or {one.name}= to empty it.",
        )
    if one.key == "reply" and one.sign != "+=":
        raise InvalidQueryError(
            "A reply can only be added.", "Write reply+='DATE WHO'; to change one: prop edit ID"
        )
    if one.key == "title" and not (one.path or one.text):
        raise InvalidQueryError(
            "'title=' does not say in which language.", "Write title.de=, or titles= for all."
        )


def _put(draft: Draft, one: Assignment, type_: FieldType, shape: type[Shape]) -> None:
    """Put a value into the draft of a patch, at its path.

    A group that was given in short, as in ``status=replied status.date=2020``, is given by fields.
    """
    *groups, last = (one.key, *one.path)
    for step in groups:
        shape = field_types(shape).get(step, FieldType("string")).shape
        if isinstance(draft.get(step), str) and shape is not Shape:
            draft[step] = _fields_of(shape, draft[step], step)
        draft = draft.setdefault(step, {})
        if not isinstance(draft, dict):
            raise _twice(one)
    value = _value(one, type_)
    if isinstance(value, list) and isinstance(draft.get(last), list):
        draft[last] += value
    elif last in draft:
        raise _twice(one)
    else:
        draft[last] = value


def _fields_of(shape: type[Shape], text: str, path: str) -> Draft:
    return expanded(shape, text, path) if shape in SHORT_FORMS else {"text": text}


def _twice(one: Assignment) -> InvalidQueryError:
    return InvalidQueryError(f"'{one.name}' is assigned twice.", "Leave one of them out.")


def _value(one: Assignment, type_: FieldType) -> Any:
    """Return the value that was typed, as it stands in a draft."""
    if not one.text:
        return None
    if type_.is_list and one.key != "extra" and not (one.path and one.key == "title"):
        is_separated = one.name in _SEPARATED and _IDS.fullmatch(one.text)
        return one.text.split(",") if is_separated else [one.text]
    if type_.form != "other":
        return one.text
    try:
        value = json.loads(one.text)
    except ValueError:
        return one.text
    return value if isinstance(value, int | float | bool) else one.text
