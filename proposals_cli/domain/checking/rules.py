"""Rules over a base: what is wrong in it, missing, or weakly sourced.

A rule is a function from one record to findings. To add one, write it and list it in ``RULES``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.model.change import changed_fields
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import Citation, Fact, Note, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import BODIES, UNCONFIRMED, FactKind, Status
from proposals_cli.domain.text.normalise import normalise_title
from proposals_cli.domain.text.quotes import contains_quote

LONGEST_SHOWN = 60
"""Characters of a quote that a finding shows."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule found in one record."""

    rule: str
    severity: Severity
    table: str
    id: str
    message: str


Rule = Callable[[Record, CheckContext], Iterator[str]]
"""Yields a message for everything it finds in a record."""


def check_records(
    records: Iterable[Record], known: CheckContext, rules: Collection[str] = ()
) -> Iterator[Finding]:
    """Apply the named rules, or all, to every record in order."""
    applied = {name: RULES[name] for name in RULES if not rules or name in rules}
    for record in records:
        table = table_of(record)
        for name, (severity, rule) in applied.items():
            for message in rule(record, known):
                yield Finding(name, severity, table, record.id, message)


def dangling_ids(record: Record, known: CheckContext) -> Iterator[str]:
    """Every id that a record names exists."""
    for table, id_, what in named_ids(record):
        if not known.has(table, id_) and not (table == "proposals" and known.renamed(id_)):
            yield f"{what} names '{id_}', which is not in {table}"


def former_ids(record: Record, known: CheckContext) -> Iterator[str]:
    """A proposal is named by the id it has now."""
    for table, id_, what in named_ids(record):
        if table == "proposals" and not known.has(table, id_) and (now := known.renamed(id_)):
            yield f"{what} names '{id_}', which is '{now}' now"


def lost_quotes(record: Record, known: CheckContext) -> Iterator[str]:
    """Every quote stands in the text of its source, where the base holds that text."""
    quoted = [(c.source, c.quote) for c in citations_of(record) if c.quote]
    if isinstance(record, Note):
        quoted.append((record.source, record.words))
    for source, quote in dict.fromkeys(quoted):
        text = known.text(source)
        if text is not None and not contains_quote(text, quote):
            yield f"the text of {source} does not hold the quote '{_short(quote)}'"


def unsourced_claims(record: Record, _known: CheckContext) -> Iterator[str]:
    """Every problem, measure, reply, mention, status and fact carries a citation."""
    match record:
        case Proposal():
            if record.problem and not record.problem.citations:
                yield "the problem has no citation"
            for measure in record.measures:
                if not measure.citations:
                    yield f"measure {measure.id} has no citation"
            for number, response in enumerate(record.responses, 1):
                if not response.citations:
                    yield f"reply {number} has no citation"
            for number, statement in enumerate(record.uptake, 1):
                if not statement.citations:
                    yield f"mention {number} has no citation"
            if record.status.value is not Status.UNKNOWN and not record.status.citations:
                yield "the status has no citation"
        case Fact():
            if not record.citations:
                yield "the fact has no citation"


def machine_translation_alone(record: Record, known: CheckContext) -> Iterator[str]:
    """What a proposal asks for rests on more than one machine translation."""
    if not isinstance(record, Proposal):
        return
    sources = {c.source for measure in record.measures for c in measure.citations}
    sources |= {c.source for c in record.problem.citations} if record.problem else set()
    if len(sources) != 1:
        return
    (source,) = sources
    held = known.source(source)
    if held and held.machine_translated_from:
        yield f"problem and measures rest on one machine translation alone ({source})"


def unconfirmed(record: Record, _known: CheckContext) -> Iterator[str]:
    """What was announced was confirmed later."""
    if isinstance(record, Proposal) and record.status.value in UNCONFIRMED and not record.responses:
        yield f"announced ({record.status.value}), its submission is not confirmed"


def title_zh_missing(record: Record, _known: CheckContext) -> Iterator[str]:
    """A proposal to a Chinese body has its exact Chinese title."""
    if isinstance(record, Proposal) and record.body in BODIES and not record.title.zh:
        yield "no exact Chinese title is known"


def duplicates(record: Record, known: CheckContext) -> Iterator[str]:
    """No two proposals of a body and year share a title or a number, no two sources a link."""
    values: list[tuple[str, ...]] = []
    match record:
        case Proposal():
            body = f"{record.body} {record.year}"
            titles = {normalise_title(one) for one in (record.title.en, record.title.zh) if one}
            values = [("the title", body, title) for title in sorted(titles)]
            # numbers may begin anew with every session, and with every kind
            series = f"{body} {record.session} {record.kind} {' '.join(record.kind_terms)}"
            values += [("the number", series, n.scheme, n.value) for n in record.identifiers]
        case Source() if record.url:
            values = [("the link", record.url)]
    for value in values:
        first = known.first_with.setdefault(value, record.id)
        if first != record.id:
            yield f"{value[0]} is the same as that of {first}"


def near_duplicates(record: Record, known: CheckContext) -> Iterator[str]:
    """No two proposals of a body and year have nearly the same title."""
    if not isinstance(record, Proposal):
        return
    from proposals_cli.domain.matching.identity import conflicts, identity_key

    block = (record.year, record.body)
    known.marks[record.id] = marks = identity_key(record, record.extra.get("date"), None)
    titles = [normalise_title(title) for title in (record.title.zh, record.title.en) if title]
    near = (
        (percent, id_)
        for title in titles
        for id_, percent in known.titles.near(block, title)
        if not conflicts(marks, known.marks[id_])
    )
    if found := max(near, default=None):
        yield f"the title is {found[0]} % like that of {found[1]}"
    for title in titles:
        known.titles.add(block, record.id, title)


def contradictory_facts(record: Record, known: CheckContext) -> Iterator[str]:
    """Facts that contradict each other are assessed, by one of the two at least."""
    if not isinstance(record, Fact) or record.value is None or record.kind not in _SINGLE_VALUED:
        return
    others = known.facts.setdefault((record.kind, record.person, record.year), [])
    for other in others:
        if str(other.value) != str(record.value) and not (other.assessment or record.assessment):
            yield f"says {record.value} where {other.id} says {other.value}; none is assessed"
    others.append(record)


_SINGLE_VALUED = (FactKind.COUNT, FactKind.TOTAL, FactKind.SESSION)
"""Kinds of facts of which one value is right for a person and a year."""


def unused_themes(record: Record, known: CheckContext) -> Iterator[str]:
    """Every theme has a proposal, once there are any."""
    used = known.themes_used
    if isinstance(record, Proposal):
        used.update(record.themes)
    elif isinstance(record, Theme) and used and record.id not in used:
        yield "no proposal has this theme"


def dates_out_of_session(record: Record, known: CheckContext) -> Iterator[str]:
    """Term, session, replies and sources of a proposal fit its year."""
    if not isinstance(record, Proposal):
        return
    if record.body in BODIES and record.year >= _FIVE_YEAR_TERMS:
        # 2013 was the first session of the 12th; terms of five years, one session in each
        term, session = (record.year - 1953) // 5, (record.year - 1953) % 5 + 1
        if (record.term or term, record.session or session) != (term, session):
            yield (
                f"{record.year} is session {session} of term {term},"
                f" not session {record.session} of term {record.term}"
            )
    for number, response in enumerate(record.responses, 1):
        years = _YEAR.findall(response.when or "")
        if years and int(max(years)) < record.year:
            yield f"reply {number} is dated {response.when}, before the proposal of {record.year}"
    dates = [held.date for id_ in record.all_sources() if (held := known.source(id_)) and held.date]
    if dates and max(dates) < f"{record.year}" and len(dates) == len(record.all_sources()):
        yield f"all its sources are older than {record.year}: the latest is of {max(dates)}"


_FIVE_YEAR_TERMS = 1983
"""From the sixth National People's Congress on, every term has had five yearly sessions."""

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def dead_ends(record: Record, known: CheckContext) -> Iterator[str]:
    """A proposal continues earlier ones, neither itself nor what continues it."""
    if not isinstance(record, Proposal):
        return
    for id_ in record.continues:
        other = known.proposal(id_)
        if id_ == record.id:
            yield "it continues itself"
        elif other is not None and other.year > record.year:
            yield f"it continues {id_}, which is of {other.year}"
        elif other is not None and _leads_to(other, record, known):
            yield f"it continues {id_}, which continues it in turn"


def _leads_to(start: Proposal, goal: Proposal, known: CheckContext) -> bool:
    """Tell whether what a proposal continues, and so on, comes back to another one."""
    seen, rest = {start.id}, [start]
    while rest:
        for id_ in rest.pop().continues:
            if id_ == goal.id:
                return True
            held = known.proposal(id_) if id_ not in seen else None
            seen.add(id_)
            if held is not None and held.year >= goal.year:
                rest.append(held)
    return False


def untidy(record: Record, _known: CheckContext) -> Iterator[str]:
    """Texts have no spaces around them, and nothing is listed twice."""
    from proposals_cli.domain.checking.fixes import tidied

    for field in changed_fields(record, tidied(record)):
        yield f"{field} has spaces around a text, or lists something twice"


RULES: dict[str, tuple[Severity, Rule]] = {
    "dangling-id": ("error", dangling_ids),
    "lost-quote": ("error", lost_quotes),
    "unsourced-claim": ("error", unsourced_claims),
    "machine-translation-alone": ("warning", machine_translation_alone),
    "unconfirmed": ("warning", unconfirmed),
    "title-zh-missing": ("warning", title_zh_missing),
    "duplicate": ("warning", duplicates),
    "near-duplicate": ("warning", near_duplicates),
    "contradictory-facts": ("warning", contradictory_facts),
    "date-out-of-session": ("warning", dates_out_of_session),
    "dead-end": ("warning", dead_ends),
    "former-id": ("warning", former_ids),
    "theme-unused": ("warning", unused_themes),
    "untidy": ("warning", untidy),
}
"""Rule name → its severity and what applies it."""


def named_ids(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield (table, id, the field that names it) for every id a record refers to."""
    match record:
        case Proposal():
            for theme in record.themes:
                yield "themes", theme, "themes"
            for person in record.people:
                yield "people", person, "people"
            for earlier in record.continues:
                yield "proposals", earlier, "continues"
            for source in record.sources:
                yield "sources", source, "sources"
        case Fact():
            if record.person:
                yield "people", record.person, "person"
            for proposal in record.proposals:
                yield "proposals", proposal, "proposals"
        case Note():
            yield "sources", record.source, "source"
    for source in dict.fromkeys(citation.source for citation in citations_of(record)):
        yield "sources", source, "a citation"


def citations_of(record: Record) -> tuple[Citation, ...]:
    """Return every citation of a record, repeats included."""
    match record:
        case Proposal():
            return record.citations()
        case Fact() | Note():
            return record.citations
        case _:
            return ()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
