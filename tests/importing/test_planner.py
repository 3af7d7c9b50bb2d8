"""What becomes of rows: new, changed, the same, twice or rejected."""

# ruff: noqa: D103 - the names of the tests are sentences

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.matching import identity
from proposals_cli.domain.matching.identity import conflicts
from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.records import TABLES, Names, Person, Proposal, Title
from proposals_cli.domain.text.slugs import short_hash
from proposals_cli.importing import identities, name_resolver
from proposals_cli.importing.mapping import MappingOptions
from proposals_cli.importing.plan import ImportOptions, ImportPlan
from proposals_cli.importing.planner import plan_import
from proposals_cli.importing.rows import OnDuplicate, SourceFile, SourceRow
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.factories import proposal, random_proposals, records_in, save, small_base

Import = Callable[..., ImportPlan]
A = {"title": "On support for small firms in the countryside", "year": "2020", "body": "npc"}


@pytest.fixture
def import_rows(base: Path, tmp_path: Path) -> Import:
    """Import rows, and write what is planned."""

    def run(
        *cells: dict[str, Any],
        on: OnDuplicate = OnDuplicate.SKIP,
        create_themes: bool = False,
        **options: Any,
    ) -> ImportPlan:
        rows = [SourceRow(number, one, one) for number, one in enumerate(cells, 1)]
        file = SourceFile("it", "json", (), iter(rows))
        index = SqliteIndex(base, tmp_path / "index")
        asked = ImportOptions(MappingOptions(**options), on, create_themes)
        plan = plan_import(file, asked, index)
        if change := plan.change_set():
            JsonStore(base).apply(change)
        return plan

    return run


def counts(plan: ImportPlan) -> str:
    """Return the counts in one word each."""
    return " ".join(f"{count} {outcome}" for outcome, count in plan.counts.items() if count)


def stored(base: Path) -> dict[str, Proposal]:
    """Return the proposals of the base."""
    found = records_in(base, "proposals")
    return {one.id: one for one in found if isinstance(one, Proposal)}


def test_twice_is_once(import_rows: Import, base: Path) -> None:
    rows = (A | {"sponsor": "Ann Lee"}, A | {"title": "On another matter", "url": "https://a.org"})
    assert counts(import_rows(*rows)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*rows)) == "2 same"
    assert counts(import_rows(*rows, on=OnDuplicate.UPDATE)) == "2 same"
    assert counts(import_rows(*rows, on=OnDuplicate.KEEP)) == "2 same"
    assert base.read_bytes() == before


def test_a_near_title_is_a_duplicate(import_rows: Import) -> None:
    near = A | {"title": "On suport for small firms in the countryside"}
    import_rows(A)
    plan = import_rows(near)
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.by == "title"
    assert plan.duplicates[0].title == near["title"]


def test_near_titles_of_one_file_are_two_matters(import_rows: Import, base: Path) -> None:
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(A, near)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(A, near)) == "2 same"
    assert base.read_bytes() == before


def test_a_row_much_like_one_that_another_row_is_exactly_is_new(import_rows: Import) -> None:
    import_rows(A)
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(A, near)) == "1 new 1 same"


def test_a_number_is_enough(import_rows: Import) -> None:
    import_rows(A | {"number": "12"})
    plan = import_rows(A | {"title": "Small firms in the countryside: support", "number": "12"})
    assert counts(plan) == "1 duplicate"
    assert plan.duplicates[0].match.by == "number"


APART = {
    "another scheme": ({"number": "12"}, {"docket": "12"}),
    "plainly another title": ({}, {"title": "The budget of the ministry of culture"}),
    "another term": ({"term": "13"}, {"term": "14"}),
    "another session": ({"session": "1"}, {"session": "2"}),
    "another word for the kind": ({"type": "Budget"}, {"type": "Decree"}),
    "another number of theirs": ({"docket": "1"}, {"docket": "2"}),
}


@pytest.mark.parametrize("apart", APART)
def test_a_number_is_not_enough_where_something_contradicts(
    apart: str, import_rows: Import, base: Path
) -> None:
    one, two = APART[apart]
    number = {} if apart == "another scheme" else {"number": "12"}
    if apart == "another scheme":
        two = two | {"title": "Small firms in the countryside: support"}
    rows = (A | number | one, A | number | two)
    assert counts(import_rows(*rows)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*reversed(rows))) == "2 same"
    assert base.read_bytes() == before


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"date": "2020-05-18"}, {"date": "2020-05-19"}),
        ({"type": "Motion"}, {"type": "Bill"}),
        ({"type": "Budget"}, {"type": "Decree"}),
        ({"session": "1"}, {"session": "2"}),
    ],
)
def test_equal_titles_that_something_contradicts_are_two(
    one: dict[str, str], two: dict[str, str], import_rows: Import, base: Path
) -> None:
    assert counts(import_rows(A | one, A | two)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(A | one, A | two)) == "2 same"
    assert base.read_bytes() == before


def test_one_title_under_two_numbers_is_two(import_rows: Import, base: Path) -> None:
    rows = (A | {"number": "12"}, A | {"number": "13"})
    assert counts(import_rows(*rows)) == "2 new"
    ids = sorted(stored(base))
    assert len(ids) == 2
    assert ids[1].startswith(ids[0])
    assert counts(import_rows(*rows)) == "2 same"


def test_a_former_id_is_known(import_rows: Import, base: Path) -> None:
    save(base, [proposal("2020-now", former_ids=("2020-before",), title=Title(en="On a"))])
    plan = import_rows({"id": "2020-before", "title": "On a", "year": "2020", "body": "npc"})
    assert plan.duplicates or plan.counts["same"]  # type: ignore[index]
    assert sorted(stored(base)) == ["2020-now"]


def test_update_fills_in_and_takes_nothing_away(import_rows: Import, base: Path) -> None:
    import_rows(A | {"regions": "Tibet", "measures": "Do a.", "status": "submitted", "x": "1"})
    row = A | {"regions": "Hainan", "measures": "Do b.", "status": "adopted", "x": "", "y": "2"}
    assert counts(import_rows(row)) == "1 duplicate"
    assert counts(import_rows(row, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert after.regions == ("Tibet", "Hainan")
    assert [(m.id, m.text) for m in after.measures] == [("m01", "Do a."), ("m02", "Do b.")]
    assert after.status.value.value == "adopted"
    assert after.extra == {"x": "1", "y": "2"}
    assert [change.what for change in after.history] == ["imported from it"] * 2


def test_keep_adds_beside(import_rows: Import, base: Path) -> None:
    import_rows(A)
    other = A | {"regions": "Tibet"}
    assert counts(import_rows(other, on=OnDuplicate.KEEP)) == "1 new"
    assert len(stored(base)) == 2
    assert counts(import_rows(other, on=OnDuplicate.KEEP)) == "1 same"


def test_the_same_row_twice_in_a_file_is_a_duplicate(import_rows: Import) -> None:
    assert counts(import_rows(A, A)) == "1 new 1 duplicate"
    assert counts(import_rows(A, A, on=OnDuplicate.UPDATE)) == "2 same"


def test_rows_that_the_file_itself_tells_apart_stay_two(import_rows: Import) -> None:
    near = A | {"title": "On suport for small firms in the countryside"}
    assert counts(import_rows(A | {"id": "1"}, near | {"id": "2"})) == "2 new"


def test_people_of_rows_that_are_not_taken_are_not_made(import_rows: Import, base: Path) -> None:
    import_rows(A)
    plan = import_rows(A | {"sponsor": "Ann Lee"}, {"title": "On b", "sponsor": "Bob Roe"})
    assert counts(plan) == "1 duplicate 1 rejected"
    assert [one.id for one in records_in(base, "people")] == ["ma-huateng"]


def test_a_whole_record_that_breaks_a_rule_is_rejected_with_its_field(import_rows: Import) -> None:
    whole = {"id": "2020-a", "year": 2020, "body": "npc", "kind": "law", "title": {"en": "On a"}}
    plan = import_rows(whole)
    assert next(iter(plan.rejections)).column == "kind"
    assert counts(plan) == "1 rejected"


def test_a_whole_record_that_names_nobody_known_is_rejected(import_rows: Import) -> None:
    whole = {"id": "2020-a", "year": 2020, "body": "npc", "kind": "bill", "title": {"en": "On a"}}
    plan = import_rows(
        whole | {"themes": ["ports"]}, whole | {"id": "2020-b", "themes": ["fintech"]}
    )
    assert counts(plan) == "1 new 1 rejected"
    assert "'ports' is neither in the base nor in the file" in next(iter(plan.rejections)).reason
    assert list(plan.after) == [("proposals", "2020-b")]


REPEATING = (
    A | {"id": "7", "status": "submitted", "url": "https://a.org/1", "summary": "Too few."},
    A | {"id": "7", "status": "adopted", "url": "https://a.org/2", "regions": "Tibet"},
    A | {"id": "7", "status": "submitted", "url": "https://a.org/3", "summary": "Too many."},
    A | {"title": "The budget of the ministry of culture", "docket": "3", "x": "1"},
    A | {"title": "The budget of the ministry of culture", "docket": "3", "x": "2"},
)


@pytest.mark.parametrize("on", OnDuplicate)
def test_a_file_that_repeats_proposals_settles_at_once(
    on: OnDuplicate, import_rows: Import, base: Path
) -> None:
    import_rows(A | {"id": "7", "status": "rejected", "url": "https://a.org/0"})
    import_rows(*REPEATING, on=on)
    before = base.read_bytes()
    again = import_rows(*REPEATING, on=on)
    assert base.read_bytes() == before
    assert again.change_set() is None
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)  # type: ignore[index]


def test_many_rows_of_one_proposal_are_one_line_of_its_history(
    import_rows: Import, base: Path
) -> None:
    import_rows(*REPEATING, on=OnDuplicate.UPDATE)
    assert [len(one.history) for one in stored(base).values()] == [1, 1]


def test_a_source_that_a_later_status_replaces_is_still_listed(
    import_rows: Import, base: Path
) -> None:
    import_rows(A | {"status": "submitted", "url": "https://a.org/1"})
    import_rows(A | {"status": "adopted", "url": "https://a.org/2"}, on=OnDuplicate.UPDATE)
    (after,) = stored(base).values()
    assert len(after.all_sources()) == 2


def test_what_was_kept_beside_is_known_again_where_ids_are_in_another_order(
    import_rows: Import, base: Path
) -> None:
    rows = (A | {"regions": "Tibet"}, A | {"id": "1", "regions": "Hainan"})
    import_rows(*rows, on=OnDuplicate.KEEP)
    before = base.read_bytes()
    assert counts(import_rows(*rows, on=OnDuplicate.KEEP)) == "2 same"
    assert base.read_bytes() == before


def test_a_source_is_looked_up_by_its_link_and_not_among_all(base: Path, tmp_path: Path) -> None:
    index = SqliteIndex(base, tmp_path / "index")
    assert index.referring_to("sources", "url", "https://example.org") == []
    said: list[str] = []
    connection = index.file.connection()
    connection.set_trace_callback(said.append)
    index.referring_to("sources", "url", "https://example.org")
    connection.set_trace_callback(None)
    steps = connection.execute(f"EXPLAIN QUERY PLAN {said[-1]}").fetchall()
    assert "target=?" in steps[0][3]


def test_a_template_that_leaves_out_what_tells_rows_apart_merges_none(
    import_rows: Import, base: Path
) -> None:
    rows = (
        A | {"session": "219", "number": "1", "type": "Decree"},
        A | {"session": "219", "number": "1", "type": "Budget"},
        A | {"session": "219", "number": "1", "title": "The budget of the ministry of culture"},
    )
    assert counts(import_rows(*rows, id_template="{session}-{number}")) == "3 new"
    before = base.read_bytes()
    for on in OnDuplicate:
        again = import_rows(*rows, id_template="{session}-{number}", on=on)
        assert counts(again) == "3 same"
    assert base.read_bytes() == before


def test_equal_hashes_lose_no_row(
    import_rows: Import, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among thousands of namesakes two short hashes are the same; no id is given twice."""

    def often_equal(*parts: str, size: int = 4) -> str:
        return "0" * 2 * size if size <= 4 else short_hash(*parts, size=size)

    for module in (identity, name_resolver):
        monkeypatch.setattr(module, "short_hash", often_equal)
    links = [f"https://example.org/{number}" for number in range(6)]
    rows = [A | {"number": str(number), "url": link} for number, link in enumerate(links)]
    assert counts(import_rows(*rows)) == "6 new"
    sources = {one.id: one for one in records_in(base, "sources")}
    held = sorted(stored(base).values(), key=lambda one: one.identifiers[0].value)
    assert [one.identifiers[0].value for one in held] == list("012345")
    assert [getattr(sources[one.sources[0]], "url", None) for one in held] == links
    assert counts(import_rows(*rows)) == "6 same"


def test_namesakes_with_numbers_are_not_compared_one_by_one(
    import_rows: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of petitions a year are as many comparisons, not as many squared."""
    compared = 0

    def counted(one: str, two: str, **options: bool) -> bool:
        nonlocal compared
        compared += 1
        return conflicts(one, two, **options)

    monkeypatch.setattr(identities, "conflicts", counted)
    rows = [A | {"title": "Petition", "number": str(number)} for number in range(200)]
    assert counts(import_rows(*rows)) == "200 new"
    assert counts(import_rows(*rows)) == "200 same"
    assert compared <= 400


RAILWAYS = {"id": "1", "title": "On railways in the north", "year": "2020"}
BEES = RAILWAYS | {"title": "Protecting bees"}


@pytest.mark.parametrize("on", OnDuplicate)
@pytest.mark.parametrize("bodies", [("bundestag", "senate"), ("bundestag", "bundestag")])
def test_an_id_of_another_proposal_is_given_to_none(
    bodies: tuple[str, str], on: OnDuplicate, import_rows: Import, base: Path
) -> None:
    one, two = RAILWAYS | {"body": bodies[0]}, BEES | {"body": bodies[1]}
    assert counts(import_rows(one, on=on)) == "1 new"
    assert counts(import_rows(two, on=on)) == "1 new"
    held = stored(base)
    assert held["2020-1"].title.en == RAILWAYS["title"]
    assert sorted(one.title.en or "" for one in held.values()) == [
        RAILWAYS["title"],
        BEES["title"],
    ]
    before = base.read_bytes()
    for again in ((one, two), (two, one)):
        assert counts(import_rows(*again, on=on)) == "2 same"
    assert base.read_bytes() == before


def test_equal_titles_of_one_id_in_two_bodies_are_two(import_rows: Import, base: Path) -> None:
    rows = [RAILWAYS | {"id": "2020-a", "body": body} for body in ("bundestag", "senate")]
    assert counts(import_rows(*rows, on=OnDuplicate.UPDATE)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*rows, on=OnDuplicate.UPDATE)) == "2 same"
    assert base.read_bytes() == before


@pytest.mark.parametrize("on", OnDuplicate)
def test_two_rows_of_one_id_in_one_file_stay_two(
    on: OnDuplicate, import_rows: Import, base: Path
) -> None:
    rows = [row | {"body": "npc", "id": "2020-x"} for row in (RAILWAYS, BEES)]
    assert counts(import_rows(*rows, on=on)) == "2 new"
    before = base.read_bytes()
    assert counts(import_rows(*reversed(rows), on=on)) == "2 same"
    assert base.read_bytes() == before


def test_a_whole_record_goes_by_its_id(import_rows: Import, base: Path) -> None:
    whole = {"id": "2020-a", "year": 2020, "kind": "bill", "title": {"en": "On a"}}
    import_rows(whole | {"body": "npc"})
    plan = import_rows(whole | {"body": "senate", "title": {"en": "Protecting bees"}})
    assert counts(plan) == "1 duplicate"


def test_no_stranger_comes_in_under_another_id(import_rows: Import, base: Path) -> None:
    whole = {"id": "2020-a", "year": 2020, "body": "npc", "kind": "bill", "title": {"en": "On a"}}
    import_rows(whole)
    before = base.read_bytes()
    strange = whole | {"people": ["nobody"]}
    for row, on in (
        (strange, OnDuplicate.KEEP),
        (strange | {"id": "2020-other"}, OnDuplicate.KEEP),
        (strange | {"id": "2020-other"}, OnDuplicate.UPDATE),
    ):
        plan = import_rows(row, on=on)
        assert counts(plan) == "1 rejected"
        assert "'nobody' is neither" in next(iter(plan.rejections)).reason
    assert base.read_bytes() == before


WHOLE = {"id": "2020-a", "year": 2020, "body": "npc", "kind": "bill", "title": {"en": "On a"}}


def test_update_adds_a_whole_record_to_the_one_there(import_rows: Import, base: Path) -> None:
    ours = {
        "measures": [{"id": "m01", "text": "Do a.", "horizon": "near-term"}],
        "notes": ["Ours."],
        "problem": {"text": "Too few."},
        "status": {"value": "submitted", "citations": [{"source": "s-1"}]},
        "responses": [{"who": "it", "text": "No."}],
        "history": [{"when": "2026-01-01", "what": "added"}],
        "extra": {"x": 1},
    }
    theirs = {
        "measures": [
            {"id": "m01", "text": "Do b."},
            {"id": "m02", "text": "Do a.", "area": "finance"},
        ],
        "notes": ["Theirs."],
        "status": {"value": "submitted", "citations": [{"source": "s-2"}]},
        "uptake": [{"text": "Taken up."}],
        "responses": [{"who": "it", "when": "2021", "text": "No."}],
        "history": [
            {"when": "2026-01-01", "what": "added"},
            {"when": "2026-01-02", "what": "edited"},
        ],
        "title": {"en": "On a", "zh": "甲"},
    }
    sources = [{"id": f"s-{n}", "kind": "press"} for n in (1, 2)]
    import_whole(base, ("sources", *sources), ("proposals", WHOLE | ours))
    assert counts(import_rows(WHOLE | theirs, on=OnDuplicate.UPDATE)) == "1 changed"
    (after,) = stored(base).values()
    assert [(m.id, m.text, m.area, m.horizon) for m in after.measures] == [
        ("m01", "Do a.", "finance", "near-term"),
        ("m02", "Do b.", None, None),
    ]
    assert after.notes == ("Ours.", "Theirs.")
    assert after.problem is not None
    assert [one.source for one in after.status.citations] == ["s-1", "s-2"]
    assert (after.title.en, after.title.zh) == ("On a", "甲")
    assert [(one.when, one.text) for one in after.responses] == [("2021", "No.")]
    assert [one.text for one in after.uptake] == ["Taken up."]
    assert [one.what for one in after.history] == ["added", "edited"]
    assert after.extra == {"x": 1}
    before = base.read_bytes()
    assert counts(import_rows(WHOLE | theirs, on=OnDuplicate.UPDATE)) == "1 same"
    assert base.read_bytes() == before


def import_whole(base: Path, *tables: tuple[Any, ...]) -> None:
    """Put whole records into the base."""
    save(base, [convert_record(table, row) for table, *rows in tables for row in rows])


def test_update_adds_to_a_whole_person(base: Path, tmp_path: Path) -> None:
    import_whole(base, ("people", {"id": "li-hua", "name": {"en": "Li Hua"}, "roles": ["deputy"]}))
    changed = [
        {"id": "li-hua", "name": {"zh": "李华"}, "roles": ["author"], "other_names": ["Lee"]},
        {"id": "li-hua", "name": {"en": "Li, Hua"}},
    ]
    for said in ("1 changed 1 duplicate", "2 same"):
        rows = [SourceRow(n, one, one, table="people") for n, one in enumerate(changed, 1)]
        index = SqliteIndex(base, tmp_path / "index")
        asked = ImportOptions(on_duplicate=OnDuplicate.UPDATE)
        plan = plan_import(SourceFile("it", "jsonl", (), iter(rows)), asked, index)
        assert counts(plan) == said
        if change := plan.change_set():
            JsonStore(base).apply(change)
    held = next(one for one in records_in(base, "people") if one.id == "li-hua")
    assert held == Person(
        id="li-hua",
        name=Names(en="Li, Hua", zh="李华"),
        other_names=("Lee",),
        roles=("deputy", "author"),
    )


@pytest.mark.parametrize("seed", range(20))
def test_updating_twice_with_whole_records_is_updating_once(
    seed: int, base: Path, tmp_path: Path
) -> None:
    first, second = random_proposals(6, seed), random_proposals(6, seed + 1_000)
    ids = [one.id for one in first]
    mixed = [msgspec.structs.replace(two, id=id_) for id_, two in zip(ids, second, strict=False)]
    save(base, [*small_base(), *first])
    rows = [SourceRow(n, msgspec.to_builtins(one), None) for n, one in enumerate(mixed, 1)]
    for time in range(2):
        before = base.read_bytes()
        index = SqliteIndex(base, tmp_path / "index")
        asked = ImportOptions(on_duplicate=OnDuplicate.UPDATE)
        plan = plan_import(SourceFile("it", "jsonl", (), iter(rows)), asked, index)
        assert not plan.counts["rejected"]  # type: ignore[index]
        if change := plan.change_set():
            JsonStore(base).apply(change)
        assert (base.read_bytes() == before) is bool(time)
    held = stored(base)
    for one, two in zip(first, mixed, strict=False):
        assert {m.text for m in (*one.measures, *two.measures)} == {
            m.text for m in held[one.id].measures
        }
        assert set(held[one.id].all_sources()) >= set(two.all_sources())


def test_no_two_records_of_any_table_get_one_id(import_rows: Import, base: Path) -> None:
    import_whole(
        base,
        ("themes", {"id": "health", "name": {"en": "Health"}}),
        ("sources", {"id": "2020-a-law", "kind": "press"}),
        ("facts", {"id": "gdp", "kind": "total", "text": "It grew."}),
        ("notes", {"id": "s-1-01", "source": "2020-a-law", "words": "a", "meaning": "b"}),
        ("proposals", WHOLE | {"id": "2020-now", "former_ids": ["2020-ports"]}),
    )
    rows = [
        {"title": "A law", "sponsor": "Health"},
        {"title": "On b", "sponsor": "2020 A law", "topic": "GDP"},
        {"title": "On c", "sponsor": "Ports", "topic": "Ports", "source": "s-1-01"},
        {"title": "On ports", "sponsor": "2020 b", "source": "ma-huateng"},
        {"title": "Ports"},
    ]
    cells = [row | {"year": "2020", "body": "npc"} for row in rows]
    plan = import_rows(*cells, create_themes=True)
    assert counts(plan) == "5 new"
    ids = [one.id for table in TABLES for one in records_in(base, table)]
    ids += [former for one in stored(base).values() for former in one.former_ids]
    assert len(set(ids)) == len(ids)
    before = base.read_bytes()
    for on in OnDuplicate:
        assert counts(import_rows(*cells, create_themes=True, on=on)) == "5 same"
    assert base.read_bytes() == before
