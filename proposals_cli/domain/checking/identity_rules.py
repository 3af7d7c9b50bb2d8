"""Rules on records that may be one and the same."""

from collections.abc import Iterator

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.records import Person, Proposal, Record, Source
from proposals_cli.domain.text.normalise import fold_key, normalise_title


def duplicates(record: Record, context: CheckContext) -> Iterator[str]:
    """No two proposals of a body and year share a title or a number, no two sources a link.

    Two proposals of one title are not the same if their numbers, days or kinds differ.
    """
    match record:
        case Proposal():
            yield from _same_proposals(record, context)
        case Source() if record.url:
            first = context.first_with.setdefault(("the link", record.url), record.id)
            if first != record.id:
                yield f"the link is the same as that of {first}"


def _same_proposals(record: Proposal, context: CheckContext) -> Iterator[str]:
    from proposals_cli.domain.matching.identity import conflicts

    body = f"{record.body} {record.stated_year}"
    titles = [("the title", body, title) for title in _titles(record)]
    # numbering may restart with every term, session and kind
    series = f"{body} {record.term} {record.session} {record.kind} {' '.join(record.kind_terms)}"
    numbers = [("the number", series, n.scheme, n.value) for n in record.identifiers]
    key = context.identity_key(record)
    for value in (*titles, *numbers):
        first = context.first_with.setdefault(value, record.id)
        if first != record.id and not conflicts(key, context.identity_keys[first]):
            yield f"{value[0]} is the same as that of {first}"


def _titles(proposal: Proposal) -> list[str]:
    """Return the titles of a proposal in the form that is compared, each once."""
    return sorted({normalise_title(title.text) for title in proposal.wordings} - {""})


def near_duplicates(proposal: Proposal, context: CheckContext) -> Iterator[str]:
    """No two proposals of a body and year have nearly the same title."""
    from proposals_cli.domain.matching.identity import conflicts

    block = (proposal.stated_year or 0, proposal.body)
    key = context.identity_key(proposal)
    titles = _titles(proposal)
    near = (
        (percent, id_)
        for title in titles
        for id_, percent in context.titles.near(block, title)
        if not conflicts(key, context.identity_keys[id_])
    )
    if found := max(near, default=None):
        yield f"the title is {found[0]} % similar to that of {found[1]}"
    for title in titles:
        context.titles.add(block, proposal.id, title)


def same_names(person: Person, context: CheckContext) -> Iterator[str]:
    """No two people or organisations have one name: who is meant by it would be a guess."""
    named: set[str] = set()
    for name in (*person.name.values(), *person.other_names):
        first = context.first_with.setdefault(("name", fold_key(name)), person.id)
        if first not in (person.id, *named):
            named.add(first)
            yield f"is called '{name}', as is {first}"
