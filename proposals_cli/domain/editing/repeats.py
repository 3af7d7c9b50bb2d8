"""New records that the base, or the same change, may have already.

A proposal is compared with those of its body and year, and with those of its numbers; any other
record is found by its link or its names. So the time depends on one year and not on the base.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from proposals_cli.domain.editing.drafts import Drafted
from proposals_cli.domain.lookup import find_record, find_referring
from proposals_cli.domain.matching.identity import conflicts, identity_key, titles_alike
from proposals_cli.domain.matching.titles import MIN_TITLE_SIMILARITY, Titles
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import Body, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import And, FacetIs, InYears, Node, Not, Query
from proposals_cli.domain.text.links import link_spellings
from proposals_cli.domain.text.normalise import fold_key, normalise_number, normalise_title

_MAX_SAME_NUMBER = 100
_MAX_SIMILAR = 50


class Repeat(NamedTuple):
    """A new record that seems to be in the base, or in the same change, already.

    ``draft`` counts from 0; ``field`` is the one that agrees, and ``why`` says so. One that is
    not certain agrees only nearly, or is distinguished by something else.
    """

    draft: int
    id: str
    other: str
    field: str
    why: str
    is_certain: bool


def repeats(drafts: Sequence[Drafted], index: ProposalIndex) -> list[Repeat]:
    """Return what the records of drafts repeat, at most one repeat for each draft."""
    finder, found = _Finder(index), []
    for number, draft in enumerate(drafts):
        record = draft.record
        candidates = list(finder.matches(record))
        finder.add(record)
        if candidates:
            best = next((one for one in candidates if one.is_certain), candidates[0])
            found.append(Repeat(number, record.id, *best))
    return found


class _Match(NamedTuple):
    """The last fields of a ``Repeat``."""

    other: str
    field: str
    why: str
    is_certain: bool


class _Block:
    """The titles of the proposals of one body and year."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.titles: list[str] = []

    def add(self, id_: str, titles: Iterable[str]) -> None:
        for title in filter(None, map(normalise_title, titles)):
            self.ids.append(id_)
            self.titles.append(title)

    def similar(self, title: str) -> dict[str, bool]:
        """Return id → whether a title of it is the same; others are nearly so."""
        found = process.extract(
            title,
            self.titles,
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=MIN_TITLE_SIMILARITY,
            limit=_MAX_SIMILAR,
        )
        same = {self.ids[place]: True for other, _, place in found if other == title}
        near = Titles()
        for other, _, place in found:
            near.add((0, ""), self.ids[place], other)
        return {id_: False for id_, _ in near.near((0, ""), title)} | same


class _Finder:
    """Finds records in a base, and among those that were added to it here."""

    def __init__(self, index: ProposalIndex) -> None:
        self._index = index
        self._blocks: dict[tuple[str, int | None], _Block] = {}
        self._new: dict[str, Record] = {}
        self._named: dict[tuple[str, str], str] = {}
        """What a new record is found by, as (table, key) → its id; papers by their links."""

    def add(self, record: Record) -> None:
        """Let later records be found to repeat this one."""
        self._new[record.id] = record
        if isinstance(record, Proposal):
            titles = [title.text for title in record.wordings]
            self._block(record).add(record.id, titles)
            for link in _papers(record):
                self._named.setdefault(("documents", link), record.id)
        for _, key in _keys(record):
            self._named.setdefault((table_of(record), key), record.id)

    def matches(self, record: Record) -> Iterator[_Match]:
        """Yield the records that a new one may repeat."""
        if isinstance(record, Proposal):
            yield from self._with_title(record)
            yield from self._with_paper(record)
        for field, key in _keys(record):
            known = self._named.get((table_of(record), key))
            for other in filter(None, [known, *self._stored(record, field, key)]):
                if match := self._match(record, other, field):
                    yield match

    def _with_title(self, record: Proposal) -> Iterator[_Match]:
        when = "year" if record.stated_year else "body, without a year"
        for title in record.wordings:
            words = normalise_title(title.text)
            for other, is_same in self._block(record).similar(words).items() if words else ():
                agrees = "the same" if is_same else "nearly the same"
                is_certain = is_same and not self._differ(record, other)
                yield _Match(other, "titles", f"{agrees} title and {when}", is_certain)

    def _with_paper(self, record: Proposal) -> Iterator[_Match]:
        """Yield the proposals of the body and year that have a paper with the same link."""
        links = _papers(record)
        for link in links:
            if known := self._named.get(("documents", link)):
                yield _Match(known, "documents", "the same link of a paper", True)
        for summary, content in self._index.find_records(_in_block(record)) if links else ():
            if any(f'"{link}"'.encode() in content for link in links):
                found = self._proposal(summary.id)
                if found and not links.isdisjoint(_papers(found)):
                    yield _Match(summary.id, "documents", "the same link of a paper", True)

    def _stored(self, record: Record, field: str, key: str) -> Iterator[str]:
        """Yield the ids of the stored records that a key of a new one leads to."""
        match record:
            case Proposal():
                for table, id_ in self._index.ids_like(key, _MAX_SAME_NUMBER):
                    if table == "proposals":
                        yield id_
            case Source():
                for link in dict.fromkeys((str(record.url), *link_spellings(key))):
                    for source in find_referring(self._index, Source, field, link):
                        yield source.id
            case _:
                table = table_of(record)
                for id_ in self._index.find_values(KIND_OF[table], key):
                    if self._index.record(table, id_) is not None:
                        yield id_

    def _match(self, record: Record, other: str, field: str) -> _Match | None:
        """Return the match with a record that the same key leads to."""
        if not isinstance(record, Proposal):
            said = "link" if field == "url" else "name"
            return _Match(other, field, f"the same {said}", True)
        found = self._proposal(other)
        numbers = _numbers(record) & _numbers(found) if found else set()
        if found is None or found.body != record.body or not numbers:
            return None
        if conflicts(identity_key(record, None, None), identity_key(found, None, None)):
            return None  # a number identifies only within a kind and a session
        alike = titles_alike(record, found) >= MIN_TITLE_SIMILARITY or not (
            record.wordings and found.wordings
        )
        return _Match(other, field, "the same number", alike and not self._differ(record, other))

    def _differ(self, record: Proposal, other: str) -> bool:
        """Return whether something else than the title distinguishes two proposals."""
        found = self._proposal(other)
        if found is None:
            return False
        mine, theirs = set(record.people), set(found.people)
        if mine and theirs and mine.isdisjoint(theirs):
            return True
        keys = (identity_key(one, one.date, None) for one in (record, found))
        return conflicts(*keys)

    def _proposal(self, id_: str) -> Proposal | None:
        record = self._new.get(id_) or find_record(self._index, "proposals", id_)
        return record if isinstance(record, Proposal) else None

    def _block(self, record: Proposal) -> _Block:
        """Return the titles of a proposal's body and year, which are read once."""
        key = (record.body, record.stated_year)
        if key not in self._blocks:
            self._blocks[key] = block = _Block()
            for summary in self._index.find(_in_block(record)):
                block.add(summary.id, summary.titles.values())
        return self._blocks[key]


def _in_block(record: Proposal) -> Query:
    year = record.stated_year
    when: Node = Not(InYears(((1, 9999),))) if year is None else InYears(((year, year),))
    return Query(And((FacetIs("body", (record.body,)), when)))


def _numbers(record: Proposal) -> set[tuple[str, str]]:
    return {(one.scheme, normalise_number(one.value)) for one in record.identifiers}


def _papers(record: Proposal) -> set[str]:
    return {paper.url for paper in record.documents if paper.url}


def _keys(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the field and the key by which a record is looked for."""
    match record:
        case Proposal():
            for number in record.identifiers:
                for spelling in (number.value, normalise_number(number.value)):
                    yield "identifiers", fold_key(spelling)
        case Source(url=str(url)):
            yield "url", link_spellings(url)[0]
        case Person() | Body() | Theme():
            field = "names" if isinstance(record, Person) else "name"
            for name in record.name.values():
                yield field, fold_key(name)
