"""Say what a row says in the words, languages and records of the proposal that it repeats."""

from collections import defaultdict
from dataclasses import replace

import msgspec

from proposals_cli.domain.model.parts import Agent
from proposals_cli.domain.model.records import Body, Person, Proposal
from proposals_cli.domain.text.normalise import name_key
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.known_languages import in_known_languages
from proposals_cli.importing.planned_records import PlannedRecords


def adapted(candidate: Candidate, existing: Proposal, records: PlannedRecords) -> Candidate:
    """Return a candidate that says the same, as far as it can, as an existing proposal does."""
    ids = existing.id, *existing.former_ids
    if is_nameless(candidate, *ids):
        named = {"titles": existing.titles, "identifiers": existing.identifiers}
        candidate = replace(
            candidate, proposal=msgspec.structs.replace(candidate.proposal, **named)
        )
    candidate = with_own_number(candidate, *ids)
    candidate = _named_as_before(_without_named(candidate, existing), existing, records)
    if candidate.language_is_guessed:
        known = in_known_languages(candidate.proposal, existing)
        candidate = replace(candidate, proposal=known)
    return candidate


def with_own_number(candidate: Candidate, *ids: str) -> Candidate:
    """Return a candidate that keeps what its file calls it as a number, if no id is that."""
    own, numbers = candidate.own_number, candidate.proposal.identifiers
    if own is None or own.value in ids or own in numbers:
        return candidate
    proposal = msgspec.structs.replace(candidate.proposal, identifiers=(*numbers, own))
    return replace(candidate, proposal=proposal)


def is_nameless(candidate: Candidate, *ids: str) -> bool:
    """Return whether a row states neither a title nor a number but one of these ids."""
    own, proposal = candidate.own_number, candidate.proposal
    return (
        own is not None
        and own.value in ids
        and not proposal.titles
        and proposal.identifiers == (own,)
    )


def _named_as_before(
    candidate: Candidate, existing: Proposal, records: PlannedRecords
) -> Candidate:
    """Return a candidate that names agents in the words that the proposal names them in.

    A record for somebody may have come after the proposal was imported.
    """
    actions = (agent for action in existing.actions for agent in action.by)
    words = {
        name_key(one.as_named): one.as_named
        for one in (*actions, *existing.addressees)
        if one.as_named and not one.who
    }
    if not words:
        return candidate

    def agent(one: Agent) -> Agent:
        record = one.who and (records.get(("people", one.who)) or records.get(("bodies", one.who)))
        if not isinstance(record, Person | Body):
            return one
        known = (words.get(name_key(name)) for name in record.name.values())
        named = next(filter(None, known), None)
        return Agent(as_named=named, role=one.role) if named else one

    new = candidate.proposal
    new = msgspec.structs.replace(
        new,
        addressees=tuple(map(agent, new.addressees)),
        actions=tuple(
            msgspec.structs.replace(one, by=tuple(map(agent, one.by))) for one in new.actions
        ),
    )
    return replace(candidate, proposal=new)


def _without_named(candidate: Candidate, existing: Proposal) -> Candidate:
    """Return a candidate without new people whom the proposal names in words already."""
    named = {name_key(one.as_named) for one in existing.sponsors if one.as_named and not one.who}
    words: dict[str, list[str]] = defaultdict(list)
    for one in candidate.proposal.sponsors:
        words[one.name].append(one.as_named or "")
    known = {
        id_
        for (_, id_), record in candidate.new.items()
        if isinstance(record, Person)
        and not named.isdisjoint(name_key(name) for name in (*record.name.values(), *words[id_]))
    }
    if not known:
        return candidate
    left = (one for one in candidate.proposal.sponsors if one.who not in known)
    return replace(
        candidate,
        proposal=msgspec.structs.replace(candidate.proposal, sponsors=tuple(left)),
        new={key: record for key, record in candidate.new.items() if key[1] not in known},
    )
