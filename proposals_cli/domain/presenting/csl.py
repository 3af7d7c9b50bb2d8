"""Proposals as references: CSL-JSON items, which citation processors and managers read.

A suggestion becomes a ``report``: that type keeps author, kind, number and body in the common
styles, where ``bill`` drops the deputy's name in several. A bill becomes a ``bill``, with the body
as ``authority`` and never as ``publisher``: Zotero would take it for a hearing.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import Person, Proposal, Record, Source, Theme
from proposals_cli.domain.model.vocabulary import BODIES, UNCONFIRMED, Kind, TitleBasis, label
from proposals_cli.domain.ports import ProposalIndex
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

_DIGITS = "〇一二三四五六七八九"

Find = Callable[[str, str], Any]
"""(table, id) → the record, or None where it is not held."""


def csl_item(
    proposal: Proposal, find: Find, lang: str = "en", csl_type: str | None = None
) -> dict[str, Any]:
    """Return a proposal as an item of CSL-JSON.

    A title that is no more than a label of this base stands in square brackets, as is usual for
    what is not the work's own. The date is the year alone: months are rarely known.

    Args:
        proposal: what to cite.
        find: looks up people, themes and sources.
        lang: ``zh`` for a Chinese reference, otherwise English.
        csl_type: instead of the type that follows from the kind.

    Returns:
        An object with keys of the CSL schema only; what it has no key for is in ``custom``.
    """
    type_ = csl_type or ("bill" if proposal.kind is Kind.BILL else "report")
    title, title_lang, own = _title(proposal, lang)
    body = body_name(proposal.body, lang)
    place = _PLACES.get(proposal.body)
    source = best_source(proposal, find)
    themes = [_name_of(find("themes", id_), id_, lang) for id_ in proposal.themes]
    item: dict[str, Any] = {
        "id": proposal.id,
        "type": type_,
        "title": title if own else f"[{title}]",
        "author": [_author(find("people", id_), id_, lang) for id_ in proposal.people],
        "issued": {"date-parts": [[proposal.year]]},
        "genre": _genre(proposal, lang),
        "number": proposal.identifiers[0].value if proposal.identifiers else None,
        "collection-title": session_name(proposal, lang),
        "authority" if type_ in LEGAL_TYPES else "publisher": body,
        "publisher-place": place[lang == "zh"] if place else None,
        "chapter-number": str(proposal.session) if type_ == "bill" and proposal.session else None,
        "abstract": proposal.problem.text if proposal.problem else None,
        "keyword": ", ".join(themes),
        "language": title_lang,
        "URL": web_address(source.url) if source else None,
        "status": proposal.status.value.value if proposal.status.value in UNCONFIRMED else None,
        "note": _note(proposal, title),
        "custom": {
            "prop_id": proposal.id,
            "status": proposal.status.value.value,
            "as_reported": proposal.status.as_reported,
            "title_basis": proposal.title.zh_basis if title_lang == "zh-CN" and own
            else proposal.title.en_basis,
            "cap": _cap(find("themes", proposal.themes[0])) if proposal.themes else None,
        },
    }  # fmt: skip
    note = item.pop("note")  # the only text with line breaks of its own
    item = {key: value for key, value in one_line_within(item).items() if value}
    item["note"] = note
    item["custom"] = {key: value for key, value in item["custom"].items() if value is not None}
    return item


def csl_items(
    found: Iterable[tuple[str, str]], index: ProposalIndex, lang: str, csl_type: str | None = None
) -> list[dict[str, Any]]:
    """Return the proposals of these (table, id) as items of CSL-JSON.

    Raises:
        NotFoundError: one of them is no proposal, or does not exist.
    """

    def find(table: str, id_: str) -> Record | None:
        raw = index.record(table, id_)
        return None if raw is None else decode_record(table, raw)

    items = []
    for table, id_ in found:
        proposal = find(table, id_)
        if not isinstance(proposal, Proposal):
            raise NotFoundError(f"'{id_}' is in {table}; only proposals can be cited.")
        items.append(csl_item(proposal, find, lang, csl_type))
    return items


def best_source(proposal: Proposal, find: Find) -> Source | None:
    """Return the source to link to: a primary one, no machine translation, cited most."""
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


def body_name(body: str, lang: str) -> str:
    """Return the name of a body, or its id where no name is known."""
    names = BODIES.get(body)
    return names[lang == "zh"] if names else body


def session_name(proposal: Proposal, lang: str) -> str | None:
    """Return the session a proposal was made in, or None where it is not known.

    As "12th National People's Congress, 5th Session" or "第十二届全国人民代表大会第五次会议".
    """
    body = body_name(proposal.body, lang)
    term, session = proposal.term, proposal.session
    if term is None and session is None:
        return None
    if lang == "zh":
        opening = f"第{_chinese(term)}届" if term is not None else ""
        return opening + body + (f"第{_chinese(session)}次会议" if session is not None else "")
    opening = f"{_ordinal(term)} {body}" if term is not None else body
    return opening + (f", {_ordinal(session)} Session" if session is not None else "")


def kind_name(kind: Kind, body: str) -> str:
    """Return the English word of a kind, with the Chinese term where that is the proper one."""
    known = body in BODIES or kind in (Kind.SUGGESTION, Kind.BILL, Kind.CPPCC_PROPOSAL)
    return f"{label(kind, 'en')} ({label(kind, 'zh')})" if known else label(kind, "en")


def _genre(proposal: Proposal, lang: str) -> str:
    english, chinese = _GENRES[proposal.kind]
    if lang == "zh":
        return chinese
    term = kind_name(proposal.kind, proposal.body).rpartition(" (")[2]
    return f"{english} ({term}" if term.endswith(")") else english


def _title(proposal: Proposal, lang: str) -> tuple[str, str, bool]:
    """Return the title in a language, or in the other, its tag, and whether it is its own."""
    title = proposal.title
    if lang == "zh" and not title.zh and title.topic_zh:
        return title.topic_zh, "zh-CN", False
    if (lang == "zh" and title.zh) or not title.en:
        return title.zh or "", "zh-CN", title.zh_basis is not TitleBasis.LABEL
    return title.en, "en", title.en_basis is not TitleBasis.LABEL


def _author(person: Person | None, id_: str, lang: str) -> dict[str, str]:
    """Return a name. Chinese names put the family name first, in English letters as well."""
    if person is None:
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


def _name_of(theme: Theme | None, id_: str, lang: str) -> str:
    name = theme and (theme.name.zh if lang == "zh" else theme.name.en)
    return name or id_


def _cap(theme: Theme | None) -> int | None:
    return theme.cap.code if theme and theme.cap else None


def _ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, … 11th, 12th, 13th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def _chinese(number: int) -> str:
    """Return a number in Chinese up to 99, beyond that in digits.

    >>> _chinese(5), _chinese(10), _chinese(12), _chinese(40), _chinese(120)
    ('五', '十', '十二', '四十', '120')
    """
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    opening = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return opening + (_DIGITS[ones] if ones or not tens else "")
