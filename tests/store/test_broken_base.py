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
    """Where there is no file, the error says so, whatever is asked of it."""
    assert error_of(path).message == f"There is no base at {path}."
    for ask in (StoreFile(path).stamp, StoreFile(path).digest):
        with pytest.raises(StoreError, match="There is no base"):
            ask()


def test_folder_is_not_a_store(tmp_path: Path) -> None:
    """A folder in the place of the file is called a folder."""
    assert "is a folder" in error_of(tmp_path).message
    with pytest.raises(StoreError, match="is a folder"):
        StoreFile(tmp_path).stamp()


def test_path_through_a_file_is_a_store_error(path: Path) -> None:
    """A path that goes through a file as if it were a folder is reported, not raised raw."""
    path.write_text("{}")
    error_of(path / "base.json")


def test_file_that_may_not_be_read_is_a_store_error(path: Path, canonical: bytes) -> None:
    """A file without the right to read it is reported with the reason."""
    with without_right(path, os.R_OK):
        assert "cannot be read: Permission denied" in error_of(path).message


@pytest.mark.parametrize("content", [b"", b"\n", b"  \r\n\t ", b"\xef\xbb\xbf", b" " * 10_000])
def test_empty_file_is_called_empty(path: Path, content: bytes) -> None:
    """A file of nothing but blanks is empty, and the hint is to restore it."""
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
        (b"<<<<<<< HEAD\n{}\n", 1, 1),
        (b'{"proposals": {\n<<<<<<< HEAD\n"1": {}}}', 2, 1),
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
    """The error points at the character where the JSON breaks, as an editor counts."""
    path.write_bytes(content)
    message = error_of(path).message
    assert message.startswith(f"{path} is not valid JSON: ")
    assert f"at line {line}, column {column}." in message
    assert path.read_bytes() == content


def test_utf16_without_a_mark_is_a_store_error(path: Path) -> None:
    """Text in another encoding is refused even where its bytes pass for UTF-8."""
    path.write_text('{"proposals": {}}', encoding="utf-16-le")
    assert "is not valid JSON" in error_of(path).message


@pytest.mark.parametrize("cut", range(1, 40))
def test_file_cut_off_anywhere_is_a_store_error(path: Path, canonical: bytes, cut: int) -> None:
    """A store that lost its end is never read as a smaller store."""
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
def test_json_of_another_shape_is_not_a_store(path: Path, content: bytes) -> None:
    """JSON that is no object of tables of records is called that, and the shape is shown."""
    path.write_bytes(content)
    error = error_of(path)
    assert "is JSON, but not a base" in error.message
    assert '{"proposals"' in error.hint


def test_repeated_record_number_is_named(path: Path, canonical: bytes) -> None:
    """Two records under one number, as a merge leaves them, are found in our own layout."""
    path.write_bytes(canonical.replace(b'    "2": {\n      "id"', b'    "1": {\n      "id"', 1))
    assert error_of(path).message == f"{path} has two records numbered 1 in 'proposals'."


def test_repeated_table_is_named(path: Path) -> None:
    """Two tables of one name are found in our own layout."""
    path.write_bytes(b'{\n  "themes": {},\n  "themes": {}\n}\n')
    assert "has two tables 'themes'" in error_of(path).message


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b'{"themes":{},"themes":{}}', "themes"),
        (b'{"themes":{"1":{"id":"a"},"1":{"id":"b"}}}', "1"),
        (b'{"themes":{"1":{"id":"a","id":"b"}}}', "id"),
        (b'{"themes":{"1":{"id":"a","\\u0069d":"b"}}}', "id"),
        (b'{"themes":{"1":{"name":{"en":"a","en":"b"}}}}', "en"),
    ],
)
def test_repeated_key_is_named_in_any_layout(path: Path, content: bytes, key: str) -> None:
    """A duplicate key in one object is refused, because one of its values would be lost."""
    path.write_bytes(content)
    assert f"has the duplicate key '{key}'" in error_of(path).message


def test_endless_brackets_are_refused_at_once(path: Path) -> None:
    """Millions of opening brackets are no store and no crash; only their start is read."""
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
def test_deep_nesting_is_an_error_and_no_crash(path: Path, content: bytes) -> None:
    """JSON nested deeper than any reader can follow is refused."""
    path.write_bytes(content)
    error_of(path)
