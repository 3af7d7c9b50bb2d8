"""A small base, and functions that read drafts for it."""

from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import (
    DraftReader,
)
from proposals_cli.domain.model.parts import Names
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.errors import InvalidRecordError
from tests.factories import (
    person,
    proposal,
    source,
    theme,
)

RECORDS: tuple[Record, ...] = (
    proposal("2020-cloud"),
    proposal("2020-suggestion"),
    proposal("2019-renamed", former_ids=("2019-old", "2019-re")),
    person("ma-huateng", name=Names(en="Ma Huateng", zh="马化腾")),
    theme("digital-economy", name=Names(en="Digital economy", zh="数字经济")),
    theme("fintech"),
    source("source-one", url="https://example.org/one"),
    source("scmp-2021", url="https://scmp.com/a,b"),
    source("example-2021", url="https://example.org/two"),
)


def made(drafting: DraftReader, **fields: Any) -> Proposal:
    """Return the proposal read from a draft with a title, a year and ``fields``."""
    record = drafting.record("proposals", {"title": "T", "year": 2021, **fields}).record
    assert isinstance(record, Proposal)
    return record


def refused(drafting: DraftReader, table: str = "proposals", **fields: Any) -> InvalidRecordError:
    """Return the error in a draft with a title, a year and ``fields``."""
    needed = {"title": "T", "year": 2021} if table == "proposals" else {}
    with pytest.raises(InvalidRecordError) as caught:
        drafting.record(table, needed | fields)
    return caught.value
