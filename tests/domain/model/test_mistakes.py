"""Tests for the words in which mistakes of plain data are reported."""

from typing import Any

import pytest
from msgspec.structs import fields

from proposals_cli.domain.model.mistakes import WRONG, mistakes_in
from proposals_cli.domain.model.parts import Measure, Shape, shapes_in
from proposals_cli.domain.model.records import TABLES, Proposal

VALID: dict[str, Any] = {"id": "2021-t", "body": "npc", "kind": "bill", "year": 2021}
TITLE = {"titles": [{"lang": "en", "text": "T"}]}


def hints(value: Any, field: str = "date") -> list[str]:
    """Return the hints for a value of a field."""
    return [one.hint for one in mistakes_in(Proposal, VALID | TITLE | {field: value})]


def test_all_mistakes_are_found_at_any_depth() -> None:
    """Each has the path of its field; one does not hide another."""
    data = VALID | {
        "date": "2021-02-30",
        "kind": "poem",
        "colour": 1,
        "titles": [{"lang": "English", "text": ""}, 7],
        "measures": [{"id": "m01", "text": {"en": "A"}, "horizon": "soon", "citations": [{}]}],
        "actions": [{"stage": "passed", "counts": {"yes": "many"}, "by": [{}]}],
    }
    assert [one.field for one in mistakes_in(Proposal, data)] == [
        *("kind", "date", "colour"),
        *("titles[0].lang", "titles[0].text", "titles[1]"),
        *("measures[0].horizon", "measures[0].citations[0].source"),
        *("actions[0].counts.yes", "actions[0].by[0]"),
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5.3.2021", "Write 2021-03-05."),
        ("2021/3/5", "Write 2021-03-05."),
        ("2021.03.05", "Write 2021-03-05."),
        ("2021年3月5日", "Write 2021-03-05."),
        ("2021年3月", "Write 2021-03."),
        ("20210305", "Write 2021-03-05."),
        ("2021-3-5", "Write 2021-03-05."),
        ("3/5/2021", "Write 2021-05-03 or 2021-03-05."),
        ("13/5/2021", "Write 2021-05-13."),
    ],
)
def test_a_date_in_another_form_is_shown_in_the_right_one(typed: str, meant: str) -> None:
    """Both days are named where the order of day and month is not certain."""
    assert hints(typed) == [meant]


@pytest.mark.parametrize("typed", ["26-05-01", "26", "126-05"])
def test_a_year_of_fewer_digits_asks_for_four(typed: str) -> None:
    """Nothing is guessed: 26 may be 1926."""
    assert hints(typed)[0].startswith("The year needs four digits. Write a day as 2020-05-18")


@pytest.mark.parametrize("typed", ["2020-13", "31.2.2021", "May", "2021-13-45", "99/99/2021"])
def test_what_is_no_date_in_any_form_gets_the_general_hint(typed: str) -> None:
    """A day that does not exist is not proposed."""
    assert hints(typed) == [
        "Write a day as 2020-05-18, a month as 2020-05, or a year as 2020.",
    ]


def test_what_has_been_reported_is_not_reported_again() -> None:
    """Nor is a need that it would have met."""
    assert list(mistakes_in(Proposal, VALID | {"titles": WRONG})) == []
    assert list(mistakes_in(Proposal, VALID | {"titles": [WRONG]})) == []


def test_a_rule_of_a_class_is_reported_beside_other_mistakes() -> None:
    """Two measures with one id are wrong whatever else is."""
    measure = {"id": "m01", "text": {"en": "A"}}
    data = VALID | TITLE | {"year": "soon", "measures": [measure, measure]}
    assert [one.message for one in mistakes_in(Proposal, data)] == [
        "'soon' is not a year.",
        "two measures have the same id.",
    ]


def test_similar_fields_are_named_with_the_short_keys() -> None:
    """A draft may say ``title`` for ``titles``."""
    (one,) = mistakes_in(Proposal, VALID | TITLE | {"titel": "T"}, "", ("title",))
    assert one.message == "there is no such field. Did you mean title or titles?"
    assert one.hint.startswith("The fields: title, id, year")


def shapes(of: type[Shape]) -> set[type[Shape]]:
    """Return a class and those of its parts."""
    inner = {one for field in fields(of) for one in shapes_in(field.type)}
    return {of}.union(*(shapes(one) for one in inner))


@pytest.mark.parametrize("wrong", [5, 5.5, True, "x y", "", [], [[1]], {}, {"x": [1]}, None])
def test_no_message_has_the_words_of_a_library(wrong: Any) -> None:
    """Whatever stands in any field of any class, the message is a sentence of ours."""
    found = 0
    for shape in set[type[Shape]]().union(*map(shapes, TABLES.values())):
        for name in shape.__struct_encode_fields__:
            for one in mistakes_in(shape, {name: wrong}):
                found += 1
                said = f"{one.message} {one.hint}"
                assert not any(
                    word in said for word in ("Expected", "enum", "array", "`str", "`int")
                )
                assert one.message.endswith((".", "?")), said
    assert found > 100


def test_data_that_is_right_has_no_mistakes() -> None:
    """The search for mistakes agrees with the conversion."""
    assert list(mistakes_in(Proposal, VALID | TITLE)) == []
    assert list(mistakes_in(Measure, {"id": "m01", "text": {"zh-Hant": "A"}})) == []
