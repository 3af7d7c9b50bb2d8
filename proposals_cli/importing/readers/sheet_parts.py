"""What a sheet of a workbook has besides the values of its cells: merged cells and links.

openpyxl reads these only with the whole sheet in memory. Here the sheet is searched for them first,
and parsed only where it has some.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils import range_boundaries

BLOCK = 1 << 20
MAX_FOUND = 200_000
"""Merged cells, or links, of one sheet."""

_SIGNS = (b"<mergeCell", b"<hyperlink", b"hidden=")
_EMPTY_FORMULA = re.compile(rb"<f\b[^>]*?(?:/>|>[^<]{0,8192}</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")

Place = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass
class SheetParts:
    """Merged cells, links, hidden rows and formulas without a value of a sheet."""

    merged: dict[Place, Place] = field(default_factory=dict)
    """Cell → the first cell of its column that it is merged with, in a row above."""
    links: dict[Place, str] = field(default_factory=dict)
    hidden_rows: int = 0
    formulas: int = 0
    """How many formulas have no stored value."""


def sheet_parts(file: BinaryIO, path: str) -> SheetParts:
    """Return what a sheet has besides values; the file is left at its beginning.

    Args:
        file: a workbook.
        path: of the sheet in it.
    """
    found = SheetParts()
    try:
        with zipfile.ZipFile(file) as packed:
            found.formulas, has_parts = _search(packed, path)
            if has_parts:
                _parse(packed, path, found)
    except (KeyError, zipfile.BadZipFile, ParseError, DefusedXmlException, OSError, ValueError):
        return found  # the values can still be read, or their reader will say why not
    finally:
        file.seek(0)
    return found


def _search(packed: zipfile.ZipFile, path: str) -> tuple[int, bool]:
    """Return how many formulas have no value, and whether anything else is to be found."""
    formulas, has_parts, before = 0, False, b""
    with packed.open(path.lstrip("/")) as stream:
        while block := stream.read(BLOCK):
            text = before + block
            formulas += len(_EMPTY_FORMULA.findall(text))
            has_parts = has_parts or any(sign in text for sign in _SIGNS)
            before = text[text.rfind(b"<c ") :][-10_000:] if b"<c " in text else b""
    return formulas, has_parts


def _parse(packed: zipfile.ZipFile, path: str, found: SheetParts) -> None:
    targets = _targets(packed, path)
    with packed.open(path.lstrip("/")) as stream:
        for _, element in iterparse(stream, events=("end",)):
            name = str(element.tag).rpartition("}")[2]
            if name == "row":
                found.hidden_rows += element.get("hidden") in ("1", "true")
                element.clear()
            elif name == "mergeCell" and len(found.merged) < MAX_FOUND:
                _merge(element.get("ref", ""), found)
            elif name == "hyperlink" and len(found.links) < MAX_FOUND:
                id_ = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
                column, row = range_boundaries(element.get("ref", "A1"))[:2]
                if (target := targets.get(id_, "")) and row and column:
                    found.links[row, column] = target


def _merge(reference: str, found: SheetParts) -> None:
    left, top, _, bottom = range_boundaries(reference)
    if left and top and bottom:
        for row in range(top + 1, min(bottom, top + MAX_FOUND) + 1):
            found.merged[row, left] = (top, left)


def _targets(packed: zipfile.ZipFile, path: str) -> dict[str, str]:
    """Return the addresses of links by their ids."""
    folder, name = posixpath.split(path.lstrip("/"))
    try:
        with packed.open(f"{folder}/_rels/{name}.rels") as stream:
            return {
                element.get("Id", ""): element.get("Target", "")
                for _, element in iterparse(stream, events=("end",))
                if element.get("TargetMode") == "External"
            }
    except KeyError:
        return {}
