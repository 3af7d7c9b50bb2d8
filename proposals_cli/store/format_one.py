"""Read records of format 1 as records of format 2; nothing else knows format 1.

Format 1 held the suggestions of one deputy to one congress in English and Chinese. Each function
takes parsed JSON and puts what it understands where it belongs now. What it does not understand
stays under its old name, so that nothing is lost and decoding names it as a fault of the record.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.parts import require_days
from proposals_cli.domain.text.languages import UNDETERMINED, canonical_tag, language_of
from proposals_cli.errors import InvalidRecordError

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
_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_REQUIRED = ("id", "text", "words", "meaning")


def upgraded(table: str, content: bytes) -> bytes:
    """Return a record of format 1 as one of format 2, both as JSON.

    What is no JSON object, or is in another table, is returned as it is.
    """
    if table not in _UPGRADES:
        return content
    try:
        record = msgspec.json.decode(content)
        if isinstance(record, dict):
            _UPGRADES[table](record)
            _drop_empty(record)
            content = msgspec.json.encode(record)
            return encode_record(decode_record(table, content))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidRecordError):
        pass  # decoding it again says what is wrong
    return content


def body_record(id_: str) -> Json:
    """Return the record of a body that format 1 named by an id alone."""
    if id_ in _BODIES:
        place = {"en": "Beijing", "zh": "北京"}
        return {"id": id_, "name": _BODIES[id_], "languages": ["zh"], "place": place}
    return {"id": id_, "name": {UNDETERMINED: id_}}


def _proposal(record: Json) -> None:
    tag = _language(record)
    _take_titles(record, tag)
    _change_each(record, "people", lambda id_: {"who": id_}, "sponsors")
    _change(record, "status", lambda status: _status(status, record.get("kind")))
    _change(record, "problem", lambda problem: _with_text(problem, tag))
    _change_each(record, "measures", lambda one: _measure(one, tag))
    _change_each(record, "uptake", lambda one: _with_text(one, tag))
    _change_each(record, "series", _with_names)
    _change_each(record, "responses", lambda one: _reply(one, tag), "actions")
    _change(record, "regions", _split_labels)
    _change(record, "entities", _split_labels)
    _take_links(record)
    _take_date(record)


def _language(record: Json) -> str:
    """Return the language of what format 1 calls English.

    Import and ``add`` filed under English whatever was not Chinese. It is English in the bodies
    that format 1 was made for, or where a Chinese title or a basis shows that somebody chose.
    """
    title = record.get("title")
    if not isinstance(title, dict):
        return UNDETERMINED
    if found := _TITLE_LANGUAGE.search(str(title.get("note"))):
        return _LANGUAGES.get(found[1], UNDETERMINED)
    chosen = str(record.get("body")) in _BODIES or title.get("en_basis") or title.get("zh")
    return "en" if chosen else UNDETERMINED


def _take_titles(record: Json, tag: str) -> None:
    """Make titles, the original first; note and citations go to the first one.

    A note that names the language goes to the title in it. A basis without its title goes to
    ``extra``.
    """
    title = record.get("title")
    if not isinstance(title, dict) or "titles" in record:
        return
    left = dict(title)
    made: list[Json] = []
    for key, lang in (("zh", "zh"), ("en", tag)):
        if _is_text(left.get(key)):
            _add_title(made, left.pop(key), lang, left.pop(f"{key}_basis", None))
    noted = made[-1] if made and _TITLE_LANGUAGE.search(str(left.get("note"))) else None
    if _is_text(left.get("topic_zh")):
        _add_title(made, left.pop("topic_zh"), "zh", "subject")
    if not made:
        return
    (noted or made[0])["note"] = left.pop("note", None)
    _cite(made[0], left)
    if isinstance(left.get("variants"), list):
        left["variants"] = [one for one in left["variants"] if not _take_variant(made, one, tag)]
    for key in ("zh_basis", "en_basis"):
        if isinstance(left.get(key), str) and _set_aside(record, f"title.{key}", left[key]):
            del left[key]
    made[0] |= _faults("title", left)
    del record["title"]
    record["titles"] = made


def _take_variant(made: list[Json], variant: Any, tag: str) -> bool:
    """Add the wordings of a variant; return False if it is none."""
    if not isinstance(variant, dict):
        return False
    left = dict(variant)
    added = [
        _add_title(made, left.pop(key), lang, "reported")
        for key, lang in (("zh", "zh"), ("en", tag))
        if _is_text(left.get(key))
    ]
    citations = left.pop("citations", None)
    for wording in added or made[:1]:
        _cite(wording, {"citations": citations})
    (added or made)[0].update(_faults("title.variants", left))
    return True


def _add_title(made: list[Json], text: str, lang: str, basis: Any) -> Json:
    """Add a title, or return the one that has the same words already."""
    lang = _tag(text, lang)
    for one in made:
        if (one["lang"], one["text"]) == (lang, text):
            return one
    made.append({"lang": lang, "text": text, "basis": basis})
    return made[-1]


def _cite(part: Json, left: Json) -> None:
    """Add the citations of ``left`` to a part, each once; what is no list replaces them."""
    new, present = left.pop("citations", None), part.get("citations") or []
    if isinstance(new, list) and isinstance(present, list):
        part["citations"] = [*present, *(one for one in new if one not in present)]
    elif new is not None:
        part["citations"] = new


def _status(status: Any, kind: Any) -> Any:
    if not isinstance(status, dict):
        return status
    # format 1 had one word for 已交办 (to who must answer) and 已付委 (to a committee)
    if status.get("value") == "referred" and kind in _ANSWERED:
        status["value"] = "assigned"
    if status.get("value", "unknown") == "unknown" and not any(
        value for key, value in status.items() if key != "value"
    ):
        return None
    return status


def _measure(measure: Any, tag: str) -> Any:
    measure = _with_text(measure, tag)
    if isinstance(measure, dict):
        _change(measure, "actors", _split_labels)
    return measure


def _reply(reply: Any, tag: str) -> Any:
    if not isinstance(reply, dict):
        return reply
    left = dict(reply)
    who, when, text = left.pop("who", None), left.pop("when", None), left.pop("text", "")
    action: Json = {"stage": "replied", "text": _text(text, tag)}
    action["date" if _is_day(when) else "when"] = when or None
    if not isinstance(who, str):
        action["by"] = [] if who is None else who
    elif who.strip() and who != "unknown":
        action["by"] = [{"as_named": who}]
    _cite(action, left)
    return action | _faults("responses", left)


def _take_links(record: Json) -> None:
    """Make relations; a link that its own note calls one by subject continues nothing.

    A note without a link becomes a note on the proposal.
    """
    linked, note = record.get("continues") or [], record.get("continues_note") or None
    notes = record.get("notes") or []
    is_read = isinstance(linked, list) and isinstance(note, str | None) and isinstance(notes, list)
    if not is_read or "relations" in record:
        return
    record.pop("continues", None)
    record.pop("continues_note", None)
    kind = "related" if note and _BY_SUBJECT.search(note) else "continues"
    record["relations"] = [{"kind": kind, "to": id_, "note": note} for id_ in linked]
    if note and not linked:
        record["notes"] = [*notes, note]


def _take_date(record: Json) -> None:
    """Take the date of submission, which import kept under ``extra``, if it is one."""
    extra = record.get("extra")
    if not isinstance(extra, dict) or "date" in record or not _is_day(extra.get("date")):
        return
    record["date"] = extra.pop("date")
    if str(record.get("year")) == record["date"][:4]:
        del record["year"]


def _person(record: Json) -> None:
    names = _names(record.get("name"))
    if isinstance(names, dict) and "names" not in record:
        names = names or {UNDETERMINED: record.get("id")}  # format 1 allowed a nameless person
        record["names"] = {tag: {"text": text} for tag, text in names.items()}
        del record["name"]


def _theme(record: Json) -> None:
    _with_names(record)
    _take_texts(record, "description")


def _source(record: Json) -> None:
    kind = record.get("kind")
    if "copy" not in record:
        if record.get("machine_translated_from"):
            record["copy"] = "machine-translation"
        elif isinstance(kind, str) and kind.startswith("reprint"):
            record["copy"] = "reprint"
    for field in ("language", "machine_translated_from"):
        given = record.get(field)
        if isinstance(given, str) and given:
            tag = canonical_tag(given)
            if tag is not None or _set_aside(record, field, given):
                record[field] = tag
    date = str(record.get("date"))
    if _DATE.fullmatch(date) and not _is_day(date) and _set_aside(record, "date", date):
        record["date"] = date[:7] if _is_day(date[:7]) else None


_UPGRADES: dict[str, Callable[[Json], None]] = {
    "proposals": _proposal,
    "people": _person,
    "themes": _theme,
    "sources": _source,
    "facts": lambda record: _take_texts(record, "text", "assessment"),
    "notes": lambda record: _take_texts(record, "meaning", "explanation"),
}


def _change(record: Json, field: str, convert: Callable[[Any], Any], new: str = "") -> None:
    """Convert a field, and rename it to ``new``, unless there is one of that name."""
    if record.get(field) is not None and not (new and new in record):
        record[new or field] = convert(record.pop(field))


def _change_each(record: Json, field: str, convert: Callable[[Any], Any], new: str = "") -> None:
    """Convert the items of a field as ``_change`` does; what is no list stays."""

    def each(values: Any) -> Any:
        return [convert(value) for value in values] if isinstance(values, list) else values

    _change(record, field, each, new)


def _take_texts(record: Json, *fields: str) -> None:
    for field in fields:
        _change(record, field, lambda text: _text(text, "en"))


def _with_text(part: Any, tag: str) -> Any:
    if isinstance(part, dict):
        _change(part, "text", lambda text: _text(text, tag))
    return part


def _with_names(part: Any) -> Any:
    if isinstance(part, dict):
        _change(part, "name", _names)
    return part


def _names(name: Any) -> Any:
    """Return the names by language; one in Latin letters alone may be in any of them."""
    if not isinstance(name, dict):
        return name
    given = {key: value for key, value in name.items() if not _is_blank(value)}
    english = given.pop("en", None)
    if english is None:
        return given
    tag = _tag(english, "en" if "zh" in given else UNDETERMINED)
    return {UNDETERMINED if tag in given else tag: english, **given}


def _text(text: Any, tag: str) -> Any:
    """Return a text with its language: Chinese by its script, else that of the record."""
    if not isinstance(text, str):
        return text
    return {_tag(text, tag): text} if text else {}


def _tag(text: Any, tag: str) -> str:
    """Return the language of a text: what its script shows, else ``tag``."""
    if not isinstance(text, str):
        return tag
    return language_of(text, base=None if tag == UNDETERMINED else tag)


def _split_labels(labels: Any) -> Any:
    if not isinstance(labels, list):
        return labels
    found: list[Any] = []
    for label in labels:
        both = _TWO_LABELS.fullmatch(label) if isinstance(label, str) else None
        found += both.groups() if both else (label,)
    return [label for place, label in enumerate(found) if label not in found[:place]]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_day(value: Any) -> bool:
    """Return whether a value is a date of format 2: as exact as one likes, in the calendar."""
    if not (isinstance(value, str) and _DATE.fullmatch(value) and value > "0001"):
        return False
    try:
        require_days(value)
    except ValueError:
        return False
    return True


def _faults(part: str, left: Json) -> Json:
    """Return what a part had besides its fields, under names that decoding refuses."""
    return {f"{part}.{key}": value for key, value in left.items() if value not in (None, "", [])}


def _set_aside(record: Json, field: str, value: Any) -> bool:
    """Keep a value that format 2 has no field for, if ``extra`` can take it."""
    extra = record.get("extra") or {}
    if not isinstance(extra, dict):
        return False
    while field in extra:
        field += " in format 1"
    record["extra"] = {**extra, field: value}
    return True


def _drop_empty(record: Json) -> None:
    """Remove what is empty at the top; encoding removes the rest."""
    for field in [key for key, value in record.items() if value in (None, [], {}, "")]:
        if field not in _REQUIRED:
            del record[field]
