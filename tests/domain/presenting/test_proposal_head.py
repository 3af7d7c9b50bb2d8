"""The head of a proposal's page, before a format renders it."""

import pytest

from proposals_cli.domain.model.parts import (
    Action,
    Identifier,
    ReplyDue,
    Sponsor,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.vocabulary import (
    Kind,
    Role,
    Stage,
    Status,
    TitleBasis,
)
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.page import (
    Words,
    shown,
)
from proposals_cli.domain.presenting.record_pages import proposal_page
from proposals_cli.domain.text.languages import Languages
from tests.domain.presenting.reading import (
    CHINESE,
    finding,
    headings,
    labels_of,
    line,
    nothing,
    section,
    status,
    words,
)
from tests.factories import (
    person,
    proposal,
    reply,
    titles,
)


def test_what_is_not_known_is_not_on_the_page() -> None:
    """Only that nobody is named, that no reply is held, and the status are worth a line."""
    page = proposal_page(proposal("2020-a"), nothing)
    assert labels_of(page) == [
        labels.BODY, labels.YEAR, labels.KIND, labels.BY, labels.STATUS,
    ]  # fmt: skip
    assert line(page, labels.BY).empty == labels.NO_PEOPLE
    assert headings(page) == [labels.REPLIES]
    assert section(page, labels.REPLIES).empty == labels.NO_REPLY_HELD
    bill = proposal_page(proposal("2020-a", kind=Kind.BILL), nothing)
    assert headings(bill) == []


def test_the_year_is_shown_where_the_date_does_not_say_it() -> None:
    """A session of 2020 may get a proposal of December 2019."""
    page = proposal_page(proposal("2020-a", date="2019-12-30"), nothing)
    assert [line(page, label).values for label in (labels.DATE, labels.YEAR)] == [
        ("2019-12-30",),
        ("2020",),
    ]
    assert labels.YEAR not in labels_of(proposal_page(proposal("2020-a", date="2020-05"), nothing))


def test_sponsors_have_a_line_for_each_role_and_those_who_withdrew_their_own() -> None:
    """Party, dates and the words of the source stand in brackets."""
    made = proposal(
        "2021-a",
        sponsors=(
            Sponsor(as_named="Sample, John", role=Role.COSPONSOR, joined="2021-01-04"),
            Sponsor(who="jane", as_named="Rep. Jane", party="Green"),
            Sponsor(as_named="Gone, Al", role=Role.COSPONSOR, withdrawn="2021-02-03"),
            Sponsor(as_named="Left, Ada", withdrawn="2021-02"),
            Sponsor(who="unknown-id"),
        ),
    )
    page = proposal_page(made, finding(person("jane", en="Jane Example")))
    shown_lines = {
        one.label: [words(value) for value in one.values]
        for one in page.head
        if one.label in (labels.BY, labels.COSPONSORS, labels.WITHDRAWN)
    }
    assert shown_lines == {
        labels.BY: ["Jane Example (named “Rep. Jane”; Green)", "unknown-id"],
        labels.COSPONSORS: ["Sample, John (joined 2021-01-04)"],
        labels.WITHDRAWN: [
            "Gone, Al (cosponsor; withdrawn 2021-02-03)",
            "Left, Ada (withdrawn 2021-02)",
        ],
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["unknown"]),
        ({"date": "2020-05-18"}, ["submitted", "from its date, 2020-05-18"]),
        (
            {"actions": (reply(date="2020-08-01"),)},
            ["replied", "from the reply of 2020-08-01"],
        ),
        ({"actions": (reply(when="in May"),)}, ["replied", "from the reply (in May)"]),
        ({"actions": (reply(),)}, ["replied", "from a reply, undated"]),
        (
            {"actions": (Action(stage=Stage.PASSED, date="2021"),)},
            ["passed", "from “passed”, 2021"],
        ),
        (
            {"status": StatusClaim(value=Status.SUBMITTED)},
            ["submitted", "as a source states"],
        ),
        (
            {"status": StatusClaim(value=Status.PLANNED, as_reported="{0} {words} {")},
            ["planned", "as stated: “{0} {words} {”"],
        ),
        (
            {
                "status": StatusClaim(value=Status.PLANNED, as_reported="拟提交"),
                "actions": (reply(date="2020-08-01"),),
            },
            [
                "replied",
                "from the reply of 2020-08-01",
                "a source states: planned",
                "as stated: “拟提交”",
            ],
        ),
        (
            {
                "status": StatusClaim(value=Status.ENACTED, date="2021-03-01"),
                "actions": (Action(stage=Stage.REJECTED, date="2021-02-01"),),
            },
            [
                "enacted",
                "as a source states",
                "since 2021-03-01",
                "but what happened says: rejected",
            ],
        ),
    ],
)
def test_a_status_says_what_it_follows_from(given: dict[str, object], expected: list[str]) -> None:
    """And what contradicts it; the words of a source are never taken for a template."""
    assert status(**given) == expected


def test_a_reply_due_and_numbers_of_others_are_lines() -> None:
    """With the words and the scheme."""
    made = proposal(
        "2020-a",
        reply_due=ReplyDue(date="2020-09", as_reported="soon"),
        identifiers=(Identifier(scheme="bill-number", value="H.R. 1"),),
        former_ids=("2019-a",),
    )
    page = proposal_page(made, nothing)
    assert words(line(page, labels.NUMBER).values[0]) == "H.R. 1 (bill-number)"
    assert [words(one) for one in line(page, labels.REPLY_DUE).remarks] == ["as stated: “soon”"]
    assert line(page, Label("Former ids", "曾用编号")).values == ("2019-a",)


# -- titles and languages --------------------------------------------------------------------------


def test_every_title_has_its_language_and_basis() -> None:
    """The heading is the title in the reader's language; the original comes first otherwise."""
    made = proposal(
        "2020-a",
        titles=(
            Title(lang="en", text="On cables", basis=TitleBasis.LABEL),
            Title(lang="de", text="Über Kabel", basis=TitleBasis.OFFICIAL, note="printed so"),
            Title(lang="ja", text="例", basis=TitleBasis.SUBJECT),
        ),
    )
    page = proposal_page(made, nothing)
    assert page.heading == {"de": "Über Kabel", "en": "On cables"}
    assert [words(entry.lead[0]) for entry in page.titles] == [
        "Title (English), our own label; original not found",
        "Title (German), official",
        "Subject (Japanese)",
    ]
    assert words(page.titles[1].lead[0], CHINESE) == "题名（德文），官方"
    assert page.titles[1].comment == "printed so"


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"titles": titles(subject="主题")}, {"zh": "〔主题〕"}),
        (
            {"titles": (), "identifiers": (Identifier(scheme="bill", value="No. 7"),)},
            "No. 7",
        ),
    ],
)
def test_a_proposal_without_a_title_has_its_subject_or_number_as_heading(
    given: dict[str, object], heading: Words
) -> None:
    """A subject is in brackets, because it is no title."""
    assert proposal_page(proposal("2020-a", **given), nothing).heading == heading


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (Languages(("en",)), [("Water", None)]),
        (Languages(("zh",)), [("水", None)]),
        (Languages(("fr",)), [("Water", "en")]),
        (Languages(("en", "zh"), each=True), [("Water", None), ("水", None)]),
        (Languages(("fr", "ja"), each=True), [("Water", "en")]),
    ],
)
def test_a_text_in_no_wanted_language_says_which_it_is(
    languages: Languages, expected: list[tuple[str, str | None]]
) -> None:
    """It is shown in its own, never as another."""
    found = shown({"en": "Water", "zh-Hant": "水"}, languages)
    assert [(one.text, one.language) for one in found] == expected
