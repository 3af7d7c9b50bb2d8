"""``add`` of what the base has already: refused by default, and named."""

import json
from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Identifier
from tests.conftest import Prop
from tests.desk import Desk
from tests.factories import body, person, proposal, source, sponsors, theme, titles

RECORDS = (
    proposal("2020-cloud", titles=titles(en="On clouds over cities", zh="关于云计算的建议")),
    proposal("2021-roads", titles=titles(en="A petition"), sponsors=sponsors("li-hua")),
    proposal(
        "2019-bill",
        titles=titles(en="A bill on harbour dues"),
        identifiers=(Identifier(scheme="bill-number", value="HB 12"),),
    ),
    person("li-hua", en="Li Hua", zh="李华"),
    person("wang-wu", en="Wang Wu"),
    body("npc"),
    theme("fintech", name={"en": "Fintech"}, other_names=("Financial technology",)),
    source("source-one", url="https://www.example.org/one/"),
)


def same(id_: str, what: str = "title and year") -> str:
    """Return the message for a record that repeats another."""
    return f"'{id_}' has the same {what}; to change it: `prop edit {id_}`."


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a base of ``RECORDS``."""
    return Desk(prop, tmp_path, RECORDS)


def refused(desk: Desk, *arguments: str, stdin: str = "") -> str:
    """Return the message for what is refused as a repeat; nothing is written."""
    before = desk.content()
    ended = desk.prop("add", *arguments, stdin=stdin, exit_code=1)
    assert desk.content() == before
    assert "--force" in ended.err
    return ended.err


@pytest.mark.parametrize(
    "title", ["On clouds over cities", "on «Clouds» over  cities.", "關於雲計算的建議"]
)
def test_a_title_of_the_same_year_is_refused(desk: Desk, title: str) -> None:
    """However it is written; it used to become a second record, without a word."""
    message = refused(desk, "--title", title, "--year", "2020")
    assert message.splitlines() == [
        f"Error: {same('2020-cloud')}",
        "To add a new record all the same: --force",
    ]
    ended = desk.prop("add", "--title", title, "--year", "2020", "--force")
    assert "may repeat" not in ended.err
    assert len(desk.log()) == 1


@pytest.mark.parametrize(
    "options",
    [
        ("--year", "2021"),
        ("--year", "2020", "--body", "senate"),
    ],
)
def test_another_year_or_body_is_another_proposal(desk: Desk, options: tuple[str, ...]) -> None:
    """The year and the body belong to what identifies it."""
    if "--body" in options:
        desk.prop("add", "--as", "body", "--name", "Senate")
    ended = desk.prop("add", "--title", "On clouds over cities", *options)
    assert "repeat" not in ended.err


@pytest.mark.parametrize(
    "options",
    [
        ("--person", "Wang Wu"),
        ("--kind", "bill"),
    ],
)
def test_the_same_title_of_others_is_only_mentioned(desk: Desk, options: tuple[str, ...]) -> None:
    """Two people's petitions are two, and so are a petition and a bill."""
    ended = desk.prop("add", "--title", "A petition", "--year", "2021", *options)
    assert "2021-petition may repeat 2021-roads: the same title and year." in ended.err
    assert "2021-petition" in desk.table("proposals")


def test_a_similar_title_is_only_mentioned(desk: Desk) -> None:
    """A slip of the pen may be another title."""
    ended = desk.prop("add", "--title", "On cloud over cities", "--year", "2020")
    assert "may repeat 2020-cloud: nearly the same title and year." in ended.err
    ended = desk.prop("add", "--title", "On clouds above fields", "--year", "2020")
    assert "may repeat" not in ended.err


def test_a_number_of_the_body_is_refused_in_any_year(desk: Desk) -> None:
    """With nearly the same title; with another title it is mentioned."""
    number = ("--number", "bill-number H.B. 12", "--year", "2022")
    assert same("2019-bill", "number") in refused(desk, *number)
    title = ("--title", "A bill on harbor dues")
    assert same("2019-bill", "number") in refused(desk, *title, *number)
    ended = desk.prop("add", "--title", "Something else", *number)
    assert "may repeat 2019-bill: the same number." in ended.err


@pytest.mark.parametrize(
    "link",
    [
        "https://www.example.org/one/",
        "https://example.org/one",
        "http://example.org/one/",
        "https://example.org/one#part",
    ],
)
def test_a_source_with_a_known_link_is_refused(desk: Desk, link: str) -> None:
    """Its spelling does not matter."""
    assert same("source-one", "link") in refused(desk, "--as", "source", "--url", link)
    desk.prop("add", "--title", "T", "--year", "2020", "--source-url", link)
    assert desk.proposal("2020-t")["sources"] == ["source-one"]
    desk.prop("add", "--as", "source", "--url", link, "--force")
    desk.prop("add", "--as", "source", "--url", "https://example.org/one?page=2")


@pytest.mark.parametrize(
    ("kind", "name", "other"),
    [
        ("person", "li hua", "li-hua"),
        ("person", "李华", "li-hua"),
        ("body", "NPC", "npc"),
        ("theme", "Financial technology", "fintech"),
    ],
)
def test_a_known_name_is_refused(desk: Desk, kind: str, name: str, other: str) -> None:
    """A name in any of its languages, and other names too."""
    options = ("--as", kind, "--name", name, "--id", "another")
    assert same(other, "name") in refused(desk, *options)
    desk.prop("add", *options, "--force")
    assert "another" in desk.log()[0]


def test_all_repeats_of_a_file_are_refused_at_once(desk: Desk) -> None:
    """Those of the base and those of each other, each with its line."""
    text = (
        "- title: On clouds over cities\n  year: 2020\n"
        "- title: Health\n  year: 2020\n"
        "- year: 2020\n  title: Health!\n"
        "- title: Papers\n  year: 2020\n  documents: https://e.org/p.pdf\n"
        "- title: Others\n  year: 2020\n  documents: [https://e.org/p.pdf]\n"
    )
    assert refused(desk, "-", stdin=text).splitlines() == [
        "Error: There are 3 mistakes.",
        f"  line 1: Draft 1: {same('2020-cloud')} To add a new record all the same: --force",
        f"  line 6: Draft 3: {same('2020-health')}",
        f"  line 12: Draft 5: {same('2020-papers', 'link of a paper')}",
        "Nothing was written.",
    ]


def test_a_paper_with_a_known_link_is_refused(desk: Desk) -> None:
    """Of the same body and year, whatever the title."""
    paper = {"title": "Papers", "year": 2020, "documents": ["https://e.org/p.pdf"]}
    desk.add(json.dumps(paper))
    text = json.dumps(paper | {"title": "Something else"})
    assert same("2020-papers", "link of a paper") in refused(desk, "-", stdin=text)


def test_without_a_year_the_title_is_compared_with_those_without_one(desk: Desk) -> None:
    """One with a year may be another."""
    desk.prop("add", "--title", "Undated")
    assert "the same title and body, without a year" in refused(desk, "--title", "Undated")
    desk.prop("add", "--title", "Undated", "--year", "2020")
