"""A session of editing a base, checked step by step as a diff of its file."""

from pathlib import Path

import pytest

from proposals_cli.commands.session import shipped_base
from tests.conftest import Prop
from tests.desk import Desk, Editor, changed_lines, replaced, typed


@pytest.mark.usefixtures("terminal")
def test_each_step_changes_only_its_lines_and_can_be_undone(
    prop: Prop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The steps are those of an ordinary session of editing."""
    prop("init")
    store = tmp_path / "home" / "data" / "prop" / "proposals.json"
    shipped = shipped_base().read_bytes()
    states = [store.read_bytes()]
    assert states[0] == shipped

    def step(*arguments: str, stdin: str = "") -> tuple[list[str], list[str], str]:
        """Run a step; return the removed lines, the added lines and the last message."""
        message = prop(*arguments, stdin=stdin).err.splitlines()
        states.append(store.read_bytes())
        return *changed_lines(*states[-2:]), message[-1]

    # -- from options: a proposal and its source are added, no line is removed
    out, put, message = step(
        *("add", "--title", "On testing AI", "--year", "2019", "--theme", "data-governance"),
        *("--person", "Ma Huateng", "--measure", "Set up a testing centre."),
        *("--source-url", "https://example.org/news", "-m", "tonight's news"),
    )
    assert message == "1: add 2019-testing-ai (tonight's news)"
    assert out == []
    assert put.count('"what": "added",') == 2
    assert '"en": "Set up a testing centre."' in put
    assert '"url": "https://example.org/news",' in put
    assert put.count('"source": "example-2019-dff24ab4"') == 1

    # -- in the editor
    editor = Editor(tmp_path, typed("title: On testing cars\nyear: 2019\nthemes: [ecology]"))
    monkeypatch.setenv("EDITOR", editor.command)
    out, put, message = step("add")
    assert message == "2: add 2019-testing-cars"
    assert out == []
    assert '"text": "On testing cars"' in put

    # -- one word of a record changes, and its history
    (tmp_path / "second").mkdir()
    editor = Editor(tmp_path / "second", replaced("testing cars", "testing electric cars"))
    monkeypatch.setenv("EDITOR", editor.command)
    out, put, message = step("edit", "2019-testing-cars", "-m", "the whole title")
    assert message == "3: edit 2019-testing-cars: titles (the whole title)"
    assert out == ['"text": "On testing cars"']
    assert put[0] == '"text": "On testing electric cars"'
    when = put[3]
    assert put[1:] == [
        "},",
        "{",
        when,
        '"what": "edited titles",',
        '"why": "the whole title"',
    ]

    # -- one record is removed
    out, put, message = step("remove", "2019-testing-ai", "--yes")
    assert message == "4: remove 2019-testing-ai"
    assert put == []
    assert '"en": "Set up a testing centre."' in out
    assert '"url": "https://example.org/news",' not in out

    # -- a person is removed to whom all proposals refer
    out, put, message = step("remove", "ma-huateng", "--yes", "--cascade", "-m", "a test")
    assert message == "5: remove ma-huateng (a test)"
    assert out.count('"who": "ma-huateng"') == 54
    assert not [line for line in put if "ma-huateng" in line and "what" not in line]

    # -- all changes are undone, the last one first
    log = prop("log", "--format", "csv").out.splitlines()
    assert len(log) == 1 + 5
    for number, state in enumerate(reversed(states[:-1]), 6):
        assert prop("undo").err.startswith(f"{number}: undo: ")
        assert store.read_bytes() == state
    assert store.read_bytes() == shipped
    assert "There is nothing to undo." in prop("undo", exit_code=1).err
    assert len(prop("log", "--format", "csv").out.splitlines()) == 1 + 10


def test_history_stays_with_a_record(prop: Prop, tmp_path: Path) -> None:
    """A record contains when, what and why, oldest first; `prop log ID` shows them."""
    desk = Desk(prop, tmp_path)
    desk.add("title: On trains\nyear: 2022\n", "-m", "seen in the paper")
    text = "{id: 2022-trains, title: On trains, year: 2022, notes: [Fast ones.]}"
    prop("edit", "2022-trains", "-", stdin=text)
    history = desk.proposal("2022-trains")["history"]
    assert [(entry["what"], entry.get("why")) for entry in history] == [
        ("added", "seen in the paper"),
        ("edited notes", None),
    ]
    assert all(entry["when"].endswith("Z") for entry in history)
    lines = prop("log", "2022-trains", "--format", "tsv").out.splitlines()
    assert [line.split("\t")[1] for line in lines] == ["what", "edited notes", "added"]
