"""Many records in little memory: each is kept as JSON, a third of the size of its objects."""

from collections.abc import Iterator, Mapping, MutableMapping

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import (
    decode_record,
    encode_checked,
    encode_record,
    table_of,
)
from proposals_cli.domain.model.records import Record


class EncodedRecords(MutableMapping[Key, Record]):
    """Records by table and id, in insertion order; every access decodes a record again."""

    def __init__(self) -> None:
        self._raws: dict[str, dict[str, bytes]] = {}

    def __getitem__(self, key: Key) -> Record:
        return decode_record(key[0], self._raws[key[0]][key[1]])

    def __setitem__(self, key: Key, record: Record) -> None:
        self._raws.setdefault(key[0], {})[key[1]] = encode_record(record)

    def encoded(self, key: Key) -> bytes:
        """Return a record as JSON."""
        return self._raws[key[0]][key[1]]

    def put_encoded(self, key: Key, content: bytes) -> None:
        """Add a record, or replace it, by its JSON."""
        self._raws.setdefault(key[0], {})[key[1]] = content

    def __delitem__(self, key: Key) -> None:
        del self._raws[key[0]][key[1]]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and key[1] in self._raws.get(key[0], ())

    def __iter__(self) -> Iterator[Key]:
        return ((table, id_) for table, raws in self._raws.items() for id_ in raws)

    def __len__(self) -> int:
        return sum(map(len, self._raws.values()))


class CheckedRecords(EncodedRecords):
    """Records that obey the rules of their tables: each is checked when it is added."""

    def __setitem__(self, key: Key, record: Record) -> None:
        self.put_encoded(key, encode_checked(record))

    def add(self, record: Record) -> None:
        """Add a record, or replace it, under its table and id.

        Raises:
            InvalidRecordError: it breaks a rule of its table; nothing is added.
        """
        self[table_of(record), record.id] = record


def encoded(records: Mapping[Key, Record], key: Key) -> bytes:
    """Return a record as JSON; one that is kept as JSON is neither decoded nor encoded."""
    if isinstance(records, EncodedRecords):
        return records.encoded(key)
    return encode_record(records[key])
