"""Keys: the differences that a typed name may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    """Whatever way a name is typed, its key is one."""
    assert fold_key(typed) == key


@given(ANY_TEXT)
def test_a_key_is_its_own_key(text: str) -> None:
    """Folding twice changes nothing, so keys can be compared with keys."""
    assert fold_key(fold_key(text)) == fold_key(text)


@given(ANY_TEXT)
def test_any_text_becomes_text_that_can_be_written(text: str) -> None:
    """Lone surrogates, which a shell passes on for invalid bytes, are replaced."""
    replace_surrogates(text).encode()
    fold_key(text).encode()
