"""``prop merge-base``: another base is merged into the one in use."""

from pathlib import Path

from proposals_cli.domain.model.records import BaseInfo, Proposal
from proposals_cli.domain.model.vocabulary import Kind
from tests.conftest import Prop
from tests.factories import proposal, records_in, theme, write_store


def two(path: Path) -> Path:
    """Write a base and another one; return the other's path."""
    write_store(path, [proposal("2020-a", session=1, regions=("A",)), theme("sme")])
    theirs = [proposal("2020-a", session=2, regions=("B",)), proposal("2020-b")]
    return write_store(path.with_name("other.json"), theirs)


def test_copies_become_one_in_one_change(path: Path, prop: Prop) -> None:
    """What either has is there, counts are shown, and one undo takes all of it back."""
    other = two(path)
    before = path.read_bytes()
    ended = prop("merge-base", other, "--yes", "-m", "from Ann", store=path)
    assert "1 record would be added, 1 changed, 0 removed." in ended.err
    assert "1: merge other.json (from Ann)" in ended.err
    first, second = records_in(path, "proposals")
    assert isinstance(first, Proposal)
    assert (first.session, first.regions, second.id) == (1, ("A", "B"), "2020-b")
    assert len(records_in(path, "themes")) == 1
    assert "session" in prop("resolve", store=path).out
    prop("undo", store=path)
    assert path.read_bytes() == before
    assert prop("resolve", store=path).out == ""


def test_it_asks_first(path: Path, prop: Prop) -> None:
    """Without an answer nothing is changed, and no conflict is left."""
    other = two(path)
    before = path.read_bytes()
    assert "--yes" in prop("merge-base", other, store=path, exit_code=1).err
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.glob(".*.conflicts")] == []


def test_an_ancestor_decides_what_was_changed_and_removed(path: Path, prop: Prop) -> None:
    """Each field is as the side has it that changed it."""
    ancestor = write_store(
        path.with_name("ancestor.json"), [proposal("2020-a", session=1), theme("sme")]
    )
    write_store(path, [proposal("2020-a", session=1, kind=Kind.BILL), theme("sme")])
    other = write_store(path.with_name("other.json"), [proposal("2020-a", session=2)])
    ended = prop("merge-base", other, "--ancestor", ancestor, "--yes", store=path)
    assert "0 records would be added, 1 changed, 1 removed." in ended.err
    (first,) = records_in(path, "proposals")
    assert isinstance(first, Proposal)
    assert (first.session, first.kind) == (2, Kind.BILL)
    assert records_in(path, "themes") == []
    assert "no open conflicts" in prop("resolve", store=path).err


def test_merging_again_changes_nothing(path: Path, prop: Prop) -> None:
    """The base has all that the other has; what is undecided is not listed twice."""
    other = two(path)
    prop("merge-base", other, "--yes", store=path)
    before = path.read_bytes()
    assert "nothing to merge" in prop("merge-base", other, store=path).err
    assert path.read_bytes() == before
    assert prop("resolve", "--format", "csv", store=path).out.count("\n") == 2


def test_the_other_base_is_only_read(path: Path, prop: Prop) -> None:
    """Nor is a missing or broken one anything but an error."""
    other = two(path)
    content = other.read_bytes()
    prop("merge-base", other, "--yes", store=path)
    assert other.read_bytes() == content
    assert prop("merge-base", path.with_name("none.json"), store=path, exit_code=3)
    other.write_bytes(content[:-9])
    assert "not valid JSON" in prop("merge-base", other, store=path, exit_code=3).err


def test_what_the_other_base_is_called_is_not_asked(path: Path, prop: Prop) -> None:
    """Two bases have two names: that is no conflict."""
    write_store(path, [proposal("2020-a")], BaseInfo(format=2, name="Mine"))
    theirs = BaseInfo(format=2, name="Theirs", language="zh")
    other = write_store(path.with_name("other.json"), [proposal("2020-b")], theirs)
    assert "conflict" not in prop("merge-base", other, "--yes", store=path).err
    assert '"Mine"' in path.read_text(encoding="utf-8")


def test_the_shipped_base_is_not_changed(path: Path, prop: Prop) -> None:
    """It is never written."""
    assert "prop init" in prop("merge-base", two(path), "--yes", exit_code=3).err
