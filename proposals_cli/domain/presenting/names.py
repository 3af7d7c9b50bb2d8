"""Names of bodies, sessions, kinds and languages in the language of a reader."""

from typing import TYPE_CHECKING

from proposals_cli.domain.model.vocabulary import KIND_LABELS, Kind, label
from proposals_cli.domain.text.languages import Languages, best_tag

if TYPE_CHECKING:  # a list names languages, and does not need the record classes
    from proposals_cli.domain.model.parts import Session
    from proposals_cli.domain.model.records import Body, Proposal

_DIGITS = "〇一二三四五六七八九"

_CHINESE_KINDS = (Kind.SUGGESTION, Kind.CPPCC_PROPOSAL)
"""Kinds that only Chinese bodies have, as far as is known."""

_LANGUAGES: dict[str, tuple[str, str]] = {
    "ar": ("Arabic", "阿拉伯文"),
    "bg": ("Bulgarian", "保加利亚文"),
    "ca": ("Catalan", "加泰罗尼亚文"),
    "cs": ("Czech", "捷克文"),
    "cy": ("Welsh", "威尔士文"),
    "da": ("Danish", "丹麦文"),
    "de": ("German", "德文"),
    "el": ("Greek", "希腊文"),
    "en": ("English", "英文"),
    "es": ("Spanish", "西班牙文"),
    "et": ("Estonian", "爱沙尼亚文"),
    "eu": ("Basque", "巴斯克文"),
    "fa": ("Persian", "波斯文"),
    "fi": ("Finnish", "芬兰文"),
    "fr": ("French", "法文"),
    "ga": ("Irish", "爱尔兰文"),
    "he": ("Hebrew", "希伯来文"),
    "hi": ("Hindi", "印地文"),
    "hr": ("Croatian", "克罗地亚文"),
    "hu": ("Hungarian", "匈牙利文"),
    "id": ("Indonesian", "印度尼西亚文"),
    "is": ("Icelandic", "冰岛文"),
    "it": ("Italian", "意大利文"),
    "ja": ("Japanese", "日文"),
    "ko": ("Korean", "韩文"),
    "lt": ("Lithuanian", "立陶宛文"),
    "lv": ("Latvian", "拉脱维亚文"),
    "mt": ("Maltese", "马耳他文"),
    "nb": ("Norwegian", "挪威文"),
    "nl": ("Dutch", "荷兰文"),
    "no": ("Norwegian", "挪威文"),
    "pl": ("Polish", "波兰文"),
    "pt": ("Portuguese", "葡萄牙文"),
    "ro": ("Romanian", "罗马尼亚文"),
    "ru": ("Russian", "俄文"),
    "sk": ("Slovak", "斯洛伐克文"),
    "sl": ("Slovenian", "斯洛文尼亚文"),
    "sq": ("Albanian", "阿尔巴尼亚文"),
    "sr": ("Serbian", "塞尔维亚文"),
    "sv": ("Swedish", "瑞典文"),
    "th": ("Thai", "泰文"),
    "tr": ("Turkish", "土耳其文"),
    "uk": ("Ukrainian", "乌克兰文"),
    "und": ("language unknown", "语言不详"),
    "vi": ("Vietnamese", "越南文"),
    "zh": ("Chinese", "中文"),
    "zh-Hans": ("Chinese, simplified", "简体中文"),
    "zh-Hant": ("Chinese, traditional", "繁体中文"),
}


def language_name(tag: str, lang: str) -> str:
    """Return the name of a language, or the tag if it has none here.

    >>> language_name("de-AT", "en"), language_name("zh", "zh"), language_name("mi", "en")
    ('German (de-AT)', '中文', 'mi')
    """
    if tag in _LANGUAGES:
        return label(_LANGUAGES, tag, lang)
    primary = tag.partition("-")[0]
    return f"{label(_LANGUAGES, primary, lang)} ({tag})" if primary in _LANGUAGES else tag


def body_name(body: "Body | None", id_: str, lang: str) -> str:
    """Return the name of a body in a language, or else in its own; the id without a record."""
    return Languages((lang,)).text(body.name) if body else id_


def session_name(proposal: "Proposal", body: "Body | None", lang: str) -> str | None:
    """Return the session a proposal was made in, or None if it is unknown.

    The name that the body's record gives comes first. Numbers are ordinals in English and Chinese,
    as "12th National People's Congress, 5th Session" or "第十二届全国人民代表大会第五次会议", and
    digits in other languages; terms and sessions in words stay as they are.
    """
    term, session = proposal.term, proposal.session
    if term is None and session is None:
        return None
    given = next(
        (one.name for one in body.sessions if (one.term, one.session) == (term, session)), {}
    ) if body else {}  # fmt: skip
    tag = best_tag(given, (lang,))
    if tag:
        return given[tag]
    return session_words(term, session, body_name(body, proposal.body, lang), lang)


def session_words(term: "Session | None", session: "Session | None", body: str, lang: str) -> str:
    """Return a term and session with the name of the body, as ``session_name``."""
    primary = lang.partition("-")[0]
    if primary == "zh":
        return _chinese_session(body, term, session)
    if primary == "en":
        return _english_session(body, term, session)
    words = ((f"term {term}", term), (f"session {session}", session))
    shown = (text if isinstance(part, int) else part for text, part in words if part is not None)
    return ", ".join((body, *shown))


def _english_session(body: str, term: "Session | None", session: "Session | None") -> str:
    parts = [f"{_ordinal(term)} {body}" if isinstance(term, int) else body]
    if isinstance(term, str):
        parts.append(term)
    if isinstance(session, int):
        parts.append(f"{_ordinal(session)} Session")
    elif session is not None:
        parts.append(session)
    return ", ".join(parts)


def _chinese_session(body: str, term: "Session | None", session: "Session | None") -> str:
    opening = f"第{_chinese(term)}届{body}" if isinstance(term, int) else body
    parts = [opening, *([term] if isinstance(term, str) else [])]
    if isinstance(session, int):
        parts[-1] += f"第{_chinese(session)}次会议"
    elif session is not None:
        parts.append(session)
    return "，".join(parts)


def kind_name(kind: str, body: "Body | None", lang: str) -> str:
    """Return the name of a kind, in English with the Chinese term where that is the proper one."""
    name = label(KIND_LABELS, kind, lang)
    is_chinese = best_tag(body.languages, ("zh",)) if body else kind in _CHINESE_KINDS
    if lang.partition("-")[0] == "zh" or not is_chinese:
        return name
    return f"{name} ({label(KIND_LABELS, kind, 'zh')})"


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
