"""Write JSON Lines: every record as it is stored. No other format is complete."""

import json
from collections.abc import Iterator

from proposals_cli import __version__
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.text.sanitise import escaped_json
from proposals_cli.exporting.selection import ExportOptions, Selection

SCHEMA = 1


def lines(selection: Selection, _options: ExportOptions) -> Iterator[str]:
    """Yield a header and one record per line: tables in file order, ids ascending.

    Each line is the stored record with ``_type`` before its own keys. Keys that begin with ``_``
    do not belong to the record.
    """
    header = {
        "_type": "base",
        "_schema": SCHEMA,
        "_program": f"prop {__version__}",
        "_whole": selection.is_whole_base,
    }
    yield json.dumps(header) + "\n"
    for table in TABLES:
        opening = f'{{"_type":"{KIND_OF[table]}",'
        for record in selection.records(table):
            yield escaped_json(opening + encode_record(record).decode()[1:]) + "\n"
