"""Read records of format 1 as records of format 2; nothing else knows format 1.

Format 1 held the suggestions of one deputy to one congress in English and Chinese. Each function
takes a record as parsed JSON and changes it in place. What it does not understand stays, so that
decoding reports it as a fault of the record.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from proposals_cli.domain.text.languages import canonical_tag, language_of

Json = dict[str, Any]

_BY_SUBJECT = re.compile(r"\bby subject\b", re.IGNORECASE)
"""A note on a link with these words says that no source states the link."""

_TWO_LABELS = re.compile(r"([^()\u3400-\u9fff]+) \(([^()]*[\u3400-\u9fff][^()]*)\)")
"""A label in Latin letters with its Chinese form in brackets: ``civil society (社会力量)``."""

_TITLE_LANGUAGE = re.compile(r"The title is in ([A-Z][a-z]+)\.")
_LANGUAGES = {
    "Danish": "da", "Dutch": "nl", "Finnish": "fi", "French": "fr", "German": "de", "Italian": "it",
    "Japanese": "ja", "Korean": "ko", "Norwegian": "no", "Polish": "pl", "Portuguese": "pt",
    "Romanian": "ro", "Spanish": "es", "Swedish": "sv",
}  # fmt: skip
"""The languages that import named in the note of a title that it filed under English."""

_BODIES: dict[str, Json] = {
    "npc": {"en": "National People's Congress", "zh": "全国人民代表大会"},
    "cppcc": {
        "en": "Chinese People's Political Consultative Conference",
        "zh": "中国人民政治协商会议",
    },
}
"""The bodies that format 1 knew without a record."""

_ANSWERED = ("suggestion", "cppcc-proposal")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def upgraded(table: str, content: bytes) -> bytes:
    """Return a record of format 1 as one of format 2, both as JSON.

    What cannot be read as a record of format 1 is returned as it is.
    """
    try:
        record = msgspec.json.decode(content)
        if isinstance(record, dict) and table in _UPGRADES:
            _UPGRADES[table](record)
            return msgspec.json.encode(record)
    except (msgspec.DecodeError, AttributeError, TypeError, KeyError, RecursionError):
        pass  # decoding the unchanged record says what is wrong with it
    return content


def body_record(id_: str) -> Json:
    """Return the record of a body that format 1 named by an id alone."""
    if id_ in _BODIES:
        place = {"en": "Beijing", "zh": "北京"}
        return {"id": id_, "name": _BODIES[id_], "languages": ["zh"], "place": place}
    return {"id": id_, "name": {"und": id_}}


def _proposal(record: Json) -> None:
    title = record.pop("title")
    tag = _title_tag(title)
    record["titles"] = _titles(title, tag)
    record["sponsors"] = [{"who": id_} for id_ in record.pop("people", ())]
    record["status"] = _status(record.get("status"), record.get("kind"))
    if record.get("problem"):
        record["problem"]["text"] = _text(record["problem"]["text"], tag)
    for measure in record.get("measures", ()):
        measure["text"] = _text(measure["text"], tag)
        measure["actors"] = _split_labels(measure.get("actors", ()))
    record["actions"] = [_reply(reply, tag) for reply in record.pop("responses", ())]
    for statement in record.get("uptake", ()):
        statement["text"] = _text(statement["text"], tag)
    for field in ("regions", "entities"):
        record[field] = _split_labels(record.get(field, ()))
    _link(record, record.pop("continues", ()), record.pop("continues_note", None))
    _take_date(record)
    _drop_empty(record)


def _title_tag(title: Json) -> str:
    """Return the language of what format 1 calls English: import left a note where it is not."""
    found = _TITLE_LANGUAGE.search(title.get("note") or "")
    return _LANGUAGES.get(found[1], "und") if found else "en"


def _titles(title: Json, tag: str) -> list[Json]:
    """Return the original first; note and citations of the title go to the first wording."""
    made = []
    if title.get("zh"):
        made.append({"lang": "zh", "text": title["zh"], "basis": title.get("zh_basis")})
    if title.get("en"):
        made.append({"lang": tag, "text": title["en"], "basis": title.get("en_basis")})
    made[0] |= {"note": title.get("note"), "citations": title.get("citations", ())}
    if topic := title.get("topic_zh"):
        made.append({"lang": "zh", "text": topic, "basis": "subject"})
    for variant in title.get("variants", ()):
        for lang, key in (("zh", "zh"), (tag, "en")):
            if variant.get(key):
                wording = {"lang": lang, "text": variant[key], "basis": "reported"}
                made.append(wording | {"citations": variant.get("citations", ())})
    return made


def _status(status: Json | None, kind: str | None) -> Json | None:
    if not status:
        return None
    # format 1 had one word for 已交办 (to who must answer) and 已付委 (to a committee)
    if status.get("value") == "referred" and kind in _ANSWERED:
        status["value"] = "assigned"
    is_empty = status.get("value", "unknown") == "unknown" and not (
        status.get("as_reported") or status.get("citations")
    )
    return None if is_empty else status


def _reply(reply: Json, tag: str) -> Json:
    when, who = reply.get("when"), reply.get("who")
    is_date = bool(when and _DATE.fullmatch(when) and _existing(when) == when)
    return {
        "date": when if is_date else None,
        "when": None if is_date else when,
        "stage": "replied",
        "by": [{"as_named": who}] if who and who != "unknown" else [],
        "text": _text(reply["text"], tag),
        "citations": reply.get("citations", []),
    }


def _link(record: Json, continued: Iterable[str], note: str | None) -> None:
    """Make relations; a link that its own note calls one by subject continues nothing."""
    kind = "related" if note and _BY_SUBJECT.search(note) else "continues"
    record["relations"] = [{"kind": kind, "to": id_, "note": note} for id_ in continued]
    if note and not record["relations"]:
        record["notes"] = [*record.get("notes", ()), note]


def _take_date(record: Json) -> None:
    """Take the date of submission, which import kept under ``extra``, if it is one."""
    extra = record.get("extra") or {}
    date = extra.get("date")
    if not (isinstance(date, str) and _DATE.fullmatch(date) and _existing(date) == date):
        return
    record["date"] = extra.pop("date")
    if str(record.get("year")) == date[:4]:
        del record["year"]


def _person(record: Json) -> None:
    name = record.pop("name")
    record["names"] = {tag: {"text": text} for tag, text in name.items() if text}
    _drop_empty(record)


def _theme(record: Json) -> None:
    record["name"] = {tag: text for tag, text in record["name"].items() if text}
    if record.get("description"):
        record["description"] = _text(record["description"], "en")
    _drop_empty(record)


def _source(record: Json) -> None:
    for field in ("language", "machine_translated_from"):
        if given := record.get(field):
            tag = canonical_tag(given)
            if tag is None:
                _set_aside(record, field)
            record[field] = tag
    if date := record.get("date"):
        exact = _existing(date)
        if exact != date:
            _set_aside(record, "date")
            record["date"] = exact
    if record.get("machine_translated_from"):
        record["copy"] = "machine-translation"
    elif str(record.get("kind")).startswith("reprint"):
        record["copy"] = "reprint"
    _drop_empty(record)


def _fact(record: Json) -> None:
    for field in ("text", "assessment"):
        if record.get(field):
            record[field] = _text(record[field], "en")
    _drop_empty(record)


def _note(record: Json) -> None:
    for field in ("meaning", "explanation"):
        if record.get(field):
            record[field] = _text(record[field], "en")
    _drop_empty(record)


_UPGRADES: dict[str, Callable[[Json], None]] = {
    "proposals": _proposal,
    "people": _person,
    "themes": _theme,
    "sources": _source,
    "facts": _fact,
    "notes": _note,
}


def _text(text: str, tag: str) -> Json:
    """Return a text with its language: Chinese by its script, else that of the record."""
    return {language_of(text, base=None if tag == "und" else tag): text}


def _split_labels(labels: Iterable[str]) -> list[str]:
    found: list[str] = []
    for label in labels:
        both = _TWO_LABELS.fullmatch(label)
        found += both.groups() if both else (label,)
    return found


def _existing(date: str) -> str:
    """Return a date as exact as there is such a day."""
    from proposals_cli.domain.model.parts import require_days

    try:
        require_days(date)
    except ValueError:
        return date[:7]
    return date


def _set_aside(record: Json, field: str) -> None:
    """Keep a value that format 2 does not allow in its field."""
    record["extra"] = {field: record[field], **(record.get("extra") or {})}


def _drop_empty(record: Json) -> None:
    """Remove what is empty at the top; decoding and encoding remove the rest."""
    for field in [key for key, value in record.items() if value in (None, [], {}, "")]:
        if field not in ("id", "text", "words", "meaning"):
            del record[field]
