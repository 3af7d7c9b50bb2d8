"""Read dates in the forms that files use."""

import re
from calendar import monthrange
from typing import NamedTuple

from proposals_cli.domain.text.normalise import fold_key

ORDERS = ("dmy", "mdy", "ymd")

MAX_TEXT = 200
"""Characters that are read: a longer text is not a date, and searching it takes its square."""


class When(NamedTuple):
    """A year, and the ISO date as far as it is known: ``2020-05-18``, ``2020-05`` or ``2020``.

    ``iso`` is None if day and month cannot be distinguished, or if the calendar has no such day:
    then ``exists`` is False.
    """

    year: int
    iso: str | None
    exists: bool = True


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jaenner janner janvier enero ene janeiro gennaio gen januari",
            "feb february februar fevrier fev febrero fevereiro febbraio februari fevr",
            "mar march maerz marz mrz mars marzo marco maart",
            "apr april avril avr abril abr aprile",
            "may mai mayo maio maggio mag mei",
            "jun june juni juin junio junho giugno giu",
            "jul july juli juillet juil julio julho luglio lug",
            "aug august aout agosto ago augustus",
            "sep sept september septembre septiembre setembro settembre set",
            "oct october oktober okt octobre octubre outubro ottobre out ott",
            "nov november novembre noviembre novembro",
            "dec december dezember dez decembre diciembre dic dezembro dicembre",
        ),
        1,
    )
    for name in names.split()
}
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?=$|[T\s~?%,(])")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T)")
_NUMBERS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?=$|[\sT,])")
_ASIAN = re.compile(
    r"(?P<era>民國|民国|令和|平成|昭和)?\s*(?P<y>\d{1,4}|元)\s*年"
    r"(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号號])?)?"
)
_KOREAN = re.compile(r"(\d{4})\s*년(?:\s*(\d{1,2})\s*월(?:\s*(\d{1,2})\s*일)?)?")
_HAN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}年")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+)?)?([a-z]+)\.?,?\s*(?:de\s+)?"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,\s*)?(\d{4})"
)
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2}|2100)(?!\d)")


def parse_date(text: str, order: str | None = None) -> When | None:
    """Return the year and date in a text; None if it has no year.

    Args:
        text: as ``2020-05-18``, ``31.12.2020``, ``2020年5月18日``, ``18 mai 2020`` or ``2020~``.
        order: ``dmy``, ``mdy`` or ``ymd``, for ``03/04/2020``. A date with points is ``dmy``.

    >>> [parse_date(text).iso for text in ("31.12.2020", "民國109年5月18日")]
    ['2020-12-31', '2020-05-18']
    >>> parse_date("03/04/2020").iso, parse_date("03/04/2020", "mdy").iso
    (None, '2020-03-04')
    """
    text = text.strip()[:MAX_TEXT]
    if found := _ISO.match(text):
        year, second, third = (int(part) if part else None for part in found.groups())
        if order == "ydm" and third:
            second, third = third, second
        return _when(year or 0, second, third)
    if found := _PLAIN.match(text):
        return _when(*map(int, found.groups()))
    if found := _NUMBERS.match(text):
        return _by_order(found, order)
    return _in_words(text)


def order_shown(text: str) -> str | None:
    """Return the order of a date in figures; None if it is ambiguous.

    >>> order_shown("2/24/2004"), order_shown("24/2/2004"), order_shown("5/3/2001")
    ('mdy', 'dmy', None)
    """
    found = _NUMBERS.match(text.strip())
    if not found or len(found[4]) == 2:
        return None
    first, second = int(found[1]), int(found[3])
    if first <= 12 < second:
        return "mdy"
    return "dmy" if second <= 12 < first else None


def _by_order(found: re.Match[str], order: str | None) -> When | None:
    first, sign, second, last = int(found[1]), found[2], int(found[3]), found[4]
    if len(last) == 2:
        if order != "ymd":
            return None  # the century, or which number is the year, is unknown
        return _when(2000 + first, second, int(last))
    year = int(last)
    if order is None and sign == ".":
        order = "dmy"
    if order == "mdy" or (order is None and second > 12 >= first):
        return _when(year, first, second)
    if order in ("dmy", "ymd") or first > 12 or first == second:
        return _when(year, second, first)
    return When(year, None)


def _in_words(text: str) -> When | None:
    if found := _ASIAN.search(_with_digits(text)):
        return _asian(found)
    if found := _KOREAN.search(text):
        return _when(*map(_number, found.groups()))
    found = _WORDS.search(fold_key(text).replace("-", " "))
    if found and (month := _MONTHS.get(found[2])):
        return _when(int(found[4]), month, _number(found[1] or found[3]))
    found = _YEAR.search(text)
    return When(int(found[1]), found[1]) if found else None


def _with_digits(text: str) -> str:
    """Return a text with the Chinese digits of a year, as 二〇二〇年, as ordinary ones."""
    return text.translate(_HAN_DIGITS) if _HAN_YEAR.search(text) else text


def _asian(found: re.Match[str]) -> When | None:
    year = 1 if found["y"] == "元" else int(found["y"])
    if not found["era"] and year < 1000:
        return None  # the era is unknown
    return _when(year + _ERAS.get(found["era"] or "", 0), _number(found["m"]), _number(found["d"]))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _when(year: int | None, month: int | None = None, day: int | None = None) -> When | None:
    """Return a date as exact as it is valid. ``2019-20`` is two years, not a month."""
    if not year or not 1 <= year <= 9999:
        return None
    if month is None:
        return When(year, f"{year:04}")
    is_month = 1 <= month <= 12
    if day is None:
        return When(year, f"{year:04}-{month:02}" if is_month else None)
    if not is_month or not 1 <= day <= monthrange(year, month)[1]:
        return When(year, None, exists=False)
    return When(year, f"{year:04}-{month:02}-{day:02}")
