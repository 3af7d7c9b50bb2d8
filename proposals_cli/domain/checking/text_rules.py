"""Rules on wordings: titles, languages, spaces."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.checking.fixes import tidied
from proposals_cli.domain.model.change import changed_fields
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.parts import Shape, Text, Title
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.text.languages import UNDETERMINED, main_script


def without_original_title(proposal: Proposal, _context: CheckContext) -> Iterator[str]:
    """A proposal has a title that a source gives, not only a translation or a label of ours."""
    if proposal.lacks_original_title:
        yield "no title is marked as official or reported"


def without_title_basis(proposal: Proposal, _context: CheckContext) -> Iterator[str]:
    """A title that may be the original says what it is."""
    if proposal.original_title is None and not proposal.lacks_original_title:
        yield "no title says that it is original; a title without a basis may be: give its basis"


def unknown_languages(record: Record, _context: CheckContext) -> Iterator[str]:
    """Every text is in a language that somebody knows; names of people may be in any."""
    if f'"{UNDETERMINED}"'.encode() not in encode_record(record):
        return
    for field in record.__struct_fields__:
        count = sum(1 for _ in _undetermined(record, field))
        if count:
            times = f" ({count:,} times)" if count > 1 else ""
            yield f"{field} has a text in an unknown language{times}"


def _undetermined(shape: Shape, field: str) -> Iterator[str]:
    """Yield each text in a field of a part, at any depth, that is in an unknown language."""
    value: Any = getattr(shape, field)
    if field in _texts(type(shape)):
        if main_script(value.get(UNDETERMINED, "")):  # digits are in no language
            yield value[UNDETERMINED]
        return
    for part in value if isinstance(value, tuple) else (value,):
        if not isinstance(part, Shape):
            return
        if isinstance(part, Title) and part.lang == UNDETERMINED and main_script(part.text):
            yield part.text
        for inner in part.__struct_fields__:
            yield from _undetermined(part, inner)


@cache
def _texts(shape: type[Shape]) -> frozenset[str]:
    """Return the fields of a class that hold texts by language."""
    return frozenset(field.name for field in msgspec.structs.fields(shape) if field.type == Text)


def untidy(record: Record, _context: CheckContext) -> Iterator[str]:
    """Texts have no spaces around them, and lists have no repeated values."""
    for field in changed_fields(record, tidied(record)):
        yield f"{field} has spaces around a text, or a repeated value"
