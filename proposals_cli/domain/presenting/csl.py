"""Make CSL-JSON items of proposals: references for citation processors and managers.

A suggestion becomes a ``report``: that type keeps author, kind, number and body in the common
styles, where ``bill`` drops the deputy's name in several. A bill becomes a ``bill``, with the body
as ``authority`` and never as ``publisher``: Zotero would take it for a hearing.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from proposals_cli.domain.lookup import find_record
from proposals_cli.domain.model.records import Person, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import UNCONFIRMED, Kind, TitleBasis, label
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.presenting.names import body_name, kind_name, session_name
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
    Kind.BILL: ("Bill", "议案"),
    Kind.CPPCC_PROPOSAL: ("CPPCC proposal", "提案"),
    Kind.MOTION: ("Motion", "动议"),
    Kind.PETITION: ("Petition", "请愿"),
    Kind.OTHER: ("Proposal", "建议"),
}

_PLACES = {"npc": ("Beijing", "北京"), "cppcc": ("Beijing", "北京")}

CslItem = dict[str, Any]
"""An object of CSL-JSON."""

Find = Callable[[str, str], Record | None]
"""(table, id) → the record, or None if there is none."""


def csl_item(
    proposal: Proposal, find: Find, lang: str = "en", csl_type: str | None = None
) -> CslItem:
    """Return a proposal as an item of CSL-JSON.

    A title that is only a label of this base is put in square brackets, the usual sign for a
    supplied title. The date is the year alone: months are rarely known.

    Args:
        proposal: what to cite.
        find: looks up people, themes and sources.
        lang: ``zh`` for a Chinese reference, otherwise English.
        csl_type: replaces the type that follows from the kind.

    Returns:
        An object with keys of the CSL schema only; other values are in ``custom``.
    """
    type_ = csl_type or ("bill" if proposal.kind is Kind.BILL else "report")
    title, title_lang, is_original = _title(proposal, lang)
    source = best_source(proposal, find)
    item: CslItem = {
        "id": proposal.id,
        "type": type_,
        "title": title if is_original else f"[{title}]",
        "author": [_author(find("people", id_), id_, lang) for id_ in proposal.people],
        "issued": {"date-parts": [[proposal.year]]},
        "genre": _genre(proposal, lang),
        "number": proposal.identifiers[0].value if proposal.identifiers else None,
        "collection-title": session_name(proposal, lang),
        **_body(proposal, type_, lang),
        "abstract": proposal.problem.text if proposal.problem else None,
        "keyword": ", ".join(
            _theme_name(find("themes", id_), id_, lang) for id_ in proposal.themes
        ),
        "language": title_lang,
        "URL": web_address(source.url) if source else None,
        "status": proposal.status.value.value if proposal.status.value in UNCONFIRMED else None,
    }
    item = {key: value for key, value in one_line_within(item).items() if value}
    basis = proposal.title.en_basis
    if title_lang == "zh-CN" and is_original:
        basis = proposal.title.zh_basis
    item["custom"] = _custom(proposal, basis, find)
    item["note"] = _note(proposal, title)  # its line breaks are kept
    return item


def _body(proposal: Proposal, type_: str, lang: str) -> CslItem:
    place = _PLACES.get(proposal.body)
    is_session_known = type_ == "bill" and proposal.session
    return {
        "authority" if type_ in LEGAL_TYPES else "publisher": body_name(proposal.body, lang),
        "publisher-place": place[lang == "zh"] if place else None,
        "chapter-number": str(proposal.session) if is_session_known else None,
    }


def _custom(proposal: Proposal, basis: TitleBasis | None, find: Find) -> CslItem:
    values = {
        "prop_id": proposal.id,
        "status": proposal.status.value.value,
        "as_reported": proposal.status.as_reported,
        "title_basis": basis,
        "cap": _cap(find("themes", proposal.themes[0])) if proposal.themes else None,
    }
    safe: CslItem = one_line_within(values)
    return {key: value for key, value in safe.items() if value is not None}


def csl_items(
    found: Iterable[tuple[str, str]], index: ProposalIndex, lang: str, csl_type: str | None = None
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
        items.append(csl_item(proposal, find, lang, csl_type))
    return items


def best_source(proposal: Proposal, find: Find) -> Source | None:
    """Return the source to link to: primary, not machine-translated, cited most often."""
    cited = Counter(citation.source for citation in proposal.citations())
    found = [find("sources", id_) for id_ in proposal.all_sources()]
    linked = [one for one in found if isinstance(one, Source) and web_address(one.url)]
    return max(
        linked,
        key=lambda one: (
            one.kind.lower().startswith("primary"),
            not one.machine_translated_from,
            cited[one.id],
        ),
        default=None,
    )


def _genre(proposal: Proposal, lang: str) -> str:
    english, chinese = _GENRES[proposal.kind]
    if lang == "zh":
        return chinese
    term = kind_name(proposal.kind, proposal.body).rpartition(" (")[2]
    return f"{english} ({term}" if term.endswith(")") else english


def _title(proposal: Proposal, lang: str) -> tuple[str, str, bool]:
    """Return the title in a language (or the other), its tag, and whether it is the original."""
    title = proposal.title
    if lang == "zh" and not title.zh and title.topic_zh:
        return title.topic_zh, "zh-CN", False
    if (lang == "zh" and title.zh) or not title.en:
        return title.zh or "", "zh-CN", title.zh_basis is not TitleBasis.LABEL
    return title.en, "en", title.en_basis is not TitleBasis.LABEL


def _author(person: Record | None, id_: str, lang: str) -> dict[str, str]:
    """Return a name. Chinese names put the family name first, in English letters as well."""
    if not isinstance(person, Person):
        return {"literal": id_}
    if lang == "zh" and person.name.zh:
        return {"literal": person.name.zh}
    name = person.name.en or person.name.zh or id_
    if "," in name:
        family, _, given = (part.strip() for part in name.partition(","))
    elif person.name.zh:
        family, _, given = name.partition(" ")
    else:
        given, _, family = name.rpartition(" ")
    if not (family and given):
        return {"literal": name}
    return {"family": family, "given": given}


def _note(proposal: Proposal, title: str) -> str:
    lines = [f"prop: {proposal.id}"]
    if proposal.title.zh and proposal.title.zh != title:
        lines.append(f"original-title: {one_line(proposal.title.zh)}")
    if proposal.status.value in UNCONFIRMED:  # a reference must not pass it off as submitted
        lines.append(f"status: {label(proposal.status.value, 'en')}")
    return "\n".join(lines)


def _theme_name(theme: Record | None, id_: str, lang: str) -> str:
    if not isinstance(theme, Theme):
        return id_
    return (theme.name.zh if lang == "zh" else theme.name.en) or id_


def _cap(theme: Record | None) -> int | None:
    return theme.cap.code if isinstance(theme, Theme) and theme.cap else None
