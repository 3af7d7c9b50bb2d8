"""What ``prop merge`` does with parts of records: agents, actions, names."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

from proposals_cli.domain.model.parts import (
    Action,
    Citation,
    PersonName,
    Sponsor,
)
from proposals_cli.domain.model.vocabulary import (
    Role,
    Stage,
)
from tests.commands.merging import Base
from tests.conftest import Prop
from tests.factories import (
    person,
    proposal,
    source,
)

ONE, TWO = Citation(source="source-one"), Citation(source="source-two")


def test_who_made_a_proposal_does_not_become_a_supporter(prop: Prop, path: Path) -> None:
    both = (
        Sponsor(who="b", role=Role.COSPONSOR, party="SPD"),
        Sponsor(who="a", as_named="Ms A", citations=(ONE,)),
    )
    base = Base(
        prop, path, person("a", en="A"), person("b", en="A"), proposal(sponsors=both), source()
    )
    base.merge("a", "b")
    assert base.record("proposals", "2020-cloud")["sponsors"] == [
        {"who": "a", "as_named": "Ms A", "party": "SPD", "citations": [{"source": "source-one"}]}
    ]


def test_who_withdrew_under_one_id_is_still_there_under_the_other(prop: Prop, path: Path) -> None:
    both = (Sponsor(who="a", withdrawn="2020-05-01"), Sponsor(who="b"))
    base = Base(prop, path, person("a", en="A"), person("b", en="A"), proposal(sponsors=both))
    base.merge("a", "b")
    assert base.record("proposals", "2020-cloud")["sponsors"] == [
        {"who": "a", "withdrawn": "2020-05-01"},
        {"who": "a"},
    ]


def test_items_that_were_alike_before_stay_two(prop: Prop, path: Path) -> None:
    """Only what a merge makes equal becomes one."""
    alike = (Action(stage=Stage.DEBATED, citations=(ONE,)), Action(stage=Stage.DEBATED))
    base = Base(
        prop,
        path,
        source("source-one", title="T"),
        source("source-two", title="T"),
        proposal(actions=alike, sources=("source-two",)),
    )
    base.merge("source-one", "source-two")
    assert len(base.record("proposals", "2020-cloud")["actions"]) == 2


def test_actions_of_both_that_contradict_each_other_stay_two(prop: Prop, path: Path) -> None:
    base = Base(
        prop,
        path,
        proposal(
            "2020-a", actions=(Action(stage=Stage.DECIDED, date="2020-05-01", result="passed"),)
        ),
        proposal(
            "2020-b", actions=(Action(stage=Stage.DECIDED, date="2020-05-01", result="failed"),)
        ),
    )
    base.merge("2020-a", "2020-b")
    assert [one["result"] for one in base.record("proposals", "2020-a")["actions"]] == [
        "passed",
        "failed",
    ]


def test_the_parts_of_a_name_come_with_the_name(prop: Prop, path: Path) -> None:
    base = Base(
        prop,
        path,
        person("a", names={"en": PersonName(text="Li Hua")}),
        person("b", names={"en": PersonName(text="Li Hua", family="Li", given="Hua")}),
    )
    base.merge("a", "b")
    assert base.record("people", "a")["names"]["en"] == {
        "text": "Li Hua",
        "family": "Li",
        "given": "Hua",
    }
