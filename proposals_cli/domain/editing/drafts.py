"""Drafts: records as a person writes them, and how they are completed.

A draft has the fields of the record, and may be shorter: blanks count as missing, a title may be
one text, a measure one sentence, a citation ``SOURCE, LOCATOR`` or a link, a source a link. Themes
and people may be given by name. Missing values are added: the id from year and title, the numbers
of measures, and the only source of a new draft as the citation of every statement without one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import msgspec

from proposals_cli.domain.lookup import find_referring
from proposals_cli.domain.model.decoding import convert_record, decode_proposal
from proposals_cli.domain.model.records import TABLES, Record, Source
from proposals_cli.domain.model.vocabulary import Status
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.suggestions import known_value
from proposals_cli.domain.text.slugs import title_slug
from proposals_cli.errors import InvalidRecordError, PropError

Draft = dict[str, Any]


@dataclass(frozen=True)
class Drafted:
    """The record made from a draft, and the new sources that the draft describes."""

    record: Record
    sources: tuple[Source, ...] = ()


def without_blanks(value: Any) -> Any:
    """Return a draft without empty keys and items."""
    match value:
        case dict():
            cleaned = {str(key): without_blanks(part) for key, part in value.items()}
            return {key: part for key, part in cleaned.items() if part not in (None, "", [], {})}
        case list():
            parts = [without_blanks(part) for part in value]
            return [part for part in parts if part not in (None, "", [], {})]
        case str():
            return value.strip()
        case _:
            return value


def free_id(wanted: str, taken: Callable[[str], bool]) -> str:
    """Return an unused id: the wanted one, or it with the first unused number."""
    if not taken(wanted):
        return wanted
    number = 2
    while taken(f"{wanted}-{number}"):
        number += 1
    return f"{wanted}-{number}"


def table_with(id_: str, index: ProposalIndex) -> str | None:
    """Return the table of the record that has an id, or had it before; None for an unused id.

    An id must identify a record without its table, so every table is searched.
    """
    for table in TABLES:
        if index.record(table, id_) is not None:
            return table
    for table, other in index.ids_like(id_, 2):
        raw = index.record(table, other)
        if table == "proposals" and raw and id_ in decode_proposal(raw).former_ids:
            return table
    return None


class DraftReader:
    """Make records from drafts, with the names and ids of one base.

    The records that one reader makes belong to one change: each has its own id, and a new source
    that several drafts name is one source.
    """

    def __init__(self, index: ProposalIndex) -> None:
        self.index = index
        self._new_sources: dict[str, Source] = {}
        self._made: set[tuple[str, str]] = set()

    def records(self, table: str, drafts: Sequence[Draft]) -> list[Drafted]:
        """Make records from several drafts; raise as ``record`` does, with the draft's number."""
        made = []
        for number, draft in enumerate(drafts):
            try:
                made.append(self.record(table, draft))
            except PropError as error:
                if len(drafts) > 1:
                    error.message = f"Draft {number + 1}: {error.message}"
                    if isinstance(error, InvalidRecordError):
                        error.field = f"[{number}].{error.field}"
                raise
        return made

    def record(self, table: str, draft: Draft, *, new: bool = True) -> Drafted:
        """Make a record of any table.

        Args:
            table: of the record.
            draft: its fields.
            new: add citations and drop sources that are cited; not for an edited record.

        Raises:
            InvalidRecordError: a field is missing or wrong; the message names it.
            InvalidQueryError: the base does not have a theme or person of this name.
        """
        known = len(self._new_sources)
        _refuse_unpaired_surrogates(draft)
        # extra is kept as it was given
        extra = {"extra": _with_text_keys(draft["extra"])} if draft.get("extra") else {}
        draft = without_blanks({key: part for key, part in draft.items() if key != "extra"})
        if table == "proposals":
            self._complete_proposal(draft, new=new)
        else:
            self._complete(table, draft)
        record = convert_record(table, draft | extra)
        self._made.add((table, record.id))
        return Drafted(record, tuple(self._new_sources.values())[known:])

    def _complete_proposal(self, draft: Draft, *, new: bool) -> None:
        _expand_shorthands(draft)
        for field, facet in (("themes", "theme"), ("people", "person")):
            if isinstance(draft.get(field), list):
                draft[field] = [known_value(facet, str(v), self.index) for v in draft[field]]
        listed = self._listed_sources(draft)
        self._cite(draft, draft)
        if new and len(listed) == 1:
            _cite_everything(draft, listed)
        cited = set(_sources_in(draft)) if new else set()
        draft["sources"] = [source for source in listed if source not in cited]
        if "id" not in draft:
            title = draft["title"].get("en", "") if isinstance(draft["title"], dict) else ""
            wanted = f"{draft.get('year', '')}-{title_slug(str(title)) or draft['kind']}"
            # without a year no id can be proposed, and the error should be about the year
            draft["id"] = free_id(wanted, self._is_taken) if "year" in draft else "new"

    def _listed_sources(self, draft: Draft) -> list[str]:
        """Return the ids of the sources that a draft lists."""
        listed = []
        for place, given in enumerate(_list(draft.get("sources", []))):
            try:
                listed.append(self._source(given, draft))
            except InvalidRecordError as error:
                error.field = f"sources[{place}].{error.field}"
                raise
        return listed

    def _complete(self, table: str, draft: Draft) -> None:
        if isinstance(draft.get("name"), str):
            draft["name"] = _title(draft["name"])
        if isinstance(draft.get("person"), str):
            draft["person"] = known_value("person", draft["person"], self.index)
        if table == "notes" and "source" in draft:
            draft["source"] = self._source(draft["source"], draft)
        self._cite(draft, draft)
        if "id" not in draft:
            draft["id"] = self._proposed_id(table, draft)

    def _proposed_id(self, table: str, draft: Draft) -> str:
        """Return a free id for a record that has none."""
        name = draft.get("name")
        english = name.get("en") if isinstance(name, dict) else None
        if table == "sources":
            return free_id(_source_slug(draft), self._is_taken)
        words = title_slug(str(english or draft.get("text") or draft.get("words") or ""))
        if not words:
            raise InvalidRecordError(
                f"{table}: a new record needs an id.", "Give it as 'id', as in li-yanhong."
            )
        return free_id(words, self._is_taken)

    def _is_taken(self, id_: str) -> bool:
        """Return whether the change or the base uses an id."""
        return (
            id_ in self._new_sources
            or any((table, id_) in self._made for table in TABLES)
            or table_with(id_, self.index) is not None
        )

    def _source(self, given: Any, draft: Draft) -> str:
        """Return the id of a source given as an id, a link or a description."""
        if isinstance(given, str) and not _is_link(given):
            return given
        if not isinstance(given, str | dict):
            raise InvalidRecordError(
                f"A source cannot be {given!r}.", "Give its id, its link, or its fields."
            )
        described = {"url": given} if isinstance(given, str) else dict(given)
        url = described.get("url")
        if isinstance(url, str):
            existing = find_referring(self.index, Source, "url", url)
            for known in (*self._new_sources.values(), *existing):
                if known.url == url:
                    return known.id
        described.setdefault("kind", "press")
        if "id" not in described:
            dated = {"date": str(draft.get("year", "")), **described}
            described["id"] = free_id(_source_slug(dated), self._is_taken)
        elif str(described["id"]) in self._new_sources:
            raise InvalidRecordError(
                f"Two new sources have the id '{described['id']}'.",
                "Give one of them another id.",
                "id",
            )
        source = convert_record("sources", described)
        assert isinstance(source, Source)
        self._new_sources[source.id] = source
        return source.id

    def _cite(self, value: Any, draft: Draft) -> None:
        """Replace every citation in a draft by its full form."""
        match value:
            case dict():
                for key, part in value.items():
                    if key == "citations":
                        value[key] = [self._citation(given, draft) for given in _list(part)]
                    else:
                        self._cite(part, draft)
            case list():
                for part in value:
                    self._cite(part, draft)

    def _citation(self, given: Any, draft: Draft) -> Any:
        """Return a citation given as ``SOURCE``, ``SOURCE, LOCATOR``, a link or a mapping."""
        if isinstance(given, str):
            linked = re.fullmatch(r"(https?://\S+?)(?:,\s+(.*))?", given, re.DOTALL)
            source, locator = linked.groups("") if linked else given.partition(",")[::2]
            given = {"source": source.strip()}
            if locator.strip():
                given["locator"] = locator.strip()
        if isinstance(given, dict) and "source" in given:
            given["source"] = self._source(given["source"], draft)
        return given


def _with_text_keys(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _with_text_keys(part) for key, part in value.items()}
        case list():
            return [_with_text_keys(part) for part in value]
        case _:
            return value


def _refuse_unpaired_surrogates(draft: Draft) -> None:
    try:
        msgspec.json.encode(_with_text_keys(draft))
    except UnicodeEncodeError as error:
        raise InvalidRecordError(
            "A text contains an unpaired surrogate.", "Type or paste the character again."
        ) from error


def _expand_shorthands(draft: Draft) -> None:
    """Put the fields of a proposal that may be given as one text into their full form."""
    draft.setdefault("body", "npc")
    draft.setdefault("kind", "suggestion")
    draft["title"] = _title(draft.get("title", {}))
    if isinstance(draft.get("problem"), str):
        draft["problem"] = {"text": draft["problem"]}
    if isinstance(draft.get("status"), str):
        draft["status"] = {"value": draft["status"]}
    draft["measures"] = _numbered(draft.get("measures", []))


def _title(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    chinese = any("\u3400" <= character <= "\u9fff" for character in given)
    return {"zh": given} if chinese else {"en": given}


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _numbered(measures: Any) -> Any:
    """Return measures as mappings, with the next numbers for those without an id."""
    if not isinstance(measures, list):
        return measures
    full = [{"text": m} if isinstance(m, str) else m for m in measures]
    ids = [str(m["id"]) for m in full if isinstance(m, dict) and "id" in m]
    # after the highest: a gap is a removed measure, to which someone may still refer
    last = max((int(id_[1:]) for id_ in ids if re.fullmatch("m[0-9]{2,4}", id_)), default=0)
    numbers = count(last + 1)
    return [
        m if not isinstance(m, dict) or "id" in m else {"id": f"m{next(numbers):02}", **m}
        for m in full
    ]


def _cite_everything(draft: Draft, sources: list[str]) -> None:
    """Add citations of the sources to every statement without a citation."""
    statements = [draft.get("problem"), *_list(draft["measures"])]
    statements += [*_list(draft.get("responses", [])), *_list(draft.get("uptake", []))]
    status = draft.get("status")
    if isinstance(status, dict) and status.get("value", Status.UNKNOWN) != Status.UNKNOWN:
        statements.append(status)  # an unknown status is not a claim
    for statement in statements:
        if isinstance(statement, dict):
            statement.setdefault("citations", [{"source": source} for source in sources])


def _sources_in(value: Any) -> list[str]:
    match value:
        case {"source": str(source)}:
            return [source]
        case dict():
            return [s for key, part in value.items() if key != "sources" for s in _sources_in(part)]
        case list():
            return [source for part in value for source in _sources_in(part)]
        case _:
            return []


def _is_link(text: str) -> bool:
    return re.match(r"https?://\S+\Z", text) is not None


def _source_slug(source: Draft) -> str:
    """Return publisher or site and year, as ``scmp-2021``."""
    try:
        host = urlsplit(str(source.get("url") or "")).hostname or ""
    except ValueError:  # an unclosed bracket
        host = ""
    labels = [label for label in host.split(".") if label not in ("www", "m", "news", "com", "cn")]
    name = (
        title_slug(str(source.get("publisher") or ""))
        or title_slug(labels[0] if labels else "")
        or "source"
    )
    year = str(source.get("date") or "")[:4]
    return f"{name[:40].strip('-')}-{year}" if year.isdigit() else name[:40].strip("-")


def draft_of(record: Record) -> Draft:
    """Return a record as a draft to edit: without history and blanks."""
    draft = msgspec.json.decode(msgspec.json.encode(record))  # has lists, not tuples
    draft.pop("history", None)
    extra = draft.pop("extra", None)
    cleaned: Draft = without_blanks(draft)
    return cleaned | ({"extra": extra} if extra else {})
