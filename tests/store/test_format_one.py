"""Records of format 1 read as format 2: nothing is lost, and nothing becomes false."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.domain.model.decoding import decode_record, encode_record
from proposals_cli.domain.model.parts import Relation, Text
from proposals_cli.domain.model.records import Person, Proposal, Record, Source
from proposals_cli.domain.model.vocabulary import RelationKind, SourceCopy, Status
from proposals_cli.errors import InvalidRecordError
from proposals_cli.store.format_one import body_record, upgraded
from tests.store.format_one_samples import CURATED, IMPORTED, Json, cited

ALL = [
    (table, record)
    for tables in (CURATED, IMPORTED)
    for table, records in tables.items()
    for record in records
]


def read(table: str, record: Json) -> Record:
    """Return a record of format 1 as the program reads it."""
    return decode_record(table, upgraded(table, json.dumps(record).encode()))


def proposal(record: Json = CURATED["proposals"][0], **fields: Any) -> Proposal:
    """Return a proposal of format 1 with other fields, as the program reads it."""
    found = read("proposals", {**copy.deepcopy(record), **fields})
    assert isinstance(found, Proposal)
    return found


def titled(body: str = "npc", **title: Any) -> Proposal:
    """Return a proposal of format 1 with only a title and what is required."""
    return proposal({"id": "2020-a", "year": 2020, "body": body, "kind": "motion", "title": title})


def leaves(value: Any) -> Iterator[Any]:
    """Yield every value at any depth that says something."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None and not (isinstance(value, str) and not value.strip()):
        yield value


# -- nothing is lost -------------------------------------------------------------------------------

SAID_OTHERWISE = {
    "unknown": "who replied, or the status: not known is not written",
    "referred": "assigned, where somebody must answer",
    "zh_hant": "zh-Hant",
}
"""Values of the samples that are not in the new record as they were."""


@pytest.mark.parametrize(("table", "record"), ALL, ids=[one["id"] for _, one in ALL])
def test_every_value_is_found_again(table: str, record: Json) -> None:
    """In the new record; a label in two languages is two labels, and a date has its year."""
    new = json.loads(encode_record(read(table, record)))
    found = [(type(value), value) for value in leaves(new)]
    for value in leaves(record):
        two = re.fullmatch(r"([^(]+) \((.+)\)", value) if isinstance(value, str) else None
        parts = two.groups() if two and (str, value) not in found else (value,)
        for part in parts:
            in_date = part == record.get("year") and new.get("date", "")[:4] == str(part)
            assert (type(part), part) in found or part in SAID_OTHERWISE or in_date, part
    assert new["id"] == record["id"]


def test_samples_have_a_value_in_every_field() -> None:
    """A field of format 1 that no sample has would not be tested."""
    empty = set()
    for table, records in CURATED.items():
        for field in records[0]:
            if not any(list(leaves(record.get(field))) for record in records):
                empty.add((table, field))
    assert empty == set()
    assert [set(one) for one in CURATED["proposals"]] == [set(IMPORTED["proposals"][0])]


# -- what cannot be read ---------------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab中é.-", max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def inside(record: Json, path: tuple[Any, ...]) -> Any:
    """Return the value at a path."""
    for key in path:
        record = record[key]
    return record


def fault_of(table: str, content: bytes) -> str:
    """Return what is wrong with a record, or ``none``."""
    try:
        decode_record(table, content)
    except InvalidRecordError as error:
        return error.message
    return "none"


@settings(max_examples=600)
@given(data=st.data())
def test_damaged_record_loses_no_value_or_is_a_fault(data: st.DataObject) -> None:
    """A key may be missing or unknown, and a value be of any type, at any depth."""
    table, record = data.draw(st.sampled_from(ALL))
    record = copy.deepcopy(record)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(record))))
        around = inside(record, path[:-1])
        match data.draw(st.sampled_from(["lose", "replace", "add"])):
            case "lose" if path != ("id",):
                del around[path[-1]]
            case "add" if isinstance(around, dict):
                around[data.draw(st.sampled_from(["colour", "text", "lang", "who", "names"]))] = (
                    data.draw(JSON_VALUES)
                )
            case _:
                around[path[-1]] = data.draw(JSON_VALUES)
    content = upgraded(table, json.dumps(record).encode())
    id_ = record["id"] if isinstance(record["id"], str) else "without an id"
    assert fault_of(table, content).startswith(("none", f"{table}, {id_}"))
    found = json.dumps(json.loads(content), ensure_ascii=False)
    for value in leaves(record):
        if isinstance(value, str) and value not in SAID_OTHERWISE and "(" not in value:
            assert json.dumps(value, ensure_ascii=False)[1:-1] in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": {"en": "X", "colour": "red"}}, "title.colour': there is no"),
        ({"title": "Water"}, "field 'title': there is no"),
        ({"title": {"en": " ", "zh": None, "note": "lost?"}}, "field 'title': there is no"),
        ({"people": "ma-huateng"}, "field 'sponsors': 'ma-huateng' is not a list."),
        ({"responses": [{"who": "A", "text": "B", "by": ["C"]}]}, "responses.by': there is no"),
        ({"measures": [{"text": "no id"}]}, "field 'measures[0].id': it is missing."),
        ({"continues": {}, "continues_note": 7}, "field 'continues_note': there is no"),
        ({"status": {"value": "sent"}}, "field 'status.value': 'sent' is not allowed here."),
        ({"colour": "red"}, "field 'colour': there is no"),
        ({"kind": None}, "field 'kind': it is missing."),
        ({"body": ["npc"]}, "field 'body': a list is not an id."),
    ],
)
def test_fault_is_named_with_table_and_id(change: Json, message: str) -> None:
    """Even where format 2 has another place for the value."""
    with pytest.raises(InvalidRecordError) as caught:
        proposal(**change)
    assert caught.value.message.startswith("proposals, 2020-industrial-internet")
    assert message in caught.value.message


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'"\xff"', b'{"a": 1e999}', b"[" * 5000, b'{"id": 5}']
)
@pytest.mark.parametrize("table", ["proposals", "people", "themes", "sources", "facts", "notes"])
def test_content_that_is_no_record_says_the_same(table: str, content: bytes) -> None:
    """Decoding it says what is wrong."""
    before = msgspec.json.decode(content) if content == b'{"id": 5}' else content
    after = upgraded(table, content)
    assert (msgspec.json.decode(after) if content == b'{"id": 5}' else after) == before


def test_records_of_other_tables_are_not_touched() -> None:
    """A table of the user's own has records of any shape."""
    content = b'{"title": {"en" : "X"}}'
    assert upgraded("_mine", content) == content


@pytest.mark.parametrize(("table", "record"), ALL, ids=[one["id"] for _, one in ALL])
def test_record_of_format_two_stays_as_it_is(table: str, record: Json) -> None:
    """A base that TinyDB alone has written may have forgotten to say its format."""
    new = upgraded(table, json.dumps(record).encode())
    assert upgraded(table, new) == new


# -- languages -------------------------------------------------------------------------------------


def wordings(found: Proposal) -> list[tuple[str, str]]:
    """Return languages and texts of the titles."""
    return [(title.lang, title.text) for title in found.titles]


@pytest.mark.parametrize(
    ("body", "title", "expected"),
    [
        ("npc", {"en": "On water"}, "en"),
        ("ontario", {"en": "On water", "en_basis": "official"}, "en"),
        ("ontario", {"en": "On water", "zh": "关于水"}, "en"),
        ("ontario", {"en": "On water"}, "und"),
        ("bundestag", {"en": "Wasser", "note": "The title is in German."}, "de"),
        ("narnia", {"en": "Vesi", "note": "The title is in Estonian."}, "und"),
        ("shugiin", {"en": "水についての質問"}, "ja"),
        ("gukhoe", {"en": "물에 관한 질문"}, "ko"),
        ("duma", {"en": "О воде"}, "und"),
        ("npc", {"en": "О воде"}, "und"),
        ("shugiin", {"en": "水質問", "note": "The title is in Japanese."}, "ja"),
    ],
)
def test_english_is_claimed_only_where_something_shows_it(
    body: str, title: Json, expected: str
) -> None:
    """Import filed every title under English that was not Chinese."""
    assert (expected, title["en"]) in wordings(titled(body, **title))


def test_texts_are_in_the_language_of_their_record() -> None:
    """Chinese is found by its script."""
    german, japanese, unknown = (proposal(one) for one in IMPORTED["proposals"])
    assert german.measures[0].text == {"de": "Den Fahrplan entzerren."}
    assert japanese.titles[0].lang == "ja"
    assert unknown.titles[0].lang == "und"
    curated = proposal()
    assert [measure.text for measure in curated.measures] == [
        {"en": "Draw up a national strategy."},
        {"zh": "建设工业云。"},
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"en": "Ma", "zh": "马"}, {"en": "Ma", "zh": "马"}),
        ({"en": "Anke", "zh": None}, {"und": "Anke"}),
        ({"en": "", "zh": "马"}, {"zh": "马"}),
        ({"en": "田中さん"}, {"ja": "田中さん"}),
        ({"en": "马化腾"}, {"zh": "马化腾"}),
        ({"en": "马先生", "zh": "马化腾"}, {"und": "马先生", "zh": "马化腾"}),
        ({"en": None, "zh": None}, {"und": "someone"}),
    ],
)
def test_name_alone_may_be_in_any_language_of_its_script(name: Json, expected: Text) -> None:
    """A German name is no English one."""
    found = read("people", {"id": "someone", "name": name})
    assert isinstance(found, Person)
    assert found.name == expected


# -- the parts of a proposal -----------------------------------------------------------------------


def test_original_title_comes_first_with_note_and_citations() -> None:
    """A variant in the same words is the same title, with all citations."""
    found = proposal()
    assert wordings(found)[:3] == [
        ("zh", "关于加快产业互联网发展的建议"),
        ("en", "On accelerating the industrial internet"),
        ("zh", "产业互联网"),
    ]
    assert [title.basis for title in found.titles[:3]] == ["reported", "translated", "subject"]
    assert found.titles[0].note == "The newspapers shorten it."
    same = titled(
        zh="水",
        citations=[cited("one")],
        variants=[{"zh": "水", "citations": [cited("one"), cited("two")]}],
    )
    assert [[cite.source for cite in title.citations] for title in same.titles] == [["one", "two"]]


def test_note_on_the_language_goes_to_the_title_in_it() -> None:
    """The other title is in Chinese."""
    found = titled("bundestag", zh="水", en="Wasser", note="The title is in German.")
    assert [(title.lang, title.note) for title in found.titles] == [
        ("zh", None),
        ("de", "The title is in German."),
    ]


def test_basis_without_a_title_is_kept() -> None:
    """Format 1 allowed it."""
    found = titled(en="On water", zh=None, zh_basis="reported")
    assert found.extra == {"title.zh_basis": "reported"}


def test_replies_are_actions() -> None:
    """Who replied is the source's words; a time in words is no date."""
    first, second = proposal().actions
    assert (first.date, first.when) == ("2020-09-30", None)
    assert [agent.as_named for agent in first.by] == ["Ministry of Industry (工信部)"]
    assert first.text == {"en": "The ministry will draw up a plan."}
    assert (second.date, second.when, second.by) == (None, "late in autumn", ())
    assert second.text == {"zh": "感谢您的建议。"}


@pytest.mark.parametrize("when", ["2020-02-30", "2020-13", "0000", "2020-1", "２０２０"])
def test_time_of_a_reply_that_is_no_day_stays_in_words(when: str) -> None:
    """Format 1 took any text."""
    reply = {"who": "A", "when": when, "text": "B"}
    assert [(a.date, a.when) for a in proposal(responses=[reply]).actions] == [(None, when)]


@pytest.mark.parametrize(
    ("kind", "status"), [("suggestion", Status.ASSIGNED), ("bill", Status.REFERRED)]
)
def test_referred_is_told_apart(kind: str, status: Status) -> None:
    """A suggestion is assigned to those who must answer, a bill referred to a committee."""
    found = proposal(kind=kind).status
    assert found is not None
    assert found.value is status


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("The deputy says so himself.", RelationKind.CONTINUES),
        ("Linked by subject; no source says so.", RelationKind.RELATED),
        (None, RelationKind.CONTINUES),
    ],
)
def test_link_by_subject_continues_nothing(note: str | None, kind: RelationKind) -> None:
    """The note says whether a source states the link."""
    found = proposal(continues=["2015-a"], continues_note=note)
    assert found.relations == (Relation(kind=kind, to="2015-a", note=note),)


def test_note_without_a_link_is_a_note() -> None:
    """It says why there is none."""
    found = proposal(continues=[], continues_note="The first of its kind.")
    assert (found.relations, found.notes) == (
        (),
        ("Counted among seven.", "The first of its kind."),
    )


def test_labels_in_two_languages_are_two() -> None:
    """And each stands once."""
    found = proposal(regions=["Shenzhen (深圳)", "深圳", "Bay (大湾区", "A (B)"])
    assert found.regions == ("Shenzhen", "深圳", "Bay (大湾区", "A (B)")


@pytest.mark.parametrize(
    ("year", "date", "expected"),
    [
        (2023, "2023-05-26", (None, "2023-05-26", {})),
        (2023, "2022-12-31", (2023, "2022-12-31", {})),
        (2023, "2023", (None, "2023", {})),
        (2023, "26.5.2023", (2023, None, {"date": "26.5.2023"})),
        (2023, "2023-02-30", (2023, None, {"date": "2023-02-30"})),
        (2023, 20230526, (2023, None, {"date": 20230526})),
    ],
)
def test_date_that_import_kept_aside_is_the_date(
    year: int, date: Any, expected: tuple[Any, ...]
) -> None:
    """The year is stored only if it differs."""
    found = proposal(year=year, extra={"date": date})
    assert (found.year, found.date, found.extra) == expected


# -- other records ---------------------------------------------------------------------------------


def test_source_keeps_what_has_no_field() -> None:
    """A day that does not exist, and a language that is no tag."""
    reprint, translated = (read("sources", one) for one in CURATED["sources"])
    assert isinstance(reprint, Source)
    assert isinstance(translated, Source)
    assert (reprint.language, reprint.copy) == ("zh-CN", SourceCopy.REPRINT)
    assert (translated.date, translated.language) == ("2021-02", None)
    assert translated.machine_translated_from == "zh-Hant"
    assert translated.copy is SourceCopy.MACHINE_TRANSLATION
    assert translated.extra == {
        "date": "printed on the last page",
        "date in format 1": "2021-02-30",
        "language": "Chinese, simplified",
    }


@pytest.mark.parametrize("id_", ["npc", "cppcc", "bundestag"])
def test_body_that_had_no_record_gets_one(id_: str) -> None:
    """Named in words where format 1 knew them, else by its id."""
    found = decode_record("bodies", msgspec.json.encode(body_record(id_)))
    assert found.id == id_
