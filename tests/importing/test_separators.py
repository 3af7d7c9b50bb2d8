"""What separates several values in one cell."""

# ruff: noqa: D103 - the names of the tests are sentences

import pytest

from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.rows import SourceRow
from proposals_cli.importing.separators import Separators


def cut(field: str, *cells: str) -> list[list[str]]:
    """Return the values of each cell of a column."""
    separators = Separators(None)
    for cell in cells:
        separators.learn("c", cell)
    return [separators.split(field, "c", cell) for cell in cells]


@pytest.mark.parametrize("sign", ["; ", " | ", "\n"])
def test_a_comma_is_part_of_a_value_if_another_sign_separates(sign: str) -> None:
    several = f"Trade, Industry and Consumers{sign}Water"
    assert cut("themes", "Trade, Industry and Consumers", several) == [
        ["Trade, Industry and Consumers"],
        ["Trade, Industry and Consumers", "Water"],
    ]
    names = f"Paredes Soto, Susana María{sign}Ruiz Vega, Ana Inés"
    assert cut("people", "Paredes Soto, Susana María", names)[0] == ["Paredes Soto, Susana María"]


def test_a_comma_separates_if_nothing_else_does() -> None:
    assert cut("themes", "Ports, Water", "Fire") == [["Ports", "Water"], ["Fire"]]
    assert cut("people", "Ann Lee, Bob Roe", "Cy Poe")[0] == ["Ann Lee", "Bob Roe"]


@pytest.mark.parametrize(
    "cells",
    [
        ("Lee, Ann", "Paredes Soto, Susana María", "Roe, Bob"),
        ("Paredes Soto, Ana", *["Paredes Soto, Susana María"] * 3),
        ("Paredes Soto, Susana María",) * 5,
    ],
)
def test_names_with_the_family_name_first_are_not_split(
    cells: tuple[str, ...],
) -> None:
    assert cut("people", *cells) == [[cell] for cell in cells]


def test_items_of_a_list_are_not_split() -> None:
    mapper = Mapper(MappingOptions())
    row = SourceRow(1, {"themes": ["Trade, Industry"], "sponsor": ["Lee; Ann"]})
    mapper.decide_columns([row])
    assert mapper.fields(row).many == {"themes": ["Trade, Industry"], "people": ["Lee; Ann"]}


def test_the_given_separator_takes_precedence() -> None:
    separators = Separators(",")
    separators.learn("c", "a; b, c")
    assert separators.split("themes", "c", "a; b, c") == ["a; b", "c"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee and Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee & Bob van der Ray", ["Ann Lee", "Bob van der Ray"]),
        ("Eva Muster (AB) und Jan Beispiel (CD)", ["Eva Muster (AB)", "Jan Beispiel (CD)"]),
        ("Ann Lee, Bob Ray and Cy Fox", ["Ann Lee", "Bob Ray", "Cy Fox"]),
        ("Ann and Bob Lee", ["Ann and Bob Lee"]),
        ("Committee on Road and Rail", ["Committee on Road and Rail"]),
        ("Ada Modelo y Castro Ruiz", ["Ada Modelo y Castro Ruiz"]),
        ("Ann Lee and 3 others", ["Ann Lee and 3 others"]),
        ("Lakes and Rivers Trust", ["Lakes and Rivers Trust"]),
    ],
)
def test_two_full_names_joined_by_a_word_are_two_people(text: str, names: list[str]) -> None:
    """A family or an organisation is one name."""
    assert Separators(None).split("people", "sponsor", text) == names
