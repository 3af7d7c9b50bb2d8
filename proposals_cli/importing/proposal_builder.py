"""Make a proposal from the fields of a row."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.parts import (
    Citation,
    Identifier,
    Measure,
    Response,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import TitleBasis
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.domain.text.slugs import (
    distinct_slug,
    has_non_latin_letters,
    short_hash,
    slug,
    title_slug,
)
from proposals_cli.importing.dates import When, parse_date
from proposals_cli.importing.mapping import Fields, Mapper, iso_date
from proposals_cli.importing.name_resolver import (
    MAX_NAME,
    NameResolver,
    Resolved,
    SourceDetails,
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
"""Links and UUIDs: they identify a record, but nobody types them as an id."""

MAX_ID = 120
MAX_MEASURES = 9_999
MAX_CITATIONS = 100_000
"""Every measure of a row cites every source of it."""

NewRecords = dict[Key, Record]


@dataclass
class Candidate:
    """A proposal that a row describes, and the records to be added with it.

    ``given_id`` is its id if the file or ``--id`` gave it one, None if it was made from year and
    title. ``is_complete`` is true of a record in the format of a base.
    """

    proposal: Proposal
    given_id: str | None
    kind_given: bool
    new: NewRecords = field(default_factory=dict)
    date_unsure: bool = False
    is_complete: bool = False


def complete_candidate(proposal: Proposal) -> Candidate:
    """Return the candidate that a complete record is."""
    return Candidate(proposal, proposal.id, kind_given=True, is_complete=True)


class ProposalId(NamedTuple):
    """An id, whether the file or ``--id`` gave it, and the file's own number if that differs."""

    id: str
    is_given: bool
    number: Identifier | None = None


class ProposalBuilder:
    """Makes proposals from fields, with the names of one base."""

    def __init__(self, mapper: Mapper, names: NameResolver) -> None:
        self.mapper = mapper
        self.names = names

    def make(self, fields: Fields) -> Candidate:
        """Make a proposal.

        Raises:
            RejectedRowError: a required field is missing or cannot be understood.
        """
        one, many = fields.one, fields.many
        new: NewRecords = {}
        self.names.start_row()
        when, date_unsure = self._when(fields)
        title = self._title(fields)
        body = _body(fields)
        kind, kind_terms = kind_of(one.get("kind"))
        citations = tuple(Citation(source=id_) for id_ in self._sources(fields, new))
        status = _status(one.get("status"), one.get("status.as_reported"), citations)
        problem = _problem(fields, citations)
        measures = _measures(fields, citations)
        responses = _responses(fields, citations)
        id_ = self._id(fields, when.year, body, kind, title)
        is_cited = bool(status.citations or problem or measures or responses)
        proposal = Proposal(
            id=id_.id,
            year=when.year,
            body=body,
            term=_whole_number(fields, "term"),
            session=_whole_number(fields, "session"),
            kind=kind,
            kind_terms=tuple(dict.fromkeys((*kind_terms, *many.get("kind_terms", ())))),
            title=title,
            people=_ids(fields, "people", self.names.person, new),
            themes=self._themes(fields, new),
            problem=problem,
            measures=measures,
            regions=tuple(many.get("regions", ())),
            entities=tuple(many.get("entities", ())),
            series=tuple(map(series_of, many.get("series", ()))),
            continues=tuple(filter(None, map(slug, many.get("continues", ())))),
            responses=responses,
            status=status,
            identifiers=_identifiers(fields, id_.number),
            sources=() if is_cited else tuple(citation.source for citation in citations),
            notes=tuple(many.get("notes", ())),
            extra=fields.extra,
        )
        given_id = id_.id if id_.is_given else None
        return Candidate(proposal, given_id, "kind" in one, new, date_unsure)

    def _when(self, fields: Fields) -> tuple[When, bool]:
        """Return when it was made, and whether day and month of its date are ambiguous."""
        dated = fields.one.get("date")
        date = parse_date(dated, self._order(fields, "date")) if dated else None
        if dated:
            fields.extra.setdefault("date", (date and date.iso) or dated)
        year = fields.one.get("year")
        when = parse_date(year, self._order(fields, "year")) if year else date
        if when is None:
            if year or dated:
                name = "year" if year else "date"
                raise fields.error(name, f"no year found in '{abbreviated(year or dated)}'")
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

    def _sources(self, fields: Fields, new: NewRecords) -> tuple[str, ...]:
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
            resolved = self.names.source(text, details)
            if resolved.record:
                new["sources", resolved.id] = resolved.record
            ids.append(resolved.id)
        return tuple(dict.fromkeys(ids))

    def _themes(self, fields: Fields, new: NewRecords) -> tuple[str, ...]:
        unknown = [t for t in fields.many.get("themes", ()) if not self.names.theme(t)]
        if not unknown:
            return _ids(fields, "themes", self.names.theme, new)
        listed = []
        for text in dict.fromkeys(unknown):
            near = self.names.near_themes(text)
            listed.append(
                f"'{abbreviated(text)}'" + (f" (near: {', '.join(near)})" if near else "")
            )
        exist = "do not exist" if len(unknown) > 1 else "does not exist"
        reason = f"{', '.join(listed[:5])} {exist}; --create-themes would create it"
        raise RejectedRowError(fields.came_from.get("themes", ""), reason, tuple(listed))

    def _id(self, fields: Fields, year: int, body: str, kind: str, title: Title) -> ProposalId:
        given = fields.one.get("id")
        if template := self.mapper.options.id_template:
            made = slug(self.mapper.id_of(fields, {"year": year, "body": body, "kind": kind}))
            if not made:
                raise RejectedRowError("--id", "no letter or digit for an id")
            names_year = re.search(r"\{(?:year|date)\}", template)
            id_ = made if names_year or made.startswith(f"{year}-") else f"{year}-{made}"
            return ProposalId(_cut(id_, id_), True, _number_of_id(fields))
        if given is None or _OPAQUE.search(given):
            return ProposalId(proposed_id(year, body, title), False, _number_of_id(fields))
        words = distinct_slug(given, len(given))
        if not words:  # letters that no id has
            id_ = f"{year}-{body}-{short_hash(given)}"[:MAX_ID]
            return ProposalId(id_, True, _number_of_id(fields))
        has_year = words.startswith(f"{year}-") or _YEAR_FIRST.match(words)
        id_ = words if has_year else f"{year}-{words}"
        return ProposalId(_cut(id_, given), True, None if id_ == given else _number_of_id(fields))


def proposed_id(year: int, body: str, title: Title) -> str:
    """Return the id that follows from a year and a title."""
    english = title.en or ""
    if words := title_slug(english):
        lost = f"-{short_hash(english)}" if has_non_latin_letters(english) else ""
        return f"{year}-{words}{lost}"
    return f"{year}-{body[:60].strip('-')}-{short_hash(title.zh or title.en or '')}"


def _cut(id_: str, text: str) -> str:
    """Return an id, shortened if it is too long; then the hash of a text distinguishes it."""
    return f"{id_[:100].strip('-')}-{short_hash(text)}" if len(id_) > MAX_ID else id_


def _number_of_id(fields: Fields) -> Identifier | None:
    """Return what the file calls the record, to be kept as a number where its id differs."""
    given = fields.one.get("id")
    return Identifier(scheme=_scheme(fields.came_from["id"]), value=given) if given else None


def _identifiers(fields: Fields, own: Identifier | None) -> tuple[Identifier, ...]:
    numbers = [Identifier(scheme=_scheme(column), value=n) for column, n in fields.numbers]
    if own and own not in numbers:
        numbers.insert(0, own)
    return tuple(dict.fromkeys(numbers))


def _ids(
    fields: Fields, name: str, find: Callable[[str], Resolved | None], new: NewRecords
) -> tuple[str, ...]:
    """Return the ids of the people or themes that a field names; records to add go to ``new``."""
    ids = []
    for text in fields.many.get(name, ()):
        if len(text) > MAX_NAME:
            raise fields.error(name, f"a name of {len(text):,} characters is too long")
        resolved = find(text)
        assert resolved is not None
        if resolved.record:
            new[name, resolved.id] = resolved.record
        ids.append(resolved.id)
    return tuple(dict.fromkeys(ids))


def _whole_number(fields: Fields, name: str) -> int | None:
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


def _problem(fields: Fields, citations: tuple[Citation, ...]) -> Statement | None:
    text = "\n\n".join(fields.many.get("problem", ()))
    return Statement(text=text, citations=citations) if text else None


def _measures(fields: Fields, citations: tuple[Citation, ...]) -> tuple[Measure, ...]:
    texts = fields.many.get("measures", [])
    if len(texts) > MAX_MEASURES:
        raise fields.error("measures", f"{len(texts):,} measures")
    if len(texts) * len(citations) > MAX_CITATIONS:
        raise fields.error("source", f"{len(citations):,} sources")
    return tuple(
        Measure(id=f"m{number:02}", text=text, citations=citations)
        for number, text in enumerate(texts, 1)
    )


def _body(fields: Fields) -> str:
    text = fields.one.get("body")
    if not text:
        raise _missing(fields, "body")
    return body_of(text)


def _missing(fields: Fields, *names: str) -> RejectedRowError:
    column = next((fields.came_from[name] for name in names if name in fields.came_from), "")
    wanted = " or ".join(names)
    return RejectedRowError(column, f"no {wanted}: --map {names[0]}=COLUMN or --set {names[0]}=…")


def _status(text: str | None, reported: str | None, citations: tuple[Citation, ...]) -> StatusClaim:
    if not text:
        return StatusClaim(as_reported=reported, citations=citations if reported else ())
    value = status_of(text)
    words = reported or (None if normalise_name(text) == normalise_name(value) else text)
    return StatusClaim(value=value, as_reported=words, citations=citations)


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
        raise fields.error(
            name, f"'{abbreviated(text)}' is not one of {', '.join(TitleBasis)}"
        ) from None


def _scheme(column: str) -> str:
    return normalise_name(column).replace(" ", "-") if column != "--set" else "number"
