"""Decoding and checking records: what is invalid, and the errors."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.model.decoding import (
    decode_proposal,
    decode_record,
    encode_checked,
    encode_record,
    table_of,
)
from proposals_cli.domain.model.parts import BodySession, StatusClaim, Title
from proposals_cli.domain.model.records import TABLES, Proposal, Record, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    DeadlineStart,
    FactKind,
    Horizon,
    Kind,
    Status,
    TitleBasis,
)
from proposals_cli.errors import InvalidRecordError
from tests.factories import (
    body,
    fact,
    measure,
    note,
    person,
    proposal,
    random_proposals,
    source,
    sponsors,
    theme,
    titles,
)

Change = Callable[[dict[str, Any]], None]

VALID: dict[str, Record] = {
    "proposals": proposal(
        "2020-cloud",
        measures=(measure("m01", "One."), measure("m02", "Two.")),
        sponsors=sponsors("ma-huateng"),
        status=StatusClaim(value=Status.SUBMITTED),
    ),
    "people": person(),
    "bodies": body(sessions=(BodySession(term=12),)),
    "themes": theme(),
    "sources": source(),
    "facts": fact(),
    "notes": note(),
}


def refused(table: str, change: Change) -> InvalidRecordError:
    """Return the error of decoding a valid record with changed JSON."""
    record = json.loads(encode_record(VALID[table]))
    change(record)
    with pytest.raises(InvalidRecordError) as caught:
        decode_record(table, json.dumps(record).encode())
    return caught.value


def put(path: str, value: Any) -> Change:
    """Return a change that sets the value at a path like ``measures.1.horizon``."""

    def change(record: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = record
        for step in way:
            place = place[int(step) if step.isdecimal() else step]
        place[last] = value

    return change


def without(field: str) -> Change:
    """Return a change that removes a field."""

    def change(record: dict[str, Any]) -> None:
        del record[field]

    return change


@pytest.mark.parametrize("table", TABLES)
def test_a_valid_record_is_unchanged_after_encoding_and_decoding(table: str) -> None:
    """The table of the record is known as well."""
    record = VALID[table]
    assert decode_record(table, encode_record(record)) == record
    assert table_of(record) == table
    encode_checked(record)


def test_every_random_record_is_valid() -> None:
    """The factories of the tests set every field in some record."""
    for record in random_proposals(100, seed=1):
        encode_checked(record)
        assert decode_proposal(encode_record(record)) == record


def test_only_what_is_known_is_written_in_field_order() -> None:
    """An absent field has its default; the order does not depend on what is known."""
    assert list(json.loads(encode_record(proposal()))) == ["id", "year", "body", "kind", "titles"]
    for record in random_proposals(100, seed=2):
        keys = list(json.loads(encode_record(record)))
        assert keys == [name for name in Proposal.__struct_fields__ if name in keys]


@pytest.mark.parametrize(
    ("table", "path", "value", "allowed"),
    [
        ("proposals", "kind", "poem", ", ".join(Kind)),
        ("proposals", "kind", None, ", ".join(Kind)),
        ("proposals", "status.value", "done", ", ".join(Status)),
        ("proposals", "measures.1.horizon", "soon", ", ".join(Horizon)),
        ("proposals", "titles.0.basis", "guessed", "official"),
        ("proposals", "sponsors.0.role", "friend", "author"),
        ("facts", "kind", "rumour", ", ".join(FactKind)),
    ],
)
def test_the_error_for_an_unknown_word_lists_the_vocabulary(
    table: str, path: str, value: Any, allowed: str
) -> None:
    """Only for fields that have one."""
    error = refused(table, put(path, value))
    assert error.message.startswith(f"{table}, {VALID[table].id}, field '{spelled(path)}': ")
    if value is not None:
        assert repr(value) in error.message
    assert allowed in error.hint


@pytest.mark.parametrize(
    ("table", "path", "value", "expected", "allowed"),
    [
        ("proposals", "year", "2020", "is not a year.", "four digits, as 2020"),
        ("proposals", "year", 2020.5, "is not a year.", "four digits, as 2020"),
        ("proposals", "year", [2020], "is not a year.", "four digits, as 2020"),
        ("proposals", "year", 0, "is not a year.", "four digits, as 2020"),
        ("proposals", "year", -5, "is not a year.", "four digits, as 2020"),
        ("proposals", "year", 10_000, "10000 is not a year.", "four digits, as 2020"),
        ("facts", "year", 0, "is not a year.", "four digits, as 2020"),
        ("proposals", "term", 12.5, "12.5 is not a whole number or a text.", "Write digits"),
        ("proposals", "titles", "On cloud", "'On cloud' is not a list.", "fields: lang, text"),
        ("proposals", "titles.0.text", 5, "5 is not a text.", "in quotation marks"),
        ("proposals", "titles.0.lang", "English", "'English' is not a language.", "a BCP 47"),
        ("proposals", "sponsors", "ma-huateng", "is not a list.", "fields: who, as_named"),
        ("proposals", "sponsors", ["x"], "'x' is not a group of fields.", "fields: who, as_named"),
        ("proposals", "measures", {}, "a group of fields is not a list.", "Write a list"),
        ("proposals", "measures.0.id", "first", "the id of a measure", "as m03"),
        ("proposals", "measures.0.id", "m1", "the id of a measure", "as m03"),
        ("proposals", "measures.1.text", None, "nothing is not a text.", "{en: TEXT"),
        (
            "proposals",
            "measures.1.text",
            {"English": "x"},
            "'English' is not a language.",
            "a BCP 47",
        ),
        ("proposals", "date", "0000-01-01", "is not a date.", "as 2020-05-18, a month"),
        ("proposals", "status", "submitted", "is not a group", "fields: value, date"),
        ("proposals", "extra", [], "a list is not a group of fields.", "{NAME: VALUE}"),
        ("sources", "date", "18 May 2020", "is not a date.", "as 2020-05-18, a month"),
        ("sources", "date", "2020-13", "is not a date.", "as 2020-05-18, a month"),
        ("sources", "date", "2020-05-32", "is not a date.", "as 2020-05-18, a month"),
        ("sources", "date", "2020-05-18T10:00", "is not a date.", "as 2020-05-18, a month"),
        ("sources", "date", "２０２０", "is not a date.", "as 2020-05-18, a month"),
        ("proposals", "measures.0.id", "m０１", "the id of a measure", "as m03"),
        ("sources", "date", "2020\n", "is not a date.", "as 2020-05-18, a month"),
        ("people", "names", "Ma Huateng", "is not a group", "{NAME: VALUE}"),
        ("themes", "cap", {"code": "15", "name": "x"}, "'15' is not a whole number.", "digits"),
        ("notes", "words", None, "nothing is not a text.", ""),
    ],
)
def test_the_error_for_a_wrong_value_names_field_and_expected_value(
    table: str, path: str, value: Any, expected: str, allowed: str
) -> None:
    """It also names table and id; the hint shows the format."""
    error = refused(table, put(path, value))
    assert error.message.startswith(f"{table}, {VALID[table].id}, field '{spelled(path)}")
    assert expected in error.message
    assert allowed in error.hint


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "id_",
    [
        "../x",
        "a/b",
        "A-b",
        "a_b",
        "a b",
        "-a",
        "a-",
        "a--b",
        "",
        "a\n",
        "数字",
        "é",
        "a\x1b[31m",
        "x" * 121,
    ],
)
def test_bad_id_is_refused_in_every_table(table: str, id_: str) -> None:
    """An id consists of lower-case letters, digits and single dashes."""
    error = refused(table, put("id", id_))
    assert error.message.startswith(f"{table}, {id_}, field 'id': ")
    assert "lower-case letters and digits in words joined by '-'" in error.hint


@pytest.mark.parametrize("field", ["body", "series"])
def test_bad_id_of_a_part_is_refused(field: str) -> None:
    """Ids of parts of a record follow the same rule."""
    bad: dict[str, Any] = {"body": "N.P.C.", "series": [{"id": "../x", "name": {}}]}
    error = refused("proposals", put(field, bad[field]))
    assert f"field '{field}" in error.message
    assert "lower-case letters" in error.hint


@pytest.mark.parametrize(
    ("path", "name"),
    [("colour", "colour"), ("titles.0.fr", "fr"), ("measures.0.citation", "citation")],
)
def test_the_error_for_an_unknown_field_lists_the_valid_ones(path: str, name: str) -> None:
    """A mistyped key is not kept silently."""
    error = refused("proposals", put(path, "x"))
    assert error.message.startswith("proposals, 2020-cloud")
    assert f"{name}': there is no such field." in error.message
    known = {"colour": "id, year, date", "fr": "lang, text", "citation": "id, text, basis"}
    assert f"The fields: {known[name]}" in error.hint


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("proposals", "body"),
        ("proposals", "kind"),
        ("people", "names"),
        ("bodies", "name"),
        ("sources", "kind"),
        ("facts", "text"),
        ("notes", "meaning"),
    ],
)
def test_the_error_for_a_missing_field_names_it(table: str, field: str) -> None:
    """Every required field is named in this way."""
    error = refused(table, without(field))
    assert error.message == f"{table}, {VALID[table].id}, field '{field}': it is missing."


def test_a_record_without_an_id_is_refused() -> None:
    """The error cannot name an id and says so."""
    error = refused("themes", without("id"))
    assert error.message == "themes, without an id, field 'id': it is missing."


NEEDS = {
    "a title or an identifier": (("proposals", "titles", []), "needs a title or an identifier"),
    "a name of a person": (("people", "names", {}), "needs a name"),
    "a name of a body": (("bodies", "name", {}), "needs a name"),
    "an agent": (("proposals", "sponsors", [{"role": "author"}]), "needs 'who' or 'as_named'"),
    "a link": (("proposals", "relations", [{"kind": "related"}]), "needs 'to' or 'as_named'"),
    "one deadline": (
        ("bodies", "reply_within", [{"days": 7, "weeks": 1}]),
        "one of 'days', 'weeks' and 'months'",
    ),
}


@pytest.mark.parametrize("needed", NEEDS)
def test_what_says_nothing_is_refused(needed: str) -> None:
    """The error says what is needed."""
    (table, path, value), words = NEEDS[needed]
    error = refused(table, put(path, value))
    assert error.message.startswith(f"{table}, {VALID[table].id}")
    assert words in error.message


@pytest.mark.parametrize(
    ("table", "path", "day"),
    [
        ("proposals", "date", "2021-02-30"),
        ("proposals", "sponsors.0.withdrawn", "2023-02-29"),
        ("bodies", "sessions.0.start", "2021-04-31"),
        ("sources", "accessed", "2021-06-31"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(table: str, path: str, day: str) -> None:
    """A leap day is one in a leap year only."""
    error = refused(table, put(path, day))
    assert error.message.startswith(f"{table}, {VALID[table].id}")
    assert f"'{day}' is not a day of the calendar" in error.message
    assert decode_proposal(encode_record(proposal(date="2024-02-29"))).date == "2024-02-29"


def test_a_proposal_needs_no_time_and_no_title() -> None:
    """A number names it, where the source has no date."""
    record = json.loads(encode_record(proposal()))
    del record["year"], record["titles"]
    record["identifiers"] = [{"scheme": "bill-number", "value": "HB 1"}]
    found = decode_proposal(json.dumps(record).encode())
    assert (found.stated_year, found.main_title) == (None, None)


def test_a_title_that_may_be_the_original_comes_before_a_label() -> None:
    """A title without a basis is not known to be a label, nor to be original."""
    label = Title(lang="en", text="Our label", basis=TitleBasis.LABEL)
    typed = Title(lang="de", text="Wolken")
    found = Title(lang="de", text="Wolken am Himmel", basis=TitleBasis.REPORTED)
    record = proposal(titles=(label, typed))
    assert (record.main_title, record.original_title) == (typed, None)
    assert not record.lacks_original_title
    assert proposal(titles=(label, typed, found)).main_title == found
    assert proposal(titles=(label,)).main_title == label


def test_a_deadline_is_written_as_the_format_says() -> None:
    """``from`` is a word of Python, so the attribute has another name."""
    rule = ReplyRule(months=3, start=DeadlineStart.ASSIGNED)
    assert json.loads(msgspec.json.encode(rule)) == {"months": 3, "from": "assigned"}


def test_two_measures_with_one_id_are_refused() -> None:
    """References use the id of a measure, so it must be unique."""
    error = refused("proposals", put("measures.1.id", "m01"))
    assert error.message.startswith("proposals, 2020-cloud: two measures have the same id")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("content", [b"5", b"[]", b'"2020-cloud"', b"null"])
def test_only_objects_are_records(table: str, content: bytes) -> None:
    """Other JSON values in the place of a record are refused."""
    with pytest.raises(
        InvalidRecordError, match=f"{table}, without an id: .* is not a group of fields."
    ):
        decode_record(table, content)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("content", [b"", b"{", b'{"id": "a"', b'{"id": "a",}', b"\x00"])
def test_broken_json_is_not_an_invalid_record(table: str, content: bytes) -> None:
    """The reader of the file reports text that is not JSON, with line and column."""
    with pytest.raises(msgspec.DecodeError) as caught:
        decode_record(table, content)
    assert not isinstance(caught.value, msgspec.ValidationError)


def test_deep_nesting_is_refused() -> None:
    """A record nested more deeply than can be read is an error, not a crash."""
    content = b'{"extra": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b'}, "id": "deep"}'
    with pytest.raises(InvalidRecordError, match="nested too deeply"):
        decode_record("themes", content)


@pytest.mark.parametrize(
    "record",
    [
        proposal("../x"),
        proposal(year=0),
        proposal(kind="poem"),
        proposal(titles=titles(zh="题"), themes=("a", 5)),
        proposal(titles=(Title(lang="English", text="x"),)),
        person(names={"en": "Ma Huateng"}),
        theme("Digital Economy", name={"en": "x"}),
        source(date="May 2020"),
    ],
)
def test_a_new_record_is_checked_like_a_stored_one(record: Record) -> None:
    """Creating a record does not check types, so ``encode_checked`` does."""
    with pytest.raises(InvalidRecordError):
        encode_checked(record)


def spelled(path: str) -> str:
    """Return a path as in errors: ``measures.1.id`` as ``measures[1].id``."""
    keys = path.split(".")
    return "".join(f"[{w}]" if w.isdecimal() else f".{w}" for w in keys).removeprefix(".")
