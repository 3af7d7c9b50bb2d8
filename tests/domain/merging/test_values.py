"""Two states of one record become one, field by field and inside fields."""

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from proposals_cli.domain.merging.values import NOTHING, Side, ValueMerger
from proposals_cli.domain.model.parts import (
    Action,
    BodySession,
    Change,
    Citation,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal, ReplyRule
from proposals_cli.domain.model.vocabulary import Horizon, Stage, Status
from tests.factories import body, measure, proposal, reply, sponsors, titles

CITED = (Citation(source="source-one"),)


def three(*states: Any, decided: Mapping[str, Side] | None = None) -> tuple[Any, list[str]]:
    """Merge ancestor, ours and theirs; return the record and the paths of its conflicts."""
    base, ours, theirs = states
    merger = ValueMerger((decided or {}).get, has_ancestor=base is not None)
    merged = merger.part("", NOTHING if base is None else base, ours, theirs)
    return merged, [one.path for one in merger.differences]


def fields(name: str, *values: Any) -> list[Proposal]:
    """Return states of a proposal with these values of a field."""
    return [proposal(**{name: value}) for value in values]


def test_edits_of_different_fields_both_stay() -> None:
    """Each side changed another field."""
    ours, theirs = proposal(session=1), proposal(term=2)
    assert three(proposal(), ours, theirs) == (proposal(session=1, term=2), [])


def test_an_edit_of_one_field_on_both_sides_is_named() -> None:
    """Ours stays until it is decided, for either side."""
    states = fields("session", 1, 2, 3)
    assert three(*states) == (proposal(session=2), ["session"])
    assert three(*states, decided={"session": "theirs"})[0] == proposal(session=3)
    assert three(*states, decided={"session": "ancestor"})[0] == proposal(session=1)


@pytest.mark.parametrize(
    ("name", "base", "ours", "theirs", "merged"),
    [
        ("themes", ("a", "b"), ("a", "b", "c"), ("b", "d"), ("b", "c", "d")),
        ("themes", ("a", "b"), ("b", "a"), ("a", "b", "c"), ("b", "c", "a")),
        ("themes", ("a", "b"), ("a", "b", "c"), ("b", "a"), ("b", "c", "a")),
        ("notes", (), ("x",), ("x", "y"), ("x", "y")),
        ("extra", {"a": 1}, {"a": 1, "b": 2}, {"a": 3}, {"a": 3, "b": 2}),
        ("extra", {"a": {"x": 1}}, {"a": {"x": 1, "y": 2}}, {"a": {}}, {"a": {"y": 2}}),
    ],
)
def test_lists_and_mappings_take_the_changes_of_both(
    name: str, base: Any, ours: Any, theirs: Any, merged: Any
) -> None:
    """What a side added is there, what it removed is not, and a new order is kept."""
    assert three(*fields(name, base, ours, theirs)) == (proposal(**{name: merged}), [])


def test_measures_that_both_added_get_numbers_of_their_own() -> None:
    """Both numbered on from the same measure; a measure both added with one text is one."""
    first, same = measure("m01"), measure("m03", "Both said so.")
    ours = (first, measure("m02", "Ours."), same)
    theirs = (first, measure("m02", "Theirs."), replace(same, id="m04"))
    merged, conflicts = three(*fields("measures", (first,), ours, theirs))
    assert [(one.id, one.text["en"]) for one in merged.measures] == [
        ("m01", "Do it."),
        ("m02", "Ours."),
        ("m03", "Both said so."),
        ("m05", "Theirs."),
    ]
    assert conflicts == []


def test_a_measure_is_the_same_under_another_number() -> None:
    """One side removed the first measure and numbered the others anew."""
    one, two = measure("m01", "First."), measure("m02", "Second.")
    ours = (replace(two, id="m01"),)
    theirs = (one, replace(two, horizon=Horizon.NEAR_TERM))
    merged, conflicts = three(*fields("measures", (one, two), ours, theirs))
    assert merged.measures == (measure("m01", "Second.", horizon=Horizon.NEAR_TERM),)
    assert conflicts == []


def test_a_part_of_an_item_is_named() -> None:
    """The path of a conflict in a list says which item and what of it."""
    states = fields("measures", *((measure(area=area),) for area in ("a", "b", "c")))
    assert three(*states)[1] == ["measures[m01].area"]


def test_an_item_removed_here_and_edited_there_is_kept_and_named() -> None:
    """Remove against edit inside a list."""
    ours, theirs = (), (measure(area="b"),)
    merged, conflicts = three(*fields("measures", (measure(),), ours, theirs))
    assert (merged.measures, conflicts) == (theirs, ["measures[m01]"])


def test_a_title_that_both_corrected_is_one_title_in_conflict() -> None:
    """Two corrections of one title do not become two titles."""
    merged, conflicts = three(*(proposal(titles=titles(en=text)) for text in ("A", "B", "C")))
    assert [one.text for one in merged.titles] == ["B"]
    assert [path.partition("[")[0] for path in conflicts] == ["titles"]


def test_a_new_source_does_not_come_to_support_other_words() -> None:
    """One side changed what a claim says, the other what it rests on: that is for a person."""
    base = Statement(text={"en": "Old."})
    ours, theirs = Statement(text={"en": "New."}), replace(base, citations=CITED)
    assert three(*fields("problem", base, ours, theirs)) == (proposal(problem=ours), ["problem"])
    status = StatusClaim(value=Status.SUBMITTED)
    ours_, theirs_ = StatusClaim(value=Status.REPLIED), replace(status, date="2020-01-01")
    assert three(*fields("status", status, ours_, theirs_))[1] == ["status"]


def test_a_translation_joins_a_text_with_new_sources() -> None:
    """Another language says nothing else: both stay."""
    base = Statement(text={"en": "Text."})
    ours = Statement(text={"en": "Text.", "zh": "文"})
    merged, conflicts = three(*fields("problem", base, ours, replace(base, citations=CITED)))
    assert (merged.problem, conflicts) == (replace(ours, citations=CITED), [])


def test_actions_of_both_sides_stand_in_the_order_of_their_dates() -> None:
    """What theirs added earlier comes before what ours added."""
    first = Action(date="2020-01-01", stage=Stage.SUBMITTED)
    later, between = reply("Later.", date="2020-09-01"), reply("Before.", date="2020-05-01")
    merged, _ = three(*fields("actions", (first,), (first, later), (first, between)))
    assert merged.actions == (first, between, later)


def test_two_new_orders_are_a_conflict() -> None:
    """Sponsors stand as in the source: only a person knows which order that is."""
    states = fields("sponsors", *(sponsors(*names) for names in ("abc", "bac", "acb")))
    merged, conflicts = three(*states)
    assert conflicts == ["sponsors (order)"]
    assert [one.who for one in merged.sponsors] == ["b", "a", "c"]
    decided, _ = three(*states, decided={"sponsors (order)": "theirs"})
    assert [one.who for one in decided.sponsors] == ["a", "c", "b"]


def test_histories_become_one_in_the_order_of_time() -> None:
    """Entries of both, each once; what an undo took back is gone."""
    entries = [Change(when=f"2026-01-0{n}", what=str(n)) for n in range(1, 5)]
    base, ours, theirs = entries[:1], [entries[0], entries[3]], [entries[1], entries[2]]
    merged, _ = three(*fields("history", *map(tuple, (base, ours, theirs))))
    assert merged.history == (entries[1], entries[2], entries[3])


def test_fields_that_do_not_go_together_are_one_conflict() -> None:
    """A deadline is in days or in weeks: both sides at once are no deadline."""
    rules = (ReplyRule(days=30), ReplyRule(weeks=4), ReplyRule(months=1))
    states = [body(reply_within=(replace(rule, note="same note", since="2020"),)) for rule in rules]
    merged, conflicts = three(*states)
    assert merged == states[1]
    assert len(conflicts) == 1


def test_parts_that_both_added_are_completed_by_each_other() -> None:
    """Without an ancestor a missing value is filled, and a different one is named."""
    mine = body(sessions=(BodySession(term=13, session=1, start="2018-03-05"),))
    other = body(sessions=(BodySession(term=13, session=1, end="2018-03-20"),), timezone="UTC")
    merged, conflicts = three(None, mine, other)
    assert merged.sessions == (
        BodySession(term=13, session=1, start="2018-03-05", end="2018-03-20"),
    )
    assert (merged.timezone, conflicts) == ("UTC", [])


def test_a_copy_edited_measure_is_a_conflict_not_a_second_measure() -> None:
    """Copies whose ancestor is lost: nearly the same text under one number is one measure."""
    mine, other = (
        proposal(measures=(measure("m01", f"Set up {what} for testing."),))
        for what in ("a centre", "two centres")
    )
    merged, conflicts = three(None, mine, other)
    assert (merged, conflicts) == (mine, ["measures[m01].text[en]"])


def test_values_of_a_path_are_those_of_both_sides() -> None:
    """What is listed for a person to decide."""
    merger = ValueMerger(lambda _: None, has_ancestor=True)
    lists = ((Title(lang="en", text="A"),), (), (Title(lang="en", text="A", note="x"),))
    merger.part("", *(proposal(titles=(*titles(zh="题"), *one)) for one in lists))
    assert [one[2:] for one in merger.differences] == [(NOTHING, lists[2][0])]
