"""The editor of a base refuses what does not fit the base."""

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
from tests.domain.editing.making import HELD
from tests.factories import (
    proposal,
)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[BaseEditor]:
    """Return the books of a base that holds ``HELD``."""
    store = JsonStore.create(tmp_path / "base.json", HELD)
    index = SqliteIndex(store.path, tmp_path / "cache")
    yield BaseEditor(index, store)
    index.close()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"continues": ["2019-none"]}, "continues names '2019-none', which is not in proposals"),
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
def test_books_refuse_what_does_not_fit_the_base(
    books: BaseEditor, fields: Draft, said: str
) -> None:
    """A name that nothing has, and an id that something has, are refused, new or edited."""
    drafting = DraftReader(books.index)
    draft = {"title": "T", "year": 2021, **fields}
    with pytest.raises(InvalidRecordError, match=said):
        books.add([drafting.record("proposals", draft)], None)
    if "id" in fields:
        return
    held = proposal("2020-cloud")
    edited = DraftReader(books.index).record("proposals", {**draft, "id": held.id}, new=False)
    with pytest.raises(InvalidRecordError, match=said):
        books.edit(held, edited, None)
    assert books.store.entries() == []


def test_new_records_may_refer_to_each_other(books: BaseEditor) -> None:
    """One change may bring a proposal and the one that continues it."""
    drafts: list[Draft] = [
        {"title": "B", "year": 2023, "id": "2023-b", "continues": ["2022-a"]},
        {"title": "A", "year": 2022, "id": "2022-a"},
    ]
    entry = books.add(DraftReader(books.index).records("proposals", drafts), None)
    assert entry.what == "add 2023-b, 2022-a"
    assert list(entry.after["proposals"]) == ["2023-b", "2022-a"]


def test_one_id_for_two_new_records_is_refused(books: BaseEditor) -> None:
    """The error says which id it is."""
    drafts: list[Draft] = [{"title": name, "year": 2022, "id": "2022-a"} for name in "AB"]
    with pytest.raises(InvalidRecordError, match="Two new records have the id '2022-a'"):
        books.add(DraftReader(books.index).records("proposals", drafts), None)
