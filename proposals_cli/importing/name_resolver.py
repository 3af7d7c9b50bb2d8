"""Find the people, bodies, themes and sources that rows name, or make records for them."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from proposals_cli.domain.editing.consistency import table_with
from proposals_cli.domain.lookup import find_referring
from proposals_cli.domain.matching.person_names import (
    ParsedName,
    is_collective,
    parse_name,
    two_scripts,
)
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import decode_record, table_of
from proposals_cli.domain.model.parts import Identifier, PersonName
from proposals_cli.domain.model.records import Body, Person, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import AgentKind
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.suggestions import near_names
from proposals_cli.domain.text.languages import UNDETERMINED, language_of, main_script
from proposals_cli.domain.text.normalise import name_key
from proposals_cli.domain.text.slugs import distinct_slug, short_hash, slug
from proposals_cli.importing.former_ids import FormerIds
from proposals_cli.importing.links import host_of, is_link

MAX_ID = 80
MAX_NAME = 300
"""Characters: a longer text is a sentence, not a name."""

_ID = re.compile(r"(?=.{1,120}\Z)[a-z0-9]+(?:-[a-z0-9]+)+")
_DIGIT = re.compile(r"\d")


class Resolved(NamedTuple):
    """The id of a person, body, theme or source, and the record to add if it is new.

    ``party`` is the one that a name gives in brackets. ``is_whole`` says that the record's name
    has all words of the text.
    """

    id: str
    record: Record | None = None
    party: str | None = None
    is_whole: bool = True


@dataclass(frozen=True)
class SourceDetails:
    """What a row says of its source besides the link, id or title."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None


class NameResolver:
    """The names in a base and in the records that the import adds to it.

    Args:
        index: of the base.
        planned: keys of the records that the import adds or changes.
        create_themes: make a theme for a name that none has.
    """

    def __init__(
        self, index: ProposalIndex, planned: Container[Key] = (), *, create_themes: bool
    ) -> None:
        self._index = index
        self._planned = planned
        self._create_themes = create_themes
        self._names: dict[str, dict[str, str]] = {"people": {}, "bodies": {}, "themes": {}}
        self._shared: set[str] = set()
        """Keys of names that several people of the base have."""
        self._people: dict[tuple[str, str], str] = {}
        """Scheme and identifier → id of the person."""
        self._stated: set[tuple[str, str]] = set()
        """Those of ``_people`` that the records have."""
        self._identified: set[tuple[str, str | None]] = set()
        """Schemes, each with the id of a person who has an identifier of it."""
        self._ids: dict[str, set[str]] = {table: set() for table in (*self._names, "sources")}
        self.zones: dict[str, str | None] = {}
        self._languages: dict[str, tuple[str, ...]] = {}
        """Body → the languages it works in."""
        self.former = FormerIds(index)
        self.base_language = index.base().language
        self._wanted: dict[str, tuple[str, str]] = {}
        """Id → table and name of the record that the current row would add."""
        self._links: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}
        for table in self._names:
            for raw in index.records(table):
                self.add(decode_record(table, raw))

    def add(self, record: Record) -> None:
        """Add the id, the names and the link of a record."""
        match record:
            case Person() | Body() | Theme():
                table = table_of(record)
                for name in (record.id, *record.name.values(), *record.other_names):
                    key = name_key(name)
                    key = record.id if key == record.id else key  # one text in memory, not two
                    known = self._names[table].setdefault(key, record.id)
                    if known != record.id and table == "people":
                        self._shared.add(key)
                self._ids[table].add(record.id)
                if isinstance(record, Person):
                    for one in record.identifiers:
                        self._people.setdefault((one.scheme, one.value), record.id)
                        self._identified.add((one.scheme, record.id))
                        self._stated.add((one.scheme, one.value))
                if isinstance(record, Body):
                    self._languages[record.id] = record.languages
                    self.zones[record.id] = record.timezone
            case Source():
                self._ids["sources"].add(record.id)
                if record.url:
                    self._links.setdefault(record.url, record.id)
                if record.title:
                    self._titles.setdefault(name_key(record.title), record.id)

    def is_taken(self, id_: str) -> bool:
        """Return whether a record of any table has, had or will have an id.

        An id alone must be enough to name a record.
        """
        if self._is_in_memory(id_) or ("proposals", id_) in self._planned:
            return True
        if hash(id_) not in self._stored:
            return id_ in self.former
        return table_with(id_, self._index) is not None

    @cached_property
    def _stored(self) -> frozenset[int]:
        """The hashes of the ids of proposals and sources; looking each up takes long."""
        ids = chain(self._index.ids("proposals"), self._index.ids("sources"))
        return frozenset(map(hash, ids))

    def is_taken_by_other(self, id_: str) -> bool:
        """Return whether a record other than a proposal has, or will have, an id."""
        if self._is_in_memory(id_):
            return True
        if _starts_with_year(id_) or hash(id_) not in self._stored:
            return False
        return self._index.record("sources", id_) is not None

    def _is_in_memory(self, id_: str) -> bool:
        return any(id_ in ids for ids in self._id_sets)

    @cached_property
    def _id_sets(self) -> tuple[Container[str], ...]:
        """The ids of the small tables, and of sources that could be a proposal's."""
        sources = filter(_starts_with_year, self._index.ids("sources"))
        others = chain(self._index.ids("facts"), self._index.ids("notes"), sources)
        return *self._ids.values(), frozenset(others)

    def start_row(self) -> None:
        """Forget the ids that the row before wanted: its records have been added, or never are."""
        self._wanted.clear()

    def _is_free(self, table: str, id_: str, name: str) -> bool:
        """Return whether a name may get an id, and reserve it against other names of the row."""
        if self._wanted.get(id_, (table, name)) != (table, name) or self.is_taken(id_):
            return False
        self._wanted[id_] = (table, name)
        return True

    def languages_of(self, body: str) -> tuple[str, ...]:
        """Return the languages that a body works in; none if they are not known."""
        return self._languages.get(body, ())

    def body(self, text: str) -> Resolved:
        """Return the body with this id or name, or a new one that has the name and no more."""
        known = self._find(text, "bodies")
        if known:
            return Resolved(known)
        words = distinct_slug(text) or f"body-{short_hash(name_key(text))}"
        id_ = self._free_id("bodies", words, "body", text)
        language = language_of(text, base=self.base_language)
        return Resolved(id_, Body(id=id_, name={language: text}))

    def known_agent(self, text: str) -> str | None:
        """Return the id of the person or body with this id or name; None if there is none."""
        known = self._find(text, "people", "bodies")
        if known or is_collective(text):
            return known
        parsed = parse_name(text)
        return self._find_person(parsed) if parsed.name else None

    def is_shared(self, text: str) -> bool:
        """Return whether several people of the base have this name."""
        if not self._shared:
            return False
        parsed = parse_name(text)
        names = (text, *(one.text for one in (parsed.name, parsed.other) if one))
        return any(name_key(name) in self._shared for name in names)

    def agent(
        self, text: str, language: str, *, is_organisation: bool | None = None
    ) -> Resolved | None:
        """Return the person, organisation or body with this id or name, or a new one.

        None if the text names no single one: an account with a number, two people, or a name that
        several people of the base have. ``language`` is that of the row, which tells a Japanese
        name from a Chinese one; a name in Latin letters is in no single language.
        ``is_organisation`` is what the file says of it, if anything.
        """
        if self.is_shared(text):
            return None
        if known := self._find(text, "people", "bodies"):
            return Resolved(known)
        if is_organisation is None and is_collective(text):
            return None if _DIGIT.search(text) else self._organisation(text, language)
        if is_organisation:
            return self._organisation(text, language)
        parsed = parse_name(_spoken(text), language)
        if parsed.name is None:
            return None
        if known := self._find_person(parsed):
            return Resolved(known, party=parsed.party, is_whole=parsed.is_whole)
        return self._new_person(parsed, language)

    def person(self, text: str, language: str, identifier: Identifier) -> Resolved:
        """Return the person with an identifier, or with this name and no other of the scheme.

        Else a new one: two identifiers of one scheme are two people, whatever their names.
        """
        key = (identifier.scheme, identifier.value)
        parsed = parse_name(_spoken(text), language)
        known = self._people.get(key)
        if not known and not self.is_shared(text):
            named = self._find_person(parsed)
            known = named if (identifier.scheme, named) not in self._identified else None
        if known:
            self._people.setdefault(key, known)
            self._identified.add((identifier.scheme, known))
            return Resolved(known, party=parsed.party, is_whole=parsed.is_whole)
        if parsed.name is None:
            parsed = replace(parsed, name=PersonName(text=text), is_whole=True)
        return self._new_person(parsed, language, (identifier,))

    def has_identifier(self, id_: str, scheme: str, value: str) -> bool:
        """Return whether the record of a person has an identifier."""
        return (scheme, value) in self._stated and self._people[scheme, value] == id_

    def _find_person(self, parsed: ParsedName) -> str | None:
        names = (parsed.name, parsed.other)
        return next((id_ for one in names if one and (id_ := self._find(one.text, "people"))), None)

    def _new_person(
        self, parsed: ParsedName, language: str, identifiers: tuple[Identifier, ...] = ()
    ) -> Resolved:
        assert parsed.name is not None
        text = parsed.name.text
        names = {_tag(text, parsed.language or language): parsed.name}
        if parsed.other:
            names[_tag(parsed.other.text, language)] = parsed.other
        id_ = self._free_id("people", slug(text), "person", text)
        record = Person(id=id_, names=names, identifiers=identifiers)
        return Resolved(id_, record, parsed.party, parsed.is_whole)

    def _organisation(self, text: str, language: str) -> Resolved:
        id_ = self._free_id("people", slug(text), "organisation", text)
        names = {_tag(text, language): PersonName(text=text)}
        return Resolved(id_, Person(id=id_, kind=AgentKind.ORGANISATION, names=names))

    def theme(self, text: str, stated: str | None = None) -> Resolved | None:
        """Return the theme with this id or name, or a new one; None if none may be created.

        The name of a new one is in the language that its row states, if in a script of that.
        """
        known = self._find(text, "themes")
        if known or not self._create_themes:
            return Resolved(known) if known else None
        id_ = self._free_id("themes", slug(text), "theme", text)
        names = [*filter(None, two_scripts(_spoken(text)))]
        languages = (
            language_of(name, (stated,) if stated else (), self.base_language) for name in names
        )
        return Resolved(id_, Theme(id=id_, name=dict(zip(languages, names, strict=True))))

    def near_themes(self, text: str) -> list[str]:
        """Return the ids of themes with a similar name."""
        key = name_key(text)
        if key not in self._near:
            self._near[key] = self._themes_like(key)
        return self._near[key]

    def _themes_like(self, key: str) -> list[str]:
        names = self._names["themes"]
        words = {word for word in key.split("-") if len(word) > 3}
        near = [names[name] for name in near_names(key, names, 5)]
        near += [
            id_
            for name, id_ in names.items()
            if words & set(name.split("-")) or (len(key) > 3 and key in name)
        ]
        return list(dict.fromkeys(near))[:3]

    def source(self, text: str, details: SourceDetails) -> Resolved:
        """Return the source with this id, link or title, or a new one."""
        link = text if is_link(text) else None
        known = (
            self._source_at(text)
            if link
            else self._titles.get(name_key(text)) or self._source_named(text)
        )
        if known:
            return Resolved(known)
        if link:
            words = slug(host_of(link).removeprefix("www.")) or "link"
            id_ = self._hashed_id("sources", words[:MAX_ID].strip("-"), link)
        elif _ID.fullmatch(text) and self._is_free("sources", text, text):
            return Resolved(text, Source(id=text, kind="document", publisher=details.publisher))
        else:
            words = slug(text)[:MAX_ID].strip("-") or "source"
            id_ = self._hashed_id("sources", words, name_key(text))
        title = details.title or (None if link else text)
        return Resolved(
            id_,
            Source(
                id=id_,
                kind="webpage" if link else "document",
                publisher=details.publisher,
                title=title,
                date=details.date,
                url=link,
            ),
        )

    def _find(self, text: str, *tables: str) -> str | None:
        """Return the id of the record of the first of these tables that has a name."""
        if (renamed := self.former.current(tables, text)) != text:
            return renamed
        key = name_key(text)
        one, other = (text, None) if text.isascii() else two_scripts(text)
        for table in tables:
            names = self._names[table]
            if found := names.get(key):
                return found
            if other and (found := names.get(name_key(one)) or names.get(name_key(other))):
                return found
        return None

    def _source_at(self, link: str) -> str | None:
        if found := self._links.get(link):
            return found
        for source in find_referring(self._index, Source, "url", link):
            self._links[link] = source.id
            return source.id
        return None

    def _source_named(self, text: str) -> str | None:
        if text in self._ids["sources"]:
            return text
        found = self._index.find_value("source", text)
        if found:
            self._titles[name_key(text)] = found
        return found

    def _free_id(self, table: str, words: str, kind: str, text: str) -> str:
        """Return an id for a new record: made from the name, with a hash if that is taken."""
        id_ = words[:MAX_ID].strip("-")
        if id_ and self._is_free(table, id_, name_key(text)):
            return id_
        return self._hashed_id(table, id_ or kind, name_key(text))

    def _hashed_id(self, table: str, words: str, text: str) -> str:
        """Return an id of words and the hash of a text.

        The hash is longer where a short one is taken: two of 100,000 texts are likely to share
        four bytes.
        """
        ids = (f"{words}-{short_hash(text, size=size)}" for size in (4, 8, 16))
        return next(id_ for id_ in ids if self._is_free(table, id_, text))


def _starts_with_year(id_: str) -> bool:
    return id_[:4].isdecimal()


def _spoken(text: str) -> str:
    """Return an id as the name that it was made from, any other text as it is.

    >>> _spoken("ma-huateng"), _spoken("Ma Huateng")
    ('Ma Huateng', 'Ma Huateng')
    """
    return text.replace("-", " ").title() if _ID.fullmatch(text) else text


def _tag(text: str, language: str) -> str:
    """Return the language of a name: none in Latin letters; else the row's, if it is its script."""
    script = main_script(text)
    return UNDETERMINED if script == "LATIN" else language_of(text, (language,))
