"""The editor refuses changes that would break references or repeat ids."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proposals_cli.domain.editing.drafts import (
    Draft,
    DraftReader,
)
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.errors import InvalidRecordError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.desk import INFO
from tests.domain.editing.drafts import RECORDS
from tests.factories import (
    proposal,
)


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[BaseEditor]:
    """Return the editor of a base of ``RECORDS``."""
    store = JsonStore.create(tmp_path / "base.json", RECORDS, INFO)
    index = SqliteIndex(store.path, tmp_path / "cache")
    yield BaseEditor(index, store)
    index.close()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"continues": ["2019-none"]}, "relations names '2019-none', which is not in proposals"),
        ({"people": ["li-nobody"]}, "sponsors names 'li-nobody', which is not in people or bodies"),
        ({"body": "parliament-x"}, "body names 'parliament-x', which is not in bodies"),
        ({"sources": ["nowhere"]}, "sources names 'nowhere', which is not in sources"),
        (
            {"measures": [{"text": "A", "citations": "nowhere, p. 1"}]},
            "a citation names 'nowhere', which is not in sources",
        ),
        ({"id": "2020-cloud"}, "The id '2020-cloud' is in use in proposals."),
        ({"id": "2019-old"}, "The id '2019-old' is in use in proposals."),
        ({"id": "fintech"}, "The id 'fintech' is in use in themes."),
        (
            {"sources": [{"id": "source-one", "url": "https://e.org/9"}]},
            "The id 'source-one' is in use in sources.",
        ),
    ],
)
def test_unknown_references_and_used_ids_are_refused(
    editor: BaseEditor, fields: Draft, message: str
) -> None:
    """In new records and in edited ones."""
    drafting = DraftReader(editor.index)
    draft = {"title": "T", "year": 2021, **fields}
    with pytest.raises(InvalidRecordError, match=message):
        editor.add([drafting.record("proposals", draft)], None)
    if "id" in fields:
        return
    stored = proposal("2020-cloud")
    edited = DraftReader(editor.index).record("proposals", {**draft, "id": stored.id}, new=False)
    with pytest.raises(InvalidRecordError, match=message):
        editor.edit(stored, edited, None)
    assert list(editor.store.changes(editor.store.content())) == []


def test_new_records_may_refer_to_each_other(editor: BaseEditor) -> None:
    """One change may add a proposal and another that continues it."""
    drafts: list[Draft] = [
        {"title": "B", "year": 2023, "id": "2023-b", "continues": ["2022-a"]},
        {"title": "A", "year": 2022, "id": "2022-a"},
    ]
    entry = editor.add(DraftReader(editor.index).records("proposals", drafts), None)
    assert entry.what == "add 2023-b, 2022-a"
    assert list(entry.after["proposals"]) == ["2023-b", "2022-a"]


def test_two_new_records_with_one_id_are_refused(editor: BaseEditor) -> None:
    """The error names the id."""
    drafts: list[Draft] = [{"title": name, "year": 2022, "id": "2022-a"} for name in "AB"]
    with pytest.raises(InvalidRecordError, match="Two new records have the id '2022-a'"):
        editor.add(DraftReader(editor.index).records("proposals", drafts), None)


def test_the_error_for_an_unknown_body_offers_to_add_it(editor: BaseEditor) -> None:
    """A body is a record like any other."""
    draft = {"title": "T", "year": 2021, "body": "x-y"}
    with pytest.raises(InvalidRecordError) as caught:
        editor.add([DraftReader(editor.index).record("proposals", draft)], None)
    assert caught.value.hint == "`prop bodies --columns id` lists what is; new: prop add --as body"


def test_a_body_with_proposals_is_not_removed(editor: BaseEditor) -> None:
    """No proposal is without a body; together with its proposals it can go."""
    with pytest.raises(InvalidRecordError, match="3 proposals are in 'npc'"):
        editor.removal([("bodies", "npc")])
    assert editor.removal([("bodies", "landtag")]) == {}
    ids = ("2020-cloud", "2020-suggestion", "2019-renamed")
    assert editor.removal([("bodies", "npc"), *(("proposals", id_) for id_ in ids)]) == {}
