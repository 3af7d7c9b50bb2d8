"""The head of a proposal's page: its titles, and the labelled lines below them."""

from collections.abc import Iterator

from proposals_cli.domain.answers.details import Find
from proposals_cli.domain.model.parts import Action, StatusClaim, Text, Title
from proposals_cli.domain.model.records import Body, Proposal
from proposals_cli.domain.model.status import CurrentStatus, current_status
from proposals_cli.domain.model.vocabulary import Status, TitleBasis
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.agents import agents, named, sponsor_lines
from proposals_cli.domain.presenting.fallback import (
    lines_of,
    remaining,
    remaining_remarks,
    term,
)
from proposals_cli.domain.presenting.labels import Label, in_both
from proposals_cli.domain.presenting.names import kind_name, language_name, session_name
from proposals_cli.domain.presenting.page import Entry, Line, Named, Words

DRAWN = (
    *("id", "year", "date", "body", "term", "session", "kind", "kind_terms", "titles"),
    *("sponsors", "addressees", "themes", "regions", "entities", "series", "status"),
    *("reply_due", "identifiers"),
)
"""The fields that the head shows; it also has a line for every other field without parts."""


def main_heading(proposal: Proposal) -> Words:
    """Return the title by language, the main one first; or the subject, the number or the id."""
    wordings = [one for one in proposal.titles if one.basis is not TitleBasis.SUBJECT]
    main = proposal.main_title
    found: Text = {}
    for title in (main, *wordings) if main in wordings and main else ():
        found.setdefault(title.lang, title.text)
    if found:
        return found
    if main:
        return {main.lang: f"〔{main.text}〕"}
    return proposal.identifiers[0].value if proposal.identifiers else proposal.id


def title_entries(proposal: Proposal) -> tuple[Entry, ...]:
    """Return every title with its language, basis and citations."""
    return tuple(map(_title_entry, proposal.titles))


def _title_entry(title: Title) -> Entry:
    is_subject = title.basis is TitleBasis.SUBJECT
    basis = term(title.basis) if title.basis and not is_subject else None

    def lead(lang: str) -> str:
        template = labels.SUBJECT_IN if is_subject else labels.TITLE_IN
        text = template.text(lang, language=language_name(title.lang, lang))
        return labels.WITH_BASIS.text(lang, title=text, basis=basis.text(lang)) if basis else text

    return Entry(
        {title.lang: title.text},
        title.citations,
        lead=(in_both(lead),),
        details=remaining(title, ("lang", "text", "basis", "note", "citations")),
        comment=title.note or "",
    )


def head_lines(proposal: Proposal, find: Find, undrawn: tuple[str, ...]) -> tuple[Line, ...]:
    """Return the labelled lines of a proposal; ``undrawn``: fields with parts drawn elsewhere."""
    found = find("bodies", proposal.body)
    body = found if isinstance(found, Body) else None
    lines = (
        Line(labels.BODY, (named(find, proposal.body, "bodies"),)),
        Line(labels.SESSION, tuple(_session(proposal, body))),
        Line(labels.DATE, (proposal.date,) if proposal.date else ()),
        Line(labels.YEAR, tuple(_year(proposal))),
        _kind(proposal, body),
        *sponsor_lines(proposal, find),
        Line(labels.ADDRESSED, agents(find, proposal.addressees)),
        Line(labels.THEMES, tuple(named(find, id_, "themes") for id_ in proposal.themes)),
        Line(labels.REGIONS, proposal.regions),
        Line(labels.ENTITIES, proposal.entities),
        Line(labels.SERIES, tuple(_series(proposal))),
        Line(labels.NUMBER, tuple(_numbers(proposal))),
        _status(proposal),
        _reply_due(proposal),
        *lines_of(proposal, (*DRAWN, *undrawn)),
    )
    return tuple(line for line in lines if line.values or line.empty or line.citations)


def _session(proposal: Proposal, body: Body | None) -> Iterator[Label]:
    english, chinese = (session_name(proposal, body, lang) for lang in ("en", "zh"))
    if english and chinese:
        yield Label(english, chinese)


def _year(proposal: Proposal) -> Iterator[str]:
    """Yield the year if the date does not say it."""
    if proposal.year and (proposal.date or "")[:4] != str(proposal.year):
        yield str(proposal.year)


def _kind(proposal: Proposal, body: Body | None) -> Line:
    kind = in_both(lambda lang: kind_name(proposal.kind, body, lang))
    terms = {"en": ", ".join(proposal.kind_terms), "zh": "、".join(proposal.kind_terms)}
    called = in_both(lambda lang: labels.CALLED_IN_SOURCES.text(lang, terms=terms[lang]))
    return Line(labels.KIND, (kind,), remarks=(called,) if proposal.kind_terms else ())


def _series(proposal: Proposal) -> Iterator[Named]:
    for one in proposal.series:
        yield Named(one.id, one.name, remaining_remarks(one, ("id", "name")))


def _numbers(proposal: Proposal) -> Iterator[Named]:
    for one in proposal.identifiers:
        remarks = (one.scheme, *remaining_remarks(one, ("scheme", "value")))
        yield Named(None, one.value, remarks)


# -- status --------------------------------------------------------------------------------------


def _status(proposal: Proposal) -> Line:
    """Return the current status, what it follows from, and what contradicts it."""
    claim, current = proposal.status, current_status(proposal)
    remarks: list[Words] = []
    citations = claim.citations if claim else ()
    match current:
        case CurrentStatus(basis="action", action=Action() as action):
            remarks.append(_from_action(action))
            citations = (*action.citations, *citations)
        case CurrentStatus(basis="date"):
            remarks.append(labels.FROM_DATE.filled(date=proposal.date))
    if claim:
        remarks += _stated(claim, current)
    if current.differs:
        remarks.append(_with_status(labels.HAPPENED_OTHERWISE, current.differs))
    return Line(labels.STATUS, (term(current.value),), tuple(remarks), citations)


def _from_action(action: Action) -> Label:
    date = action.date or action.when
    stage = term(action.stage)
    if action.is_reply:
        dated = labels.FROM_REPLY if action.date else labels.FROM_REPLY_IN_WORDS
        template = dated if date else labels.FROM_UNDATED_REPLY
    else:
        template = labels.FROM_ACTION if date else labels.FROM_UNDATED
    return in_both(lambda lang: template.text(lang, stage=stage.text(lang), date=date))


def _stated(claim: StatusClaim, current: CurrentStatus) -> Iterator[Words]:
    if current.basis != "stated" and claim.value is not Status.UNKNOWN:
        if claim.value is not current.value:
            yield _with_status(labels.STATED_OTHERWISE, claim.value)
    elif current.basis == "stated" and not claim.as_reported:
        yield labels.STATED
    if claim.as_reported:
        yield labels.AS_REPORTED.filled(words=claim.as_reported)
    if claim.date:
        yield labels.STATED_ON.filled(date=claim.date)
    yield from remaining_remarks(claim, ("value", "date", "as_reported", "citations"))


def _with_status(template: Label, status: Status) -> Label:
    return in_both(lambda lang: template.text(lang, status=term(status).text(lang)))


def _reply_due(proposal: Proposal) -> Line:
    due = proposal.reply_due
    if due is None:
        return Line(labels.REPLY_DUE, ())
    remarks: list[Words] = []
    if due.as_reported:
        remarks.append(labels.AS_REPORTED.filled(words=due.as_reported))
    remarks += remaining_remarks(due, ("date", "as_reported", "citations"))
    return Line(labels.REPLY_DUE, (due.date,), tuple(remarks), due.citations)
