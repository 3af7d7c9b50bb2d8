"""The text of drafts: YAML and JSON as people and programs write them, and lines of mistakes."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.commands.templates import WORDS, template
from proposals_cli.commands.yaml_text import (
    MAX_DEPTH,
    MESSAGE,
    read_drafts,
    without_messages,
    write_draft,
)
from proposals_cli.domain.editing.drafts import without_blanks
from proposals_cli.domain.editing.full_form import field_types
from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.model.parts import Shape
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.vocabulary import TABLE_OF, RecordKind
from proposals_cli.errors import InvalidRecordError


def read(text: str) -> Any:
    """Return the one draft of a text."""
    (draft,) = read_drafts(text)
    return draft


def refused(text: str) -> str:
    """Return the message and hint for an invalid draft."""
    with pytest.raises(InvalidRecordError) as caught:
        read_drafts(text)
    return caught.value.message


# -- text stays text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        *("no", "yes", "No", "YES", "on", "off", "y", "n", "True", "FALSE", "="),
        *("2020-05-18", "2020-05", "2020-05-18T10:00:00Z", "12:30", "1:30:59", "12:30.5"),
        *("007", "0x1F", "0o17", "0b1", "1_000", "1e3", "1.", ".5", ".inf", ".nan"),
        *("№ 4", "第1234号", "3%", "1.2.3", "+86 10", "~5", "nullen"),
    ],
)
def test_ambiguous_scalars_stay_text(word: str) -> None:
    """Dates, times, numbers in other notations, yes and no stay text."""
    assert read(f"value: {word}\nlist: [{word}]") == {"value": word, "list": [word]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020", 2020),
        ("0", 0),
        ("-5", -5),
        ("+5", 5),
        ("1.5", 1.5),
        ("1.0e+20", 1e20),
        ("10000000000000000000000000", 10**25),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'2020'", "2020"),
        ('"true"', "true"),
        ("'null'", "null"),
        ("! 2020", 2020),
    ],
)
def test_numbers_and_blanks(text: str, value: Any) -> None:
    """Plain numbers are numbers; quoted ones are text."""
    assert read(f"value: {text}") == {"value": value}


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"]))
        | st.sampled_from(["yes", "12:30", "2020-05-18", "007", "- a", "# b", "a: b", "*c", "!d"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text("abc: #-'\"", max_size=6), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_a_written_draft_reads_back_unchanged(value: Any) -> None:
    """This holds for any values."""
    text = write_draft({"value": value}, "a head\nof two lines")
    assert text.startswith("# a head\n# of two lines\n")
    assert without_messages(text) == text
    assert read(text) == {"value": value}


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029", "a\x85b", "\x85\n", " \u2028 c: d"])
def test_line_breaks_of_other_kinds_come_back(mark: str) -> None:
    """PyYAML alone folds them into spaces."""
    assert read(write_draft({mark: mark, "list": [mark]}, "a head")) == {mark: mark, "list": [mark]}


# -- accepted formats ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "title: A\nyear: 2020\n",
        "title: A\nyear: 2020",
        "title: A\r\nyear: 2020\r\n",
        "\ufefftitle: A\nyear: 2020\n",
        "---\ntitle: A\nyear: 2020\n...\n",
        "- title: A\n  year: 2020\n",
        "{title: A, year: 2020}",
        '{"title": "A", "year": 2020}',
        '[{"title": "A", "year": 2020}]',
        '\ufeff{"title": "A",\r\n"year": 2020}\r\n',
        '{\n\t"title": "A",\n\t"year": 2020\n}\n',
        "{title: A, year: 2020} # as YAML in braces",
        "# a remark\n\ntitle: A # another\nyear: 2020\n",
        f"{MESSAGE}You forgot the title.\ntitle: A\nyear: 2020\n",
    ],
)
def test_draft_in_every_format(text: str) -> None:
    """YAML and JSON, with byte order marks, Windows line ends, tabs and comments."""
    assert read_drafts(text) == [{"title": "A", "year": 2020}]


@pytest.mark.parametrize(
    "text",
    [
        "- a: 1\n- a: 2\n",
        "a: 1\n---\na: 2\n",
        "---\n---\na: 1\n---\n- a: 2\n",
        '[{"a": 1}, {"a": 2}]',
    ],
)
def test_a_text_may_contain_several_drafts(text: str) -> None:
    """A list, several documents, or both."""
    assert read_drafts(text) == [{"a": 1}, {"a": 2}]


def test_json_of_every_program_is_read() -> None:
    """Some programs escape characters beyond the first plane as surrogate pairs."""
    draft = {"title": "𠮷野家 😀", "quote": 'a "b" \\ / \x00 \x7f \u2028'}
    for ascii_only in (True, False):
        assert read(json.dumps(draft, ensure_ascii=ascii_only)) == draft


# -- invalid drafts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The draft is empty."),
        (" \n\n", "The draft is empty."),
        ("# only remarks\n", "The draft is empty."),
        ("---\n---\n", "The draft is empty."),
        ("[]", "The draft is empty."),
        ("just words", "A draft must be a list of fields."),
        ("- a\n- b", "A draft must be a list of fields."),
        ("- a: 1\n- b", "A draft must be a list of fields."),
        ("7", "A draft must be a list of fields."),
        ('"text"', "A draft must be a list of fields."),
        ("a: [1\nb: 2", "a bracket without its ']', or items without a comma at line 2."),
        ("title: On AI: a view", 'a second ": ", or a line that is indented too far at line 1.'),
        ("a: 1\n  b: 2", "or a line that is indented too far at line 2."),
        ("a: 'open\n", "This is not YAML: a quotation mark that is not closed at line 2."),
        ("a: b\n\tc: d", "This is not YAML: a tab; indent with spaces at line 2."),
        ("a: 1\nb: x\0y", "the character U+0000 is not allowed at line 2."),
        ("a: 1\n\nb: \x1b[2J", "the character U+001B is not allowed at line 3."),
        ("a: &x 1\nb: *x", "aliases (*name) are not supported at line 2."),
        ("notes:\n- *important", "aliases (*name) are not supported at line 2."),
        ("notes:\n- *important*", "at line 2."),
        ("a: &x [*x]", "aliases (*name) are not supported at line 1."),
        (
            "a: 1\nb: !!python/object/apply:os.system [ls]",
            "tags (!name) are not supported at line 2.",
        ),
        ("a: !!str 1", "tags (!name) are not supported at line 1."),
        ("a: !!binary aGk=", "tags (!name) are not supported at line 1."),
        ("!!set {a}", "tags (!name) are not supported at line 1."),
        ("a: !mine {b: 1}", "tags (!name) are not supported at line 1."),
        ("a: 1\nb: 2\na: 3", "This is not YAML: duplicate key 'a' at line 3."),
        ("m:\n- {text: A, text: B}", "This is not YAML: duplicate key 'text' at line 2."),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "duplicate key 'c'"),
        ("? [a]\n: 1", "a key must be a single value at line 1."),
        ("%YAML 9.0\n---\na: 1", "a line that cannot be read"),
    ],
)  # fmt: skip
def test_invalid_draft_names_the_line(text: str, message: str) -> None:
    """Invalid YAML and unsupported features are refused with their line."""
    assert message in refused(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: @x", "a text that begins with '@' at line 1."),
        ("a: `x`", "a text that begins with '`' at line 1."),
        ("a: b\nc", 'a line without ": " at line 2.'),
        ("-a: b\n- c", "a line that is indented unlike those above at line 2."),
        ("a: - b", 'a list that begins behind a ": " at line 1.'),
        ('a: "x\\q"', "'q' after a backslash means nothing at line 1."),
        ("a: |x\n b", "'x' after the sign for a long text at line 1."),
        ("a: {b: 1", "a bracket without its '}', or items without a comma at line 1."),
        ("a: b\n---\n...\n: c", "a line that belongs to nothing at line 4."),
    ],
)
def test_invalid_yaml_is_explained_without_the_words_of_its_parser(text: str, words: str) -> None:
    """People who type a draft need not know what a token or a mapping is."""
    assert f"This is not YAML: {words}" in refused(text)


def test_merge_key_is_an_ordinary_key() -> None:
    """``<<`` merges nothing."""
    assert read("<<: {a: 1}\nb: 2") == {"<<": {"a": 1}, "b": 2}


def test_billion_laughs_is_refused() -> None:
    """Nested aliases would exhaust memory."""
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "aliases (*name) are not supported at line 2." in refused("\n".join(lines))


@pytest.mark.parametrize("levels", [MAX_DEPTH, 500, 5_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_nesting_is_refused(levels: int, opening: str, closing: str) -> None:
    """Deep nesting is an error with a message; JSON and YAML have the same limit."""
    middle = opening * levels + "1" + closing * levels
    for text in (f'{{"a": {middle}}}', f"a: {middle}"):
        assert refused(text) == "The draft is nested too deeply."


def test_nesting_within_reason_is_read() -> None:
    """The limit is far beyond any record."""
    levels = MAX_DEPTH - 2
    text = "[" * levels + "1" + "]" * levels
    assert read(f'{{"a": {text}}}') == read(f"a: {text}")


def test_ten_megabytes_of_text_are_read() -> None:
    """A draft may contain the full text of a source."""
    line = "  " + "字 word " * 120
    text = "title: A\nyear: 2020\ntext: |\n" + f"{line}\n" * 10_000
    assert len(text.encode()) > 10_000_000
    draft = read(text)
    assert len(draft["text"].encode()) > 10_000_000 - 30_000
    assert read(json.dumps(draft)) == draft


# -- templates -------------------------------------------------------------------------------------


def fields_of(shape: type[Shape]) -> Iterator[tuple[type[Shape], str]]:
    """Yield (class, key) for every field of a class and of the classes of its parts."""
    for key, type_ in field_types(shape).items():
        if key != "history":
            yield shape, key
            if type_.form in ("part", "names"):
                yield from fields_of(type_.shape)


@pytest.mark.parametrize("kind", RecordKind)
def test_a_template_explains_every_field(kind: RecordKind) -> None:
    """Of the record and of its parts; each has a line, in the words of the table."""
    text = template(kind)
    lines = [line.lstrip("# -") for line in text.splitlines()]
    for shape, key in fields_of(TABLES[TABLE_OF[kind]]):
        begun = [line for line in lines if re.match(rf"{key}:(?!\S)", line)]
        words = (WORDS[shape.__name__].get(key) or "").split()[:2]
        assert any(" ".join(words) in line for line in begun), (shape.__name__, key)


def test_explanations_are_short() -> None:
    """Some six words, without the words that a vocabulary allows."""
    lengths = [len(words.split()) for fields in WORDS.values() for words in fields.values()]
    assert max(lengths) <= 8


def test_a_field_without_an_explanation_has_its_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new field needs no line here."""
    monkeypatch.delitem(WORDS["ReplyDue"], "date")
    assert f"  {'date:':24}# {FIELDS['ReplyDue']['date'].en.lower()}\n" in template(
        RecordKind.PROPOSAL
    )


def test_no_explanation_is_left_over() -> None:
    """The table has the fields that the classes have."""
    known = {(shape.__name__, key) for one in TABLES.values() for shape, key in fields_of(one)}
    assert {(name, key) for name, fields in WORDS.items() for key in fields} <= known


@pytest.mark.parametrize("kind", RecordKind)
def test_every_template_is_an_empty_draft(kind: RecordKind) -> None:
    """An unchanged template reads as YAML without any values."""
    assert without_blanks(read(template(kind))) == {}


@pytest.mark.parametrize("kind", RecordKind)
def test_template_fits_a_narrow_terminal(kind: RecordKind) -> None:
    """No line is longer than 100 characters."""
    assert max(map(len, template(kind).splitlines())) <= 100
