"""Sanitised text: no character can control a terminal."""

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


def is_unsafe(character: str) -> bool:
    """Return whether a character may control a terminal or cannot be written."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in OF_DIRECTION


@given(ANY_TEXT)
def test_a_line_contains_no_unsafe_character(text: str) -> None:
    """No control character, line break, direction mark or unpaired surrogate is left."""
    assert not [character for character in one_line(text) if is_unsafe(character)]


@given(ANY_TEXT)
def test_a_block_keeps_only_line_feeds(text: str) -> None:
    """All other unsafe characters are replaced."""
    assert not [c for c in multi_line(text) if is_unsafe(c) and c != "\n"]


@given(ANY_TEXT)
def test_sanitising_twice_changes_nothing(text: str) -> None:
    """Safe text is unchanged."""
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S"])))
def test_printable_characters_are_kept(text: str) -> None:
    """In every script."""
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
def test_unsafe_characters_become_visible_escapes(text: str, shown: str) -> None:
    """Line breaks become spaces."""
    assert one_line(text) == shown


@given(st.recursive(ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_every_text_in_a_value_is_sanitised(value: object) -> None:
    """Lists and objects keep their structure."""

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
def test_escaped_json_has_the_same_value(text: str) -> None:
    """Unsafe characters are replaced by escapes of JSON."""
    written = escaped_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert not [character for character in written if is_unsafe(character)]


@given(ANY_TEXT)
def test_a_web_address_is_safe_in_markup(text: str) -> None:
    """It contains no space, quote or bracket that would end a link."""
    for url in (text, f"https://example.org/{text}"):
        address = web_address(url)
        if address is not None:
            assert address.lower().startswith(("http://", "https://"))
            assert not set(address) & set(' "<>\\^`{|}')
            assert not [character for character in address if is_unsafe(character)]
