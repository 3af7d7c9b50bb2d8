"""Take words for people who are not named off the end of a name: et al., 外三名, 等12人."""

import re
from dataclasses import dataclass
from functools import lru_cache

from proposals_cli.importing.vocabulary_lookup import han_number

_DIGIT = re.compile(r"\d")
_HAN_COUNT = "[一二三四五六七八九十]{1,3}"

_FURTHER = re.compile(
    rf"[\s,，、]*(?:(?:(?P<all>等)|外に?|ほか|他)\s?(?P<cjk>\d{{1,4}}|{_HAN_COUNT})\s?(?:名|人|位)"
    r"(?:代表|委员|委員|議員|议员)?"
    r"|(?:외|(?P<both>등))\s?(?P<ko>\d{1,4})\s?(?:인|명)(?:의 의원)?"
    r"|(?:\b(?:and|und|et|y|e|en|og|och)|&|\+)\s(?P<latin>\d{1,4})(?:\s(?:others?|more|weitere|andere"
    r"|autres|otros|outros|altri|anderen|andra|andre)(?:\s\w+)?)"
    r"|等|\bet al\b\.?|\bu\. ?a\.|\bm\. ?fl\.|\bi in\."
    r"|(?:\b(?:and|und|et|y|e|en|og|och)|&)\s(?:others|more|andere|weitere|autres|otros|outros|altri"
    r"|anderen|andra|andre))$",
    re.IGNORECASE,
)
"""Words for further people at the end of a name, with their number or without."""


_ENDS = (
    *(" al", ".a", " a", ".fl", " fl", " in", "others", "more", "andere", "weitere", "autres"),
    *("otros", "outros", "altri", "anderen", "andra", "andre"),
)
"""The ends of such words in ASCII letters; where there is a number, anything may follow it."""


@dataclass(frozen=True, slots=True)
class Further:
    """Words at the end of a name for people who are not named, with their number if it is given."""

    words: str
    count: int | None
    is_total: bool = False
    """Whether the number counts those who are named as well (等12人)."""


@lru_cache(maxsize=2_048)
def without_further(text: str) -> tuple[str, Further | None]:
    """Return a name without words for further people, and these.

    >>> without_further("例田花子外三名")
    ('例田花子', Further(words='外三名', count=3, is_total=False))
    """
    if (
        text.isascii()
        and not _DIGIT.search(text)
        and not text.rstrip(".\n").lower().endswith(_ENDS)
    ):
        return text, None
    found = _FURTHER.search(text[-60:])
    if not found:
        return text, None
    start = max(len(text) - 60, 0) + found.start()
    words = text[start:].strip(" ,，、\u3000")
    rest = text[:start].strip()
    if len(rest) == 1:
        return text, None
    number = found["cjk"] or found["ko"] or found["latin"]
    count = None
    if number:
        count = int(number) if number.isdecimal() else han_number(number)
    return rest, Further(words, count, bool(found["all"] or found["both"]))
