"""Complete records, in the format of a base."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model.parts import Names
from proposals_cli.domain.model.records import Person
from proposals_cli.importing.plan import Outcome
from proposals_cli.importing.rows import OnDuplicate, SourceRow
from tests.factories import random_proposals, records_in, save, small_base
from tests.importing.planning import (
    COMPLETE,
    ImportRows,
    counts,
    import_rows_into,
    save_plain,
    stored,
)


def test_a_record_that_breaks_a_rule_is_rejected_with_its_field(import_rows: ImportRows) -> None:
    plan = import_rows(COMPLETE | {"kind": "law"})
    assert next(iter(plan.rejections)).column == "kind"
    assert counts(plan) == "1 rejected"


def test_a_record_that_refers_to_an_unknown_theme_is_rejected(import_rows: ImportRows) -> None:
    plan = import_rows(
        COMPLETE | {"themes": ["ports"]}, COMPLETE | {"id": "2020-b", "themes": ["fintech"]}
    )
    assert counts(plan) == "1 new 1 rejected"
    assert "'ports' is neither in the base nor in the file" in next(iter(plan.rejections)).reason
    assert list(plan.after) == [("proposals", "2020-b")]


def test_records_with_references_to_missing_proposals_are_counted(import_rows: ImportRows) -> None:
    plan = import_rows(
        COMPLETE | {"id": "2020-a", "continues": ["2019-gone", "2018-gone"]},
        COMPLETE | {"id": "2020-b", "title": {"en": "On tides"}, "continues": ["2020-a"]},
    )
    assert counts(plan) == "2 new"
    assert plan.dangling == 1


def test_a_complete_record_is_recognised_by_its_id(import_rows: ImportRows, base: Path) -> None:
    import_rows(COMPLETE)
    plan = import_rows(COMPLETE | {"body": "senate", "title": {"en": "Protecting bees"}})
    assert counts(plan) == "1 duplicate"


def test_references_are_checked_whatever_id_a_record_gets(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(COMPLETE)
    before = base.read_bytes()
    strange = COMPLETE | {"people": ["nobody"]}
    for row, on in (
        (strange, OnDuplicate.KEEP),
        (strange | {"id": "2020-other"}, OnDuplicate.KEEP),
        (strange | {"id": "2020-other"}, OnDuplicate.UPDATE),
    ):
        plan = import_rows(row, on=on)
        assert counts(plan) == "1 rejected"
        assert "'nobody' is neither" in next(iter(plan.rejections)).reason
    assert base.read_bytes() == before


def test_update_merges_a_complete_proposal(import_rows: ImportRows, base: Path) -> None:
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
    save_plain(base, ("sources", *sources), ("proposals", COMPLETE | ours))
    assert counts(import_rows(COMPLETE | theirs, on=OnDuplicate.UPDATE)) == "1 changed"
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
    assert counts(import_rows(COMPLETE | theirs, on=OnDuplicate.UPDATE)) == "1 same"
    assert base.read_bytes() == before


def test_update_merges_a_complete_person(base: Path) -> None:
    save_plain(base, ("people", {"id": "li-hua", "name": {"en": "Li Hua"}, "roles": ["deputy"]}))
    changed = [
        {"id": "li-hua", "name": {"zh": "李华"}, "roles": ["author"], "other_names": ["Lee"]},
        {"id": "li-hua", "name": {"en": "Li, Hua"}},
    ]
    rows = [SourceRow(n, one, one, table="people") for n, one in enumerate(changed, 1)]
    for expected in ("1 changed 1 duplicate", "2 same"):
        assert counts(import_rows_into(base, rows, on=OnDuplicate.UPDATE)) == expected
    person = next(one for one in records_in(base, "people") if one.id == "li-hua")
    assert person == Person(
        id="li-hua",
        name=Names(en="Li, Hua", zh="李华"),
        other_names=("Lee",),
        roles=("deputy", "author"),
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_second_update_with_complete_records_changes_nothing(seed: int, base: Path) -> None:
    first, second = random_proposals(6, seed), random_proposals(6, seed + 1_000)
    ids = [one.id for one in first]
    mixed = [msgspec.structs.replace(two, id=id_) for id_, two in zip(ids, second, strict=False)]
    save(base, [*small_base(), *first])
    rows = [SourceRow(n, msgspec.to_builtins(one), None) for n, one in enumerate(mixed, 1)]
    for time in range(2):
        before = base.read_bytes()
        plan = import_rows_into(base, rows, on=OnDuplicate.UPDATE)
        assert not plan.counts[Outcome.REJECTED]
        assert (base.read_bytes() == before) is bool(time)
    stored_records = stored(base)
    for one, two in zip(first, mixed, strict=False):
        assert {m.text for m in (*one.measures, *two.measures)} == {
            m.text for m in stored_records[one.id].measures
        }
        assert set(stored_records[one.id].all_sources()) >= set(two.all_sources())
