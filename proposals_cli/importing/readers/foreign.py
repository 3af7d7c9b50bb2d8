"""Recognise files that hold no records to import, and say what to do instead."""

import re

from proposals_cli.importing.rows import ImportFileError

_TABLE = "Save the table as CSV or .xlsx and import that."
_BINARY: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", _TABLE),
    (b"\x89PNG", "a picture", _TABLE),
    (b"\xff\xd8\xff", "a picture", _TABLE),
    (b"GIF8", "a picture", _TABLE),
    (b"SQLite format 3\0", "an SQLite database", "Export a query as CSV and import that."),
    (b"PAR1", "a Parquet file", "Export it as CSV or JSON Lines and import that."),
    (b"ARROW1", "an Arrow file", "Export it as CSV or JSON Lines and import that."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and import a file of it."),
    (b"Rar!", "a RAR archive", "Unpack it and import a file of it."),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "Unpack it, as `zstd -d FILE`."),
    (b"{\\rtf", "a text document (RTF)", _TABLE),
)
_PARTS_OF_DOCUMENTS = {
    "word/document.xml": ("a Word document", _TABLE),
    "ppt/presentation.xml": ("a presentation", _TABLE),
    "META-INF/container.xml": ("an e-book", _TABLE),
}

_HTML = re.compile(
    r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div)\b", re.IGNORECASE | re.DOTALL
)
_XML_ROOT = re.compile(
    r"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?>|\s)*<([\w.:-]+)", re.DOTALL
)
_FEEDS = {"rss": "an RSS feed", "feed": "an Atom feed", "rdf:RDF": "RDF", "channel": "a feed"}
_DOCUMENTS = {"html": "a web page", "svg": "a picture", "Workbook": "an old XML spreadsheet"}
_BIBTEX = re.compile(r"(?:%[^\n]*\n|\s)*@[a-z]+\s*[{(]\s*[^\s,{}()]*\s*,", re.IGNORECASE)
_TURTLE = re.compile(r"\s*@(?:prefix|base)\s", re.IGNORECASE)
_RIS = re.compile(r"\s*TY  - [A-Z]{2,}")
_CALENDAR = re.compile(r"\s*BEGIN:V(?:CALENDAR|CARD)", re.IGNORECASE)


def refuse_binary(head: bytes, name: str) -> None:
    """Raise ImportFileError for a binary format that is known and not read."""
    for start, what, hint in _BINARY:
        if head.startswith(start):
            raise ImportFileError(f"{name} is {what}.", hint)
    if b"\0asm" in head[:4] or head.startswith((b"\x7fELF", b"MZ")):
        raise ImportFileError(f"{name} is a program.", _TABLE)


def refuse_document(parts: set[str], name: str) -> None:
    """Raise ImportFileError for a zip file that is a document of another program."""
    for part, (what, hint) in _PARTS_OF_DOCUMENTS.items():
        if part in parts:
            raise ImportFileError(f"{name} is {what}.", hint)


def refuse_text(text: str, name: str) -> None:
    """Raise ImportFileError for the beginning of a text in a known format that is not read."""
    text = text.lstrip("\ufeff \t\r\n")
    if _HTML.match(text):
        raise ImportFileError(
            f"{name} is a web page (HTML).",
            "Look for its data as CSV, JSON or XML; or paste its table into a spreadsheet, and"
            " save that as .xlsx.",
        )
    if text.startswith("<") and (found := _XML_ROOT.match(text)):
        root = found[1]
        if what := _DOCUMENTS.get(root):
            raise ImportFileError(f"{name} is {what}.", _TABLE)
        if what := _FEEDS.get(root):
            raise ImportFileError(
                f"{name} is {what}: news of records, not the records.",
                "Look for the same as CSV, JSON or XML; or name the elements to read, as"
                " --records channel/item.",
            )
    for pattern, what, hint in (
        (_BIBTEX, "BibTeX", "Export the references as CSV or CSL-JSON and import that."),
        (_RIS, "RIS", "Export the references as CSV or CSL-JSON and import that."),
        (_TURTLE, "RDF (Turtle)", "Export a query (SPARQL) as CSV or JSON and import that."),
        (_CALENDAR, "a calendar or an address book", _TABLE),
    ):
        if pattern.match(text):
            raise ImportFileError(f"{name} is {what}.", hint)


def refuse_package(top: object, name: str) -> None:
    """Raise ImportFileError for a JSON object that describes data elsewhere.

    ``top`` is the object at the top of the file.
    """
    if not isinstance(top, dict):
        return
    resources = top.get("resources")
    if isinstance(resources, list) and resources and all(isinstance(r, dict) for r in resources):
        paths = [
            str(one.get("path") or one.get("url")) for one in resources if one.keys() & _PLACES
        ]
        if paths:
            raise ImportFileError(
                f"{name} describes a data package; the records are in other files.",
                f"Import them: {', '.join(paths[:10])}.",
            )
    if "$schema" in top and "properties" in top:
        raise ImportFileError(
            f"{name} is a JSON Schema, not data.", "Import a file that follows it."
        )


_PLACES = {"path", "url"}
