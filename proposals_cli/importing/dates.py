"""Read dates in the forms that files use.

A year of two digits is one of 1969 to 2068, as in POSIX. A year of three digits that comes first
counts from the Republic of China (民國), one from 2400 on is Buddhist, and a letter R, H, S, T or M
before the year is a Japanese era.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.importing.month_names import MONTHS, THAI_MONTHS

ORDERS = ("dmy", "mdy", "ymd")

ROC, EXCEL = "roc", "excel"
"""What the dates of a column may show besides an order: years of the republic, and day numbers."""

MAX_TEXT = 200
"""Characters that are read: a longer text is not a date, and searching it takes its square."""

CACHE_SIZE = 8_192


class When(NamedTuple):
    """A year, and the ISO date as far as it is known: ``2020-05-18``, ``2020-05`` or ``2020``.

    ``iso`` is None if day and month cannot be distinguished, or if the calendar has no such day:
    then ``exists`` is False.
    """

    year: int
    iso: str | None
    exists: bool = True


def _named(lines: str) -> dict[str, int]:
    """Return name → number."""
    return {
        name: int(number)
        for number, *names in map(str.split, lines.strip().splitlines())
        for name in names
    }


_MONTHS = {fold_key(name): number for name, number in _named(MONTHS).items()}
_THAI_MONTHS = _named(THAI_MONTHS)
_THAI = re.compile("|".join(_THAI_MONTHS))

_ERAS: dict[str, tuple[int, str, str]] = {
    "民国": (1911, "1912-01-01", "9999-12-31"),
    "令和": (2018, "2019-05-01", "9999-12-31"),
    "平成": (1988, "1989-01-08", "2019-04-30"),
    "昭和": (1925, "1926-12-25", "1989-01-07"),
    "大正": (1911, "1912-07-30", "1926-12-24"),
    "明治": (1867, "1868-01-25", "1912-07-29"),
}
"""Era → the year before its first, its first day and its last."""

_ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")

_ISO = re.compile(r"(\d{4})[-/.]\s?(\d{1,2})(?:[-/.]\s?(\d{1,2}))?\.?(?=$|[T\s~?%,;(])")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T)")
_NUMBERS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?=$|[\sT,;])")
_ROC = re.compile(r"(\d{2,3})([./-])(\d{1,2})\2(\d{1,2})(?=$|[\s,;])")
_JAPANESE = re.compile(r"([RHSTM])(\d{1,2})([./-])(\d{1,2})\3(\d{1,2})(?=$|[\s,;])")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_ASIAN = re.compile(
    r"(?P<era>民国|令和|平成|昭和|大正|明治)?\s*(?P<y>\d{1,4}|元)\s*年"
    r"(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号號])?)?"
)
_KOREAN = re.compile(r"(\d{4})\s*년(?:\s*(\d{1,2})\s*월(?:\s*(\d{1,2})\s*일)?)?")
_HAN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}年")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[年月日号])")
_DAY_MONTH = re.compile(r"(\d{1,2})[-/. ]([^\W\d_]{3,})\.?[-/. ](\d{4}|\d{2})(?=$|[\s,;T])")
_RANGE = re.compile(r"(\d{1,2})\.?\s*[-–—/]\s*\d{1,2}(?=\.?\s+(?:de\s+)?[^\W\d_]{3,}\.?,?\s)")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|a|\.)?\s*(?:(?:de|of)\s+)?)?([^\W\d_]{3,})\.?,?\s*(?:de\s+)?"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,\s*)?(\d{4})"
)
_YEAR_FIRST = re.compile(r"(\d{4})\.?,? ([^\W\d_]{3,})\.?,? (\d{1,2})(?!\d)")
_ROMAN = re.compile(r"(\d{1,2})[. ]+([ivx]{1,4})[. ]+(\d{4})(?!\d)")
_ROMAN_NUMBERS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTHS = {name: number for number, name in enumerate(_ROMAN_NUMBERS, start=1)}
_VIETNAMESE = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2}|2100)(?!\d)")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)")
_SEVERAL = re.compile(r"\s*[;|\n]\s*")


@lru_cache(maxsize=1_024)
def parse_date(text: str, order: str | None = None) -> When | None:
    """Return the year and date in a text; None if it has no year.

    Args:
        text: as ``2020-05-18``, ``31.12.2020``, ``4-Mar-20``, ``2020年5月18日``, ``18 mai 2020``.
        order: ``dmy``, ``mdy`` or ``ymd``, for ``03/04/2020``; ``roc`` or ``excel``, for a column
            of such dates. A date with points is ``dmy``.

    >>> [parse_date(text).iso for text in ("31.12.2020", "民國109年5月18日", "25-Sep-11")]
    ['2020-12-31', '2020-05-18', '2011-09-25']
    >>> parse_date("03/04/2020").iso, parse_date("03/04/2020", "mdy").iso
    (None, '2020-03-04')
    """
    text = text.strip()[:MAX_TEXT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("º", "")).replace("民國", "民国")
    if found := _ISO.match(text):
        year, second, third = (int(part) if part else None for part in found.groups())
        if order == "ydm" and third:
            second, third = third, second
        return _when(year or 0, second, third)
    if found := _PLAIN.match(text):
        return _when(*map(int, found.groups()))
    if (found := _ROC.match(text)) and (len(found[1]) == 3 or order == ROC):
        return _in_era("民国", int(found[1]), int(found[3]), int(found[4]))
    if found := _JAPANESE.match(text):
        return _in_era(_ERA_LETTERS[found[1]], int(found[2]), int(found[4]), int(found[5]))
    if order == EXCEL and _SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return _when(day.year, day.month, day.day)
    if found := _NUMBERS.match(text):
        return _by_order(found, order)
    return _in_words(text)


def order_shown(text: str) -> str | None:
    """Return what a date in figures shows of its column: its order, ``roc`` or ``excel``.

    None if it is ambiguous.

    >>> order_shown("2/24/2004"), order_shown("24/2/04"), order_shown("5/3/2001")
    ('mdy', 'dmy', None)
    >>> order_shown("109/03/04"), order_shown("43961")
    ('roc', 'excel')
    """
    text = text.strip()
    if _SERIAL.fullmatch(text):
        return EXCEL
    if (roc := _ROC.match(text)) and len(roc[1]) == 3:
        return ROC
    found = _NUMBERS.match(text)
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if first <= 12 < second:
        return "mdy"
    return "dmy" if second <= 12 < first else None


@lru_cache(maxsize=CACHE_SIZE)
def earliest_date(text: str, order: str | None = None) -> tuple[When | None, bool]:
    """Return the earliest of the dates in a text, and whether there are several.

    >>> earliest_date("2001-05-25; 1999-12-13")
    (When(year=1999, iso='1999-12-13', exists=True), True)
    """
    parts = [part for part in _SEVERAL.split(text) if part]
    if len(parts) < 2:
        return parse_date(text, order), False
    found = [when for part in parts if (when := parse_date(part, order))]
    if len(found) < 2:
        return (found[0] if found else None), False
    impossible = [when for when in found if not when.exists]
    return (impossible or sorted(found, key=lambda when: when.iso or f"{when.year}-99"))[0], True


def in_zone(text: str, zone: str | None) -> str:
    """Return an instant as a day in a time zone, which is an IANA name; any other text as it is.

    >>> in_zone("2020-05-18T22:30:00Z", "Europe/Berlin"), in_zone("2020-05-18", "Europe/Berlin")
    ('2020-05-19', '2020-05-18')
    """
    if not zone or not _INSTANT.fullmatch(text.strip()):
        return text
    try:
        return datetime.fromisoformat(text.strip()).astimezone(ZoneInfo(zone)).date().isoformat()
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return text


def _by_order(found: re.Match[str], order: str | None) -> When | None:
    first, sign, second, last = int(found[1]), found[2], int(found[3]), found[4]
    if len(last) == 2 and order == "ymd":
        return _when(_century(first), second, int(last))
    year = _century(int(last)) if len(last) == 2 else int(last)
    if order is None and sign == "." and len(last) == 4:
        order = "dmy"
    if order == "mdy" or (order is None and second > 12 >= first):
        return _when(year, first, second)
    if order in ("dmy", "ymd") or first > 12 >= second or (first == second and len(last) == 4):
        return _when(year, second, first)
    if first > 12 and second > 12:
        return When(_western(year), None, exists=False)
    return When(_western(year), None) if len(last) == 4 else None


def _century(year: int) -> int:
    return year + (1900 if year > 68 else 2000)


def _in_words(text: str) -> When | None:
    if found := _ASIAN.search(_with_digits(text)):
        return _asian(found)
    if found := _KOREAN.search(text):
        return _when(*map(_number, found.groups()))
    if not text.isascii() and _THAI.search(text):
        day = re.search(r"(?:(\d{1,2})\s*)?(\d{1,2})\s*\D*(\d{4})", _thai(text))
        return _when(int(day[3]), int(day[2]), _number(day[1])) if day else None
    folded = fold_key(text).replace("-", " ")  # spaces are hyphens in a key
    if (found := _DAY_MONTH.match(folded)) and (month := _MONTHS.get(found[2])):
        year = int(found[3])
        return _when(_century(year) if len(found[3]) == 2 else year, month, int(found[1]))
    if (found := _YEAR_FIRST.match(folded)) and (month := _MONTHS.get(found[2])):
        return _when(int(found[1]), month, int(found[3]))
    if (found := _ROMAN.match(folded)) and (month := _ROMAN_MONTHS.get(found[2])):
        return _when(int(found[3]), month, int(found[1]))
    if found := _VIETNAMESE.search(folded):
        return _when(int(found[3]), int(found[2]), int(found[1]))
    for found in _WORDS.finditer(fold_key(_RANGE.sub(r"\1", text)).replace("-", " ")):
        if month := _MONTHS.get(found[2]):
            return _when(int(found[4]), month, _number(found[1] or found[3]))
    found = _YEAR.search(text)
    return When(int(found[1]), found[1]) if found else None


def _thai(text: str) -> str:
    return _THAI.sub(lambda found: f" {_THAI_MONTHS[found[0]]} ", text)


def _with_digits(text: str) -> str:
    """Return a text with Chinese figures in its date, as 二〇二〇年五月十八日, as ordinary ones."""
    if text.isascii():
        return text
    if found := _HAN_YEAR.search(text):
        text = text[: found.start()] + found[0].translate(_HAN_DIGITS) + text[found.end() :]
    return _HAN_NUMBER.sub(lambda found: str(_han_number(found[0])), text)


def _han_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_HAN_DIGITS))
    return 10 * (int(tens.translate(_HAN_DIGITS)) if tens else 1) + (
        int(ones.translate(_HAN_DIGITS)) if ones else 0
    )


def _asian(found: re.Match[str]) -> When | None:
    year = 1 if found["y"] == "元" else int(found["y"])
    month, day = _number(found["m"]), _number(found["d"])
    if found["era"]:
        return _in_era(found["era"], year, month, day)
    return None if year < 1000 else _when(year, month, day)  # the era is unknown


def _in_era(era: str, year: int, month: int | None = None, day: int | None = None) -> When | None:
    """Return a date in an era; one that is not in it does not exist."""
    before, first, last = _ERAS[era]
    when = _when(before + year, month, day)
    if when is None or when.iso is None:
        return when
    size = len(when.iso)
    if year < 1 or not first[:size] <= when.iso <= last[:size]:
        return When(when.year, None, exists=False)
    return when


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _western(year: int) -> int:
    """Return a year of our calendar; one from 2400 on is Buddhist."""
    return year - 543 if 2400 <= year < 2700 else year


def _when(year: int | None, month: int | None = None, day: int | None = None) -> When | None:
    """Return a date as exact as it is valid. ``2019-20`` is two years, not a month."""
    if not year or not 1 <= year <= 9999:
        return None
    year = _western(year)
    if month is None:
        return When(year, f"{year:04}")
    is_month = 1 <= month <= 12
    if day is None:
        return When(year, f"{year:04}-{month:02}" if is_month else None)
    if not is_month or not 1 <= day <= monthrange(year, month)[1]:
        return When(year, None, exists=False)
    return When(year, f"{year:04}-{month:02}-{day:02}")
