"""``prop add`` from options, files and standard input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from proposals_cli.domain.model.records import TABLES
from tests.conftest import Prop
from tests.desk import Desk, changed_lines
from tests.terminal import piped


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base."""
    return Desk(prop, tmp_path)


NO_SOURCE = "No source yet: {0}. To add a link or an id under `sources`: prop edit {0}"
"""What is said of a proposal that was added without a source."""


# -- from options ----------------------------------------------------------------------------------


def test_every_option_reaches_the_record(desk: Desk) -> None:
    """The record has the value of every option, and every statement cites the link."""
    ended = desk.prop(
        *("add", "--title", "On testing AI", "--title", "关于测试人工智能的建议"),
        *("--year", "2024", "--date", "2023-12-30", "--number", "bill-number HR 1"),
        *("--person", "Ma Huateng", "--person", "li-hua", "--theme", "Fintech"),
        *("--theme", "digital-economy", "--problem", "Nobody tests.", "--measure", "A centre."),
        *("--measure", "A law.", "--source-url", "https://example.org/new"),
        *("--region", "Shenzhen", "--continues", "2020-cloud", "--kind", "bill"),
        *("--status", "submitted", "--as-reported", "已提交", "--body", "CPPCC"),
        *("--reply", "2024-08-30 MIIT", "--id", "2024-test", "-m", "tonight"),
    )
    assert ended.out == ""
    assert ended.err.splitlines() == [
        "Kept as the source's words, as no record has the name: MIIT.",
        "  proposal 2024-test",
        *("  source example-2024-5e2c7868", "1: add 2024-test (tonight)"),
    ]
    record = desk.proposal("2024-test")
    citations = [{"source": "example-2024-5e2c7868"}]
    (history,) = record.pop("history")
    assert (history["what"], history["why"]) == ("added", "tonight")
    assert record == {
        "id": "2024-test",
        "year": 2024,
        "date": "2023-12-30",
        "body": "cppcc",
        "kind": "bill",
        "titles": [
            {"lang": "en", "text": "On testing AI"},
            {"lang": "zh", "text": "关于测试人工智能的建议"},
        ],
        "sponsors": [{"who": "ma-huateng"}, {"who": "li-hua"}],
        "themes": ["fintech", "digital-economy"],
        "regions": ["Shenzhen"],
        "status": {"value": "submitted", "as_reported": "已提交", "citations": citations},
        "problem": {"text": {"en": "Nobody tests."}, "citations": citations},
        "measures": [
            {"id": id_, "text": {"en": text}, "citations": citations}
            for id_, text in (("m01", "A centre."), ("m02", "A law."))
        ],
        "actions": [
            {
                "date": "2024-08-30",
                "stage": "replied",
                "by": [{"as_named": "MIIT"}],
                "citations": citations,
            }
        ],
        "relations": [{"kind": "continues", "to": "2020-cloud"}],
        "identifiers": [{"scheme": "bill-number", "value": "HR 1"}],
    }
    assert desk.errors() == []


def test_two_links_are_both_cited(desk: Desk) -> None:
    """A known link is the source that has it; a second link is cited as well."""
    links = ("--source-url", "https://example.org/one", "--source-url", "https://e.org/2")
    desk.prop("add", "--title", "T", "--year", "2024", "--measure", "A roof.", *links)
    (measure,) = desk.proposal("2024-t")["measures"]
    assert measure["citations"] == [{"source": "source-one"}, {"source": "e-2024-f9ce1277"}]


def test_a_title_and_a_year_are_enough(desk: Desk) -> None:
    """Body and kind are those of the base; a Chinese title is one by its script."""
    desk.prop("add", "--title", "关于云的建议", "--year", "2024", "--person", "Ma Huateng")
    record = desk.proposal("2024-suggestion")
    del record["history"]
    assert record == {
        "id": "2024-suggestion",
        "year": 2024,
        "body": "npc",
        "kind": "suggestion",
        "titles": [{"lang": "zh", "text": "关于云的建议"}],
        "sponsors": [{"who": "ma-huateng"}],
    }


def test_the_short_form_of_a_draft(desk: Desk) -> None:
    """Each line may be one text; what no record has is kept in the words that were typed."""
    ended = desk.add(
        "title: 关于云的建议\nyear: 2020\npeople: Ma Huateng\n"
        "status: submitted\nreply: 2020-08-30 MIIT\n"
    )
    assert ended.err.splitlines() == [
        "Kept as the source's words, as no record has the name: MIIT.",
        NO_SOURCE.format("2020-suggestion"),
        *("  proposal 2020-suggestion", "1: add 2020-suggestion"),
    ]
    record = desk.proposal("2020-suggestion")
    assert record["status"] == {"value": "submitted"}
    assert record["actions"] == [
        {"date": "2020-08-30", "stage": "replied", "by": [{"as_named": "MIIT"}]}
    ]


def test_the_language_of_the_texts_may_be_said(desk: Desk) -> None:
    """Otherwise the program says that it does not know it."""
    desk.prop("add", "--title", "Wolken", "--year", "2024", "--language", "de")
    assert desk.proposal("2024-wolken")["titles"] == [{"lang": "de", "text": "Wolken"}]
    ended = desk.prop("add", "--title", "Закон", "--year", "2024")
    assert ended.err.splitlines()[0] == (
        "The language of the title is not known; --language or `title: {de: …}` says it."
    )
    assert desk.proposal("2024-suggestion")["titles"] == [{"lang": "und", "text": "Закон"}]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--year", "2024"), 1, "A proposal needs a title or a number."),
        (("--measure", "A roof."), 1, "A proposal needs a title or a number."),
        (("--title", "T", "--date", "2021-02-30"), 1, "'2021-02-30' is not a day of the calendar"),
        (("--title", "T", "--date", "May"), 1, "field 'date'"),
        (("--title", "T", "--body", "none"), 1, "names 'none', which is not in bodies."),
        (("--title", "T", "--language", "English"), 1, "'English' is not a language."),
        (("--title", "T", "--number", "163"), 1, "'163' cannot be read. Write SCHEME NUMBER"),
        (("--title", "T", "--reply", "2021-13 MIIT"), 1, "field 'actions[0].date'"),
        (("--title", "T", "--as-reported", "sent"), 2, "--as-reported needs --status."),
        *(
            (("--title", "T", "--year", typed), 2, f"'{typed}' is not a year; write four digits")
            for typed in ("24000", "soon", "26", "0026", "-2026", "", "２０２６")
        ),
        (("--title", "T", "--year", "2024", "--kind", "poem"), 2, "'poem' is not one of"),
        (("--title", "T", "--year", "2024", "--status", "done"), 2, "'done' is not one of"),
        (("--title", "T", "--year", "2024", "--theme", "fintec"), 2, "Did you mean fintech?"),
        (("--title", "T", "--year", "2024", "--person", "li-hu"), 1, "sponsors names 'li-hu'"),
        (("--title", "T", "--year", "2024", "--continues", "2019-x"), 1, "names '2019-x'"),
        (("--title", "T", "--year", "2024", "--id", "A b"), 1, "field 'id'"),
        (("--title", "T", "--year", "2024", "--id", "2020-cloud"), 1, "is in use in proposals"),
        (
            ("--title", "T", "--as", "person"),
            2,
            "A person has no --title. Its options: --id,",
        ),
        (("--title", "T", "draft.yaml"), 2, "not both"),
        (("--theme", "fintech", "-"), 2, "not both"),
        (
            (
                "--as",
                "poem",
            ),
            2,
            "'poem' is not one of",
        ),
        (("--colour", "red"), 2, "No such option"),
    ],
)
def test_wrong_options(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], code: int, message: str
) -> None:
    """Nothing is added, an error is reported, and no editor opens."""
    monkeypatch.setenv("EDITOR", "touch opened; false")
    before = desk.content()
    ended = desk.prop("add", *options, exit_code=code)
    assert ended.out == ""
    assert message in " ".join(ended.err.split())
    assert desk.content() == before
    assert not desk.journal.exists()
    assert desk.drafts() == []


def test_text_is_data(desk: Desk) -> None:
    """Markup, escape sequences and braces are stored as typed and shown as harmless text."""
    title = "[bold]On\x1b[31m {{ red }} %s tape\u202e"
    ended = desk.prop("add", "--title", title, "--year", "2024", "-m", "why\n\x1b]0;not\x07")
    assert desk.proposal("2024-bold-31m-red-s-tape")["titles"][0]["text"] == title
    assert ended.err.splitlines()[-1] == ("1: add 2024-bold-31m-red-s-tape (why \\x1b]0;not\\x07)")
    assert "\x1b" not in desk.prop("show", "2024-bold").out


def test_argument_that_is_not_utf8_is_refused(desk: Desk, env: dict[str, str]) -> None:
    """Bytes that are not UTF-8 cannot be stored."""
    before = desk.content()
    done = subprocess.run(
        [sys.executable, "-m", "proposals_cli", "add", "--year", "2024", "--title", b"On \xff"],
        env=env,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"unpaired surrogate" in done.stderr
    assert desk.content() == before


# -- from a file or standard input -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["draft.yaml", "draft.json", "a draft of mine"])
def test_file_or_standard_input(desk: Desk, name: str) -> None:
    """The content decides the format of a file, not its name."""
    draft = desk.folder / name
    for title, text in (
        ("One", "title: One\nyear: 2024\n"),
        ("Two", '{"title": "Two", "year": 2024}'),
    ):
        draft.write_text(text, encoding="utf-8")
        assert desk.prop("add", str(draft)).err.endswith(f": add 2024-{title.lower()}\n")
    assert desk.add("title: Three\nyear: 2024\n").err.endswith("3: add 2024-three\n")


def test_complete_draft_comes_back_unchanged(desk: Desk) -> None:
    """A record from `prop show --format json` is a draft, apart from its id."""
    desk.add("title: One\nyear: 2024\nmeasures: [A roof.]\nsources: [https://e.org/1]\n")
    (shown,) = json.loads(desk.prop("show", "2024-one", "--format", "json").out)
    shown["id"] = "2024-copy"
    desk.add(json.dumps([shown]), "--force")
    copy, original = desk.proposal("2024-copy"), desk.proposal("2024-one")
    assert copy["history"][:-1] == original["history"]
    for record in (copy, original):
        del record["id"], record["history"]
    assert copy == original


def test_list_of_drafts_is_one_change(desk: Desk) -> None:
    """All drafts of a file are added as one change, and undone as one."""
    before = desk.content()
    drafts = [
        {"title": f"Number {n}", "year": 2024, "sources": ["https://e.org"]} for n in range(5)
    ]
    ended = desk.add(json.dumps(drafts), "-m", "the session")
    assert ended.err.splitlines() == [
        *(f"  proposal 2024-number-{n}" for n in range(5)),
        "  source e-2024-3863461d",
        "1: add 2024-number-0, 2024-number-1, 2024-number-2 … (the session)",
    ]
    assert changed_lines(before, desk.content())[0] == []
    desk.prop("undo")
    assert desk.content() == before


@pytest.mark.parametrize(
    ("bad", "code", "message"),
    [
        ({"year": 2021}, 1, "Draft 3: A proposal needs a title or a number."),
        ({"title": "B", "year": 2021, "themes": ["none"]}, 2, "Draft 3: There is no theme 'none'."),
        ({"title": "B", "year": 2021, "continues": ["none"]}, 1, "2021-b: relations names 'none'"),
        ({"title": "B", "year": 2021, "id": "2020-cloud"}, 1, "The id '2020-cloud' is in use"),
        ("words", 1, "A draft must be a list of fields."),
    ],
)
def test_one_bad_draft_of_several_adds_none(
    desk: Desk, bad: object, code: int, message: str
) -> None:
    """The others are not added without it, and the message names it."""
    before = desk.content()
    drafts = [{"title": "One", "year": 2024}, {"title": "Two", "year": 2024}, bad]
    assert message in desk.add(json.dumps(drafts), exit_code=code).err
    assert desk.content() == before
    assert not desk.journal.exists()


def test_drafts_of_every_other_table(desk: Desk) -> None:
    """``--as`` reads any record; what it refers to must exist."""
    for as_, text in (
        ("person", "names: {en: Wang Wu, zh: 王五}\nroles: [deputy]"),
        ("body", "id: sejm\nname: Sejm\nlanguages: [pl]\npart_of: npc"),
        ("theme", "- name: Sport\n- name: Music\n"),
        ("source", '{"kind": "news", "url": "https://e.org/x", "date": "2024-03-05"}'),
        (
            "fact",
            "kind: count\nperson: 王五\nyear: 2024\nvalue: 7\ntext: S\ncitations: e-2024-78217a37",
        ),
        ("note", "source: e-2024-78217a37\nwords: real economy\nmeaning: industry"),
    ):
        desk.add(text, "--as", as_)
    assert {table: list(desk.table(table))[-2:] for table in TABLES} == {
        "proposals": ["2020-cloud", "2021-health"],
        "people": ["ma-huateng", "wang-wu"],
        "bodies": ["npc", "sejm"],
        "themes": ["music", "sport"],
        "sources": ["e-2024-78217a37", "source-one"],
        "facts": ["s"],
        "notes": ["real-economy"],
    }
    assert desk.errors() == []
    assert (
        "names 'none', which is not in sources"
        in desk.add("source: none\nwords: w\nmeaning: m", "--as", "note", exit_code=1).err
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The draft is empty."),
        (b"title: caf\xe9\nyear: 2024", "is not UTF-8 text."),
        (b"\xff\xfet\0i\0t\0l\0e\0", "is not UTF-8 text."),
        (b"title: a\0b\nyear: 2024", "the character U+0000 is not allowed at line 1."),
        (b"[" * 1_000_000, "The draft is nested too deeply."),
        (b"PK\x03\x04", "the character U+0003 is not allowed"),
        (b'{"title": "x", "year": 2020, "extra": {"a": NaN}}', "NaN and infinity are not allowed"),
        (b"title: x\nyear: 2020\nextra: {a: 1.5e+999}", "NaN and infinity are not allowed"),
        (b"# remark\n" * 1_200_000, "The draft is larger than 10,000,000 bytes."),
    ],
)
def test_an_invalid_draft_adds_nothing(desk: Desk, content: bytes, message: str) -> None:
    """Files of other kinds, given by mistake, are errors with a message."""
    before = desk.content()
    draft = desk.folder / "draft.yaml"
    draft.write_bytes(content)
    ended = desk.prop("add", str(draft), exit_code=1)
    assert ended.err.startswith("Error: ")
    assert message in ended.err
    assert desk.content() == before


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_file_that_cannot_be_read(desk: Desk, name: str) -> None:
    """The error names a file that is missing or a folder."""
    path = desk.folder / name
    assert desk.prop("add", str(path), exit_code=1).err.startswith(
        f"Error: {path} cannot be read: "
    )


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "en_US.ISO-8859-1"])
def test_standard_input_is_utf8_in_every_locale(
    desk: Desk, env: dict[str, str], locale: str
) -> None:
    """Chinese is read in any locale, with or without a byte order mark."""
    text = "\ufefftitle: 关于云\r\nyear: 2024\r\n"
    ended = piped(("add", "-"), {**env, "LC_ALL": locale, "PYTHONUTF8": "0"}, text)
    assert ended.err.splitlines() == [
        NO_SOURCE.format("2024-suggestion"),
        *("  proposal 2024-suggestion", "1: add 2024-suggestion"),
    ]
    assert desk.proposal("2024-suggestion")["titles"] == [{"lang": "zh", "text": "关于云"}]


def test_large_draft_is_added_and_comes_back(desk: Desk) -> None:
    """A source may have a text of megabytes."""
    text = "字 word\n" * 300_000
    desk.add(json.dumps({"id": "long", "kind": "book", "text": text}), "--as", "source")
    assert desk.table("sources")["long"]["text"] == text.strip()
    assert len(desk.content()) > 3_000_000
    desk.prop("undo")
    assert "long" not in desk.table("sources")


def test_invalid_bytes_in_a_reason_are_replaced(prop: Prop, tmp_path: Path) -> None:
    """The shell passes them on as lone surrogates, which no file can contain."""
    store = tmp_path / "base.json"
    prop("init", str(store))
    prop("add", "--title", "On rails", "--year", "2026", "-m", "caf\udce9", store=store)
    assert "caf?" in prop("log", store=store).out
