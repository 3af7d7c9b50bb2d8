"""Write CSV: one row per proposal, for spreadsheets and data frames."""

import csv
import io
from collections.abc import Iterator

from proposals_cli.domain.presenting.csv_row import Row, csv_columns
from proposals_cli.domain.text.csv_cells import cell
from proposals_cli.exporting.selection import ExportOptions, Selection

BOM = "\ufeff"


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield a header and one row per proposal in the order of the query.

    Lists are joined by ``|``, cells contain no line breaks, and text that a spreadsheet would run
    as a formula begins with an apostrophe. What has parts stands twice: in words for people, and
    at the end of the row as JSON, complete, in a column named ``…_json``.
    """
    columns = csv_columns(selection.languages())
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    if options.bom:
        buffer.write(BOM)
    writer.writerow(columns)
    for proposal in selection.proposals():
        row = Row(proposal, selection, options.languages)
        writer.writerow([cell(value(row)) for value in columns.values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
