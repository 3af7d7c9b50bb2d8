"""Make the sponsors and other agents of a proposal from the names in a row."""

from collections.abc import Callable, Iterator

import msgspec

from proposals_cli.domain.model.parts import Agent, Figure, Sponsor
from proposals_cli.domain.model.vocabulary import Role
from proposals_cli.importing.candidate import NewRecords, added
from proposals_cli.importing.dates import parse_date
from proposals_cli.importing.mapping import Fields
from proposals_cli.importing.name_resolver import MAX_NAME, NameResolver
from proposals_cli.importing.proposal_parts import Place, without_further_sponsors
from proposals_cli.importing.raw_parts import RawAgent, RawSponsor

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
        made: dict[tuple[str | None, str | None], Sponsor] = {}
        figures: list[Figure] = []
        for raw in _raw_sponsors(fields):
            if len(raw.name) > MAX_NAME:
                reason = f"a name of {len(raw.name):,} characters is too long"
                raise fields.error(raw.column, reason)
            named, further = without_further_sponsors(raw.name)
            figures += further
            if not named:
                continue
            resolved = self.names.agent(named, place(named))
            who = added(resolved, "people", new) if resolved else None
            sponsor = Sponsor(
                who=who,
                as_named=None if who else named,
                role=Role(raw.role) if raw.role else None,
                party=raw.party or None,
                joined=self._day(raw, raw.joined),
                withdrawn=self._day(raw, raw.withdrawn),
            )
            made.setdefault((who, sponsor.as_named), sponsor)
        sponsors = tuple(made.values())
        if party := fields.one.get("party"):
            if len(sponsors) == 1:
                return (msgspec.structs.replace(sponsors[0], party=party),), tuple(figures)
            fields.keep("party", party)
        return sponsors, tuple(figures)

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


def _raw_sponsors(fields: Fields) -> Iterator[RawSponsor]:
    """Yield the sponsors that columns and nested values give, in this order."""
    for name, role in (("people", ""), ("cosponsors", Role.COSPONSOR.value)):
        for text in fields.many.get(name, ()):
            yield RawSponsor(text, role, column=name)
    yield from fields.parts.sponsors
