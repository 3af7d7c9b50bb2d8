"""The ids that records refer to."""

from typing import Any, get_args

import msgspec
import pytest

from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.model.parts import (
    Agent,
    Citation,
    Document,
    Ref,
    Shape,
    StatusClaim,
    shapes_in,
)
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.references import distinct, with_references, without_reference


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


def test_references_that_lead_where_they_did_change_nothing() -> None:
    """An equal id that is another object made every citation a moved one, each compared with all.

    A change of one field of a record with 20,000 citations did not end.
    """

    def unite(_field: object, _items: object, moved: object) -> list[Any]:
        raise AssertionError(moved)

    claim = StatusClaim(citations=tuple(Citation(source="a-1", locator=f"{n}") for n in range(9)))
    assert with_references(claim, lambda _, id_: "".join(list(id_)), unite) is claim


def test_of_items_that_became_equal_the_first_is_kept() -> None:
    """Items that were equal before are left alone; parts with texts by language count too."""
    one, two = Agent(who="a"), Agent(who="b")
    field = FIELDS["StatusClaim"]["citations"]
    assert distinct(field, [one, one, two, two], [3]) == [one, one, two]
    assert distinct(field, [one, two, one], [0]) == [one, two]
    assert distinct(field, ["x", "y", "x", "y"], [0, 1]) == ["x", "y"]


def test_thousands_of_items_are_not_compared_with_each_other() -> None:
    """Two sources with thousands of citations each can be merged."""
    items = [Citation(source="a", locator=f"{n % 10_000}") for n in range(20_000)]
    kept = distinct(FIELDS["StatusClaim"]["citations"], items, range(20_000))
    assert kept == items[:10_000]
