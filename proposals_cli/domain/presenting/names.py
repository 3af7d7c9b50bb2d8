"""Names of bodies, sessions and kinds in English and Chinese."""

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import BODIES, Kind, label

_DIGITS = "〇一二三四五六七八九"

_CHINESE_KINDS = (Kind.SUGGESTION, Kind.BILL, Kind.CPPCC_PROPOSAL)
"""Kinds of Chinese bodies: their Chinese terms are the proper ones everywhere."""


def body_name(body: str, lang: str) -> str:
    """Return the name of a body, or its id where no name is known."""
    names = BODIES.get(body)
    return names[lang == "zh"] if names else body


def session_name(proposal: Proposal, lang: str) -> str | None:
    """Return the session a proposal was made in, or None if it is unknown.

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
    """Return the English name of a kind, with the Chinese term where that is the proper one."""
    if body in BODIES or kind in _CHINESE_KINDS:
        return f"{label(kind, 'en')} ({label(kind, 'zh')})"
    return label(kind, "en")


def _ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, … 11th, 12th, 13th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def _chinese(number: int) -> str:
    """Return a number below 100 in Chinese, any other in digits.

    >>> _chinese(5), _chinese(10), _chinese(12), _chinese(40), _chinese(120)
    ('五', '十', '十二', '四十', '120')
    """
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    opening = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return opening + (_DIGITS[ones] if ones or not tens else "")
