"""Proposals of other parliaments, entered by ``prop add``: nothing is lost, no line is false."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Prop
from tests.parliaments import PROPOSALS, entered

GERMAN = "2026-ausbau-der-ladepunkte-landstrassen"
JAPANESE = "2024-question-171"
BILL = "2021-widen-use-example-roads-other-purposes"
CPPCC = "2021-cppcc-proposal-0312"
FRENCH = "2020-situation-des-aides-aux-transports-ruraux"
PETITION = "2022-keep-branch-line-exampleton-open"
CARRIED = "2019-bill-7"
ANSWERED = "2023-sonnensegel-fur-den-spielplatz-am-musterweg"


@pytest.fixture
def base(prop: Prop, tmp_path: Path) -> Path:
    """Return a base with all the drafts."""
    return entered(prop, tmp_path / "parliaments.json")


def stored(base: Path) -> dict[str, Any]:
    """Return the stored proposals by id."""
    rows = json.loads(base.read_text(encoding="utf-8"))["proposals"].values()
    return {row["id"]: row for row in rows}


def shown(prop: Prop, base: Path, id_: str, lang: str = "en") -> str:
    """Return the page of a record, with its spaces and line ends reduced to single spaces."""
    return " ".join(prop("show", id_, "--lang", lang, store=base).out.split())


def test_every_draft_is_a_record_without_an_error(prop: Prop, base: Path) -> None:
    """Nothing is kept as a field of another program, and every claim has its source."""
    proposals = stored(base)
    assert len(proposals) == len(PROPOSALS) == 8
    assert [one["id"] for one in proposals.values() if "extra" in one] == []
    findings = json.loads(prop("check", "--format", "json", store=base).out)
    found = {finding["rule"] for finding in findings}
    assert found <= {"single-source", "lapsed"}


@pytest.mark.parametrize(
    ("id_", "language", "status"),
    [
        (GERMAN, "de", "replied"),
        (JAPANESE, "ja", "replied"),
        (BILL, "en", "passed"),
        (CPPCC, "zh", "replied"),
        (FRENCH, "fr", "replied"),
        (PETITION, "en", "closed"),
        (CARRIED, "ja", "enacted"),
        (ANSWERED, "de", "adopted"),
    ],
)
def test_each_is_in_its_own_language_and_as_far_as_it_came(
    prop: Prop, base: Path, id_: str, language: str, status: str
) -> None:
    """No title is filed under another language, whichever the reader asks for."""
    (row,) = (
        one
        for one in json.loads(prop("list", "--format", "json", store=base).out)
        if one["id"] == id_
    )
    assert (row["title_language"], row["status"]) == (language, status)
    assert list(row["titles"]) == [language]
    for asked in ("en", "zh", "de", "ja", "fr"):
        first = prop("show", id_, "--lang", asked, store=base).out.splitlines()[0]
        assert first == row["titles"][language]


def test_a_question_has_its_papers_and_who_answered(prop: Prop, base: Path) -> None:
    """An organisation asked, a ministry answered, and both papers have their numbers."""
    record = stored(base)[GERMAN]
    assert record["sponsors"] == [{"who": "mustergruppe"}]
    (reply,) = record["actions"]
    assert (reply["date"], reply["by"]) == (
        "2026-03-12",
        [{"as_named": "Bundesministerium für Wege"}],
    )
    page = shown(prop, base, GERMAN, "de")
    for words in ("21/4717", "21/5093", "Bundesministerium für Wege", "Bundesregierung"):
        assert words in page


def test_a_notice_is_not_the_reply(base: Path) -> None:
    """The reply arrived on the day on which it was due, and three others are no person."""
    record = stored(base)[JAPANESE]
    assert [(one["date"], one.get("interim", False)) for one in record["actions"]] == [
        ("2024-06-07", True),
        ("2024-06-18", False),
    ]
    assert record["reply_due"]["date"] == "2024-06-18"
    assert [one["as_named"] for one in record["sponsors"]] == ["例野　太郎"]
    (figure,) = record["figures"]
    assert (figure["what"], figure["value"], figure["as_reported"]) == (
        *("further-sponsors", 3, "外三名"),
    )


def test_a_cosponsor_who_withdrew_is_marked(prop: Prop, base: Path) -> None:
    """Lists leave out who withdrew; the page does not."""
    (row,) = json.loads(prop("list", "body:house", "--format", "json", store=base).out)
    assert row["people"] == ["ada-sample", "Rep. Modell, John"]
    page = shown(prop, base, BILL)
    for words in (
        "Rep. Away, Al",
        "2021-02-03",
        "219",
        "212",
        "House Committee on Roads",
        "H.R. 88",
    ):
        assert words in page


def test_a_reply_has_its_lead_and_joint_offices(prop: Prop, base: Path) -> None:
    """And its number; the theme is found by its name."""
    record = stored(base)[CPPCC]
    (reply,) = record["actions"]
    assert [one["role"] for one in reply["by"]] == ["lead", "joint", "joint"]
    assert record["themes"] == ["social-security"]
    assert "劳提字〔2021〕35号" in shown(prop, base, CPPCC, "zh")


def test_who_is_asked_and_the_party_of_that_day(base: Path) -> None:
    """A record stands beside the words of the source."""
    record = stored(base)[FRENCH]
    assert record["sponsors"] == [
        {"who": "claire-modele", "as_named": "Mme Claire Modèle", "party": "Groupe Modèle"}
    ]
    assert record["addressees"] == [{"as_named": "Ministère des chemins"}]


def test_figures_have_their_dates(prop: Prop, base: Path) -> None:
    """Two counts of signatures, a threshold; money asked for, and less approved."""
    figures = [(one["what"], one["value"]) for one in stored(base)[PETITION]["figures"]]
    assert figures == [("threshold", 10000), ("signatures", 10024), ("signatures", 12345)]
    page = shown(prop, base, ANSWERED)
    assert "48000 EUR" in page
    assert "30000 EUR" in page
    assert "K-2023-88" in page


def test_a_bill_is_carried_over_through_sessions(prop: Prop, base: Path) -> None:
    """It is one record, and each step names its session."""
    sessions = [one["session"] for one in stored(base)[CARRIED]["actions"]]
    assert sessions == [200, 200, 200, 201, 203, 204, 204]
    assert "令和3年法律第99号" in shown(prop, base, CARRIED, "ja")


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        ("21/5093", GERMAN),
        ("Bundesministerium", GERMAN),
        ("内閣", JAPANESE),
        ("劳提字〔2021〕35号", CPPCC),
        ("Groupe Modèle", FRENCH),
        ("roll 62", BILL),
        ("国土交通委員会", CARRIED),
        ("K-2023-88", ANSWERED),
    ],
)
def test_what_was_entered_is_found(prop: Prop, base: Path, query: str, id_: str) -> None:
    """Numbers of papers, offices, parties."""
    rows = json.loads(prop("search", query, "--format", "json", store=base).out)
    assert id_ in [row["id"] for row in rows]


def test_each_can_be_edited_without_a_change(prop: Prop, base: Path) -> None:
    """A record piped back is the same record."""
    for id_ in stored(base):
        record = prop("show", id_, "--format", "json", store=base).out
        ended = prop("edit", id_, "-", stdin=record, store=base)
        assert ended.err == f"Nothing was changed in {id_}.\n"
