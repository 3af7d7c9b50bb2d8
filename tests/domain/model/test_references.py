"""The ids that records refer to."""

from typing import Any, get_args

import msgspec
import pytest

from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.model.parts import Agent, Citation, Document, Ref, Shape, shapes_in
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.references import without_reference


def refers(annotation: Any) -> bool:
    """Return whether a type contains ``Ref``."""
    return annotation == Ref or any(map(refers, get_args(annotation)))


def with_parts(shape: type[Shape]) -> set[type[Shape]]:
    """Return a class and those of its parts at any depth."""
    inner = [one for field in msgspec.structs.fields(shape) for one in shapes_in(field.type)]
    return {shape}.union(*map(with_parts, inner))


def test_every_reference_has_its_tables() -> None:
    """A field of ids without tables would be left out of checks and removals."""
    shapes = set().union(*map(with_parts, TABLES.values()))
    missing = [
        f"{shape.__name__}.{field.name}"
        for shape in shapes
        for field in msgspec.structs.fields(shape)
        if refers(field.type) and not FIELDS[shape.__name__][field.name].refers
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("part", "left"),
    [
        (Citation(source="gone"), None),
        (Citation(source="other"), Citation(source="other")),
        (Document(source="gone"), None),
        (Document(source="gone", number="7"), Document(number="7")),
        (Document(date="2020"), Document(date="2020")),
        (Agent(who="gone", as_named="Office"), Agent(who="gone", as_named="Office")),
    ],
)
def test_part_without_a_source_keeps_what_it_says_itself(part: Shape, left: Shape | None) -> None:
    """A paper may have a number; only what refers to the source is touched."""
    assert without_reference(part, "sources", "gone") == left
