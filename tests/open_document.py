"""Make an OpenDocument workbook."""

import io
import zipfile
from collections.abc import Iterable

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: Iterable[Iterable[str | int]]) -> bytes:
    """Return a workbook with one sheet, named Data."""
    cells = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{OASIS}:office:1.0"'
        f' xmlns:table="{OASIS}:table:1.0" xmlns:text="{OASIS}:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Data">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        "</manifest:manifest>"
    )
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("mimetype", KIND, zipfile.ZIP_STORED)
            packed.writestr("content.xml", content)
            packed.writestr("META-INF/manifest.xml", manifest)
        return file.getvalue()


def _cell(value: str | int) -> str:
    kind = (
        f'office:value-type="float" office:value="{value}"'
        if isinstance(value, int)
        else 'office:value-type="string"'
    )
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
