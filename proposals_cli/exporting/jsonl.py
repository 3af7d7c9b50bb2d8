"""Write JSON Lines: every record as it is stored. No other format is as complete."""

import json
from collections.abc import Iterator

import msgspec

from proposals_cli import __version__
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.records import FORMAT, TABLES
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.text.sanitise import escaped_json
from proposals_cli.exporting.selection import ExportOptions, Selection


def lines(selection: Selection, _options: ExportOptions) -> Iterator[str]:
    """Yield the record of the base and then one record per line, tables in file order.

    Each line is the stored record with ``_type`` before its own keys; records of a table are in
    order of id. Keys that begin with ``_`` do not belong to the record.
    """
    header = {
        "_type": "base",
        "_schema": FORMAT,
        "_program": f"prop {__version__}",
        "_whole": selection.is_whole_base,
        **msgspec.to_builtins(selection.base()),
    }
    yield escaped_json(json.dumps(header, ensure_ascii=False)) + "\n"
    for table in TABLES:
        opening = f'{{"_type":"{KIND_OF[table]}",'
        for record in selection.records(table):
            yield escaped_json(opening + encode_record(record).decode()[1:]) + "\n"
