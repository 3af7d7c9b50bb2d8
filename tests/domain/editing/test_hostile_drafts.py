"""Drafts of anything: read, or refused with a message."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proposals_cli.domain.editing.drafts import DraftReader
from proposals_cli.domain.editing.full_form import field_types
from proposals_cli.domain.editing.proposal_drafts import SHORT_KEYS
from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.records import TABLES
from proposals_cli.errors import PropError

_INNER = sorted(
    {key for shape in TABLES.values() for key in field_types(shape)}
    | {
        "text",
        "lang",
        "who",
        "as_named",
        "source",
        "stage",
        "what",
        "by",
        "date",
        "de",
        "signatures",
    }
)
_TEXTS = st.sampled_from(
    [
        *("", " ", "x", "5", "2020-05-18", "2020-13-45", "2020-05-18 MIIT", "2021 passed: Done"),
        *("signatures 1,0", "continues x", "de", "zh-Hans", "马化腾", "Wang Fang", "a\x00b"),
        *("https://e.org/1", "https://[::1", "source-one, para 4", "m01", "planned", "npc"),
        "long " * 2_000,
    ]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_INNER) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("table", TABLES)
@given(data=st.data(), new=st.booleans())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_values_are_read_or_refused(
    drafting: DraftReader, table: str, data: st.DataObject, new: bool
) -> None:
    """No value of any type, in any field, is a traceback; a record that is made can be stored."""
    keys = [*field_types(TABLES[table]), "language", "name", *SHORT_KEYS]
    draft: dict[str, Any] = data.draw(
        st.dictionaries(st.sampled_from(keys), _VALUES, max_size=6), "draft"
    )
    if table == "proposals" and data.draw(st.booleans(), "has a title"):
        draft["title"] = "T"
    with suppress(PropError):
        record = drafting.record(table, draft, new=new).record
        assert decode_record(table, encode_record(record)) == record
