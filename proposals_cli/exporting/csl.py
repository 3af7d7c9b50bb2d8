"""Write CSL-JSON: references for Zotero, pandoc and citation processors.

The items are made in ``domain/presenting/csl.py``, which ``prop cite`` uses as well.
"""

import json
from collections.abc import Iterator

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.presenting.csl import CslItem, csl_item
from proposals_cli.domain.text.sanitise import escaped_json
from proposals_cli.exporting.selection import ExportOptions, Selection


def item_of(proposal: Proposal, selection: Selection, options: ExportOptions) -> CslItem:
    """Return a proposal of a selection as an item of CSL-JSON."""
    return csl_item(proposal, selection.find, options.languages, options.csl_type)


def lines(selection: Selection, options: ExportOptions) -> Iterator[str]:
    """Yield an array of one item per proposal."""
    opened = False
    for proposal in selection.proposals():
        text = json.dumps(item_of(proposal, selection, options), ensure_ascii=False, indent=2)
        yield ("[\n  " if not opened else ",\n  ") + escaped_json(text).replace("\n", "\n  ")
        opened = True
    yield "\n]\n" if opened else "[]\n"
