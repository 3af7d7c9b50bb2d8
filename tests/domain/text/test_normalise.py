"""The differences between texts that each normaliser ignores."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.domain.text import normalise
from proposals_cli.domain.text.normalise import fold_key, replace_surrogates

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("digital-economy", "digital-economy"),
        ("Digital_Economy", "digital-economy"),
        ("  DIGITAL   economy ", "digital-economy"),
        ("digital--economy-", "digital-economy"),
        ("ＡＩ　Ｅｃｏｎｏｍｙ", "ai-economy"),
        ("Réseau", "reseau"),
        ("re\u0301seau", "reseau"),
        ("Straße", "strasse"),
        ("数字经济", "数字经济"),
        ("2020＃", "2020#"),
        ("", ""),
        (" _-", ""),
    ],
)
def test_case_width_accents_and_separators_make_no_difference(typed: str, key: str) -> None:
    """All spellings of a name have the same key."""
    assert fold_key(typed) == key


@given(ANY_TEXT)
def test_the_key_of_a_key_is_the_same(text: str) -> None:
    """Normalising twice changes nothing, so keys can be compared with keys."""
    assert fold_key(fold_key(text)) == fold_key(text)


@given(ANY_TEXT)
def test_unpaired_surrogates_are_replaced(text: str) -> None:
    """Arguments with invalid bytes contain them, and they cannot be written."""
    replace_surrogates(text).encode()
    fold_key(text).encode()


PAIRS = {
    "case": ("abc", "ABC"),
    "accents": ("e\u0301", "e"),
    "width": ("Ａ１", "A1"),
    "variants": ("馬化騰", "马化腾"),
    "separators": ("a_b", "a-b"),
    "punctuation": ("a.b", "a, b"),
    "camel case": ("aB", "a b"),
}
"""For each column of the table of normalisers, two texts that differ only in this."""


def table() -> list[tuple[str, str, str]]:
    """Return (function, column, cell) of the table in the module's docstring."""
    lines = [re.split(r"  +", line) for line in str(normalise.__doc__).splitlines()]
    (head,) = (line for line in lines if line[0] == "function")
    rows = [line for line in lines if line[0].startswith("``") and len(line) == len(head)]
    return [
        (row[0].strip("`"), column, cell)
        for row in rows
        for column, cell in zip(head[1:], row[1:], strict=True)
        if cell in ("yes", "no")
    ]


@pytest.mark.parametrize(("function", "column", "cell"), table())
def test_each_normaliser_ignores_what_the_table_says(function: str, column: str, cell: str) -> None:
    """The table is in the docstring of the module."""
    one, two = map(getattr(normalise, function), PAIRS[column])
    assert (one == two) == (cell == "yes")


def test_every_variant_is_folded_wherever_it_stands() -> None:
    """Texts without variants are passed over, so none may be overlooked."""
    normalise.fold_variants("數")
    variants = normalise._variants
    for place in range(0x30000):
        folded = variants.get(place, chr(place))
        assert normalise.fold_variants(f"a{chr(place)}é") == f"a{folded}é"


def test_the_table_has_every_normaliser() -> None:
    """Each public function of the module, except helpers, has a row."""
    helpers = {"lru_cache", "replace_surrogates", "name_spellings"}
    functions = {name for name, value in vars(normalise).items() if callable(value)}
    public = {name for name in functions if not name.startswith("_")} - helpers
    assert {function for function, _, _ in table()} == public
