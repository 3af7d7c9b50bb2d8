"""``prop add --as`` another kind of record, described by options."""

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.commands.add_options import FIELDS, OPTIONS
from proposals_cli.domain.model.vocabulary import TABLE_OF, RecordKind
from tests.conftest import Prop
from tests.desk import Desk


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base."""
    return Desk(prop, tmp_path)


OF_OPTIONS: dict[str, tuple[tuple[str, ...], str, dict[str, Any]]] = {
    "person": (
        *(
            ("--name", "Wang Wu", "--name", "王五", "--other-name", "Old Wang", "--role", "deputy"),
            "wang-wu",
        ),
        {
            "names": {"und": {"text": "Wang Wu"}, "zh": {"text": "王五"}},
            "other_names": ["Old Wang"],
            "roles": ["deputy"],
        },
    ),
    "body": (
        ("--name", "Sejm", "--kind", "chamber", "--url", "https://sejm.example", "--id", "pl"),
        "pl",
        {"name": {"en": "Sejm"}, "kind": "chamber", "url": "https://sejm.example"},
    ),
    "theme": (
        ("--name", "Sport", "--other-name", "Games", "--description", "All sports."),
        "sport",
        {
            "name": {"en": "Sport"},
            "other_names": ["Games"],
            "description": {"en": "All sports."},
        },
    ),
    "source": (
        *(
            (
                *("--url", "https://e.org/x", "--title", "On AI", "--publisher", "The News"),
                *("--date", "2024-03-05", "--number", "12/3", "--language", "en"),
            ),
            "news-2024-78217a37",
        ),
        {
            "kind": "webpage",
            "publisher": "The News",
            "title": "On AI",
            "number": "12/3",
            "date": "2024-03-05",
            "url": "https://e.org/x",
            "language": "en",
        },
    ),
    "fact": (
        *(
            (
                *("--kind", "count", "--person", "Li Hua", "--year", "2024", "--value", "7"),
                *("--text", "Seven were made.", "--source-url", "https://example.org/one"),
            ),
            "seven-were-made",
        ),
        {
            "kind": "count",
            "person": "li-hua",
            "year": 2024,
            "value": 7,
            "text": {"en": "Seven were made."},
            "citations": [{"source": "source-one"}],
        },
    ),
}


@pytest.mark.parametrize("kind", OF_OPTIONS)
def test_another_record_is_added_from_options(desk: Desk, kind: str) -> None:
    """Each kind has the options of its fields; the id is listed with the kind."""
    options, id_, fields = OF_OPTIONS[kind]
    ended = desk.prop("add", "--as", kind, *options)
    assert ended.err.splitlines() == [f"  {kind} {id_}", f"1: add {id_}"]
    record = desk.table(TABLE_OF[kind])[id_]
    assert {"id": id_} | fields == {k: v for k, v in record.items() if k != "history"}
    assert desk.errors() == []


@pytest.mark.parametrize("kind", RecordKind)
def test_an_option_of_another_kind_is_refused_by_name(desk: Desk, kind: RecordKind) -> None:
    """With the options that this kind has, every one of which it takes."""
    values = {"kind": "count", "year": "2024", "status": "planned", "as_reported": "x"}
    for name in OPTIONS:
        flag = f"--{name.replace('_', '-')}"
        if name in FIELDS[kind] or name == "as_reported":
            continue
        arguments = ("--as", str(kind), flag, values.get(name, "x"))
        err = " ".join(desk.prop("add", *arguments, exit_code=2).err.split())
        known = [f"--{one.replace('_', '-')}" for one in FIELDS[kind]]
        if not known:
            assert f"A {kind} has no options. Give a file: prop add --as {kind} FILE" in err
        else:
            assert f"A {kind} has no {flag}. Its options: {', '.join(known)}." in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("person", "--name", "X", "--kind", "poem"), "'poem' is not one of 'person', 'organ"),
        (("fact", "--text", "X", "--kind", "poem"), "'poem' is not one of 'biography', 'count'"),
        (("source", "--title", "A", "--title", "B"), "A source has one --title only."),
        (("fact", "--person", "A", "--person", "B"), "A fact has one --person only."),
    ],
)
def test_wrong_values_of_options(desk: Desk, options: tuple[str, ...], message: str) -> None:
    """They are wrong usage; the allowed values are those of this kind of record."""
    err = " ".join(desk.prop("add", "--as", *options, exit_code=2).err.split())
    assert message in err


def test_two_names_in_one_language_are_refused(desk: Desk) -> None:
    """One would hide the other."""
    options = ("--as", "person", "--name", "Wang Wu", "--name", "Wang Wuer")
    err = desk.prop("add", *options, exit_code=1).err
    assert "Two texts are in one language: Wang Wu, Wang Wuer." in err
