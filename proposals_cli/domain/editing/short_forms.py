"""Short forms: a part of a record as one text, as ``2021-01-04 introduced: Introduced in House``.

``SHORT_FORMS`` has the grammar of each class, which the templates and the errors show.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from proposals_cli.domain.model.parts import (
    Action,
    Document,
    Figure,
    Identifier,
    MajorTopic,
    Measure,
    PersonName,
    Relation,
    ReplyDue,
    Series,
    Shape,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import ReplyRule
from proposals_cli.domain.model.vocabulary import FigureKind, Stage
from proposals_cli.errors import InvalidRecordError

Fields = dict[str, Any]

_DATE = r"(?P<date>\d{4}(?:-\d\d?){0,2})"
_LINK = re.compile(r"https?://\S+\Z")
_NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?\Z")


class ShortForm(NamedTuple):
    """The grammar of one text, and how it becomes fields: None for a text that does not fit."""

    grammar: str
    read: Callable[[str], Fields | None]


def is_link(text: str) -> bool:
    """Return whether a text is one link and no more."""
    return _LINK.match(text) is not None


def _matching(pattern: str) -> Callable[[str], Fields | None]:
    """Return a reader of texts by a pattern whose groups are named after fields."""
    compiled = re.compile(pattern, re.DOTALL)

    def read(text: str) -> Fields | None:
        found = compiled.fullmatch(text)
        return found and {name: part for name, part in found.groupdict().items() if part}

    return read


def _figure(text: str) -> Fields | None:
    what, _, rest = text.partition(" ")
    number, _, unit = rest.strip().partition(" ")
    if not _NUMBER.match(number):
        return None
    plain = number.replace(",", "")
    figure: Fields = {
        "what": what.rstrip(":"),
        "value": float(plain) if "." in plain else int(plain),
    }
    return figure | ({"unit": unit.strip()} if unit.strip() else {})


def _reply_rule(text: str) -> Fields | None:
    found = re.fullmatch(r"(\d{1,6}) (days|weeks|months)(?: from (\w+))?", text)
    if not found:
        return None
    rule: Fields = {found[2]: int(found[1])}
    return rule | ({"from": found[3]} if found[3] else {})


def _major_topic(text: str) -> Fields | None:
    code, _, name = text.partition(" ")
    return {"code": int(code), "name": name.strip()} if re.fullmatch(r"\d{1,6}", code) else None


SHORT_FORMS: dict[type[Shape], ShortForm] = {
    Title: ShortForm("TEXT", lambda text: {"text": text}),
    StatusClaim: ShortForm("STATUS", lambda text: {"value": text}),
    Statement: ShortForm("TEXT", lambda text: {"text": text}),
    Measure: ShortForm("TEXT", lambda text: {"text": text}),
    PersonName: ShortForm("NAME", lambda text: {"text": text}),
    Series: ShortForm("NAME", lambda text: {"name": text}),
    ReplyDue: ShortForm("DATE", lambda text: {"date": text}),
    Document: ShortForm(
        "LINK or NUMBER", lambda text: {"url": text} if is_link(text) else {"number": text}
    ),
    Action: ShortForm(
        "DATE STAGE: TEXT, as 2021-01-04 introduced: Introduced in House",
        _matching(rf"(?:{_DATE}\s+)?(?P<stage>[a-z-]+)(?::\s*(?P<text>.+)|:)?"),
    ),
    Figure: ShortForm("WHAT NUMBER UNIT, as signatures 12345 or asked 1200000 EUR", _figure),
    Relation: ShortForm(
        "KIND ID, as continues 2019-rivers", _matching(r"(?P<kind>[a-z-]+):?\s+(?P<to>\S+)")
    ),
    Identifier: ShortForm(
        "SCHEME NUMBER, as bill-number HR 1", _matching(r"(?P<scheme>\S+?):?\s+(?P<value>.+)")
    ),
    ReplyRule: ShortForm(
        "NUMBER UNIT from START, as 3 months or 30 days from assigned", _reply_rule
    ),
    MajorTopic: ShortForm("CODE NAME, as 13 Social Welfare", _major_topic),
}
"""Class → its short form. People and sources have theirs too, which need the base."""

REPLY = "DATE WHO, as 2020-08-30 MIIT"
"""The grammar of the key ``reply``."""

_REPLY = _matching(rf"{_DATE}(?:\s+(?P<by>.+))?|(?P<who>.+)")


def expanded(shape: type[Shape], text: str, path: str) -> Fields:
    """Return the fields of a part that is given as one text.

    Raises:
        InvalidRecordError: the text does not fit the grammar, which the hint shows.
    """
    form = SHORT_FORMS[shape]
    fields = form.read(text)
    if fields is None:
        names = ", ".join(shape.__struct_encode_fields__)
        raise InvalidRecordError(
            f"field '{path}': '{text}' cannot be read.",
            f"Write {form.grammar}; or give its fields: {names}.",
            path,
        )
    return fields


def expanded_reply(given: Any) -> Any:
    """Return a reply as an action; ``given`` is one text or the fields of the action."""
    if isinstance(given, str):
        fields = _REPLY(given) or {}
        if who := fields.pop("who", None):
            fields["by"] = who
        given = fields
    return {**given, "stage": str(Stage.REPLIED)} if isinstance(given, dict) else given


def with_figure_named(given: Fields) -> Fields:
    """Return the fields of a figure, which may be given as ``signatures: 12345``."""
    named = [word for word in given if word in list(FigureKind)]
    if len(named) != 1 or "what" in given:
        return given
    rest = {key: value for key, value in given.items() if key != named[0]}
    return {"what": named[0], "value": given[named[0]], **rest}
