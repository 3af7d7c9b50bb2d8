"""``prop resolve``: the conflicts that a merge left are decided."""

from pathlib import Path

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Kind
from tests.conftest import Prop
from tests.factories import body, proposal, records_in, write_store


@pytest.fixture
def merged(path: Path, prop: Prop) -> Path:
    """Return a base into which a copy was merged: three fields of two records are undecided."""
    ancestor = path.with_name("ancestor.json")
    write_store(ancestor, [proposal("2020-a"), proposal("2020-b"), body()])
    write_store(path, [proposal("2020-a", session=1, kind=Kind.BILL), body()])
    theirs = [
        proposal("2020-a", session=2, kind=Kind.MOTION),
        proposal("2020-b", term=3),
        body(),
    ]
    other = write_store(path.with_name("other.json"), theirs)
    prop("merge-base", other, "--ancestor", ancestor, "--yes", store=path)
    return path


def first(path: Path) -> Proposal:
    """Return the first proposal of a base."""
    found = records_in(path, "proposals")[0]
    assert isinstance(found, Proposal)
    return found


def fields(path: Path, prop: Prop) -> list[str]:
    """Return the fields that are listed as undecided."""
    listed = prop("resolve", "--format", "csv", store=path).out.splitlines()[1:]
    return [",".join(line.split(",")[1:3]) for line in listed]


def test_fields_are_decided_one_by_one(merged: Path, prop: Prop) -> None:
    """The file beside the base is there until nothing is left; each decision is in the history."""
    assert fields(merged, prop) == ["2020-a,session", "2020-a,kind", "2020-b,(the record)"]
    assert "2 conflicts are left" in prop("resolve", "2020-a", "kind", "--theirs", store=merged).err
    assert (first(merged).kind, first(merged).session) == (Kind.MOTION, 1)
    assert first(merged).history[-1].what == "resolved kind: theirs"
    prop("resolve", "2020-a", "--ours", store=merged)
    assert first(merged).session == 1
    ended = prop("resolve", "2020-b", "--ours", store=merged)
    assert "All conflicts are decided" in ended.err
    assert len(records_in(merged, "proposals")) == 1
    assert not list(merged.parent.glob(".*.conflicts"))


def test_all_are_decided_as_one_change(merged: Path, prop: Prop) -> None:
    """One undo takes all the decisions back."""
    before = merged.read_bytes()
    prop("resolve", "--all", "--theirs", store=merged)
    assert (first(merged).session, first(merged).kind) == (2, Kind.MOTION)
    prop("undo", store=merged)
    assert merged.read_bytes() == before


def test_an_edited_record_is_done(merged: Path, prop: Prop) -> None:
    """A field that was edited after the merge is not overwritten by a decision."""
    edit = "id: 2020-a\nbody: npc\nkind: petition\nyear: 2020\nsession: 9\ntitle: {en: On 2020-a}\n"
    prop("edit", "2020-a", "-", stdin=edit, store=merged)
    ended = prop("resolve", "2020-a", "session", "--theirs", store=merged, exit_code=1)
    assert "--done" in ended.err
    assert first(merged).session == 9
    prop("resolve", "2020-a", "--done", store=merged)
    assert (first(merged).session, first(merged).kind) == (9, Kind.PETITION)
    assert fields(merged, prop) == ["2020-b,(the record)"]


def test_a_record_that_others_refer_to_is_not_removed(merged: Path, prop: Prop) -> None:
    """A decision never leaves a reference that leads nowhere."""
    link = "relations:\n  - {kind: related, to: 2020-b}\n"
    edit = f"id: 2020-a\nbody: npc\nkind: bill\nyear: 2020\ntitle: {{en: On 2020-a}}\n{link}"
    prop("edit", "2020-a", "-", stdin=edit, store=merged)
    ended = prop("resolve", "2020-b", "--ours", store=merged, exit_code=1)
    assert "--cascade" in ended.err
    assert len(records_in(merged, "proposals")) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("2020-a", "sesion", "--ours"), 1, "'session'"),
        (("2020-x", "--ours"), 1, "Did you mean '2020-"),
        (("2020-a", "--ours", "--theirs"), 2, "--ours"),
        (("--theirs",), 2, "--all"),
        (("2020-a", "--all", "--theirs"), 2, "--all"),
        (("2020-a", "kind"), 2, "--theirs"),
    ],
)
def test_mistakes_are_explained(
    merged: Path, prop: Prop, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Nothing is decided by a command that is not clear."""
    before = merged.read_bytes()
    assert said in prop("resolve", *arguments, store=merged, exit_code=code).err
    assert merged.read_bytes() == before
    assert len(fields(merged, prop)) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-9],
        lambda text: text and "[" * 100_000,
        lambda text: text.replace('"id": "2020-a"', '"id": "2020-c"', 3),
        lambda text: text.replace('"table": "proposals"', '"table": "songs"'),
        lambda text: text.replace('"paths"', '"places"'),
        lambda text: text.replace('"session": 1', '"session": []'),
    ],
)
def test_a_file_of_conflicts_that_is_not_ours_is_refused(
    merged: Path, prop: Prop, damage: object
) -> None:
    """It lies beside the base, where others may have put it: nothing in it is obeyed."""
    (file,) = merged.parent.glob(".*.conflicts")
    before = merged.read_bytes()
    file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    ended = prop("resolve", "--all", "--theirs", store=merged, exit_code=3)
    assert "conflicts" in ended.err
    assert merged.read_bytes() == before


def test_a_link_is_not_followed(merged: Path, prop: Prop) -> None:
    """The file of conflicts may not lead to another one."""
    (file,) = merged.parent.glob(".*.conflicts")
    file.rename(merged.parent / "elsewhere")
    file.symlink_to(merged.parent / "elsewhere")
    assert "symbolic link" in prop("resolve", store=merged, exit_code=3).err


def test_without_a_merge_there_is_nothing_to_decide(path: Path, prop: Prop) -> None:
    """An empty list, and a sentence."""
    write_store(path, [proposal()])
    ended = prop("resolve", "--format", "json", store=path)
    assert (ended.out, ended.err) == ("[]\n", "There are no open conflicts.\n")
