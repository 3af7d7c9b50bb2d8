"""Make a proposal from the fields of a row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import msgspec

from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Citation,
    Document,
    Figure,
    Relation,
    Sponsor,
    citations_in,
)
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.vocabulary import DocumentRole, RelationKind, Role, Stage
from proposals_cli.domain.text.languages import canonical_tag, language_of, main_script, scripts_of
from proposals_cli.domain.text.slugs import slug
from proposals_cli.importing.column_names import REPLY_SIGNS
from proposals_cli.importing.mapping import Fields, Mapper
from proposals_cli.importing.name_resolver import (
    MAX_NAME,
    NameResolver,
    Resolved,
    SourceDetails,
    is_link,
)
from proposals_cli.importing.proposal_ids import id_for
from proposals_cli.importing.proposal_parts import (
    Place,
    dated_in,
    identifiers_in,
    measures_in,
    sessions_in,
    status_in,
    text_in,
    titles_in,
    when_in,
    without_further_sponsors,
)
from proposals_cli.importing.rows import RejectedRowError
from proposals_cli.importing.vocabulary_lookup import abbreviated, kind_of, series_of

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
        one, many, new = fields.one, fields.many, NewRecords()
        self.names.start_row()
        dated = dated_in(fields, partial(self._order, fields))
        body = self._body(fields, new)
        place = self._placing(fields, body)
        titles = titles_in(fields, place)
        kind, kind_terms = kind_of(one.get("kind"))
        citations = tuple(Citation(source=id_) for id_ in self._sources(fields, new))
        status = status_in(fields, citations)
        summary, problem = (
            text_in(fields, name, citations, place) for name in ("summary", "problem")
        )
        measures = measures_in(fields, citations, place)
        actions = self._replies(fields, citations, place)
        id_ = id_for(fields, self.mapper, dated.year, body, kind, titles)
        sponsors, figures = self._sponsors(fields, place, new)
        identifiers = identifiers_in(fields, id_.number)
        if not (titles or identifiers):
            raise _missing(fields, "title")
        term, session = sessions_in(fields, lambda name: self.names.known_agent(name) == body)
        proposal = Proposal(
            id=id_.id,
            year=None if dated.is_in_year else dated.year,
            date=dated.date,
            body=body,
            term=term,
            session=session,
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
            notes=tuple(many.get("notes", ())),
            extra=fields.extra,
        )
        if citations and not citations_in(proposal):
            sources = tuple(citation.source for citation in citations)
            proposal = msgspec.structs.replace(proposal, sources=sources)
        given_id = id_.id if id_.is_given else None
        return Candidate(proposal, given_id, "kind" in one, new, dated.is_unsure)

    def _placing(self, fields: Fields, body: str) -> Place:
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

    def _order(self, fields: Fields, name: str) -> str | None:
        return self.mapper.date_order(fields.came_from.get(name, ""))

    def _body(self, fields: Fields, new: NewRecords) -> str:
        text = fields.one.get("body")
        if not text:
            raise _missing(fields, "body")
        return _added(self.names.body(text), "bodies", new)

    def _sponsors(
        self, fields: Fields, place: Place, new: NewRecords
    ) -> tuple[tuple[Sponsor, ...], tuple[Figure, ...]]:
        """Return the sponsors, each once, and how many more the row counts without a name."""
        made: dict[tuple[str | None, str | None], Sponsor] = {}
        figures: list[Figure] = []
        for name, role in (("people", None), ("cosponsors", Role.COSPONSOR)):
            for text in fields.many.get(name, ()):
                if len(text) > MAX_NAME:
                    raise fields.error(name, f"a name of {len(text):,} characters is too long")
                named, further = without_further_sponsors(text)
                figures += further
                if named:
                    resolved = self.names.agent(named, place(named))
                    who = _added(resolved, "people", new) if resolved else None
                    as_named = None if who else named
                    made.setdefault((who, as_named), Sponsor(who=who, as_named=as_named, role=role))
        sponsors = tuple(made.values())
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

    def _replies(
        self, fields: Fields, citations: tuple[Citation, ...], place: Place
    ) -> tuple[Action, ...]:
        """Return the reply that a row tells of: by its text, its date or its number."""
        one = fields.one
        text, words, number = (one.get(name) for name in REPLY_SIGNS)
        when = when_in(fields, "response.when", self._order(fields, "response.when"))
        date = when.iso if when else None
        if text and text.isdecimal():  # a count
            fields.keep("response", text)
            text = None
        if not (text or when or number):
            for name in ("response.who", "response.joint", "response.when", "response.url"):
                for value in fields.many.get(name) or filter(None, [one.get(name)]):
                    fields.keep(name, value)
            return ()
        joint = tuple(self._agents(fields, "response.joint", Role.JOINT))
        lead = Role.LEAD if joint else None
        return (
            Action(
                date=date,
                when=None if date else words,
                stage=Stage.REPLIED,
                by=(*self._agents(fields, "response.who", lead), *joint),
                text={place(text): text} if text else {},
                number=number,
                documents=_answer(fields),
                citations=citations,
            ),
        )

    def _sources(self, fields: Fields, new: NewRecords) -> tuple[str, ...]:
        one = fields.one
        when = when_in(fields, "source.date", self._order(fields, "source.date"))
        details = SourceDetails(
            one.get("source.title"), one.get("source.publisher"), when.iso if when else None
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


def _answer(fields: Fields) -> tuple[Document, ...]:
    """Return the paper with the reply, if the row gives its address."""
    url = fields.one.get("response.url")
    if url is None:
        return ()
    if not is_link(url):
        fields.keep("response.url", url)
        return ()
    return (Document(role=DocumentRole.ANSWER, url=url),)


def _added(resolved: Resolved, table: str, new: NewRecords) -> str:
    """Return the id of a record; one that is to be added goes to ``new``."""
    if resolved.record:
        new[table, resolved.id] = resolved.record
    return resolved.id


def _missing(fields: Fields, *names: str) -> RejectedRowError:
    column = next((fields.came_from[name] for name in names if name in fields.came_from), "")
    wanted = " or ".join(names)
    return RejectedRowError(column, f"no {wanted}: --map {names[0]}=COLUMN or --set {names[0]}=…")
