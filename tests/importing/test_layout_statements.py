"""What layouts must not say: dates, kinds and ends that a file does not state."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.importing.planning import stored


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the path of an empty base."""
    JsonStore.create(tmp_path / "base.json")
    return tmp_path / "base.json"


@pytest.fixture
def prop(prop: Prop, base: Path) -> Prop:
    """Return a function that runs the program on the base."""
    return partial(prop, store=base)


def rows_imported(prop: Prop, base: Path, *rows: dict[str, Any]) -> list[Proposal]:
    """Import records and return the proposals."""
    path = base.parent / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    prop("import", path)
    return list(stored(base).values())


VORGANG = {
    "id": "271828",
    "typ": "Vorgang",
    "vorgangstyp": "Gesetzgebung",
    "titel": "Gesetz über Probebrücken",
    "wahlperiode": 21,
    "initiative": ["Bundesregierung"],
    "beratungsstand": "Verkündet",
    "datum": "2025-12-29",
}
"""A Vorgang as the API gives it: its date is that of its last paper."""


def test_the_date_of_the_last_paper_is_not_that_of_the_proposal(prop: Prop, base: Path) -> None:
    (one,) = rows_imported(prop, base, VORGANG)
    assert (one.date, one.year, one.term) == (None, None, 21)
    assert one.extra == {"datum": "2025-12-29"}
    assert current_status(one).value.value == "enacted"


BILL = {
    "bill_id": "hres9-116",
    "bill_type": "hres",
    "number": "9",
    "congress": "116",
    "introduced_at": "2019-02-05",
    "official_title": "On bridges.",
    "sponsor": {"title": "Rep", "name": "N/A", "party": "R"},
    "actions": [
        {"acted_at": "2019-02-05", "text": "Introduced in House", "type": "action"},
        {"acted_at": "2019-03-05", "text": "Motion to recommit failed.", "type": "vote"},
    ],
}


def test_a_resolution_is_no_bill_and_a_failed_motion_rejects_nothing(
    prop: Prop, base: Path
) -> None:
    (one,) = rows_imported(prop, base, BILL)
    assert one.kind == "resolution"
    assert current_status(one).value.value == "submitted"


def test_what_gives_no_part_and_words_without_a_term_are_kept(prop: Prop, base: Path) -> None:
    (one,) = rows_imported(prop, base, BILL)
    assert one.sponsors == ()
    assert one.extra["sponsor"] == {"title": "Rep", "name": "N/A", "party": "R"}
    assert one.extra["actions"] == [{"type": "action"}]


def test_a_european_question_as_the_api_gives_it(prop: Prop, base: Path) -> None:
    (one,) = rows_imported(
        prop,
        base,
        {
            "id": "eli/dl/doc/E-10-2025-000099",
            "identifier": "E-10-2025-000099",
            "work_type": "def/ep-document-types/QUESTION_WRITTEN",
            "document_date": "2025-01-16",
            "title_dcterms": {"pt": "Faróis", "el": "Φάροι"},
            "creator": ["person/0"],
            "workHadParticipation": [
                {"had_participant_person": ["person/0"], "participation_role": "roles/AUTHOR"},
                {
                    "had_participant_organization": ["org/EC"],
                    "participation_role": "roles/ADDRESSEE",
                },
            ],
            "inverse_answers_to": [
                {"id": "eli/dl/doc/E-10-2025-000099-ASW", "document_date": "2025-03-26"}
            ],
        },
    )
    assert {title.lang: title.text for title in one.titles} == {"pt": "Faróis", "el": "Φάροι"}
    assert [agent.name for agent in one.addressees] == ["org/EC"]
    assert [(a.date, a.stage.value) for a in one.actions] == [("2025-03-26", "replied")]
    assert one.actions[0].documents[0].number == "eli/dl/doc/E-10-2025-000099-ASW"
    assert one.extra["workHadParticipation"][0]["had_participant_person"] == ["person/0"]


def test_votes_are_counted_by_option_and_other_options_are_kept(prop: Prop, base: Path) -> None:
    counts = [("yes", 10), ("no", 4), ("paired", 2)]
    (one,) = rows_imported(
        prop,
        base,
        {
            "id": "m9",
            "organization_id": "probe-council",
            "text": "That the council build a lighthouse.",
            "date": "2021-03-02",
            "result": "pass",
            "vote_events": [
                {
                    "start_date": "2021-03-05",
                    "result": "pass",
                    "counts": [{"option": name, "value": number} for name, number in counts],
                }
            ],
        },
    )
    assert one.actions[0].counts == {"yes": 10, "no": 4}
    assert {"option": "paired", "value": 2} in one.extra["vote_events"][0]["counts"]
    assert current_status(one).value.value == "adopted"
