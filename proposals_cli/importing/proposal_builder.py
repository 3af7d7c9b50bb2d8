"""Make a proposal from the fields of a row."""

from functools import partial

import msgspec

from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.parts import (
    Agent,
    Citation,
    citations_in,
)
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.domain.text.languages import canonical_tag, language_of, main_script, scripts_of
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.action_builder import ActionBuilder
from proposals_cli.importing.candidate import Candidate, NewRecords, added
from proposals_cli.importing.dates import in_zone
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.name_resolver import (
    MAX_NAME,
    NameResolver,
    Resolved,
    SourceDetails,
)
from proposals_cli.importing.proposal_ids import id_for, number_of_id
from proposals_cli.importing.proposal_parts import (
    Dated,
    Place,
    dated_in,
    figures_in,
    identifiers_in,
    measures_in,
    relations_in,
    sessions_in,
    status_in,
    text_in,
    titles_in,
    when_in,
)
from proposals_cli.importing.remarks import RemarkKind
from proposals_cli.importing.rows import RejectedRowError
from proposals_cli.importing.sponsor_builder import SponsorBuilder
from proposals_cli.importing.title_language import chinese
from proposals_cli.importing.vocabulary_lookup import abbreviated, kind_of, series_of

_OF_SOURCE = frozenset(("source.title", "source.publisher", "source.date"))
_MINISTRIES = frozenset(("ministry", "department", "minister"))
"""Columns that beside a bill name who brings it in."""


class ProposalBuilder:
    """Makes proposals from fields, with the names of one base."""

    def __init__(self, mapper: Mapper, names: NameResolver) -> None:
        self.mapper = mapper
        self.names = names
        self._agents = SponsorBuilder(names, mapper.date_order)
        self._actions = ActionBuilder(self._agents, mapper.date_order)

    def make(self, fields: Fields) -> Candidate:
        """Make a proposal.

        Raises:
            RejectedRowError: a required field is missing or cannot be understood.
        """
        one, many, new = fields.one, fields.many, NewRecords()
        self.names.start_row()
        body = self._body(fields, new)
        dated = self._dated(fields, body)
        place = self._placing(fields, body)
        titles = titles_in(fields, place)
        kind, kind_terms = _kind(fields)
        citations = tuple(Citation(source=id_) for id_ in self._sources(fields, new))
        id_ = id_for(fields, self.mapper, dated.year, body, kind, titles)
        sponsors, figures = self._agents.sponsors(fields, place, new)
        own, identifiers = number_of_id(fields), identifiers_in(fields, id_.number)
        if not (titles or identifiers or own):
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
            kind_terms=kind_terms,
            titles=titles,
            sponsors=sponsors,
            addressees=self._addressees(fields, kind),
            themes=self._themes(fields, new),
            regions=tuple(many.get("regions", ())),
            entities=tuple(many.get("entities", ())),
            series=tuple(series_of(text, place(text)) for text in many.get("series", ())),
            status=status_in(fields, citations),
            summary=text_in(fields, "summary", citations, place),
            problem=text_in(fields, "problem", citations, place),
            measures=measures_in(fields, citations, place),
            actions=self._actions.actions(fields, citations, place),
            documents=self._actions.documents(fields),
            figures=(*figures, *figures_in(fields)),
            relations=relations_in(fields),
            identifiers=identifiers or (() if titles or own is None else (own,)),
            notes=tuple(many.get("notes", ())),
            extra=fields.extra,
        )
        if citations and not citations_in(proposal):
            proposal = msgspec.structs.replace(proposal, sources=tuple(c.source for c in citations))
        return Candidate(
            proposal,
            id_.id if id_.is_given else None,
            "kind" in one,
            new,
            fields.remarks,
            own_number=own,
            is_template=self.mapper.options.id_template is not None,
            language_is_guessed="language" not in one,
            weak=frozenset(fields.set_fields),
        )

    def _addressees(self, fields: Fields, kind: Kind) -> tuple[Agent, ...]:
        """Return who is to answer; a ministry beside a bill is its own, unless --map says else."""
        column = fields.came_from.get("addressees", "")
        is_own = kind is Kind.BILL and normalise_name(column) in _MINISTRIES
        if is_own and not self.mapper.columns.asked(column):
            named = "; ".join(fields.many.pop("addressees", []))
            fields.keep("addressees", named)
            fields.remark(RemarkKind.NOT_UNDERSTOOD, "addressees", named)
        return tuple(self._agents.agents(fields, "addressees"))

    def _placing(self, fields: Fields, body: str) -> Place:
        """Return a function from a text of the row to its language.

        It is the one that the row states, or that the titles of the file show, or that of the
        names of the columns if the text is in a script of it, or what script, body and base show.
        """
        stated = canonical_tag(fields.one.get("language", ""))
        if "language" in fields.one and stated is None:
            fields.keep("language", fields.one["language"])
        if stated:
            return lambda _text: stated
        of_columns, of_file = self.mapper.columns.language, self.mapper.languages.of
        languages, base = self.names.languages_of(body), self.names.base_language

        def place(text: str) -> str:
            if shown := of_file(text):
                return shown
            if of_columns and main_script(text) in scripts_of(of_columns):
                tag = of_columns
            else:
                tag = language_of(text, languages, base)
            return chinese(text) if tag == "zh" else tag

        return place

    def _dated(self, fields: Fields, body: str) -> Dated:
        """Return when a proposal was made; an instant is a day in the time zone of the body."""
        zone = self.names.zones.get(body) or self.mapper.body.get("timezone")
        if "date" in fields.one:
            fields.one["date"] = in_zone(fields.one["date"], zone)
        return dated_in(fields, partial(self._order, fields))

    def _order(self, fields: Fields, name: str) -> str | None:
        return self.mapper.date_order(fields.came_from.get(name, ""))

    def _body(self, fields: Fields, new: NewRecords) -> str:
        text = fields.one.get("body")
        if not text:
            raise _missing(fields, "body")
        resolved = self.names.body(text)
        given = self.mapper.body
        if resolved.record and given.get("id") == text:
            resolved = Resolved(text, convert_record("bodies", dict(given)))
        return added(resolved, "bodies", new)

    def _sources(self, fields: Fields, new: NewRecords) -> tuple[str, ...]:
        one = fields.one
        if "source" not in fields.many and _OF_SOURCE.isdisjoint(one):
            return ()
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
        resolved = self.names.theme(text, canonical_tag(fields.one.get("language", "")))
        assert resolved is not None  # an unknown theme has been refused
        return added(resolved, "themes", new)


def _kind(fields: Fields) -> tuple[Kind, tuple[str, ...]]:
    """Return the kind, and the words of the source for it."""
    kind, terms = kind_of(fields.one.get("kind"))
    if kind is Kind.OTHER and normalise_name(fields.came_from.get("kind", "")) == "bill type":
        kind = Kind.BILL
    return kind, tuple(dict.fromkeys((*terms, *fields.many.get("kind_terms", ()))))


def _missing(fields: Fields, *names: str) -> RejectedRowError:
    column = next((fields.came_from[name] for name in names if name in fields.came_from), "")
    wanted = " or ".join(names)
    return RejectedRowError(column, f"no {wanted}: --map {names[0]}=COLUMN or --set {names[0]}=…")
