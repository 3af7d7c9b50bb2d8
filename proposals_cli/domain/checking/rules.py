"""The rules of ``check``: what is wrong in a base, missing, or weakly sourced.

A rule is a function that yields a message for each problem of a record. To add a rule, write the
function and list it in ``RULES``. Its docstring says what must be true of a record.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from proposals_cli.domain.checking.context import CheckContext
from proposals_cli.domain.checking.fixes import tidied
from proposals_cli.domain.model.change import changed_fields
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import Fact, Note, Proposal, Record, Source, Theme
from proposals_cli.domain.model.references import citations_of, named_ids
from proposals_cli.domain.model.vocabulary import BODIES, UNCONFIRMED, FactKind, Status
from proposals_cli.domain.text.normalise import normalise_title
from proposals_cli.domain.text.quotes import contains_quote

MAX_QUOTE = 60
"""Characters of a quote that a message shows."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a rule found in a record."""

    rule: str
    severity: Severity
    table: str
    id: str
    message: str


Rule = Callable[[Record, CheckContext], Iterator[str]]
"""Yields a message for each problem of a record."""


def check_records(
    records: Iterable[Record], context: CheckContext, rules: Collection[str] = ()
) -> Iterator[Finding]:
    """Apply the named rules, or all, to every record in order."""
    applied = {name: RULES[name] for name in RULES if not rules or name in rules}
    for record in records:
        table = table_of(record)
        for name, (severity, rule) in applied.items():
            for message in rule(record, context):
                yield Finding(name, severity, table, record.id, message)


def dangling_ids(record: Record, context: CheckContext) -> Iterator[str]:
    """Every id that a record refers to exists."""
    for table, id_, what in named_ids(record):
        if not context.has(table, id_) and not (table == "proposals" and context.renamed(id_)):
            yield f"{what} names '{id_}', which is not in {table}"


def former_ids(record: Record, context: CheckContext) -> Iterator[str]:
    """Proposals are referred to by their current ids."""
    for table, id_, what in named_ids(record):
        if table == "proposals" and not context.has(table, id_) and (now := context.renamed(id_)):
            yield f"{what} names '{id_}', which is '{now}' now"


def lost_quotes(record: Record, context: CheckContext) -> Iterator[str]:
    """Every quote occurs in the text of its source, if the base contains that text."""
    quoted = [(c.source, c.quote) for c in citations_of(record) if c.quote]
    if isinstance(record, Note):
        quoted.append((record.source, record.words))
    for source, quote in dict.fromkeys(quoted):
        text = context.text(source)
        if text is not None and not contains_quote(text, quote):
            yield f"the text of {source} does not contain the quote '{_short(quote)}'"


def unsourced_claims(record: Record, _context: CheckContext) -> Iterator[str]:
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


def machine_translation_alone(record: Record, context: CheckContext) -> Iterator[str]:
    """Problem and measures of a proposal do not rest on a single machine translation."""
    if not isinstance(record, Proposal):
        return
    sources = {c.source for measure in record.measures for c in measure.citations}
    sources |= {c.source for c in record.problem.citations} if record.problem else set()
    if len(sources) != 1:
        return
    (source,) = sources
    only = context.source(source)
    if only and only.machine_translated_from:
        yield f"problem and measures rest on one machine translation alone ({source})"


def unconfirmed(record: Record, _context: CheckContext) -> Iterator[str]:
    """A proposal that was announced is confirmed to have been submitted."""
    if isinstance(record, Proposal) and record.status.value in UNCONFIRMED and not record.responses:
        yield f"announced ({record.status.value}), but its submission is not confirmed"


def title_zh_missing(record: Record, _context: CheckContext) -> Iterator[str]:
    """A proposal to a Chinese body has its exact Chinese title."""
    if isinstance(record, Proposal) and record.body in BODIES and not record.title.zh:
        yield "no exact Chinese title is known"


def duplicates(record: Record, context: CheckContext) -> Iterator[str]:
    """No two proposals of a body and year share a title or a number, no two sources a link."""
    values: list[tuple[str, ...]] = []
    match record:
        case Proposal():
            body = f"{record.body} {record.year}"
            titles = {normalise_title(one) for one in (record.title.en, record.title.zh) if one}
            values = [("the title", body, title) for title in sorted(titles)]
            # numbering may restart with every session and every kind
            series = f"{body} {record.session} {record.kind} {' '.join(record.kind_terms)}"
            values += [("the number", series, n.scheme, n.value) for n in record.identifiers]
        case Source() if record.url:
            values = [("the link", record.url)]
    for value in values:
        first = context.first_with.setdefault(value, record.id)
        if first != record.id:
            yield f"{value[0]} is the same as that of {first}"


def near_duplicates(record: Record, context: CheckContext) -> Iterator[str]:
    """No two proposals of a body and year have nearly the same title."""
    if not isinstance(record, Proposal):
        return
    from proposals_cli.domain.matching.identity import conflicts, identity_key

    block = (record.year, record.body)
    context.identity_keys[record.id] = key = identity_key(record, record.extra.get("date"), None)
    titles = [normalise_title(title) for title in (record.title.zh, record.title.en) if title]
    near = (
        (percent, id_)
        for title in titles
        for id_, percent in context.titles.near(block, title)
        if not conflicts(key, context.identity_keys[id_])
    )
    if found := max(near, default=None):
        yield f"the title is {found[0]} % similar to that of {found[1]}"
    for title in titles:
        context.titles.add(block, record.id, title)


def contradictory_facts(record: Record, context: CheckContext) -> Iterator[str]:
    """Of two facts that contradict each other, one at least has an assessment."""
    if not isinstance(record, Fact) or record.value is None or record.kind not in _SINGLE_VALUED:
        return
    others = context.facts.setdefault((record.kind, record.person, record.year), [])
    for other in others:
        if str(other.value) != str(record.value) and not (other.assessment or record.assessment):
            yield f"says {record.value}, but {other.id} says {other.value}; neither is assessed"
    others.append(record)


_SINGLE_VALUED = (FactKind.COUNT, FactKind.TOTAL, FactKind.SESSION)
"""Kinds of facts with one correct value for a person and a year."""


def unused_themes(record: Record, context: CheckContext) -> Iterator[str]:
    """Every theme has a proposal, if the base has any proposals."""
    used = context.themes_used
    if isinstance(record, Proposal):
        used.update(record.themes)
    elif isinstance(record, Theme) and used and record.id not in used:
        yield "no proposal has this theme"


def dates_out_of_session(record: Record, context: CheckContext) -> Iterator[str]:
    """Term, session, replies and sources of a proposal match its year."""
    if isinstance(record, Proposal):
        yield from _wrong_session(record)
        yield from _early_replies(record)
        yield from _only_older_sources(record, context)


def _wrong_session(record: Proposal) -> Iterator[str]:
    if record.body not in BODIES or record.year < _FIVE_YEAR_TERMS:
        return
    # 2013 was the first session of the 12th term; each term has five yearly sessions
    term, session = (record.year - 1953) // 5, (record.year - 1953) % 5 + 1
    if (record.term or term, record.session or session) != (term, session):
        yield (
            f"{record.year} is session {session} of term {term},"
            f" not session {record.session} of term {record.term}"
        )


def _early_replies(record: Proposal) -> Iterator[str]:
    for number, response in enumerate(record.responses, 1):
        years = _YEAR.findall(response.when or "")
        if years and int(max(years)) < record.year:
            yield f"reply {number} is dated {response.when}, before the proposal of {record.year}"


def _only_older_sources(record: Proposal, context: CheckContext) -> Iterator[str]:
    sources = [context.source(id_) for id_ in record.all_sources()]
    dates = [source.date for source in sources if source and source.date]
    if dates and max(dates) < f"{record.year}" and len(dates) == len(sources):
        yield f"all its sources are older than {record.year}: the latest is from {max(dates)}"


_FIVE_YEAR_TERMS = 1983
"""The first year of the sixth National People's Congress; terms before it were irregular."""

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def dead_ends(record: Record, context: CheckContext) -> Iterator[str]:
    """A proposal continues earlier ones, but not itself, nor one that continues it."""
    if not isinstance(record, Proposal):
        return
    for id_ in record.continues:
        other = context.proposal(id_)
        if id_ == record.id:
            yield "it continues itself"
        elif other is not None and other.year > record.year:
            yield f"it continues {id_}, which is from {other.year}"
        elif other is not None and _leads_to(other, record, context):
            yield f"it continues {id_}, which continues it in turn"


def _leads_to(start: Proposal, goal: Proposal, context: CheckContext) -> bool:
    """Tell whether a proposal continues ``goal``, directly or through others."""
    seen, rest = {start.id}, [start]
    while rest:
        for id_ in rest.pop().continues:
            if id_ == goal.id:
                return True
            earlier = context.proposal(id_) if id_ not in seen else None
            seen.add(id_)
            if earlier is not None and earlier.year >= goal.year:
                rest.append(earlier)
    return False


def untidy(record: Record, _context: CheckContext) -> Iterator[str]:
    """Texts have no spaces around them, and lists have no repeated values."""
    for field in changed_fields(record, tidied(record)):
        yield f"{field} has spaces around a text, or a repeated value"


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
"""Name of a rule → its severity and its function."""


def _short(text: str) -> str:
    return text if len(text) <= MAX_QUOTE else f"{text[: MAX_QUOTE - 1]}…"
