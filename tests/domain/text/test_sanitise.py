"""Text of records, made safe: no character of it acts, wherever it is written."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.domain.text.sanitise import (
    escaped_json,
    multi_line,
    one_line,
    one_line_within,
    web_address,
)

ANY_TEXT = st.text(st.characters(codec=None))
OF_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def acts(character: str) -> bool:
    """Return whether a terminal could obey a character, or whether it cannot be written."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in OF_DIRECTION


@given(ANY_TEXT)
def test_a_line_contains_nothing_that_acts(text: str) -> None:
    """No control character, line break, direction mark or lone surrogate is left."""
    assert not [character for character in one_line(text) if acts(character)]


@given(ANY_TEXT)
def test_a_block_breaks_lines_and_does_nothing_else(text: str) -> None:
    """Of all characters that act, a block keeps only the line feed."""
    assert not [c for c in multi_line(text) if acts(c) and c != "\n"]


@given(ANY_TEXT)
def test_a_line_is_its_own_line(text: str) -> None:
    """Text that was made safe is left as it is."""
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S"])))
def test_letters_and_signs_are_kept(text: str) -> None:
    """What only shows is shown, in every script."""
    assert one_line(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a b"),
        ("a \r\n\t b", "a b"),
        ("a\tb", "a b"),
        ("a\u2028b", "a b"),
        ("a\x85b", "a b"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b2J", "\\x9b2J"),
        ("\x00", "\\x00"),
        ("\x7f", "\\x7f"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("a\ud800b", "a\\ud800b"),
        ("\ufeffa", "\\ufeffa"),
        ("[red]a[/red]", "[red]a[/red]"),
        ("e\u0301 👩‍👩‍👧 中文", "e\u0301 👩‍👩‍👧 中文"),
    ],
)
def test_what_acts_is_shown_as_an_escape(text: str, shown: str) -> None:
    """Breaks become a space, and everything else that acts can be read instead of obeyed."""
    assert one_line(text) == shown


@given(st.recursive(ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_every_text_within_a_value_is_a_line(value: object) -> None:
    """Lists and objects keep their form; the texts in them are made safe."""

    def texts(part: object) -> list[str]:
        match part:
            case str():
                return [part]
            case dict():
                return [text for inner in part.values() for text in texts(inner)]
            case list():
                return [text for inner in part for text in texts(inner)]
        return []

    assert texts(one_line_within(value)) == [one_line(text) for text in texts(value)]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_json_means_the_same(text: str) -> None:
    """What a terminal would obey is spelled in another way that JSON reads as the same text."""
    written = escaped_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert not [character for character in written if acts(character)]


@given(ANY_TEXT)
def test_a_web_address_is_one_word_of_the_web(text: str) -> None:
    """A link contains no space, quote or bracket that would end it, and is a web address."""
    for url in (text, f"https://example.org/{text}"):
        address = web_address(url)
        if address is not None:
            assert address.lower().startswith(("http://", "https://"))
            assert not set(address) & set(' "<>\\^`{|}')
            assert not [character for character in address if acts(character)]
