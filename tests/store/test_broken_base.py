"""Files that are not a base: the error says what is wrong and where."""

import os
from pathlib import Path

import pytest

from proposals_cli.errors import StoreError
from proposals_cli.store import store_file
from proposals_cli.store.store_file import StoreFile
from tests.store.files import without_right
from tests.store.reading import error_of


def test_missing_file_is_named(path: Path) -> None:
    """For every operation."""
    assert error_of(path).message == f"There is no base at {path}."
    for ask in (StoreFile(path).stamp, StoreFile(path).digest):
        with pytest.raises(StoreError, match="There is no base"):
            ask()


def test_folder_is_not_a_base(tmp_path: Path) -> None:
    """The error says that it is a folder."""
    assert "is a folder" in error_of(tmp_path).message
    with pytest.raises(StoreError, match="is a folder"):
        StoreFile(tmp_path).stamp()


def test_path_through_a_file_is_a_store_error(path: Path) -> None:
    """A path that contains a file as a folder is an error with a message."""
    path.write_text("{}")
    error_of(path / "base.json")


def test_file_that_may_not_be_read_is_a_store_error(path: Path, canonical: bytes) -> None:
    """The message has the reason."""
    with without_right(path, os.R_OK):
        assert "cannot be read: Permission denied" in error_of(path).message


@pytest.mark.parametrize("content", [b"", b"\n", b"  \r\n\t ", b"\xef\xbb\xbf", b" " * 10_000])
def test_empty_file_is_called_empty(path: Path, content: bytes) -> None:
    """A file of blanks is empty too. The hint is to restore it."""
    path.write_bytes(content)
    error = error_of(path)
    assert error.message == f"{path} is empty."
    assert "Restore it" in error.hint


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"{", 1, 2),
        (b'{"proposals": {', 1, 16),
        (b'{\n  "proposals": {\n    "1": {\n      "id": "a', 4, 15),
        (b'{"proposals": {"1": {"id": "a",}}}', 1, 32),
        (b'{\n"proposals": {\n"1": {"id": nope}}}', 3, 14),
        ('{"proposals": {"1": {"zh": "互联网" "en"}}}'.encode(), 1, 34),
        ('\ufeff{"proposals": {"1": {"zh": "互联网" "en"}}}'.encode(), 1, 34),
        (b'{"proposals": {}} trailing', 1, 19),
        (b'{"proposals": {"1": {"id": "a\x00b"}}}', 1, 30),
        (b"\x00" * 50, 1, 1),
        (b'{"proposals": {}}' + b"\x00" * 50, 1, 18),
        (b"<html>not a store</html>", 1, 1),
        (b"{'proposals': {}}", 1, 2),
        (b'{"proposals": {"1": {"year": NaN}}}', 1, 30),
        (b'{"proposals": {"1": {"year": 02020}}}', 1, 31),
        ('{"proposals": {}}'.encode("utf-16"), 1, 1),
        ('{"proposals": {}}'.encode("utf-32"), 1, 1),
        ('{"proposals": {"1": {"zh": "产业"}}}'.encode("gbk"), 1, 29),
        (b'{\n"proposals": {"1": {"id": "\xff"}}}', 2, 28),
        (b'{\n"proposals\xff": {}}', 2, 11),
        (b'{\n"proposals": {"1": {"id": "\xed\xa0\x80"}}}', 2, 28),
    ],
)
def test_broken_json_is_reported_with_line_and_column(
    path: Path, content: bytes, line: int, column: int
) -> None:
    """The error has the position of the wrong character, counted as in an editor."""
    path.write_bytes(content)
    message = error_of(path).message
    assert message.startswith(f"{path} is not valid JSON: ")
    assert f"at line {line}, column {column}." in message
    assert path.read_bytes() == content


def test_utf16_without_a_mark_is_a_store_error(path: Path) -> None:
    """Text in another encoding is refused even if its bytes are valid UTF-8."""
    path.write_text('{"proposals": {}}', encoding="utf-16-le")
    assert "is not valid JSON" in error_of(path).message


@pytest.mark.parametrize("cut", range(1, 40))
def test_incomplete_file_is_a_store_error(path: Path, canonical: bytes, cut: int) -> None:
    """An incomplete file is never read as a smaller base."""
    path.write_bytes(canonical[: len(canonical) * cut // 40])
    error = error_of(path)
    assert "at line" in error.message
    assert "nothing was changed" in error.hint


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b'[{"id": "2020-a"}]',
        b"5",
        b'"proposals"',
        b"null",
        b"[" + b'{"id": "2020-a"},' * 1000 + b"{}]",
        b'{"proposals": []}',
        b'{"proposals": null}',
        b'{"proposals": [{"id": "2020-a"}]}',
        b'{"proposals": {"1": 5}}',
        b'{"proposals": {"1": null}}',
        b'{"proposals": {"1": [{}]}}',
        b'{"proposals": {"1": {}, "2": "2020-a"}}',
        b'{\n  "proposals": {\n    "1": 5\n  }\n}\n',
    ],
)
def test_other_json_is_not_a_base(path: Path, content: bytes) -> None:
    """The error for JSON that is not an object of tables shows the expected structure."""
    path.write_bytes(content)
    error = error_of(path)
    assert "is JSON, but not a base" in error.message
    assert '{"proposals"' in error.hint


def test_repeated_record_number_is_named(path: Path, canonical: bytes) -> None:
    """A merge may leave two records under one number, in the layout of the program."""
    path.write_bytes(canonical.replace(b'    "2": {\n      "id"', b'    "1": {\n      "id"', 1))
    assert error_of(path).message == f"{path} has two records numbered 1 in 'proposals'."


def test_repeated_table_is_named(path: Path) -> None:
    """A merge may leave two tables of one name, in the layout of the program."""
    path.write_bytes(b'{\n  "themes": {},\n  "themes": {}\n}\n')
    assert "has two tables 'themes'" in error_of(path).message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"themes":{},"themes":{}}', "two tables 'themes'"),
        (b'{"themes":{"1":{"id":"a"},"1":{"id":"b"}}}', "two records numbered 1 in 'themes'"),
        (b'{"themes":{"1":{"id":"a","id":"b"}}}', "the duplicate key 'id' in record 1"),
        (b'{"themes":{"1":{"id":"a","\\u0069d":"b"}}}', "the duplicate key 'id'"),
        (b'{"themes":{"1":{"name":{"en":"a","en":"b"}}}}', "the duplicate key 'en'"),
    ],
)
def test_repeated_key_is_named_in_any_layout(path: Path, content: bytes, words: str) -> None:
    """A duplicate key in one object is refused, because one of its values would be lost."""
    path.write_bytes(content)
    assert f"has {words}" in error_of(path).message


def test_endless_brackets_are_refused_at_once(path: Path) -> None:
    """Only the beginning of the file is read."""
    path.write_bytes(b"[" * 5_000_000)
    reading = StoreFile(path).read()
    with pytest.raises(StoreError, match="not a base"):
        list(reading)
    assert reading.bytes_read <= 2 * store_file.BLOCK


@pytest.mark.parametrize(
    "content",
    [
        b'{"proposals": {"1": {"extra": ' + b"[" * 200_000,
        b'{"proposals": {"1": {"extra": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}}",
        b'{"proposals": {"1": {"extra": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}}}",
        b'{"a":' * 100_000,
    ],
    ids=["open lists", "lists", "objects", "open objects"],
)
def test_deep_nesting_is_an_error_and_not_a_crash(path: Path, content: bytes) -> None:
    """JSON nested more deeply than a parser supports is refused."""
    path.write_bytes(content)
    error_of(path)
