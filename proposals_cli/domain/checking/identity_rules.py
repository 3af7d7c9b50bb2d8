"""Rules on records that may be one and the same."""

from collections.abc import Iterator

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import Body, Person, Proposal, Record, Source, Theme
from proposals_cli.domain.text.links import link_spellings
from proposals_cli.domain.text.normalise import normalise_title


def duplicates(record: Record, context: CheckContext) -> Iterator[str]:
    """No two proposals of a body and year share a title or a number, no two sources a link.

    Two proposals of one title are not the same if their numbers, days or kinds differ.
    """
    match record:
        case Proposal():
            yield from _same_proposals(record, context)
        case Source() if record.url:
            link = link_spellings(record.url)[0]
            first = context.first_with.setdefault(("the link", link), record.id)
            if first != record.id:
                yield f"the link is the same as that of {first}{_merge(first, record)}"


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
            yield f"{value[0]} is the same as that of {first}{_merge(first, record)}"


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


def same_names(record: Record, context: CheckContext) -> Iterator[str]:
    """No two people, bodies or themes have one name or number: who is meant would be a guess.

    Names that differ in titles, in the order of their words, or in simplified and traditional
    characters are one. Bodies of different areas, or parts of different bodies, share names.
    """
    if not isinstance(record, Person | Body | Theme):
        return
    from proposals_cli.domain.matching.names import names_of

    table = table_of(record)
    place = (record.area or "", record.part_of or "") if isinstance(record, Body) else ()
    named = {record.id}
    for name, forms in names_of(record):
        for form in sorted(forms):
            first, other = context.first_named.setdefault((table, *place, form), (record.id, name))
            if first not in named:
                named.add(first)
                as_is = f", as is {first}" if name == other else f", and {first} '{other}'"
                yield f"is called '{name}'{as_is}{_merge(first, record)}"
    for number in () if isinstance(record, Theme) else record.identifiers:
        first = context.first_with.setdefault((table, number.scheme, number.value), record.id)
        if first not in named:
            named.add(first)
            yield f"has the {number.scheme} {number.value}, as has {first}{_merge(first, record)}"


def _merge(first: str, record: Record) -> str:
    """Return the end of a message: the command that makes two records one."""
    return f"; if they are one: prop merge {first} {record.id}"
