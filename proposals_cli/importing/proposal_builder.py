"""From the fields of a row to a proposal."""

import re
from dataclasses import dataclass, field
from typing import Any

from proposals_cli.domain.editing.drafts import title_slug
from proposals_cli.domain.model.records import (
    Citation,
    Identifier,
    Measure,
    Proposal,
    Record,
    Response,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.vocabulary import TitleBasis
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.domain.text.slugs import has_non_latin_letters, short_hash
from proposals_cli.importing.dates import When, parse_date
from proposals_cli.importing.mapping import Fields, Mapper, iso_date
from proposals_cli.importing.name_resolver import (
    LONGEST_NAME,
    NameResolver,
    Resolved,
    SourceDetails,
    distinct_slug,
    slug,
)
from proposals_cli.importing.rows import RejectedRowError
from proposals_cli.importing.vocabulary_lookup import (
    abbreviated,
    body_of,
    han_number,
    has_han,
    kind_of,
    series_of,
    status_of,
)

_KANA = re.compile("[\u3041-\u30fe\uac00-\ud7a3]")
_WHOLE_NUMBER = re.compile(r"(?<!\d)(\d{1,9})(?!\d)")
_YEARS_RUN = re.compile(r"\d+\s*[-/–]\s*\d+")
_HAN_NUMBER = re.compile("第?([一二三四五六七八九十]{1,3})(?:届|次|屆)?")
_YEAR_FIRST = re.compile(r"(?:1[89]|20)\d\d-(?:.*-)?[a-z]")
_OPAQUE = re.compile(r"://|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-|[^\s]{50}")
"""Links and UUIDs: numbers to know a record by, but no ids that anybody types."""

_MOST_MEASURES = 9_999
_MOST_CITATIONS = 100_000
"""Every measure of a row cites every source of it."""


@dataclass
class Candidate:
    """A proposal that a row makes, and what it brings along.

    ``own_id`` tells that the file or ``--id`` named it; otherwise the id is a proposed one that
    follows from year and title. ``whole`` tells that it is a record as a store holds it.
    """

    proposal: Proposal
    own_id: bool
    kind_given: bool
    new: dict[tuple[str, str], Record] = field(default_factory=dict)
    date_unsure: bool = False
    whole: bool = False

    @property
    def id_given(self) -> str | None:
        """The id of the proposal if its file, or ``--id``, gave it one."""
        return self.proposal.id if self.own_id else None


class ProposalBuilder:
    """Makes proposals of fields, with the names of one base."""

    def __init__(self, mapper: Mapper, names: NameResolver) -> None:
        self.mapper = mapper
        self.names = names

    def make(self, fields: Fields) -> Candidate:
        """Make a proposal.

        Raises:
            RefusedRowError: something that it needs is missing or cannot be understood.
        """
        one = fields.one
        new: dict[tuple[str, str], Record] = {}
        self.names.begin()
        when, unsure = self._when(fields)
        title = self._title(fields)
        body = _body(fields)
        kind, terms = kind_of(one.get("kind"))
        citations = tuple(Citation(source=id_) for id_ in self._sources(fields, new))
        status = _status(one.get("status"), one.get("status.as_reported"), citations)
        problem = "\n\n".join(fields.many.get("problem", ()))
        measures = fields.many.get("measures", [])
        if len(measures) > _MOST_MEASURES:
            raise fields.refuse("measures", f"{len(measures):,} measures")
        if len(measures) * len(citations) > _MOST_CITATIONS:
            raise fields.refuse("source", f"{len(citations):,} sources")
        responses = _responses(fields, citations)
        numbers = [Identifier(scheme=_scheme(column), value=n) for column, n in fields.numbers]
        id_, own, number = self._id(fields, when.year, body, kind, title)
        if number and number not in numbers:
            numbers.insert(0, number)
        cited = bool(status.citations or problem or measures or responses)
        proposal = Proposal(
            id=id_,
            year=when.year,
            body=body,
            term=self._number(fields, "term"),
            session=self._number(fields, "session"),
            kind=kind,
            kind_terms=tuple(dict.fromkeys((*terms, *fields.many.get("kind_terms", ())))),
            title=title,
            people=self._all(fields, "people", self.names.person, new),
            themes=self._themes(fields, new),
            problem=Statement(text=problem, citations=citations) if problem else None,
            measures=tuple(
                Measure(id=f"m{place:02}", text=text, citations=citations)
                for place, text in enumerate(measures, 1)
            ),
            regions=tuple(fields.many.get("regions", ())),
            entities=tuple(fields.many.get("entities", ())),
            series=tuple(map(series_of, fields.many.get("series", ()))),
            continues=tuple(filter(None, map(slug, fields.many.get("continues", ())))),
            responses=responses,
            status=status,
            identifiers=tuple(dict.fromkeys(numbers)),
            sources=() if cited else tuple(citation.source for citation in citations),
            notes=tuple(fields.many.get("notes", ())),
            extra=fields.extra,
        )
        return Candidate(proposal, own, "kind" in one, new, unsure)

    def _when(self, fields: Fields) -> tuple[When, bool]:
        """Return when it was made; whether day and month of its date are unsure."""
        dated = fields.one.get("date")
        date = parse_date(dated, self._order(fields, "date")) if dated else None
        if dated:
            fields.extra.setdefault("date", (date and date.iso) or dated)
        year = fields.one.get("year")
        when = parse_date(year, self._order(fields, "year")) if year else date
        if when is None:
            if year or dated:
                name = "year" if year else "date"
                raise fields.refuse(
                    name, f"no year can be made out of '{abbreviated(year or dated)}'"
                )
            raise _missing(fields, "year", "date")
        return when, bool(date and date.iso is None)

    def _order(self, fields: Fields, name: str) -> str | None:
        return self.mapper.date_order(fields.came_from.get(name, ""))

    def _title(self, fields: Fields) -> Title:
        one = fields.one
        english, chinese = one.get("title.en"), one.get("title.zh")
        note = one.get("title.note")
        if plain_title := one.get("title"):
            language = self.mapper.columns.language
            japanese = language == "Japanese" or _KANA.search(plain_title)
            if has_han(plain_title) and not japanese:
                chinese = chinese or plain_title
            else:
                if not english and language:
                    note = note or f"The title is in {language}."
                english = english or plain_title
        if not (english or chinese):
            raise _missing(fields, "title")
        return Title(
            en=english,
            zh=chinese,
            en_basis=_basis(fields, "title.en_basis"),
            zh_basis=_basis(fields, "title.zh_basis"),
            topic_zh=one.get("title.topic_zh"),
            note=note,
        )

    def _number(self, fields: Fields, name: str) -> int | None:
        text = fields.one.get(name)
        if not text:
            return None
        found = _WHOLE_NUMBER.findall(text)
        if len(found) == 1 and not _YEARS_RUN.search(text):
            return int(found[0])
        if han := _HAN_NUMBER.fullmatch(text):
            return han_number(han[1])
        fields.keep(name, text)
        return None

    def _sources(self, fields: Fields, new: dict[tuple[str, str], Record]) -> tuple[str, ...]:
        one = fields.one
        date = one.get("source.date")
        details = SourceDetails(
            one.get("source.title"),
            one.get("source.publisher"),
            iso_date(date, self._order(fields, "source.date")) if date else None,
        )
        texts = fields.many.get("source", [])
        if not texts and details.title:
            texts = [details.title]
        ids = []
        for text in texts:
            named = self.names.source(text, details)
            if named.record:
                new["sources", named.id] = named.record
            ids.append(named.id)
        return tuple(dict.fromkeys(ids))

    def _all(
        self, fields: Fields, name: str, find: Any, new: dict[tuple[str, str], Record]
    ) -> tuple[str, ...]:
        ids = []
        for text in fields.many.get(name, ()):
            if len(text) > LONGEST_NAME:
                raise fields.refuse(name, f"{len(text):,} characters are no name")
            named: Resolved = find(text)
            if named.record:
                new[name, named.id] = named.record
            ids.append(named.id)
        return tuple(dict.fromkeys(ids))

    def _themes(self, fields: Fields, new: dict[tuple[str, str], Record]) -> tuple[str, ...]:
        unknown = [t for t in fields.many.get("themes", ()) if not self.names.theme(t)]
        if not unknown:
            return self._all(fields, "themes", self.names.theme, new)
        said = []
        for text in dict.fromkeys(unknown):
            near = self.names.near_themes(text)
            said.append(f"'{abbreviated(text)}'" + (f" (near: {', '.join(near)})" if near else ""))
        many = "are no themes" if len(unknown) > 1 else "is no theme"
        reason = f"{', '.join(said[:5])} {many}; --create-themes would make it one"
        raise RejectedRowError(fields.came_from.get("themes", ""), reason, tuple(said))

    def _id(
        self, fields: Fields, year: int, body: str, kind: str, title: Title
    ) -> tuple[str, bool, Identifier | None]:
        """Return the id, whether the file gave it, and the file's own number if it is another."""
        own = fields.one.get("id")
        number = None
        if self.mapper.options.id_template:
            record = {"year": year, "body": body, "kind": kind}
            made = slug(self.mapper.id_of(fields, record))
            if not made:
                raise RejectedRowError("--id", "no letter or digit for an id")
            given = re.search(r"\{(?:year|date)\}", self.mapper.options.id_template)
            id_ = made if given or made.startswith(f"{year}-") else f"{year}-{made}"
            if own:
                number = Identifier(scheme=_scheme(fields.came_from["id"]), value=own)
            if len(id_) > 120:
                id_ = f"{id_[:100].strip('-')}-{short_hash(id_)}"
            return id_, True, number
        words = distinct_slug(own, len(own)) if own else ""
        if own and _OPAQUE.search(own):
            number = Identifier(scheme=_scheme(fields.came_from["id"]), value=own)
            return proposed_id(year, body, title), False, number
        if own and words:
            as_it_is = words.startswith(f"{year}-") or _YEAR_FIRST.match(words)
            id_ = words if as_it_is else f"{year}-{words}"
            if id_ != own:
                number = Identifier(scheme=_scheme(fields.came_from["id"]), value=own)
            if len(id_) > 120:
                id_ = f"{id_[:100].strip('-')}-{short_hash(own)}"
            return id_, True, number
        if own:  # in letters that no id has
            number = Identifier(scheme=_scheme(fields.came_from["id"]), value=own)
            return f"{year}-{body}-{short_hash(own)}"[:120], True, number
        return proposed_id(year, body, title), False, None


def proposed_id(year: int, body: str, title: Title) -> str:
    """Return the id that follows from a year and a title."""
    english = title.en or ""
    if words := title_slug(english):
        lost = f"-{short_hash(english)}" if has_non_latin_letters(english) else ""
        return f"{year}-{words}{lost}"
    return f"{year}-{body[:60].strip('-')}-{short_hash(title.zh or title.en or '')}"


def _body(fields: Fields) -> str:
    text = fields.one.get("body")
    if not text:
        raise _missing(fields, "body")
    return body_of(text)


def _missing(fields: Fields, *names: str) -> RejectedRowError:
    column = next((fields.came_from[name] for name in names if name in fields.came_from), "")
    said = " or ".join(names)
    return RejectedRowError(column, f"no {said}: --map {names[0]}=COLUMN or --set {names[0]}=…")


def _status(text: str | None, reported: str | None, citations: tuple[Citation, ...]) -> StatusClaim:
    if not text:
        return StatusClaim(as_reported=reported, citations=citations if reported else ())
    value = status_of(text)
    said = reported or (None if normalise_name(text) == normalise_name(value) else text)
    return StatusClaim(value=value, as_reported=said, citations=citations)


def _responses(fields: Fields, citations: tuple[Citation, ...]) -> tuple[Response, ...]:
    one = fields.one
    text = one.get("response")
    if not text or text.isdecimal():
        for name in ("response", "response.who", "response.when"):
            if name in one:
                fields.keep(name, one[name])
        return ()
    who = one.get("response.who", "unknown")
    return (Response(who=who, when=one.get("response.when"), text=text, citations=citations),)


def _basis(fields: Fields, name: str) -> TitleBasis | None:
    text = fields.one.get(name)
    if not text:
        return None
    try:
        return TitleBasis(text.lower())
    except ValueError:
        raise fields.refuse(
            name, f"'{abbreviated(text)}' is none of {', '.join(TitleBasis)}"
        ) from None


def _scheme(column: str) -> str:
    return normalise_name(column).replace(" ", "-") if column != "--set" else "number"
