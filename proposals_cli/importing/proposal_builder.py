"""Make a proposal from the fields of a row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Citation,
    Figure,
    Identifier,
    Measure,
    Relation,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import (
    FigureKind,
    RelationKind,
    Role,
    Stage,
    TextBasis,
    TitleBasis,
)
from proposals_cli.domain.text.languages import canonical_tag, language_of, main_script, scripts_of
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.domain.text.slugs import (
    slug,
)
from proposals_cli.importing.dates import When, parse_date
from proposals_cli.importing.mapping import Fields, Mapper, iso_date
from proposals_cli.importing.name_resolver import (
    MAX_NAME,
    NameResolver,
    Resolved,
    SourceDetails,
)
from proposals_cli.importing.proposal_ids import id_for, scheme
from proposals_cli.importing.rows import RejectedRowError
from proposals_cli.importing.vocabulary_lookup import (
    abbreviated,
    han_number,
    kind_of,
    series_of,
    status_of,
)

_NUMBERED_SESSION = re.compile(r"(\d{1,9})(?:st|nd|rd|th|er|e|\.|ª|º)?|第(\d{1,9})(?:届|次|屆|回)?")
_FURTHER = re.compile("[,，、 ]*外 ?([0-9]{1,4}|[一二三四五六七八九十]{1,3}) ?名$")
"""At the end of a name: so many further sponsors, who are not named (外三名)."""

_HAN_NUMBER = re.compile("第?([一二三四五六七八九十]{1,3})(?:届|次|屆)?")

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
        body = self._body(fields, new)
        place = self._placing(fields, body)
        titles = _titles(fields, place)
        kind, kind_terms = kind_of(one.get("kind"))
        citations = tuple(Citation(source=id_) for id_ in self._sources(fields, new))
        status = _status(one.get("status"), one.get("status.as_reported"), citations)
        summary, problem = (
            _text(fields, name, citations, place) for name in ("summary", "problem")
        )
        measures = _measures(fields, citations, place)
        actions = self._replies(fields, citations, place)
        id_ = id_for(fields, self.mapper, when.year if when else None, body, kind, titles)
        is_cited = bool((status and status.citations) or summary or problem or measures or actions)
        sponsors, figures = self._sponsors(fields, body, new)
        identifiers = _identifiers(fields, id_.number)
        if not (titles or identifiers):
            raise _missing(fields, "title")
        date = when.iso if when and "date" in one and not date_unsure else None
        proposal = Proposal(
            id=id_.id,
            year=when.year if when and not (date and date[:4] == f"{when.year:04}") else None,
            date=date,
            body=body,
            term=_session(fields, "term"),
            session=_session(fields, "session"),
            kind=kind,
            kind_terms=tuple(dict.fromkeys((*kind_terms, *many.get("kind_terms", ())))),
            titles=titles,
            sponsors=sponsors,
            addressees=tuple(self._agents(fields, "addressees")),
            themes=self._themes(fields, new),
            regions=tuple(many.get("regions", ())),
            entities=tuple(many.get("entities", ())),
            series=tuple(series_of(text, place(text)) for text in many.get("series", ())),
            status=status,
            summary=summary,
            problem=problem,
            measures=measures,
            actions=actions,
            figures=figures,
            relations=tuple(
                Relation(kind=RelationKind.CONTINUES, to=earlier)
                for earlier in filter(None, map(slug, many.get("continues", ())))
            ),
            identifiers=identifiers,
            sources=() if is_cited else tuple(citation.source for citation in citations),
            notes=tuple(many.get("notes", ())),
            extra=fields.extra,
        )
        given_id = id_.id if id_.is_given else None
        return Candidate(proposal, given_id, "kind" in one, new, date_unsure)

    def _placing(self, fields: Fields, body: str) -> Callable[[str], str]:
        """Return a function from a text of the row to its language.

        It is the one that the row states, or that of the names of the columns if the text is in a
        script of it, or what script, body and base show.
        """
        stated = canonical_tag(fields.one.get("language", ""))
        if "language" in fields.one and stated is None:
            fields.keep("language", fields.one["language"])
        of_columns = self.mapper.columns.language
        languages, base = self.names.languages_of(body), self.names.base_language

        def place(text: str) -> str:
            if stated:
                return stated
            if of_columns and main_script(text) in scripts_of(of_columns):
                return of_columns
            return language_of(text, languages, base)

        return place

    def _when(self, fields: Fields) -> tuple[When | None, bool]:
        """Return when it was submitted, and whether day and month of its date are ambiguous.

        The year is that of the column ``year`` if there is one: a session's, which may differ.
        """
        dated, year = fields.one.get("date"), fields.one.get("year")
        date = parse_date(dated, self._order(fields, "date")) if dated else None
        session = parse_date(year, self._order(fields, "year")) if year else None
        for name, text, found in (("year", year, session), ("date", dated, date)):
            if text and found is None and (name == "year" or not session):
                raise fields.error(name, f"no year found in '{abbreviated(text)}'")
        if dated and (date is None or date.iso is None):
            fields.keep("date", dated)
        if session and date:
            return When(session.year, date.iso), date.iso is None
        return date or session, bool(date and date.iso is None)

    def _order(self, fields: Fields, name: str) -> str | None:
        return self.mapper.date_order(fields.came_from.get(name, ""))

    def _body(self, fields: Fields, new: NewRecords) -> str:
        text = fields.one.get("body")
        if not text:
            raise _missing(fields, "body")
        return _added(self.names.body(text), "bodies", new)

    def _sponsors(
        self, fields: Fields, body: str, new: NewRecords
    ) -> tuple[tuple[Sponsor, ...], tuple[Figure, ...]]:
        """Return the sponsors, and how many more the row counts without a name (外三名)."""
        made, figures = [], []
        for name, role in (("people", None), ("cosponsors", Role.COSPONSOR)):
            for text in fields.many.get(name, ()):
                named, further = _further_sponsors(text)
                figures += further
                if named:
                    made.append((*self._agent(fields, name, named, body, new), role))
        sponsors = tuple(
            Sponsor(who=who, as_named=as_named, role=role)
            for who, as_named, role in dict.fromkeys(made)
        )
        if party := fields.one.get("party"):
            if len(sponsors) == 1:
                return (msgspec.structs.replace(sponsors[0], party=party),), tuple(figures)
            fields.keep("party", party)
        return sponsors, tuple(figures)

    def _agents(self, fields: Fields, name: str, role: Role | None = None) -> Iterator[Agent]:
        """Yield who a field names: records where there are any, and the row's words."""
        listed = fields.many.get(name) or filter(None, [fields.one.get(name)])
        for text in listed:
            known = self.names.known_agent(text)
            yield Agent(who=known, as_named=None if known else text, role=role)

    def _agent(
        self, fields: Fields, name: str, text: str, body: str, new: NewRecords
    ) -> tuple[str | None, str | None]:
        """Return (who, as named) of a sponsor."""
        if len(text) > MAX_NAME:
            raise fields.error(name, f"a name of {len(text):,} characters is too long")
        resolved = self.names.agent(text, body)
        if resolved is None:
            return None, text
        return _added(resolved, "people", new), None

    def _replies(
        self, fields: Fields, citations: tuple[Citation, ...], place: Callable[[str], str]
    ) -> tuple[Action, ...]:
        """Return the reply that a row tells of: by its text, its date or its number."""
        one = fields.one
        text, when, number = (one.get(f"response{end}") for end in ("", ".when", ".number"))
        if text and text.isdecimal():  # a count, as in our own CSV
            fields.keep("response", text)
            text = None
        if not (text or when or number):
            for name in ("response.who", "response.joint"):
                for value in fields.many.get(name) or filter(None, [one.get(name)]):
                    fields.keep(name, value)
            return ()
        date = iso_date(when, self._order(fields, "response.when")) if when else None
        joint = tuple(self._agents(fields, "response.joint", Role.JOINT))
        lead = Role.LEAD if joint else None
        by = (*self._agents(fields, "response.who", lead), *joint)
        return (
            Action(
                date=date,
                when=None if date else when,
                stage=Stage.REPLIED,
                by=by,
                text={place(text): text} if text else {},
                number=number,
                citations=citations,
            ),
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
        named = fields.many.get("themes", ())
        unknown = [text for text in named if not self.names.theme(text)]
        if not unknown:
            return tuple(dict.fromkeys(self._theme(fields, text, new) for text in named))
        listed = []
        for text in dict.fromkeys(unknown):
            near = self.names.near_themes(text)
            listed.append(
                f"'{abbreviated(text)}'" + (f" (near: {', '.join(near)})" if near else "")
            )
        exist = "do not exist" if len(unknown) > 1 else "does not exist"
        reason = f"{', '.join(listed[:5])} {exist}; --create-themes would create it"
        raise RejectedRowError(fields.came_from.get("themes", ""), reason, tuple(listed))

    def _theme(self, fields: Fields, text: str, new: NewRecords) -> str:
        if len(text) > MAX_NAME:
            raise fields.error("themes", f"a name of {len(text):,} characters is too long")
        resolved = self.names.theme(text)
        assert resolved is not None  # an unknown theme has been refused
        return _added(resolved, "themes", new)


def _identifiers(fields: Fields, own: Identifier | None) -> tuple[Identifier, ...]:
    numbers = [Identifier(scheme=scheme(column), value=n) for column, n in fields.numbers]
    if own and own not in numbers:
        numbers.insert(0, own)
    return tuple(dict.fromkeys(numbers))


def _added(resolved: Resolved, table: str, new: NewRecords) -> str:
    """Return the id of a record; one that is to be added goes to ``new``."""
    if resolved.record:
        new[table, resolved.id] = resolved.record
    return resolved.id


def _titles(fields: Fields, place: Callable[[str], str]) -> tuple[Title, ...]:
    """Return the titles that the row gives, which are the words of a source: ``reported``.

    The plain one comes first; the note is about it.
    """
    found = [(place(text), text)] if (text := fields.one.get("title")) else []
    found += fields.titles().items()
    note = fields.one.get("title.note")
    return tuple(
        Title(lang=lang, text=text, basis=TitleBasis.REPORTED, note=None if number else note)
        for number, (lang, text) in enumerate(dict.fromkeys(found))
    )


def _session(fields: Fields, name: str) -> int | str | None:
    """Return a term or session: its number if that is all that the cell says, else its words."""
    text = fields.one.get(name)
    if not text:
        return None
    if text.isdecimal() and len(text) < 10:
        return int(text)
    if found := _NUMBERED_SESSION.fullmatch(text):
        return int(found[1] or found[2])
    if han := _HAN_NUMBER.fullmatch(text):
        return han_number(han[1])
    return text


def _text(
    fields: Fields, name: str, citations: tuple[Citation, ...], place: Callable[[str], str]
) -> Statement | None:
    """Return a text in the words of the file."""
    text = "\n\n".join(fields.many.get(name, ()))
    if not text:
        return None
    return Statement(text={place(text): text}, basis=TextBasis.REPORTED, citations=citations)


def _measures(
    fields: Fields, citations: tuple[Citation, ...], place: Callable[[str], str]
) -> tuple[Measure, ...]:
    texts = fields.many.get("measures", [])
    if len(texts) > MAX_MEASURES:
        raise fields.error("measures", f"{len(texts):,} measures")
    if len(texts) * len(citations) > MAX_CITATIONS:
        raise fields.error("source", f"{len(citations):,} sources")
    return tuple(
        Measure(
            id=f"m{number:02}",
            text={place(text): text},
            basis=TextBasis.REPORTED,
            citations=citations,
        )
        for number, text in enumerate(texts, 1)
    )


def _missing(fields: Fields, *names: str) -> RejectedRowError:
    column = next((fields.came_from[name] for name in names if name in fields.came_from), "")
    wanted = " or ".join(names)
    return RejectedRowError(column, f"no {wanted}: --map {names[0]}=COLUMN or --set {names[0]}=…")


def _further_sponsors(text: str) -> tuple[str, list[Figure]]:
    """Return a name without a count of others who are not named, and the count."""
    found = _FURTHER.search(text)
    if not found:
        return text, []
    count = int(found[1]) if found[1].isdecimal() else han_number(found[1])
    words = found[0].strip(",，、 ")
    figure = Figure(what=FigureKind.FURTHER_SPONSORS, value=count, as_reported=words)
    return text[: found.start()].strip(), [figure]


def _status(
    text: str | None, reported: str | None, citations: tuple[Citation, ...]
) -> StatusClaim | None:
    if not text:
        return StatusClaim(as_reported=reported, citations=citations) if reported else None
    value = status_of(text)
    words = reported or (None if normalise_name(text) == normalise_name(value) else text)
    return StatusClaim(value=value, as_reported=words, citations=citations)
