"""Recognise files that hold no records to import, and say what to do instead."""

import re
from typing import Any

from proposals_cli.importing.rows import ImportFileError


class ForeignFileError(ImportFileError):
    """A file is in a known format that holds no records; among others in a folder it is left."""


_TABLE = "Save the table as CSV or .xlsx and import that."
_UNPACK = "Unpack it and import a file of it, or its folder."
_EXPORT = "Export it as CSV or JSON Lines and import that."
_BINARY: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", _TABLE),
    (b"%!PS", "a PostScript document", _TABLE),
    (b"{\\rtf", "a text document (RTF)", _TABLE),
    (b"\x89PNG", "a picture", _TABLE),
    (b"\xff\xd8\xff", "a picture", _TABLE),
    (b"GIF87a", "a picture", _TABLE),
    (b"GIF89a", "a picture", _TABLE),
    (b"II*\0", "a picture", _TABLE),
    (b"MM\0*", "a picture", _TABLE),
    (b"SQLite format 3\0", "an SQLite database", "Export a query as CSV and import that."),
    (b"\0\1\0\0Standard ", "an Access database", "Export a query as CSV and import that."),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"ARROW1", "an Arrow file", _EXPORT),
    (b"FEA1\0", "a Feather file", _EXPORT),
    (b"Obj\x01", "an Avro file", _EXPORT),
    (b"\x89HDF", "an HDF5 file", _EXPORT),
    (b"\x93NUMPY", "a NumPy file", _EXPORT),
    (b"$FL2", "an SPSS file", _EXPORT),
    (b"<stata_dta>", "a Stata file", _EXPORT),
    (b"RDX3\n", "an R file", _EXPORT),
    (b"X\n\0\0\0", "an R file", _EXPORT),
    (b"\x80\x03", "a Python pickle", _EXPORT),
    (b"\x80\x04", "a Python pickle", _EXPORT),
    (b"\x80\x05", "a Python pickle", _EXPORT),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "Unpack it, as `zstd -d FILE`."),
    (b"\0asm", "a program", _TABLE),
    (b"\x7fELF", "a program", _TABLE),
    (b"MZ\x90", "a program", _TABLE),
)
_INSIDE: tuple[tuple[int, bytes, str, str], ...] = (
    (257, b"ustar", "a tar archive", _UNPACK),
    (8, b"WEBP", "a picture", _TABLE),
    (8, b"WAVE", "a recording", _TABLE),
    (4, b"ftyp", "a film or a picture", _TABLE),
)
"""Marks that do not stand at the beginning, with their place."""

_PARTS_OF_DOCUMENTS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "visio/document.xml": "a drawing",
    "META-INF/container.xml": "an e-book",
    "META-INF/MANIFEST.MF": "a program",
    "Index/Document.iwa": "a document of Pages, Numbers or Keynote",
    "content.xml": "an OpenDocument file without tables",
}
_OLD_OFFICE = {".doc": "a Word document", ".ppt": "a presentation", ".msg": "a message of Outlook"}

# Quantifiers are possessive or groups atomic where parts of a pattern could match one text in
# several ways, or a file of a thousand comments would take for ever.
_HTML = re.compile(
    r"(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|table|div|meta|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_ROOT = re.compile(
    r"(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*>|\s+)*+<([\w.:-]+)", re.DOTALL
)
_SEARCH = "Look for the same as CSV, JSON or XML"
_ROOTS = {
    "html": ("a web page (HTML)", _TABLE),
    "svg": ("a picture", _TABLE),
    "workbook": ("an old XML spreadsheet", _TABLE),
    "document": ("a document", _TABLE),
    "package": ("a document", _TABLE),
    "worddocument": ("a Word document", _TABLE),
    "rss": (
        "an RSS feed: news of records, not the records",
        f"{_SEARCH}; or name the elements to read, as --records channel/item.",
    ),
    "feed": (
        "an Atom feed: news of records, not the records",
        f"{_SEARCH}; or name the elements to read, as --records feed/entry.",
    ),
    "rdf": ("RDF", "Export a query (SPARQL) as CSV or JSON and import that."),
    "opml": ("a list of feeds (OPML)", _SEARCH + "."),
    "urlset": ("a list of web pages (sitemap)", _SEARCH + "."),
    "sitemapindex": ("a list of web pages (sitemap)", _SEARCH + "."),
    "schema": ("a schema, not data", "Import a file that follows it."),
    "definitions": ("a description of a service (WSDL)", "Import what the service answers."),
    "plist": ("a property list", _EXPORT),
}
_PROGRAM = "Import a file with the data alone, as JSON or CSV."
_REFERENCES = "Export the references as CSV or CSL-JSON and import that."
_TEXTS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), what, hint)
    for pattern, what, hint in (
        (
            r"version https://git-lfs\.github\.com/|/?(?:\.\./)*(?:\.git/)?annex/objects/",
            "a pointer to a file that git keeps elsewhere",
            "Fetch the file first, as `git lfs pull` or `git annex get`.",
        ),
        (r"(?>%[^\n]*\n|\s+)*+@(?:(?:string|comment|preamble)\s*[{(]|[a-z]+\s*[{(]\s*[^\s,{}()]*+\s*,)",
         "BibTeX", _REFERENCES),
        (r"TY  - [a-z]{2,}", "RIS", _REFERENCES),
        (r"PMID- \d|%0 [a-z]|FN (?:Clarivate|Thomson)", "a list of references", _REFERENCES),
        (r"@(?:prefix|base)\s|PREFIX\s+\w*:\s*<", "RDF (Turtle)", _ROOTS["rdf"][1]),
        (r"BEGIN:V(?:CALENDAR|CARD)", "a calendar or an address book", _TABLE),
        (
            (r"(?>--[^\n]*\n|/\*.*?\*/;?|\s+)*+(?:CREATE\s+(?:TABLE|DATABASE|SCHEMA)|INSERT\s+INTO|"
             r"DROP\s+TABLE|PRAGMA\s+\w+\s*=|BEGIN\s+TRANSACTION|SET\s+\w+\s*=)"),
            "SQL",
            "Load it into a database, and export a query as CSV.",
        ),
        (
            (r"(?>//[^\n]*\n|/\*.*?\*/|\s+)*+(?:(?:var|let|const)\s+[\w$]+\s*=|"
             r"export\s+(?:default|const)\s|module\.exports|window\.)|[\w$.]+\(\s*[\[{]"),
            "JavaScript",
            "Remove what is before the first bracket and after the last, and import it as .json.",
        ),
        (r"#!\s*/", "a program", _PROGRAM),
        (r"\\(?:documentclass|begin\{)", "a LaTeX document", _TABLE),
        (
            (r"(?:(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|MIME-Version"
             r"|Message-ID|Content-Type): [^\n]*\n){2}"),
            "an e-mail",
            _TABLE,
        ),
    )
)  # fmt: skip
_ENDINGS = {
    ".html": _ROOTS["html"],
    ".htm": _ROOTS["html"],
    ".md": ("a text (Markdown)", _TABLE),
    ".markdown": ("a text (Markdown)", _TABLE),
    ".rst": ("a text", _TABLE),
    ".tex": ("a LaTeX document", _TABLE),
    ".toml": ("a TOML file", "Is it a mapping or a layout? See --mapping and --layout."),
}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FEW_CONTROLS = 10
_PER_CONTROL = 100
"""A text may have a few control characters, or one in so many."""


def refuse_binary(head: bytes, name: str) -> None:
    """Raise ForeignFileError for a binary format that is known and not read."""
    for start, what, hint in _BINARY:
        if head.startswith(start):
            raise _error(name, what, hint)
    for place, mark, what, hint in _INSIDE:
        if head.startswith(mark, place) and b"\0" in head[:512]:
            raise _error(name, what, hint)


def refuse_old_office(ending: str, name: str) -> None:
    """Raise ForeignFileError for a file of old Office programs that is no workbook."""
    if what := _OLD_OFFICE.get(ending):
        raise _error(name, what, _TABLE)


def refuse_document(parts: set[str], name: str) -> None:
    """Raise ForeignFileError for a zip file that is a document of another program."""
    for part, what in _PARTS_OF_DOCUMENTS.items():
        if part in parts:
            raise _error(name, what, _TABLE)
    if "[Content_Types].xml" in parts:
        raise _error(name, "an Office document without tables", _TABLE)


def refuse_text(text: str, name: str, ending: str = "") -> None:
    """Raise ForeignFileError for the beginning of a text in a known format that is not read."""
    text = text.lstrip("\ufeff \t\r\n")
    if _HTML.match(text):
        raise _error(
            name,
            "a web page (HTML)",
            "Look for its data as CSV, JSON or XML; or paste its table into a spreadsheet, and"
            " save that as .xlsx.",
        )
    if text.startswith("<") and (found := _XML_ROOT.match(text)):
        root = found[1].rpartition(":")[2].lower()
        if root in _ROOTS and _is_foreign(root, text):
            raise _error(name, *_ROOTS[root])
    for pattern, what, hint in _TEXTS:
        if pattern.match(text):
            raise _error(name, what, hint)
    if ending in _ENDINGS:
        raise _error(name, *_ENDINGS[ending])
    controls = len(_CONTROLS.findall(text))
    if controls > _FEW_CONTROLS and controls * _PER_CONTROL > len(text):
        raise _error(name, "not a text", "Which program wrote it? Let it export CSV or JSON.")


def _is_foreign(root: str, text: str) -> bool:
    """Return whether a root that files of records may have as well is that of another format."""
    marks = {
        "document": ("opendocument", "wordprocessingml"),
        "package": ("xmlPackage", "opf"),
        "schema": ("XMLSchema",),
        "definitions": ("wsdl",),
    }.get(root)
    return marks is None or any(mark in text[:4_000] for mark in marks)


def refuse_package(top: Any, name: str) -> None:
    """Raise ForeignFileError for a JSON object that describes data elsewhere, or a program.

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
            raise ForeignFileError(
                f"{name} describes a data package; the records are in other files.",
                f"Import them: {', '.join(paths[:10])}.",
            )
    if "$schema" in top and "properties" in top:
        raise _error(name, "a JSON Schema, not data", "Import a file that follows it.")
    if "nbformat" in top and "cells" in top:
        raise _error(name, "a notebook (Jupyter)", _PROGRAM)
    if "paths" in top and not top.keys().isdisjoint(("openapi", "swagger")):
        raise _error(name, "a description of a service (OpenAPI)", "Import what it answers.")
    if top.get("class") == "dataset" and "dimension" in top:
        raise _error(name, "a table of statistics (JSON-stat)", _PROGRAM)


_PLACES = {"path", "url"}
PACKAGE_KEYS = frozenset(("resources", "$schema", "nbformat", "openapi", "swagger", "dimension"))
"""Keys of files that describe data in other files, and of other formats in JSON."""


def _error(name: str, what: str, hint: str) -> ForeignFileError:
    return ForeignFileError(f"{name} is {what}.", hint)
