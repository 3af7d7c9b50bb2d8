"""People, themes and sources that rows name: those of the base, or new records made for them."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from proposals_cli.domain.editing.drafts import table_with
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import Names, Person, Record, Source, Theme
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.normalise import fold_key, name_key
from proposals_cli.domain.text.slugs import has_non_latin_letters, short_hash, to_latin

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_ID = 80
LONGEST_NAME = 300
"""Characters: what is longer is a sentence, and no name."""

_HAN = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff](?:[\u3400-\u9fff\uf900-\ufaff·・ ]*[\u3400-\u9fff])?"
)
_ID = re.compile(r"(?=.{1,120}\Z)[a-z0-9]+(?:-[a-z0-9]+)+")
_NO_ID = re.compile("[^a-z0-9]+")
_LINK = re.compile(r"https?://[^\s<>\"\x00-\x20]+", re.IGNORECASE)


def slug(text: str) -> str:
    """Return the Latin letters and digits of a text as words of an id; empty if it has none.

    >>> slug("Hans Müller (CDU/CSU)"), slug("../../etc/passwd"), slug("馬化騰")
    ('hans-muller-cdu-csu', 'etc-passwd', '')
    """
    return _NO_ID.sub("-", to_latin(text)).strip("-")


def distinct_slug(text: str, most: int = 80) -> str:
    """Return the words of an id that differ where texts do; empty if it has no Latin letter.

    What is lost because it is of another script stands behind them as a short hash.

    >>> distinct_slug("Сейм II"), distinct_slug("議案")
    ('ii-2b025b60', '')
    """
    words = slug(text)[:most].strip("-")
    return (
        f"{words}-{short_hash(fold_key(text))}" if words and has_non_latin_letters(text) else words
    )


def is_link(text: str) -> bool:
    """Tell whether a text is one link."""
    return _LINK.fullmatch(text) is not None


@dataclass(frozen=True)
class Resolved:
    """The id of what a row names, and the record to add if it is new."""

    id: str
    record: Record | None = None


@dataclass(frozen=True)
class SourceDetails:
    """What else a row says of its source."""

    title: str | None = None
    publisher: str | None = None
    date: str | None = None


class NameResolver:
    """The names of a base, and of what the import adds to it."""

    def __init__(self, index: ProposalIndex, *, create_themes: bool) -> None:
        self._index = index
        self._create_themes = create_themes
        self._names: dict[str, dict[str, str]] = {"people": {}, "themes": {}}
        self._ids: dict[str, set[str]] = {"people": set(), "themes": set(), "sources": set()}
        self._wanted: dict[str, tuple[str, str]] = {}
        """Id → table and name of what the row at hand would add."""
        self._others: dict[str, frozenset[str]] = {}
        self.proposed: Callable[[str], bool] = lambda _id: False
        """Tells whether the import adds a proposal of an id."""
        self._links: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}
        for table in ("people", "themes"):
            for raw in index.records(table):
                self.add(decode_record(table, raw))

    def add(self, record: Record) -> None:
        """Take note of a record: its id, its names, its link."""
        match record:
            case Person() | Theme():
                table = "people" if isinstance(record, Person) else "themes"
                others = record.other_names if isinstance(record, Person) else ()
                for name in (record.id, record.name.en, record.name.zh, *others):
                    if name:
                        self._names[table].setdefault(name_key(name), record.id)
                self._ids[table].add(record.id)
            case Source():
                self._ids["sources"].add(record.id)
                if record.url:
                    self._links.setdefault(record.url, record.id)
                if record.title:
                    self._titles.setdefault(name_key(record.title), record.id)

    def has(self, id_: str, *, proposals: bool = True) -> bool:
        """Tell whether any table has, or will have, a record of this id.

        An id alone has to say which record is meant. Tables that are small are held in memory.

        Args:
            id_: that is wanted for a new record.
            proposals: look among the proposals too, and among their former ids.
        """
        if any(id_ in ids for ids in self._ids.values()):
            return True
        if not self._others:
            self._others = {t: frozenset(self._index.ids(t)) for t in ("facts", "notes")}
            # ids of proposals begin with a year, and few sources are called so
            of_years = filter(_is_of_year, self._index.ids("sources"))
            self._others["sources"] = frozenset(of_years)
        if any(id_ in ids for ids in self._others.values()):
            return True
        if not proposals:
            return not _is_of_year(id_) and self._index.record("sources", id_) is not None
        if self.proposed(id_):
            return True
        return bool(self._index.ids_like(id_, 1)) and table_with(id_, self._index) is not None

    def begin(self) -> None:
        """Begin with a row: what the one before wanted to add is added, or nobody's."""
        self._wanted.clear()

    def _is_free(self, table: str, id_: str, name: str) -> bool:
        """Tell whether a name may get an id, and keep it from other names of the row."""
        if self._wanted.get(id_, (table, name)) != (table, name) or self.has(id_):
            return False
        self._wanted[id_] = (table, name)
        return True

    def person(self, text: str) -> Resolved:
        """Return the person of this id or name, a new one if there is none."""
        known = self._find("people", text)
        if known:
            return Resolved(known)
        id_ = self._free("people", slug(text), "person", text)
        return Resolved(id_, Person(id=id_, name=_names(text)))

    def theme(self, text: str) -> Resolved | None:
        """Return the theme of this id or name; None if there is none and none may be made."""
        known = self._find("themes", text)
        if known or not self._create_themes:
            return Resolved(known) if known else None
        id_ = self._free("themes", slug(text), "theme", text)
        return Resolved(id_, Theme(id=id_, name=_names(text)))

    def near_themes(self, text: str) -> list[str]:
        """Return the ids of themes that are called alike."""
        key = name_key(text)
        if key not in self._near:
            self._near[key] = self._called_like(key)
        return self._near[key]

    def _called_like(self, key: str) -> list[str]:
        from proposals_cli.domain.suggestions import near_names

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
        """Return the source of this id, link or title, a new one if there is none."""
        link = text if is_link(text) else None
        known = self._link(text) if link else self._titles.get(name_key(text)) or self._named(text)
        if known:
            return Resolved(known)
        if link:
            host = urlsplit(link).hostname or "" if "[" not in link else ""
            words = slug(host.removeprefix("www.")) or "link"
            id_ = self._hashed("sources", words[:LONGEST_ID].strip("-"), link)
        elif _ID.fullmatch(text) and self._is_free("sources", text, text):
            return Resolved(text, Source(id=text, kind="document", publisher=details.publisher))
        else:
            words = slug(text)[:LONGEST_ID].strip("-") or "source"
            id_ = self._hashed("sources", words, name_key(text))
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

    def _find(self, table: str, text: str) -> str | None:
        names = self._names[table]
        if found := names.get(name_key(text)):
            return found
        both = _names(text)
        if both.en and both.zh:
            return names.get(name_key(both.zh)) or names.get(name_key(both.en))
        return None

    def _link(self, link: str) -> str | None:
        if found := self._links.get(link):
            return found
        for raw in self._index.referring_to("sources", "url", link):
            id_ = decode_record("sources", raw).id
            self._links[link] = id_
            return id_
        return None

    def _named(self, text: str) -> str | None:
        if text in self._ids["sources"]:
            return text
        found = self._index.find_value("source", text)
        if found:
            self._titles[name_key(text)] = found
        return found

    def _free(self, table: str, words: str, kind: str, text: str) -> str:
        """Return the id of a new record; it follows from the name alone, unless that is taken."""
        id_ = words[:LONGEST_ID].strip("-")
        if id_ and self._is_free(table, id_, name_key(text)):
            return id_
        return self._hashed(table, id_ or kind, name_key(text))

    def _hashed(self, table: str, words: str, text: str) -> str:
        """Return an id of words and the hash of a text, a longer one where a short one is taken.

        Of 100,000 texts, two are likely to have the same four bytes.
        """
        ids = (f"{words}-{short_hash(text, size=size)}" for size in (4, 8, 16))
        return next(id_ for id_ in ids if self._is_free(table, id_, text))


def _is_of_year(id_: str) -> bool:
    return id_[:4].isdecimal()


def _names(text: str) -> Names:
    """Return a name as English and Chinese; one that holds both is taken apart.

    >>> _names("Ma Huateng (马化腾)"), _names("ma-huateng")
    (Names(en='Ma Huateng', zh='马化腾'), Names(en='Ma Huateng', zh=None))
    """
    if _ID.fullmatch(text):
        return Names(en=text.replace("-", " ").title())
    found = _HAN.search(text)
    if not found:
        return Names(en=text)
    rest = (text[: found.start()] + text[found.end() :]).strip(" ()（）,/·、")
    if re.search("[A-Za-z]{2}", rest) and not _HAN.search(rest):
        return Names(en=rest, zh=found[0].strip())
    return Names(zh=text)
