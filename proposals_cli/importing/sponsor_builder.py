"""Make the sponsors and other agents of a proposal from the names in a row."""

from collections.abc import Callable, Iterator

import msgspec

from proposals_cli.domain.model.parts import Agent, Figure, Identifier, Sponsor
from proposals_cli.domain.model.vocabulary import FigureKind, Role
from proposals_cli.importing.candidate import NewRecords, added
from proposals_cli.importing.dates import parse_date
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.further_people import Further, without_further
from proposals_cli.importing.name_resolver import MAX_NAME, NameResolver, Resolved
from proposals_cli.importing.proposal_parts import Place
from proposals_cli.importing.raw_parts import RawAgent, RawSponsor
from proposals_cli.importing.remarks import RemarkKind

DateOrder = Callable[[str], str | None]
"""Returns the order of day and month in the dates of a column."""


class SponsorBuilder:
    """Makes agents, with the names of one base."""

    def __init__(self, names: NameResolver, date_order: DateOrder) -> None:
        self.names = names
        self.date_order = date_order

    def sponsors(
        self, fields: Fields, place: Place, new: NewRecords
    ) -> tuple[tuple[Sponsor, ...], tuple[Figure, ...]]:
        """Return the sponsors, each once, and how many more the row counts without a name."""
        made: dict[str | None, Sponsor] = {}
        others: list[Further] = []
        for raw in _raw_sponsors(fields):
            if len(raw.name) > MAX_NAME:
                reason = f"a name of {len(raw.name):,} characters is too long"
                raise fields.error(raw.column, reason)
            named, further = without_further(raw.name)
            if further:
                others.append(further)
                fields.remark(RemarkKind.NAME_REMARK, raw.column, further.words)
            if not named:
                continue
            tongue = "ja" if further and further.words[0] in "外ほ他" else place(named)
            one = self._sponsor(fields, raw, named, tongue, new)
            if one.who in made and one.who and _contradicts(made[one.who], one):
                fields.remark(RemarkKind.SHARED_NAME, raw.column, named)
                one = msgspec.structs.replace(one, who=None, as_named=named)
            made.setdefault(one.name, one)
        sponsors = tuple(made.values())
        figures = tuple(_figure(further, len(sponsors)) for further in others)
        if party := fields.one.get("party"):
            if len(sponsors) == 1:
                return (msgspec.structs.replace(sponsors[0], party=party),), figures
            fields.keep("party", party)
        return sponsors, figures

    def _sponsor(
        self, fields: Fields, raw: RawSponsor, named: str, language: str, new: NewRecords
    ) -> Sponsor:
        resolved = self._resolved(raw, named, language)
        who = added(resolved, "people", new) if resolved else None
        if resolved is None and self.names.is_shared(named):
            fields.remark(RemarkKind.SHARED_NAME, raw.column, named)
        if raw.identifier and not (resolved and resolved.record):
            self._keep_identifier(fields, raw, who)
        return Sponsor(
            who=who,
            as_named=None if resolved and resolved.is_whole else named,
            role=Role(raw.role) if raw.role else None,
            party=raw.party or (resolved.party if resolved else None) or None,
            joined=self._day(raw, raw.joined),
            withdrawn=self._day(raw, raw.withdrawn),
        )

    def _resolved(self, raw: RawSponsor, named: str, language: str) -> Resolved | None:
        if raw.identifier and not raw.is_organisation:
            identifier = Identifier(scheme=raw.scheme or "id", value=raw.identifier)
            return self.names.person(named, language, identifier)
        return self.names.agent(named, language, is_organisation=raw.is_organisation)

    def _keep_identifier(self, fields: Fields, raw: RawSponsor, who: str | None) -> None:
        """Keep an identifier that no record of a person has."""
        scheme = raw.scheme or "id"
        if who and self.names.has_identifier(who, scheme, raw.identifier):
            return
        kept = fields.extra.setdefault(f"{raw.column or 'people'}.{scheme}", [])
        if isinstance(kept, list) and raw.identifier not in kept:
            kept.append(raw.identifier)

    def agents(self, fields: Fields, name: str, role: Role | None = None) -> Iterator[Agent]:
        """Yield who a field names: records where there are any, and the row's words."""
        for text in fields.many.get(name) or filter(None, [fields.one.get(name)]):
            yield self.agent(RawAgent(text, role or ""))
        if name == "addressees":
            yield from map(self.agent, fields.parts.addressees)

    def agent(self, raw: RawAgent) -> Agent:
        """Return an agent: the record of its name if there is one, and else the words."""
        known = self.names.known_agent(raw.name)
        role = Role(raw.role) if raw.role else None
        return Agent(who=known, as_named=None if known else raw.name, role=role)

    def _day(self, raw: RawSponsor, text: str) -> str | None:
        when = parse_date(text, self.date_order(raw.column)) if text else None
        return when.iso if when and when.exists else None


def _figure(further: Further, named: int) -> Figure:
    """Return how many are not named, if the words tell it: 等12人 counts all."""
    count = further.count
    if count is not None and further.is_total:
        count = count - named if count > named else None
    return Figure(what=FigureKind.FURTHER_SPONSORS, value=count, as_reported=further.words)


def _contradicts(one: Sponsor, other: Sponsor) -> bool:
    """Return whether a name stands twice in one row for people of two parties."""
    return None not in (one.party, other.party) and one.party != other.party


def _raw_sponsors(fields: Fields) -> Iterator[RawSponsor]:
    """Yield the sponsors that columns and nested values give, in this order."""
    for name, role in (("people", ""), ("cosponsors", Role.COSPONSOR.value)):
        for text in fields.many.get(name, ()):
            yield RawSponsor(text, role, column=name)
    yield from fields.parts.sponsors
