"""A small base, and functions that read drafts for it."""

from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import DraftReader
from proposals_cli.domain.model.parts import Series
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.errors import InvalidRecordError
from tests.factories import body, person, proposal, source, theme

RECORDS: tuple[Record, ...] = (
    proposal("2020-cloud", series=(Series(id="clouds", name={"en": "On clouds", "zh": "云"}),)),
    proposal("2020-suggestion"),
    proposal("2019-renamed", former_ids=("2019-old", "2019-re")),
    person("ma-huateng", en="Ma Huateng", zh="马化腾", other_names=("Pony",)),
    person("wang-fang", en="Wang Fang"),
    person("wang-fang-2", en="Wang Fang"),
    body("npc", languages=("zh",)),
    body("landtag", name={"de": "Landtag"}, languages=("de",)),
    body("senat", name={"fr": "Sénat"}, languages=("fr", "nl")),
    body("sangiin", name={"ja": "参議院"}, languages=("ja",)),
    body("industry", name={"en": "Ministry of Industry"}, other_names=("MIIT",)),
    theme("digital-economy", name={"en": "Digital economy", "zh": "数字经济"}),
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
