"""Parts of a proposal that the fields of a row give by themselves, without a look at the base."""

import re
from collections.abc import Callable
from math import isfinite
from typing import NamedTuple

from proposals_cli.domain.model.parts import (
    Citation,
    Figure,
    Identifier,
    Measure,
    Relation,
    Session,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.vocabulary import (
    FigureKind,
    RelationKind,
    Status,
    TextBasis,
    TitleBasis,
)
from proposals_cli.domain.text.languages import canonical_tag, main_script, scripts_of
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.domain.text.slugs import slug
from proposals_cli.importing.columns import guess
from proposals_cli.importing.dates import When, earliest_date, parse_date
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.proposal_ids import scheme
from proposals_cli.importing.remarks import RemarkKind
from proposals_cli.importing.vocabulary_lookup import abbreviated, as_term, han_number, status_of

MAX_MEASURES = 9_999
_OF_ANOTHER_CALENDAR = range(1300, 1500)
"""Years of the Persian and the Islamic calendar that may be meant in a text in Arabic script."""

MAX_CITATIONS = 100_000
"""Every measure of a row cites every source of it."""

_HAN_DIGITS = "[一二三四五六七八九十]{1,3}"
_NUMBERED_SESSION = re.compile(r"(\d{1,9})(?:st|nd|rd|th|er|e|\.|ª|º)?|第(\d{1,9})(?:届|次|屆|回)?")
_HAN_NUMBER = re.compile(f"第?({_HAN_DIGITS})(?:届|次|屆)?")
_TERM_AND_SESSION = re.compile(
    rf"第?(\d{{1,4}}|{_HAN_DIGITS})[届屆]([^\d届屆次第]{{0,30}})第?(\d{{1,4}}|{_HAN_DIGITS})次"
    "(?:会议|會議|全会|大会|全体会议)?"
)
"""A term and a session of it in one cell: 十三届四次, 第十三届全国人民代表大会第四次会议."""

Place = Callable[[str], str]
"""Returns the language of a text of the row."""


class Dated(NamedTuple):
    """When a proposal was made: the stated year, and the date."""

    year: int | None
    date: str | None

    @property
    def is_in_year(self) -> bool:
        """Whether the date alone tells the year."""
        return self.date is not None and int(self.date[:4]) == self.year


def dated_in(fields: Fields, order: Callable[[str], str | None]) -> Dated:
    """Return when a proposal was made.

    The year is that of the column ``year`` if there is one: a session's, which may differ. A
    date that gives no day stays in ``extra`` as it is written.

    Args:
        fields: of the row.
        order: returns the order of day and month in a field.

    Raises:
        RejectedRowError: there is no year in what should be one, or no such day.
    """
    text, year = fields.one.get("date"), fields.one.get("year")
    session = parse_date(year, order("year")) if year else None
    if year and session is None:
        raise fields.error("year", f"no year found in '{abbreviated(year)}'")
    date = when_in(fields, "date", order("date"))
    if text and date is None and session is None:
        raise fields.error("date", f"no year found in '{abbreviated(text)}'")
    if text and (date is None or date.iso is None or _says_more(text, date.iso)):
        fields.keep("date", text)
        fields.remark(RemarkKind.UNCLEAR_DATE, "date", text)
    found = session or date
    if found and found.year in _OF_ANOTHER_CALENDAR and _is_arabic(fields):
        name = "date" if text else "year"
        raise fields.error(name, f"{found.year} is a year of another calendar; convert the dates")
    return Dated(found.year if found else None, date.iso if date else None)


def _says_more(text: str, iso: str) -> bool:
    """Return whether a text gives more of a date than the year or month that was made out.

    >>> _says_more("mid-2020", "2020"), _says_more("2020", "2020")
    (True, False)
    """
    if len(iso) > len("2020-05"):
        return False
    rest = text.replace(iso[:4], " ", 1)
    if not {"?", "~", "%"}.isdisjoint(rest):  # EDTF: uncertain, approximate
        return True
    if len(iso) == len("2020"):
        return any(map(str.isalnum, rest))
    return any(int(number) != int(iso[5:]) for number in re.findall(r"\d{1,9}", rest))


def _is_arabic(fields: Fields) -> bool:
    texts = (fields.one.get("title", ""), *fields.titles().values())
    language = canonical_tag(fields.one.get("language", "")) or ""
    return "ARABIC" in scripts_of(language) or any(main_script(t) == "ARABIC" for t in texts)


def when_in(fields: Fields, name: str, order: str | None) -> When | None:
    """Return the date in a field; None if it has none.

    Raises:
        RejectedRowError: the calendar has no such day.
    """
    text = fields.one.get(name)
    if not text:
        return None
    when, are_several = earliest_date(text, order)
    if when and not when.exists:
        raise fields.error(name, f"the calendar has no day '{abbreviated(text)}'")
    if are_several:
        fields.keep(name, text)
        fields.remark(RemarkKind.SEVERAL_DATES, name, text)
    return when


def titles_in(fields: Fields, place: Place) -> tuple[Title, ...]:
    """Return the titles that a row gives: the words of a source, unless it states another basis.

    The plain one comes first. If a column that names the language has the same words, it is only
    that one, unless the name of the plain column is in another language. The note is about the
    first title.
    """
    named = fields.titles()
    text, note = fields.one.get("title"), fields.one.get("title.note")
    found = [*named.items()]
    if text and (text not in named.values() or _is_another(fields, place(text), named)):
        found.insert(0, (place(text), text))
    found.sort(key=lambda title: title[1] != text)
    titles = [
        Title(lang=lang, text=words, basis=_basis(fields, lang), note=None if number else note)
        for number, (lang, words) in enumerate(found)
    ]
    known = {title.text for title in titles}
    for raw in fields.parts.titles:
        if raw.text not in known:
            known.add(raw.text)
            titles.append(
                Title(
                    lang=canonical_tag(raw.language) or place(raw.text),
                    text=raw.text,
                    basis=as_term(TitleBasis, raw.basis) or TitleBasis.REPORTED,
                    note=raw.note or None,
                )
            )
    return tuple(titles)


def _is_another(fields: Fields, lang: str, named: dict[str, str]) -> bool:
    """Return whether the column of the title has its name in a language that no other names."""
    column = guess(fields.came_from.get("title", ""))
    return column is not None and lang in column.languages - {*named, "en"}


def figures_in(fields: Fields) -> tuple[Figure, ...]:
    """Return the numbers that nested values give: signatures, money, a threshold."""
    return tuple(
        Figure(
            what=as_term(FigureKind, raw.what) or FigureKind.OTHER,
            value=_amount(raw.value),
            unit=raw.unit or None,
            as_reported=raw.words or (raw.value if _amount(raw.value) is None else None),
        )
        for raw in fields.parts.figures
    )


def relations_in(fields: Fields) -> tuple[Relation, ...]:
    """Return links to other proposals: by id, or by the words of the file."""
    if not (fields.parts.relations or "continues" in fields.many):
        return ()
    earlier = filter(None, map(slug, fields.many.get("continues", ())))
    found = [Relation(kind=RelationKind.CONTINUES, to=id_) for id_ in earlier]
    found += [
        Relation(
            kind=as_term(RelationKind, raw.kind) or RelationKind.RELATED,
            as_named=raw.to,
            note=raw.note or None,
        )
        for raw in fields.parts.relations
    ]
    return tuple(dict.fromkeys(found))


def _amount(text: str) -> int | float | None:
    bare = text.replace(",", "").replace(" ", "")
    try:
        amount = float(bare)
    except ValueError:
        return None
    if not isfinite(amount):
        return None
    return int(amount) if amount.is_integer() else amount


def _basis(fields: Fields, language: str) -> TitleBasis:
    name = f"title.{language}.basis"
    try:
        return TitleBasis(fields.one.get(name, TitleBasis.REPORTED).strip().lower())
    except ValueError as error:
        raise fields.error(name, f"a basis is one of {', '.join(TitleBasis)}") from error


def identifiers_in(fields: Fields, own: Identifier | None) -> tuple[Identifier, ...]:
    """Return the numbers of a row, after what its file calls it."""
    numbers = [Identifier(scheme=scheme(column), value=n) for column, n in fields.numbers]
    if own and own not in numbers:
        numbers.insert(0, own)
    return tuple(dict.fromkeys(numbers))


def sessions_in(
    fields: Fields, is_body: Callable[[str], bool]
) -> tuple[Session | None, Session | None]:
    """Return the term and the session; one cell may give both (十三届四次).

    A name between the two stays in ``extra`` unless it is the body's.
    """
    stated = {name: _session(fields.one.get(name)) for name in ("term", "session")}
    for name, other in (("term", "session"), ("session", "term")):
        if found := _TERM_AND_SESSION.fullmatch(fields.one.get(name, "")):
            both = {"term": _count(found[1]), "session": _count(found[3])}
            if stated[other] in (None, both[other]):
                if found[2] and not is_body(found[2]):
                    fields.keep(name, found[0])
                return both["term"], both["session"]
    return stated["term"], stated["session"]


def _session(text: str | None) -> Session | None:
    """Return a term or session: its number if that is all that the cell says, else its words.

    A year is a name of a session, and no count: none is the 2026th.
    """
    if not text:
        return None
    if text.isdecimal() and len(text) == 4 and text >= "1800":
        return text
    if text.isdecimal() and len(text) < 10:
        return int(text)
    if found := _NUMBERED_SESSION.fullmatch(text):
        return int(found[1] or found[2])
    if han := _HAN_NUMBER.fullmatch(text):
        return han_number(han[1])
    return text


def text_in(
    fields: Fields, name: str, citations: tuple[Citation, ...], place: Place
) -> Statement | None:
    """Return a text in the words of the file; None if it has none."""
    text = "\n\n".join(fields.many.get(name, ()))
    if not text:
        return None
    return Statement(text={place(text): text}, basis=TextBasis.REPORTED, citations=citations)


def measures_in(
    fields: Fields, citations: tuple[Citation, ...], place: Place
) -> tuple[Measure, ...]:
    """Return the measures in the words of the file.

    Raises:
        RejectedRowError: there are too many, or too many sources.
    """
    texts = fields.many.get("measures", [])
    if len(texts) > MAX_MEASURES:
        raise fields.error("measures", f"{len(texts):,} measures")
    if len(texts) * len(citations) > MAX_CITATIONS:
        raise fields.error("source", f"{len(citations):,} sources")
    return tuple(
        Measure(
            id=f"m{number:02}",
            text={place(text): text},
            basis=TextBasis.REPORTED,
            citations=citations,
        )
        for number, text in enumerate(texts, 1)
    )


def status_in(fields: Fields, citations: tuple[Citation, ...]) -> StatusClaim | None:
    """Return the status that the row states, with its words if they say more."""
    text, reported = fields.one.get("status"), fields.one.get("status.as_reported")
    when = parse_date(fields.one["status.date"]) if "status.date" in fields.one else None
    date = when.iso if when and when.exists else None
    if "status.date" in fields.one and (date is None or not (text or reported)):
        fields.keep("status.date", fields.one["status.date"])
    if not text:
        return StatusClaim(as_reported=reported, citations=citations) if reported else None
    value = status_of(text)
    if value is Status.UNKNOWN:
        fields.remark(RemarkKind.UNKNOWN_STATUS, "status", text)
    words = reported or (None if normalise_name(text) == normalise_name(value) else text)
    if value is Status.UNKNOWN and words is None:
        return None
    return StatusClaim(value=value, date=date, as_reported=words, citations=citations)


def _count(figures: str) -> int:
    return int(figures) if figures.isdecimal() else han_number(figures)
