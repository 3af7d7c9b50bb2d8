"""Make CSL-JSON items of proposals: references for citation processors and managers.

A suggestion becomes a ``report``: that type keeps author, kind, number and body in the common
styles, where ``bill`` drops the deputy's name in several. A bill becomes a ``bill``, with the body
as ``authority`` and never as ``publisher``: Zotero would take it for a hearing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from proposals_cli.domain.lookup import find_record
from proposals_cli.domain.model.parts import Sponsor, Title
from proposals_cli.domain.model.records import Body, Proposal, Record, Source, Theme
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import (
    KIND_LABELS,
    STATUS_LABELS,
    UNCONFIRMED,
    DocumentRole,
    Kind,
    SourceCopy,
    SourceTier,
    Stage,
    Status,
    TitleBasis,
    label,
)
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.presenting.csl_names import CslName, csl_name
from proposals_cli.domain.presenting.names import body_name, kind_name, session_name
from proposals_cli.domain.text.languages import UNDETERMINED, Languages, best_tag
from proposals_cli.domain.text.sanitise import one_line, one_line_within, web_address
from proposals_cli.errors import NotFoundError

CSL_TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
    "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview",
    "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post",
    "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech",
    "standard", "thesis", "treaty", "webpage",
)  # fmt: skip
"""The types of CSL 1.0.2."""

LEGAL_TYPES = ("bill", "hearing", "legal_case", "legislation", "regulation", "treaty")
"""Types whose body is an authority and not a publisher."""

_GENRES = {
    Kind.SUGGESTION: ("Written suggestion", "书面建议"),
    Kind.OTHER: ("Proposal", "建议"),
}
"""Kinds whose labels would not say in a reference what they are."""

_SUPPLIED = (TitleBasis.LABEL, TitleBasis.SUBJECT, TitleBasis.MACHINE)
"""Titles that no source and no translator gave: square brackets are the usual sign for them."""

_OWN_PAPERS = (DocumentRole.TEXT, DocumentRole.QUESTION)
"""The papers that are the proposal itself."""

_CATALOGUES = re.compile(r"(?:.*[-_])?(?:id|uuid|uri|url|key|slug|eli|wikidata|ocd(?:-.*)?)")
"""Schemes of identifiers that a data file or a catalogue made, and nobody cites."""

_NUMBER = re.compile(r"number|nummer|n[uú]m[eé]ro|numer|drucksache|(?:^|[-_ ])no$|号|號|番")
"""In schemes of numbers that a body gives."""

_NO_NUMBER = re.compile(r"[a-z]+://|(?:www\.|ocd-)|Q\d+$|[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)
"""Beginnings of identifiers that are addresses or keys, whatever their scheme."""

_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")
"""A full stop after a word that is no abbreviation."""

CslItem = dict[str, Any]
"""An object of CSL-JSON."""

Find = Callable[[str, str], Record | None]
"""(table, id) → the record, or None if there is none."""


def csl_item(
    proposal: Proposal,
    find: Find,
    languages: Languages,
    csl_type: str | None = None,
) -> CslItem:
    """Return a proposal as an item of CSL-JSON.

    The title is in a wanted language if there is one, else the original one. A title that nobody
    but this base or a machine gave is put in square brackets. What is not known is left out: the
    base's own id is never given as a number.

    Args:
        proposal: what to cite.
        find: looks up people, bodies, themes and sources.
        languages: those that the reader wants.
        csl_type: replaces the type that follows from the kind.

    Returns:
        An object with keys of the CSL schema only; other values are in ``custom``.
    """
    type_ = csl_type or ("bill" if proposal.kind is Kind.BILL else "report")
    body = find("bodies", proposal.body)
    body = body if isinstance(body, Body) else None
    title = cited_title(proposal, languages)
    source = best_source(proposal, find)
    status = current_status(proposal).value
    statement = proposal.summary or proposal.problem
    item: CslItem = {
        "id": proposal.id,
        "type": type_,
        "title": _wording(title),
        "original-title": _original(proposal, title),
        "author": authors(proposal, find, languages),
        "issued": _date(_issued(proposal)),
        "genre": _genre(proposal, body, title, languages),
        "number": official_number(proposal, find),
        "collection-title": session_name(proposal, body, languages.tags[0]),
        **_body(proposal, body, type_, languages),
        "abstract": languages.text(statement.text) if statement else None,
        "keyword": ", ".join(
            _theme_name(find("themes", id_), id_, languages) for id_ in proposal.themes
        ),
        "language": title.lang if title and title.lang != UNDETERMINED else None,
        "URL": web_address(source.url) if source else _own_address(proposal),
        "accessed": _date(source.accessed if source else None),
        "status": status.value if status in UNCONFIRMED else None,
    }
    item = {key: value for key, value in one_line_within(item).items() if value}
    item["custom"] = _custom(proposal, status, title, find)
    item["note"] = _note(proposal, status, title)  # its line breaks are kept
    return item


def csl_items(
    found: Iterable[tuple[str, str]],
    index: ProposalIndex,
    languages: Languages,
    csl_type: str | None = None,
) -> list[CslItem]:
    """Return the proposals of these (table, id) as items of CSL-JSON.

    Raises:
        NotFoundError: one of them is not a proposal, or does not exist.
    """
    find = partial(find_record, index)
    items = []
    for table, id_ in found:
        proposal = find(table, id_)
        if not isinstance(proposal, Proposal):
            raise NotFoundError(f"'{id_}' is in {table}; only proposals can be cited.")
        items.append(csl_item(proposal, find, languages, csl_type))
    return items


def authors(proposal: Proposal, find: Find, languages: Languages) -> list[CslName]:
    """Return the names of the authors: cosponsors are none, nor is who has withdrawn."""

    def name(sponsor: Sponsor) -> CslName:
        who = sponsor.who
        record = (find("people", who) or find("bodies", who)) if who else None
        return csl_name(sponsor, record, languages)

    return [name(sponsor) for sponsor in proposal.sponsors if sponsor.is_author]


def cited_title(proposal: Proposal, languages: Languages) -> Title | None:
    """Return the title in a wanted language, else the original, else the best that there is."""
    subjects = [title for title in proposal.titles if title.basis is TitleBasis.SUBJECT]
    wordings = [title for title in proposal.titles if title not in subjects]
    return (
        _first_in(wordings, languages)
        or proposal.original_title
        or _first_in(subjects, languages)
        or proposal.main_title
    )


def official_number(proposal: Proposal, find: Find) -> str | None:
    """Return the number by which the body knows a proposal; None if there is none.

    It is an identifier whose scheme is a kind of number, else the number of the paper that is the
    proposal, else an identifier that no data file or catalogue made.
    """
    identifiers = [
        one
        for one in proposal.identifiers
        if not (
            _CATALOGUES.fullmatch(one.scheme.lower())
            or _NO_NUMBER.match(one.value)
            or one.value == proposal.id
        )
    ]
    numbers = (one.value for one in identifiers if _NUMBER.search(one.scheme.lower()))
    others = (one.value for one in identifiers)
    return next(numbers, None) or _number_of_paper(proposal, find) or next(others, None)


def _number_of_paper(proposal: Proposal, find: Find) -> str | None:
    for paper in proposal.documents:
        if paper.role in _OWN_PAPERS:
            source = find("sources", paper.source) if paper.source else None
            if number := paper.number or (isinstance(source, Source) and source.number):
                return number
    return None


def best_source(proposal: Proposal, find: Find) -> Source | None:
    """Return the source to link to: official, not machine-translated, cited most often."""
    cited = Counter(citation.source for citation in proposal.citations())
    found = [find("sources", id_) for id_ in proposal.all_sources()]
    linked = [one for one in found if isinstance(one, Source) and web_address(one.url)]

    def worth(source: Source) -> tuple[bool, bool, int]:
        is_machine = source.copy is SourceCopy.MACHINE_TRANSLATION
        return (
            source.tier is SourceTier.OFFICIAL or source.kind.lower().startswith("primary"),
            not (source.machine_translated_from or is_machine),
            cited[source.id],
        )

    return max(linked, key=worth, default=None)


def _first_in(titles: Iterable[Title], languages: Languages) -> Title | None:
    """Return the first of the titles in the language that is preferred, or None."""
    by_tag: dict[str, Title] = {}
    for title in titles:
        by_tag.setdefault(title.lang, title)
    tag = best_tag(by_tag, languages.tags)
    return by_tag[tag] if tag else None


def _wording(title: Title | None) -> str | None:
    """Return a title without a full stop at its end: styles set their own."""
    if title is None:
        return None
    text = _FULL_STOP.sub("", title.text)
    return f"[{text}]" if title.basis in _SUPPLIED else text


def _original(proposal: Proposal, title: Title | None) -> str | None:
    """Return the original title where another one is cited."""
    original = proposal.original_title
    if original is None or title is None or title.is_original or original.text == title.text:
        return None
    return original.text


def _issued(proposal: Proposal) -> str | None:
    """Return the date of submission as exactly as it is known."""
    opening = (Stage.SUBMITTED, Stage.INTRODUCED)
    submitted = (one.date for one in proposal.actions if one.stage in opening)
    year = proposal.stated_year
    return proposal.date or next(filter(None, submitted), None) or (str(year) if year else None)


def _date(date: str | None) -> CslItem | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None


def _body(proposal: Proposal, body: Body | None, type_: str, languages: Languages) -> CslItem:
    is_session_known = type_ == "bill" and proposal.session is not None
    return {
        "authority" if type_ in LEGAL_TYPES else "publisher": body_name(
            body, proposal.body, languages.tags[0]
        ),
        "publisher-place": languages.text(body.place) if body else None,
        "chapter-number": str(proposal.session) if is_session_known else None,
    }


def _genre(proposal: Proposal, body: Body | None, title: Title | None, languages: Languages) -> str:
    """Return the kind in Chinese or English, or in the words of the source in its language."""
    wanted = languages.tags[0].partition("-")[0]
    plain = label(KIND_LABELS, proposal.kind, "en")
    english, chinese = _GENRES.get(
        proposal.kind, (_capitalised(plain), label(KIND_LABELS, proposal.kind, "zh"))
    )
    if wanted == "zh":
        return chinese
    own_tags = {*((title.lang,) if title else ()), *(body.languages if body else ())}
    word = next(iter(proposal.kind_terms), "")
    if wanted != "en" and word and wanted in {tag.partition("-")[0] for tag in own_tags}:
        return _capitalised(word)
    _, _, term = kind_name(proposal.kind, body, "en").partition(" (")
    term = term.removesuffix(")") or word
    is_known = not term or term.casefold() in (plain.casefold(), english.casefold())
    return english if is_known else f"{english} ({term})"


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]


def _own_address(proposal: Proposal) -> str | None:
    """Return the address of a paper that is the proposal itself, if one is given."""
    papers = (paper.url for paper in proposal.documents if paper.role in _OWN_PAPERS)
    return next(filter(None, map(web_address, papers)), None)


def _custom(proposal: Proposal, status: Status, title: Title | None, find: Find) -> CslItem:
    values = {
        "prop_id": proposal.id,
        "status": status.value,
        "as_reported": proposal.status.as_reported if proposal.status else None,
        "title_basis": title.basis if title else None,
        "cap": _cap(find("themes", proposal.themes[0])) if proposal.themes else None,
    }
    safe: CslItem = one_line_within(values)
    return {key: value for key, value in safe.items() if value is not None}


def _note(proposal: Proposal, status: Status, title: Title | None) -> str:
    lines = [f"prop: {proposal.id}"]
    if original := _original(proposal, title):
        lines.append(f"original-title: {one_line(original)}")
    if status in UNCONFIRMED:  # a reference must not pass it off as submitted
        lines.append(f"status: {label(STATUS_LABELS, status, 'en')}")
    return "\n".join(lines)


def _theme_name(theme: Record | None, id_: str, languages: Languages) -> str:
    return languages.text(theme.name) if isinstance(theme, Theme) else id_


def _cap(theme: Record | None) -> int | None:
    return theme.cap.code if isinstance(theme, Theme) and theme.cap else None
