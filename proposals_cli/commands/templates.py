"""The texts that new records are written from: every field, explained in a few words."""

from collections.abc import Iterator
from enum import StrEnum
from textwrap import wrap
from typing import Any, get_args

import msgspec

from proposals_cli.domain.editing.draft_sources import CITATION
from proposals_cli.domain.editing.full_form import FieldType, field_types
from proposals_cli.domain.editing.short_forms import REPLY, SHORT_FORMS
from proposals_cli.domain.model.fields import FIELDS
from proposals_cli.domain.model.parts import Agent, Citation, Document, Shape
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.model.vocabulary import TABLE_OF, RecordKind

WIDTH = 98
_COLUMN = 26
"""Where explanations begin."""

_LEFT_OUT = ("history",)
"""Fields that the program fills in."""

WORDS: dict[str, dict[str, str]] = {
    "Proposal": {
        "id": "made from year and title unless given",
        "year": "year of the session, if undated",
        "date": "day of submission, as 2020-05-18 or 2020-05",
        "body": "legislature it is put to: id or name",
        "term": "number or name of the term",
        "session": "number or name of the session",
        "kind": "kind of paper",
        "kind_terms": "its kind in the source's words",
        "titles": "each wording; the original first",
        "sponsors": "who made it, in the source's order",
        "addressees": "who is asked to answer or act",
        "themes": "ids or names, the main one first",
        "regions": "regions that it concerns",
        "entities": "companies, programmes, plans it names",
        "series": "series it belongs to over the years",
        "status": "current status, as a source states it",
        "summary": "what it asks for, in brief",
        "problem": "only where a problem is stated",
        "measures": "what it asks for, one by one",
        "actions": "what happened, oldest first",
        "reply_due": "last day for a reply, if stated",
        "documents": "its papers: text, answer, minutes",
        "figures": "signatures, money asked or approved",
        "relations": "links to other proposals",
        "identifiers": "its official numbers",
        "uptake": "later policy that says the same",
        "sources": "ids or links of its sources",
        "notes": "remarks, each a text",
    },
    "Title": {
        "lang": "language tag, as zh, zh-Hant or de",
        "text": "the exact words of the title",
        "basis": "what the wording rests on",
        "note": "a remark on the wording",
    },
    "Sponsor": {
        "role": "blank for an author",
        "party": "party that the source gives",
        "joined": "date they joined",
        "withdrawn": "date they withdrew",
    },
    "Agent": {
        "role": "their part, such as lead",
    },
    "Series": {"id": "short name in Latin letters", "name": "its name, as in the source"},
    "StatusClaim": {
        "value": "no more than is reported",
        "date": "date of the status",
    },
    "Statement": {"text": "in your own words, or quoted"},
    "Measure": {
        "id": "m01, m02, …; made unless given",
        "text": "one concrete request",
        "area": "policy area, in a word",
        "horizon": "when it should take effect",
        "actors": "who is asked to act",
        "beneficiaries": "who would benefit",
    },
    "Action": {
        "date": "as exact as it is known",
        "when": "time in words, without a date",
        "stage": "what happened",
        "by": "who did it: names or ids",
        "text": "what the source says",
        "result": "passed, not-published, …",
        "counts": "votes, as {yes: 219, no: 212}",
        "number": "number of the reply or paper",
        "interim": "true for a notice before the reply",
        "documents": "papers, as explained above",
    },
    "ReplyDue": {"date": "by which a reply is due"},
    "Document": {
        "role": "what it is to the proposal",
        "number": "number of the paper",
        "date": "date of the paper",
        "note": "a remark on the paper",
        "source": "id of a source, instead",
    },
    "Figure": {
        "what": "what is counted",
        "value": "the number",
        "unit": "EUR, persons, …",
        "date": "date of the count",
    },
    "Relation": {
        "kind": "how the two are linked",
        "to": "id of the other proposal",
        "as_named": "its name, without a record",
        "note": "a remark on the link",
    },
    "Identifier": {
        "scheme": "what numbers it, as bill-number, wikidata",
        "value": "the number itself",
    },
    "Citation": {
        "source": "id, link, or fields of a source",
        "quote": "the exact words",
    },
    "Person": {
        "kind": "a person or an organisation",
        "names": "a name, or names by language",
        "other_names": "nicknames, earlier names",
        "roles": "offices and seats",
    },
    "PersonName": {
        "text": "the whole name",
        "family": "family name",
        "given": "given names",
        "particle": "as van der, kept in sorting",
        "dropping_particle": "as von, left out in sorting",
        "suffix": "as Jr.",
    },
    "Body": {
        "other_names": "abbreviations, earlier names",
        "languages": "language tags, as zh or de",
        "timezone": "IANA name, as Asia/Shanghai",
        "area": "country or region code, as CN",
        "place": "town of its seat",
        "part_of": "id of a larger body",
        "kind": "parliament, chamber, committee, ministry, …",
        "sessions": "terms and sessions with their days",
        "reply_within": "how soon it must answer",
    },
    "BodySession": {
        "start": "first day",
        "end": "last day",
    },
    "ReplyRule": {
        "kinds": "kinds it applies to; blank for all",
        "days": "give days, weeks or months",
        "weeks": "give days, weeks or months",
        "months": "give days, weeks or months",
        "at_most": "longest extension, in the same unit",
        "from": "what the time counts from",
        "since": "date the rule began",
        "until": "date the rule ended",
        "note": "a remark on the rule",
    },
    "Theme": {
        "other_names": "other words that find it",
        "description": "what belongs to it",
        "cap": "nearest Comparative Agendas topic",
    },
    "MajorTopic": {"code": "number of the topic", "name": "name of the topic"},
    "Source": {
        "id": "made from publisher and year",
        "kind": "press, law, speech, book, …",
        "publisher": "who published it",
        "title": "title of the page or text",
        "number": "number of the document",
        "date": "date of publication",
        "archive_url": "link to an archived copy",
        "accessed": "date it was read",
        "machine_translated_from": "language of the original, as zh",
        "tier": "who stands behind it",
        "copy": "if it is not the original",
        "extent_read": "how much was read",
        "note": "a remark on the source",
        "text": "its full text, to find quotes",
    },
    "Fact": {
        "id": "made from the text unless given",
        "kind": "subject of the fact",
        "person": "id or name of a record",
        "year": "year that it concerns",
        "proposals": "ids of those it concerns",
        "value": "number or words",
        "text": "the statement",
        "assessment": "what to make of it",
    },
    "Note": {
        "id": "made from the words unless given",
        "source": "id or link of the source",
        "words": "words as the source has them",
        "original": "wording of the original",
        "meaning": "what is meant",
        "explanation": "why it means this",
    },
}
"""Class → field → what to write there; the heading of a field stands for what is missing here."""

_EVERYWHERE = {
    "id": "made from the name unless given",
    "term": "number or name of the term",
    "session": "number or name of the session",
    "basis": "ours unless given",
    "who": "id or name of a record",
    "as_named": "the source's words, without a record",
    "name": "a name, or names by language",
    "as_reported": "in the words of the source",
    "url": "web link",
    "language": "its language tag, as zh",
    "locator": "the place, as para 4",
    "citations": CITATION,
    "identifiers": "official numbers and ids elsewhere",
    "former_ids": "ids that it had before",
    "extra": "anything else, kept as it is",
}

_PROPOSAL_HEAD = """\
A new proposal. Fill in what you know; a field left blank is unknown. This is enough:
  title: 关于…的建议
  year: 2020
  people: 马化腾
Name themes, people and bodies by id or name. With one source below, whatever has no citation
cites it. A text is placed under the language of its script, of the body or of the base."""

_SHORT_KEYS = {
    "title": "the title, or {zh: …, en: …}",
    "people": "the authors: names or ids",
    "reply": REPLY,
    "language": "of all texts here, as zh",
}

_HEADED: dict[type[Shape], tuple[str, str]] = {
    Citation: ("citation", CITATION),
    Agent: ("person or body", "NAME or ID"),
    Document: ("paper", SHORT_FORMS[Document].grammar),
}
"""Classes of parts within parts, which the head explains once: name, and short form."""


def template(kind: RecordKind) -> str:
    """Return the text that a new record is written from; unchanged, it is an empty draft."""
    shape = TABLES[TABLE_OF[kind]]
    is_proposal = kind is RecordKind.PROPOSAL
    head = _PROPOSAL_HEAD if is_proposal else f"A new {kind}. A field left blank is unknown."
    lines = [f"# {line}" for line in head.splitlines()]
    for inner in _HEADED:
        if inner in _parts_of(shape):
            lines += _explained(inner)
    if is_proposal:
        lines += ["", "# in short"]
        for key, words in _SHORT_KEYS.items():
            lines += _line(f"{key}:{' []' if key == 'people' else ''}", words)
        lines += ["", "# in full"]
    return "\n".join([*lines, *_fields(shape)]) + "\n"


def _parts_of(shape: type[Shape], depth: int = 0) -> set[type[Shape]]:
    """Return the classes of parts that stand within the parts of a record."""
    found: set[type[Shape]] = set()
    for type_ in field_types(shape).values():
        if type_.form in ("part", "names"):
            if depth or type_.shape in _HEADED:
                found.add(type_.shape)
            found |= _parts_of(type_.shape, depth + 1)
    return found


def _explained(shape: type[Shape]) -> Iterator[str]:
    """Yield comments on the fields of a part that may stand in several places."""
    name, form = _HEADED[shape]
    yield from wrap(
        f"{name}: {form}; or in full:", WIDTH, initial_indent="# ", subsequent_indent="#   "
    )
    for key in field_types(shape):
        yield from _line(f"#   {key}:", _words(shape, key), comment="")


def _fields(shape: type[Shape], indent: str = "") -> Iterator[str]:
    for key, type_ in field_types(shape).items():
        if key not in _LEFT_OUT:
            yield from _field(shape, key, type_, indent)


def _field(shape: type[Shape], key: str, type_: FieldType, indent: str) -> Iterator[str]:
    words = _words(shape, key)
    if type_.form == "names" and not indent:
        yield from _line(f"{key}:", words)
        yield from _line("  und:", "any language; or a tag, as en")
        yield from _fields(type_.shape, "    ")
        return
    if type_.form != "part" or indent or type_.shape in _HEADED:
        blank = " []" if type_.is_list else ""
        yield from _line(f"{indent}{key}:{blank}", words)
        return
    form = SHORT_FORMS.get(type_.shape)
    yield from _line(f"{key}:", f"{words}; in short {form.grammar}" if form else words)
    inner = list(_fields(type_.shape, "    " if type_.is_list else "  "))
    if type_.is_list:
        inner[0] = f"  - {inner[0].lstrip()}"
    yield from inner


def _words(shape: type[Shape], key: str) -> str:
    """Return what to write in a field, with the words that it allows."""
    field = next(f for f in msgspec.structs.fields(shape) if f.encode_name == key)
    heading = FIELDS[shape.__name__][field.name].en.lower()
    words = WORDS[shape.__name__].get(key) or _EVERYWHERE.get(key, heading)
    allowed = _vocabulary(field.type)
    return f"{words}: {', '.join(allowed)}" if allowed else words


def _vocabulary(annotation: Any) -> list[str]:
    """Return the words that the type of a field allows."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return list(annotation)
    return [word for inner in get_args(annotation) for word in _vocabulary(inner)]


def _line(start: str, words: str, comment: str = "# ") -> Iterator[str]:
    """Yield a line with an explanation, which goes on below if it is long."""
    first, *rest = wrap(words, WIDTH - _COLUMN - 2, break_on_hyphens=False)
    yield f"{start:{_COLUMN}}{comment}{first}"
    for line in rest:
        yield f"{'#' if start.startswith('#') else '':{_COLUMN}}{comment}  {line}"
