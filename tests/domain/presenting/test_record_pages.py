"""The pages of other records, and of fields that no code names."""

import pytest

from proposals_cli.domain.model import fields
from proposals_cli.domain.model.parts import (
    Agent,
    BodySession,
    Measure,
    Statement,
)
from proposals_cli.domain.model.records import Proposal, Record, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    Kind,
)
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.page import (
    text_in,
)
from proposals_cli.domain.presenting.record_pages import page_of, proposal_page
from tests.conftest import BaseOf
from tests.domain.presenting.reading import (
    ENGLISH,
    details,
    headings,
    line,
    nothing,
    section,
    words,
)
from tests.factories import (
    body,
    measure,
    person,
    proposal,
    titles,
)


def test_a_person_has_every_name_with_its_parts(base_of: BaseOf) -> None:
    """In every language; an organisation is called one."""
    page = page_of(base_of([person("jane", en="Jane van Example", zh="例")]).details("jane"))
    assert [words(value) for value in line(page, labels.NAME).values] == [
        "Jane van Example (English)",
        "例 (Chinese)",
    ]


def test_a_body_has_its_sessions_deadlines_parts_and_proposals(base_of: BaseOf) -> None:
    """And the proposals that are addressed to it, which another body received."""
    base: list[Record] = [
        body(
            "diet",
            languages=("ja",),
            sessions=(BodySession(session=213, start="2024-01-26", end="2024-06-23"),),
            reply_within=(ReplyRule(days=7, note="by notice later"),),
        ),
        body("cabinet", part_of="diet"),
        proposal("2024-a", body="diet", addressees=(Agent(who="cabinet"),)),
    ]
    page = page_of(base_of(base).details("diet"))
    assert headings(page) == [labels.DEADLINES, labels.SESSIONS, labels.PROPOSALS]
    (session,) = section(page, labels.SESSIONS).entries
    assert (session.when, text_in(session.text, ENGLISH)) == (
        "2024-01-26–2024-06-23",
        "Diet, 213th Session",
    )
    assert section(page, labels.DEADLINES).entries[0].comment == "by notice later"
    assert words(line(page, labels.PARTS_OF_BODY).values[0]) == "Cabinet"
    cabinet = page_of(base_of(base).details("cabinet"))
    assert headings(cabinet) == [labels.ADDRESSED_TO_IT]
    assert [entry.id for entry in section(cabinet, labels.ADDRESSED_TO_IT).entries] == ["2024-a"]


@pytest.mark.parametrize(
    "record",
    [
        person("cabinet", other_names=("the ministers",)),
        body("cabinet", other_names=("The Ministers",)),
    ],
)
def test_an_agent_has_the_proposals_with_a_measure_asked_of_it(
    base_of: BaseOf, record: Record
) -> None:
    """By any of its names: a measure names in words whom it asks."""
    base: list[Record] = [
        record,
        proposal("2022-a", measures=(measure("m01", actors=("towns",)),)),
        proposal("2023-b", measures=(measure("m01", actors=("Cabinet", "towns")),)),
        proposal("2024-c", measures=(measure("m01", actors=("the ministers",)),)),
    ]
    page = page_of(base_of(base).details("cabinet"))
    assert headings(page) == [labels.ASKED_TO_ACT]
    listed = section(page, labels.ASKED_TO_ACT)
    assert [entry.id for entry in listed.entries] == ["2024-c", "2023-b"]
    assert listed.number == 2


# -- fields that no code names ---------------------------------------------------------------------


class Urgent(Measure, frozen=True, kw_only=True):
    """A measure with a field that no other code knows."""

    urgency: str | None = None


class Wider(Proposal, frozen=True, kw_only=True):
    """A proposal with two fields that no other code knows."""

    mood: str | None = None
    hearings: tuple[Statement, ...] = ()


def test_a_field_that_is_added_to_a_class_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line in the table of fields is enough, for a part as for a record."""
    table = fields.FIELDS
    for shape, new in (("Urgent", {"urgency": "Urgency"}), ("Wider", {"mood": "Mood"})):
        old = table[{"Urgent": "Measure", "Wider": "Proposal"}[shape]]
        added = {name: fields.Field(en, en) for name, en in new.items()}
        monkeypatch.setitem(table, shape, {**old, **added})
    hearings = fields.Field("Hearings", "听证")
    monkeypatch.setitem(table, "Wider", {**table["Wider"], "hearings": hearings})
    made = Wider(
        id="2020-a",
        body="npc",
        kind=Kind.BILL,
        titles=titles(en="A"),
        mood="calm",
        hearings=(Statement(text={"en": "Heard."}),),
        measures=(Urgent(id="m01", text={"en": "Do it."}, urgency="high"),),
    )
    page = proposal_page(made, nothing)
    assert line(page, Label("Mood", "Mood")).values == ("calm",)
    assert details(section(page, labels.MEASURES).entries[0]) == ["Urgency: high"]
    (heard,) = section(page, Label("Hearings", "听证")).entries
    assert details(heard) == ["Text: Heard."]
