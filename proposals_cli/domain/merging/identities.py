"""Which records of two states of a base are the same, though an id was changed or given twice."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.parts import Change
from proposals_cli.domain.model.records import Fact, Note, Person, Proposal, Record, Source
from proposals_cli.domain.model.references import with_ids
from proposals_cli.domain.text.normalise import fold_key, normalise_name, normalise_number
from proposals_cli.domain.text.slugs import short_hash

Records = dict[Key, bytes]
"""Records as compact JSON, as ``encode_record`` writes it, by table and id."""

_ADDED = ("added", "imported")
"""How the history of a record begins that this program added."""

_FORMER_IDS = b'"former_ids":'


class Moved(NamedTuple):
    """A state whose records have other ids, and those of them whose new id another record has."""

    records: Records
    absorbed: Records


def former_ids(records: Records) -> dict[Key, str]:
    """Return (table, former id) → present id; an id that a record has is not a former one."""
    found: dict[Key, str] = {}
    for (table, id_), content in records.items():
        if _FORMER_IDS not in content:
            continue
        for former in getattr(decode_record(table, content), "former_ids", ()):
            key = (table, former)
            if key not in records:
                found[key] = id_
    return found


def moved(records: Records, ids: Mapping[Key, str]) -> Moved:
    """Return a state in which records have new ids, and the references to them follow.

    Args:
        records: the state.
        ids: (table, old id) → new id.
    """
    if not ids:
        return Moved(records, {})
    found = Moved({}, {})
    names = [msgspec.json.encode(id_) for _, id_ in ids]
    for key, content in records.items():
        new = (key[0], ids.get(key, key[1]))
        is_taken = new != key and new in records
        target = found.absorbed if is_taken else found.records
        target[key if is_taken else new] = (
            _with_ids(key[0], content, new[1], ids)
            if any(name in content for name in names)
            else content
        )
    return found


def _with_ids(table: str, content: bytes, id_: str, ids: Mapping[Key, str]) -> bytes:
    record: Any = with_ids(decode_record(table, content), ids)
    return encode_record(msgspec.structs.replace(record, id=id_))


def with_former_id(table: str, content: bytes, former: str) -> bytes:
    """Return a record that answers to one more former id."""
    record: Any = decode_record(table, content)
    ids = dict.fromkeys((*record.former_ids, former))
    ids.pop(record.id, None)
    return encode_record(msgspec.structs.replace(record, former_ids=tuple(ids)))


def are_different(one: Record, two: Record) -> bool:
    """Return whether two records that were added under one id are about different things.

    Ids of themes and bodies are words that somebody chose for the thing itself.
    """
    match one, two:
        case Proposal(), Proposal():
            return (
                one.body != two.body
                or _dates_differ(one, two)
                or _numbers_differ(one, two)
                or _titles_differ(one, two)
                or _authors_differ(one, two)
            )
        case Person(), Person():
            return _names(one).isdisjoint(_names(two))
        case Source(), Source():
            same_title = one.title is not None and one.title == two.title
            return bool(one.url and two.url and one.url != two.url and not same_title)
        case Fact(), Fact():
            same_about = (one.kind, one.person, one.year) == (two.kind, two.person, two.year)
            return not same_about or _texts_differ(one.text, two.text)
        case Note(), Note():
            return (one.source, one.words) != (two.source, two.words)
    return False


def were_added_apart(one: Record, two: Record) -> bool:
    """Return whether the histories of two records say that they are not two states of one."""
    if not one.history and not two.history:
        return True
    starts = [record.history[0] for record in (one, two) if record.history]
    return len({*starts}) == 2 and all(start.what.startswith(_ADDED) for start in starts)


def _dates_differ(one: Proposal, two: Proposal) -> bool:
    """Return whether two proposals are of other years or days, as far as both are known."""
    if len({one.stated_year, two.stated_year} - {None}) > 1:
        return True
    dates = sorted(filter(None, (one.date, two.date)), key=len)
    return len(dates) == 2 and not dates[1].startswith(dates[0])


def _titles_differ(one: Proposal, two: Proposal) -> bool:
    """Return whether two proposals have titles in one language, and none of them in common."""
    mine, other = (
        {(title.lang, fold_key(title.text)) for title in proposal.titles} for proposal in (one, two)
    )
    languages = {lang for lang, _ in mine} & {lang for lang, _ in other}
    return bool(languages) and mine.isdisjoint(other)


def _authors_differ(one: Proposal, two: Proposal) -> bool:
    mine, other = (
        {fold_key(each.who or each.as_named or "") for each in proposal.sponsors}
        for proposal in (one, two)
    )
    return bool(mine and other) and mine.isdisjoint(other)


def _numbers_differ(one: Proposal, two: Proposal) -> bool:
    """Return whether two proposals have numbers of one scheme, and none of them in common."""
    mine, other = (
        {(each.scheme, normalise_number(each.value)) for each in record.identifiers}
        for record in (one, two)
    )
    schemes = {scheme for scheme, _ in mine} & {scheme for scheme, _ in other}
    return bool(schemes) and mine.isdisjoint(other)


def _names(person: Person) -> set[str]:
    return {normalise_name(name) for name in (*person.name.values(), *person.other_names)}


def _texts_differ(one: dict[str, str], two: dict[str, str]) -> bool:
    return any(one[tag] != two[tag] for tag in one.keys() & two.keys())


def added_later(one: Record, two: Record) -> bool:
    """Return whether the first of two records was added after the second: it gets another id.

    The answer does not depend on who merges whom.
    """
    return _order(one) > _order(two)


def _order(record: Record) -> tuple[str, bytes]:
    return record.history[0].when if record.history else "", encode_record(record)


def distinct_id(record: Record) -> str:
    """Return another id for a record, made of its id and a hash of what it says."""
    content = msgspec.structs.replace(record, history=())
    return _stem(record) + short_hash(encode_record(content).decode(), size=3)


def _stem(record: Record) -> str:
    return f"{record.id[:113].strip('-')}-"


class Clashes:
    """Two different records under one id, and the ids that they get in each state."""

    def __init__(self) -> None:
        self.base: dict[Key, str] = {}
        self.ours: dict[Key, str] = {}
        self.theirs: dict[Key, str] = {}
        self.gone: set[Key] = set()
        """The records of the ancestor that neither side has any more under their id."""

    def add(
        self,
        key: Key,
        before: Record | None,
        ours: tuple[Record, Records],
        theirs: tuple[Record, Records],
    ) -> str:
        """Give one of two records another id: one that it has elsewhere, or else a new one.

        Args:
            key: their table and id.
            before: the record under this id in the ancestor.
            ours: our record, and the records of the other side.
            theirs: their record, and ours.

        Returns:
            The new id, or an empty text if the record has it elsewhere already.
        """
        sides = ((ours, self.ours), (theirs, self.theirs))
        new = ""
        for (record, elsewhere), ids in sides:
            if id_ := _id_elsewhere(key[0], record, elsewhere):
                ids[key] = id_
        if key not in self.ours and key not in self.theirs:
            is_ours = added_later(ours[0], theirs[0])
            (record, _), ids = sides[0 if is_ours else 1]
            new = ids[key] = distinct_id(record)
        if before is not None:
            same = [ids for (record, _), ids in sides if _origin(record) == _origin(before)]
            if not same:
                self.gone.add(key)
            elif key in same[0]:
                self.base[key] = same[0][key]
        return new


def _origin(record: Record) -> Change | None:
    return record.history[0] if record.history else None


def _id_elsewhere(table: str, record: Record, elsewhere: Records) -> str:
    """Return the id that an earlier merge gave a record on the other side; empty if none did."""
    stem = _stem(record)
    for other, id_ in elsewhere:
        if other == table and id_.startswith(stem) and len(id_) == len(stem) + 6:
            found = decode_record(table, elsewhere[other, id_])
            if record.history and _origin(found) == _origin(record):
                return id_
    return ""
