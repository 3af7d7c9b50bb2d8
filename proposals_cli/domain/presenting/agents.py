"""People, bodies and other records by name, as values of a line."""

from collections.abc import Iterable, Iterator, Mapping

from proposals_cli.domain.answers.details import Find
from proposals_cli.domain.model.fields import AGENTS
from proposals_cli.domain.model.parts import Agent, Sponsor
from proposals_cli.domain.model.records import Body, Person, Proposal, Theme
from proposals_cli.domain.model.vocabulary import Role
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.fallback import remaining_remarks, term
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.page import Line, Named, Words

_AGENT = ("who", "as_named", "role")
_SPONSOR = (*_AGENT, "party", "joined", "withdrawn", "citations")

_LINES: dict[Role, Label] = {
    Role.AUTHOR: labels.BY,
    Role.PETITIONER: labels.PETITIONERS,
    Role.RAPPORTEUR: labels.RAPPORTEURS,
    Role.LEAD: labels.LEAD,
    Role.JOINT: labels.JOINT,
    Role.COSPONSOR: labels.COSPONSORS,
    Role.OTHER: labels.OTHERS,
}
"""Role of sponsors → the label of their line, in the order of the lines."""


def named(find: Find, id_: str, *tables: str) -> Named:
    """Return a record of one of the tables by name; by its id if there is none."""
    for table in tables:
        match find(table, id_):
            case Person() | Body() | Theme() as record:
                return Named(id_, record.name)
    return Named(id_, {})


def agent(find: Find, one: Agent, *, with_role: bool = True) -> Named:
    """Return an agent by name, with the words of the source where they differ, and the role."""
    found = named(find, one.who, *AGENTS) if one.who else Named(None, one.as_named or "")
    remarks: list[Words] = []
    if one.who and one.as_named and not _is_among(one.as_named, found.name):
        remarks.append(labels.IN_SOURCE.filled(name=one.as_named))
    if with_role and one.role:
        remarks.append(term(one.role))
    if isinstance(one, Sponsor):
        remarks += _remarks(one)
    remarks += remaining_remarks(one, _SPONSOR if isinstance(one, Sponsor) else _AGENT)
    citations = one.citations if isinstance(one, Sponsor) else ()
    return Named(found.id, found.name, tuple(remarks), citations)


def _remarks(sponsor: Sponsor) -> Iterator[Words]:
    if sponsor.party:
        yield sponsor.party
    if sponsor.joined:
        yield labels.JOINED.filled(date=sponsor.joined)
    if sponsor.withdrawn:
        yield labels.WITHDRAWN_ON.filled(date=sponsor.withdrawn)


def _is_among(name: str, names: Words) -> bool:
    return isinstance(names, Mapping) and name in names.values()


def agents(find: Find, some: Iterable[Agent]) -> tuple[Named, ...]:
    """Return agents by name."""
    return tuple(agent(find, one) for one in some)


def sponsor_lines(proposal: Proposal, find: Find) -> Iterator[Line]:
    """Yield the sponsors in a line for each role, and those who withdrew in a line of their own."""
    present = [one for one in proposal.sponsors if one.withdrawn is None]
    for role in dict.fromkeys((*_LINES, *Role)):
        those = [one for one in present if (one.role or Role.AUTHOR) is role]
        empty = labels.NO_PEOPLE if role is Role.AUTHOR and not proposal.sponsors else None
        if those or empty:
            values = [agent(find, one, with_role=False) for one in those]
            yield Line(_LINES.get(role, term(role)), values, empty=empty)
    if gone := [one for one in proposal.sponsors if one.withdrawn is not None]:
        yield Line(labels.WITHDRAWN, [agent(find, one) for one in gone])
