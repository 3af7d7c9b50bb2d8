"""The records that a selection contains."""

from pathlib import Path

from proposals_cli.domain.query.query import FacetIs, Query
from proposals_cli.exporting.selection import Selection
from tests.exporting.bases import records, selection_of


def ids(selection: Selection, table: str) -> list[str]:
    """Return the ids of a table in order."""
    return [record.id for record in selection.records(table)]


def test_without_a_filter_every_record_is_selected(selection: Selection) -> None:
    """Records are in order of id."""
    assert selection.is_whole_base
    selected = [record.id for table in ("proposals", "people", "sources", "facts", "notes")
            for record in selection.records(table)]  # fmt: skip
    assert sorted(selected) == sorted(
        record.id for record in records() if type(record).__name__ != "Theme"
    )
    assert ids(selection, "facts") == ["count-2017", "count-2018", "differs"]


def test_a_part_contains_what_its_proposals_refer_to(tmp_path: Path) -> None:
    """People, themes, sources, facts, notes, and what these cite."""
    part = selection_of(tmp_path, records(), Query(FacetIs("theme", ("health",))))
    assert not part.is_whole_base
    assert ids(part, "proposals") == ["2017-digital-economy"]
    assert ids(part, "people") == ["ma-huateng"]
    assert ids(part, "themes") == ["digital-economy", "health"]
    assert ids(part, "facts") == ["count-2017", "differs"]
    # other: cited by a fact; noted: cited by a note on a source
    assert ids(part, "sources") == ["copy", "noted", "other", "paper", "unread"]
    assert ids(part, "notes") == ["note-other", "note-paper"]


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
    selection = Selection(everything._index, None, lambda *step: seen.append(step))
    assert len(list(selection.proposals())) == 3
    assert seen[-1] == ("Exporting", 3, 3)
