"""Compressed files are unpacked, and formats without records are named."""

# ruff: noqa: D103 - the names of the tests are sentences

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import pytest

from proposals_cli.importing.readers import compressed
from proposals_cli.importing.readers.foreign import refuse_text
from proposals_cli.importing.rows import ImportFileError
from tests.importing.reading import cells, read, read_text

TABLE = b"title,year\r\nOn lakes,2017\r\n"
ROWS = [{"title": "On lakes", "year": "2017"}]


def zipped(**files: bytes) -> bytes:
    """Return a zip file of files."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                path = name.replace("__", "/").replace("_", ".").replace("DS.", ".DS_")
                # a fixed time: the bytes are part of the names of the tests
                part = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
                archive.writestr(part, content, zipfile.ZIP_DEFLATED)
        return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv.gz", gzip.compress(TABLE, mtime=0)),
        ("rows.csv.bz2", bz2.compress(TABLE)),
        ("rows.csv.xz", lzma.compress(TABLE)),
        ("rows.zip", zipped(rows_csv=TABLE)),
        ("rows.zip", zipped(data__rows_csv=TABLE, _DS_Store=b"junk")),
        ("rows.zip", zipped(a_csv=TABLE).replace(b"a.csv", b"\0.csv")),  # a file without a name
        ("unnamed", gzip.compress(TABLE, mtime=0)),
        ("rows.json.gz", gzip.compress(json.dumps(ROWS).encode(), mtime=0)),
    ],
)
def test_a_compressed_file_is_read(name: str, content: bytes, tmp_path: Path) -> None:
    assert cells(read_text(tmp_path, name, content)) == ROWS


def test_what_was_unpacked_is_said(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(motions_csv=TABLE))
    assert read(path)[0].found[0] == "unpacked: motions.csv"


def test_a_zip_file_of_several_files_names_them(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="2 files") as caught:
        read_text(tmp_path, "x.zip", zipped(a_csv=TABLE, b_csv=TABLE))
    assert "a.csv, b.csv" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.csv.gz", gzip.compress(TABLE, mtime=0)[:-9], "damaged"),
        ("x.csv.xz", lzma.compress(TABLE)[:-9], "damaged"),
        ("x.zip", zipped(a_csv=TABLE)[:40], "cannot be read"),
    ],
)
def test_a_damaged_file_is_rejected(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=reason):
        read_text(tmp_path, name, content)


def test_a_bomb_is_rejected_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "SMALL", 1_000_000)
    monkeypatch.setattr(compressed, "MAX_RATIO", 100)
    with pytest.raises(ImportFileError, match="unpacks to more than"):
        read_text(tmp_path, "x.csv.gz", gzip.compress(b"a" * 20_000_000, mtime=0))


PACKAGE = {"name": "bills", "resources": [{"name": "a", "path": "data/a.csv"}]}
SCHEMA = {"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"title": {}}}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"<!DOCTYPE html><html><table><tr><td>x", "a web page"),
        ("a.csv", b"\n<table><tr><td>x</td></tr></table>", "a web page"),
        ("a.xml", b"<?xml version='1.0'?><feed><entry/></feed>", "an Atom feed"),
        ("a.bib", b"% refs\n@misc{x, title = {a}}", "BibTeX"),
        ("a.ris", b"TY  - RPRT\nTI  - a\nER  - ", "RIS"),
        ("a.ttl", b"@prefix a: <http://a> .", "RDF"),
        ("a.ics", b"BEGIN:VCALENDAR", "a calendar"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("a.png", b"\x89PNG\r\n", "a picture"),
        ("a.db", b"SQLite format 3\0 ...", "an SQLite database"),
        ("a.parquet", b"PAR1...", "a Parquet file"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        ("a.docx", zipped(word__document_xml=b"<w/>"), "a Word document"),
        (
            "a.odt",
            zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<x/>"),
            "an OpenDocument file without tables",
        ),
        ("a.pptx", zipped(ppt__presentation_xml=b"<p/>"), "a presentation"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a Word document"),
        ("a.tar", b"a.csv".ljust(257, b"\0") + b"ustar\x0000", "a tar archive"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB\0", "an Access database"),
        ("a.rds", gzip.compress(b"X\n\0\0\0\x03", mtime=0), "an R file"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "a picture"),
        ("a.dat", b"\x01\x02\x03a" * 50, "not a text"),
        ("a.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:a\n", "a pointer"),
        ("a.sql", b"-- dump\n/* x */\nCREATE TABLE lakes (id int);", "SQL"),
        ("a.json", b"var lakes = [{}];", "JavaScript"),
        ("a.json", b'show([{"title": "On lakes"}]);', "JavaScript"),
        ("a.md", b"# Lakes\n\n| title |\n|---|\n| On lakes |", "a text"),
        ("a.tex", b"\\documentclass{article}", "a LaTeX document"),
        ("a.eml", b"From: a@example.org\nSubject: lakes\n\nOn lakes", "an e-mail"),
        ("a.bib", b"@string{l = {Lakes}}\n@misc{a, title = l}", "BibTeX"),
        ("a.nbib", b"PMID- 1\nTI  - On lakes", "a list of references"),
        ("a.toml", b"[map]\ntitle = 'x'", "a TOML file"),
        ("a.htm", b"<p>On lakes</p>", "a web page"),
        ("a.xml", b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>", "an Atom feed"),
        ("a.xml", b"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>", "a schema"),
        ("a.xml", b"<urlset><url/></urlset>", "a list of web pages"),
        ("a.ipynb", b'{"cells": [], "nbformat": 4}', "a notebook"),
        ("a.json", b'{"openapi": "3.0.0", "paths": {}}', "a description of a service"),
        ("datapackage.json", json.dumps(PACKAGE).encode(), "a data package"),
        ("schema.json", json.dumps(SCHEMA).encode(), "a JSON Schema"),
    ],
)
def test_a_foreign_format_is_named_with_what_to_do(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(ImportFileError, match=reason) as caught:
        read_text(tmp_path, name, content)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["<!-- a -->" * 500 + "<x/>", "<?a?> " * 500 + "!", "--a\n" * 2_000, "/**/ " * 2_000],
    ids=["comments", "instructions", "SQL comments", "script comments"],
)
def test_a_text_of_endless_comments_is_judged_at_once(text: str) -> None:
    """A pattern that can divide comments in several ways would take years."""
    refuse_text(text, "x")


def test_ordinary_texts_are_not_taken_for_foreign_ones() -> None:
    for text in ("Let it be,title\n", "To: whom,title\n", "set,title\n1,x\n", "update(s);title\n"):
        refuse_text(text, "x")


def test_a_file_that_is_packed_twice_is_rejected(tmp_path: Path) -> None:
    inner = gzip.compress(TABLE, mtime=0)
    for content in (gzip.compress(inner, mtime=0), zipped(a_zip=zipped(a_csv=TABLE))):
        with pytest.raises(ImportFileError, match="packed twice"):
            read_text(tmp_path, "x", content)


def test_the_files_of_a_package_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError) as caught:
        read_text(tmp_path, "datapackage.json", json.dumps(PACKAGE))
    assert "data/a.csv" in caught.value.hint


def test_a_record_with_resources_is_a_record(tmp_path: Path) -> None:
    record = {"title": "On lakes", "number": "7", "resources": ["water"]}
    assert cells(read_text(tmp_path, "x.json", json.dumps(record))) == [record]
