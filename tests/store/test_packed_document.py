"""Packed documents: mappings for TinyDB, and the text of a base made from them."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from proposals_cli.domain.model.records import BASE, TABLES
from proposals_cli.store import json_store
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.packed_document import PackedDocument, packed, store_text
from tests.factories import random_proposals, records_in, save, small_base
from tests.store.files import ids_in_file

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), VALUES))
def test_packed_document_equals_its_mapping(document: dict[str, object]) -> None:
    """Keys keep their order, and values their types."""
    one = PackedDocument(document)
    assert dict(one) == document
    assert list(one) == list(document)
    assert len(one) == len(document)
    assert one.id == str(document.get("id", ""))


def test_tinydb_can_use_packed_documents() -> None:
    """Searching, counting and removing work as with other documents."""
    database = TinyDB(storage=MemoryStorage)
    ids = database.table("themes").insert_multiple([{"id": "a", "n": 1}, {"id": "b", "n": 2}])
    tables = database.storage.read()
    assert tables is not None
    database.storage.write(packed(tables))
    table = database.table("themes")
    table.clear_cache()
    assert [document["n"] for document in table] == [1, 2]
    assert table.get(doc_id=ids[1]) == {"id": "b", "n": 2}
    table.remove(doc_ids=[ids[0]])
    assert [dict(document) for document in table] == [{"id": "b", "n": 2}]


@given(st.lists(st.dictionaries(st.text(), VALUES), max_size=5))
def test_text_of_a_base_is_indented_json(documents: list[dict[str, object]]) -> None:
    """It equals the output of the standard library."""
    numbered = {str(place): document for place, document in enumerate(documents)}
    text = b"".join(store_text(packed({"proposals": dict(numbered), "_mine": {}})))
    tables = json.loads(text)
    assert tables["proposals"] == numbered
    assert list(tables) == [BASE, *TABLES, "_mine"]
    in_order = {BASE: tables.pop(BASE), "proposals": tables.pop("proposals"), **tables}
    assert text.decode() == json.dumps(in_order, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_records_may_be_written_in_batches(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is the same for any size of batch."""
    path = tmp_path / "base.json"
    records = small_base(random_proposals(10, seed=8))
    expected = JsonStore.create(path.with_name("expected.json"), records)
    monkeypatch.setattr(json_store, "BATCH", at_once)
    JsonStore.create(path)
    save(path, records)
    assert path.read_bytes() == expected.path.read_bytes()
    changed = [msgspec.structs.replace(one, session=9) for one in random_proposals(10, seed=8)]
    save(path, changed)
    assert records_in(path, "proposals") == sorted(changed, key=lambda one: one.id)
    assert ids_in_file(path, "proposals") == sorted(one.id for one in changed)
