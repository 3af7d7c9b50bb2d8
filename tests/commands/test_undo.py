"""``prop undo``; damaged journals and changes by others are tested with the store."""

from pathlib import Path

from tests.conftest import Prop
from tests.desk import Desk

DEFAULTS = ("--body", "npc", "--kind", "suggestion")


def test_nothing_to_undo(prop: Prop, tmp_path: Path) -> None:
    """A base that was never changed is an error."""
    desk = Desk(prop, tmp_path)
    before = desk.content()
    ended = prop("undo", exit_code=1)
    assert ended.out == ""
    assert ended.err == (
        "Error: There is nothing to undo.\n"
        "The journal has no changes; those made in another copy cannot be undone"
        " here. `prop log` lists the changes.\n"
    )
    assert desk.content() == before
    assert not desk.journal.exists()


def test_undo_reports_the_undone_change(prop: Prop, tmp_path: Path) -> None:
    """One line: its number, what was undone, and why."""
    desk = Desk(prop, tmp_path)
    before = desk.content()
    desk.add("title: On trains\nyear: 2022\nsources: [https://e.org/1]\n", "-m", "tonight")
    ended = prop("undo", "--message", "wrong country")
    assert (ended.out, ended.err) == ("", "2: undo: add 2022-trains (wrong country)\n")
    assert desk.content() == before
    assert prop("show", "2022-trains", exit_code=1).out == ""


def test_undo_reverses_every_kind_of_change(prop: Prop, tmp_path: Path) -> None:
    """Added, edited and removed records are restored, one step at a time."""
    desk = Desk(prop, tmp_path)
    states = [desk.content()]
    for arguments, stdin in (
        (("add", "-"), "title: On trains\nyear: 2022\n"),
        (("edit", "2022-trains", "-"), "id: 2022-trains\ntitle: On fast trains\nyear: 2022\n"),
        (("add", "--as", "theme", "-"), "name: Transport\n"),
        (("edit", "ma-huateng", "-"), "id: ma-huateng\nname: {en: Ma Huateng, zh: 马化腾}\n"),
        (("remove", "ma-huateng", "--cascade", "--yes"), ""),
        (("remove", "2022-trains", "transport", "--yes"), ""),
    ):
        prop(*arguments, stdin=stdin)
        states.append(desk.content())
    assert len(set(states)) == 7
    for state in reversed(states[:-1]):
        prop("undo")
        assert desk.content() == state
        assert desk.errors() == []


def test_undo_changes_no_other_base(prop: Prop, tmp_path: Path) -> None:
    """Each base has its own journal."""
    desk = Desk(prop, tmp_path)
    prop("--store", str(tmp_path / "other.json"), "init", "--empty", *DEFAULTS)
    prop("--store", str(tmp_path / "other.json"), "add", "-", stdin="title: T\nyear: 2022\n")
    assert "nothing to undo" in prop("undo", exit_code=1).err
    desk.add("title: On trains\nyear: 2022\n")
    prop("undo")
    assert b"2022-t" in (tmp_path / "other.json").read_bytes()
