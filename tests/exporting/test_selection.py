"""The records that a selection contains."""

from pathlib import Path

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    BodySession,
    Citation,
    Document,
    Relation,
    Sponsor,
)
from proposals_cli.domain.model.records import TABLES, Record
from proposals_cli.domain.model.vocabulary import RelationKind, Stage
from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.exporting.selection import Selection
from tests.exporting.bases import records, selection_of
from tests.factories import body, person, proposal, source


def ids(selection: Selection, table: str) -> list[str]:
    """Return the ids of a table in order."""
    return [record.id for record in selection.records(table)]


def test_without_a_filter_every_record_is_selected(selection: Selection) -> None:
    """Records are in order of id."""
    assert selection.is_whole_base
    selected = [id_ for table in TABLES for id_ in ids(selection, table)]
    assert sorted(selected) == sorted(record.id for record in records())
    assert ids(selection, "facts") == ["count-2017", "count-2018", "differs"]


def test_a_part_contains_what_its_proposals_refer_to(tmp_path: Path) -> None:
    """People, themes, sources, facts, notes, and what these cite."""
    part = selection_of(tmp_path, records(), Query(FacetIs("theme", ("health",))))
    assert not part.is_whole_base
    assert ids(part, "proposals") == ["2017-digital-economy"]
    assert ids(part, "people") == ["ma-huateng"]
    assert ids(part, "bodies") == ["npc"]
    assert ids(part, "themes") == ["digital-economy", "health"]
    assert ids(part, "facts") == ["count-2017", "differs"]
    # other: cited by a fact; noted: cited by a note on a source
    assert ids(part, "sources") == ["copy", "noted", "other", "paper", "unread"]
    assert ids(part, "notes") == ["note-other", "note-paper"]


def test_a_proposal_of_no_known_year_is_counted(tmp_path: Path) -> None:
    """The count is of what is selected, up to the limit."""
    stored = [proposal("a-none", year=None), proposal("2020-b"), proposal("2021-c")]
    assert selection_of(tmp_path, stored).count() == 3
    assert selection_of(tmp_path, stored, Query(limit=2)).count() == 2


def test_people_bodies_and_papers_are_found_at_any_depth(tmp_path: Path) -> None:
    """Who acts is part of what happened, a body part of another, and a paper a source."""
    held: list[Record] = [
        proposal(
            "2020-deep",
            body="chamber",
            themes=("a",),
            sponsors=(Sponsor(who="x"), Sponsor(as_named="In Words")),
            addressees=(Agent(who="ministry"),),
            actions=(
                Action(
                    stage=Stage.REPLIED,
                    by=(Agent(who="office"),),
                    documents=(Document(source="s1"),),
                ),
            ),
            relations=(Relation(kind=RelationKind.RELATED, to="2020-other"),),
        ),
        proposal("2020-other", body="elsewhere"),
        person("x"),
        person("ministry"),
        person("stranger"),
        body("chamber", part_of="parliament"),
        body("parliament", part_of="union"),
        body("union", sessions=(BodySession(citations=(Citation(source="s2"),)),)),
        body("office"),
        body("elsewhere"),
        source("s1"),
        source("s2"),
        source("s3"),
    ]
    part = selection_of(tmp_path, held, Query(FacetIs("theme", ("a",))))
    assert ids(part, "proposals") == ["2020-deep"]
    assert ids(part, "people") == ["ministry", "x"]
    assert ids(part, "bodies") == ["chamber", "office", "parliament", "union"]
    assert ids(part, "sources") == ["s1", "s2"]


def test_other_tables_may_be_read_before_proposals(tmp_path: Path) -> None:
    """Their ids depend on the proposals."""
    part = selection_of(tmp_path, records(), Query(FacetIs("theme", ("fintech",))))
    assert ids(part, "people") == ["li-hua"]
    assert ids(part, "facts") == ["count-2018", "differs"]


def test_a_limit_follows_the_order_of_the_query(tmp_path: Path) -> None:
    """The order of output may differ, so every format has the same proposals."""
    part = selection_of(tmp_path, records(), Query(limit=2))
    assert ids(part, "proposals") == ["2018-fund", "2019-label"]
    assert [one.id for one in part.proposals()] == ["2019-label", "2018-fund"]
    assert part.count() == 2


def test_progress_ends_at_the_total(tmp_path: Path) -> None:
    """The last report has the total as its number."""
    seen: list[tuple[str, int, int]] = []
    everything = selection_of(tmp_path, records())
    selection = Selection(everything.index, None, lambda *step: seen.append(step))
    assert len(list(selection.proposals())) == 3
    assert seen[-1] == ("Exporting", 3, 3)
