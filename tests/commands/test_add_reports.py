"""What ``prop add`` says of pipes, of mistakes, and of what a draft leaves open."""

import json
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.desk import Desk, answered
from tests.terminal import piped


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base."""
    return Desk(prop, tmp_path)


# -- from a pipe -----------------------------------------------------------------------------------


def test_a_pipe_is_read_without_a_dash(desk: Desk, env: dict[str, str]) -> None:
    """It used to open the editor on the pipe."""
    env = {**env, "EDITOR": "touch opened; false"}
    ended = piped(("add",), env, "title: On clouds\nyear: 2024\n")
    assert (ended.code, ended.out) == (0, "")
    assert "2024-clouds" in desk.table("proposals")
    ended = piped(("add", "--as", "theme"), env, "name: Sport\n")
    assert ended.err.splitlines() == ["  theme sport", "2: add sport"]


@pytest.mark.parametrize("text", ["", "\n  \n"])
def test_an_empty_pipe_is_an_error(desk: Desk, env: dict[str, str], text: str) -> None:
    """It says what to do, and no editor opens."""
    before = desk.content()
    for kind in ("", " --as person"):
        arguments = ("add", *kind.split())
        ended = piped(arguments, {**env, "EDITOR": "touch opened; false"}, text)
        assert ended.code == 1
        assert ended.err.startswith("Error: Standard input is empty.\nGive a file, ")
        assert f"prop add{kind} FILE" in ended.err
    assert desk.content() == before


@pytest.mark.parametrize("command", [("edit", "2020-cloud"), ("add",)])
def test_no_editor_opens_without_a_terminal(
    desk: Desk, env: dict[str, str], command: tuple[str, ...]
) -> None:
    """Neither input nor output may be a pipe; it says which command reads a file."""
    before = desk.content()
    opened = desk.folder / "opened"
    env = {**env, "EDITOR": f"touch {opened}; false"}
    if command[0] == "edit":
        ended = piped(command, env)
        assert ended.err == (
            "Error: An editor needs a terminal as standard input and output.\n"
            "Give a file instead, or - for standard input: prop edit 2020-cloud FILE\n"
        )
    ended = answered(command, env, b"", question=b"FILE")  # output is a pipe
    assert ended.code == 1
    assert f"prop {' '.join(command)} FILE" in ended.err
    assert not opened.exists()
    assert desk.drafts() == []
    assert desk.content() == before


# -- what is open ----------------------------------------------------------------------------------


def test_a_missing_source_is_mentioned(desk: Desk) -> None:
    """Once for all drafts; a source anywhere in the record is one."""
    drafts = [{"title": f"Title {n * 'x'}", "year": 2024} for n in range(1, 8)]
    drafts.append({"title": "Sourced", "year": 2024, "sources": ["source-one"]})
    (said, *_) = desk.add(json.dumps(drafts)).err.splitlines()
    assert said.startswith("No source yet: 2024-title-x, 2024-title-xx, ")
    assert " …. To add a link or an id under `sources`: prop edit 2024-title-x" in said
    assert "sourced" not in said
    assert "No source" not in desk.add(json.dumps(drafts[-1] | {"year": 2023})).err


@pytest.mark.parametrize(("year", "is_odd"), [(9024, True), (1024, True), (1899, False)])
def test_a_year_far_away_is_mentioned(desk: Desk, year: int, is_odd: bool) -> None:
    """It may be right, so the record is added."""
    said = desk.add(f"title: T\nyear: {year}\n").err
    assert (f"{year}-t is of {year}: is the year right?" in said) == is_odd
    assert f"{year}-t" in desk.table("proposals")


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        ("year: 26", "line 2: field 'year': '26' lacks the four digits of a year."),
        ("date: 26-05-01", "line 2: field 'date': '26-05-01' is not a date.\nThe year needs four"),
        ("date: '0026-05-01'", "line 2: field 'date': '0026-05-01' lacks the four digits"),
        ("date: 5.3.2021", "line 2: field 'date': '5.3.2021' is not a date.\nWrite 2021-03-05."),
        ("date: 2021/3/5", "line 2: field 'date': '2021/3/5' is not a date.\nWrite 2021-03-05."),
    ],
)
def test_a_year_needs_four_digits(desk: Desk, draft: str, message: str) -> None:
    """``--year 26`` used to become 26-ai."""
    assert desk.add(f"title: T\n{draft}\n", exit_code=1).err.startswith(f"Error: {message}")


def test_all_mistakes_of_all_drafts_are_reported_with_their_lines(desk: Desk) -> None:
    """Also those that other parts of the program find: themes, ids and references."""
    text = (
        "- titel: T\n  titles: T\n  year: 26a\n  kind: poem\n  continues: 2019-x\n"
        "- title: B\n  date: 5.3.2021\n  themes: [none, fintech, fintec]\n  id: 2020-cloud\n"
        "- title: C\n  measures:\n  - text: M\n    horizon: soon\n    colour: red\n  year: 2020\n"
    )
    before = desk.content()
    lines = desk.add(text, exit_code=1).err.splitlines()
    found = [line.split(". ")[0] for line in lines[1:-1]]
    assert lines[0] == "Error: There are 10 mistakes."
    assert found == [
        "  line 1: Draft 1: field 'titel': there is no such field",
        "  line 3: Draft 1: field 'year': '26a' is not a year",
        "  line 4: Draft 1: field 'kind': 'poem' is not allowed here",
        "  line 5: Draft 1: 26a-t: relations names '2019-x', which is not in proposals",
        "  line 7: Draft 2: field 'date': '5.3.2021' is not a date",
        "  line 8: Draft 2: There is no theme 'none'",
        "  line 8: Draft 2: There is no theme 'fintec'",
        "  line 9: Draft 2: The id '2020-cloud' is in use in proposals",
        "  line 13: Draft 3: field 'measures[0].horizon': 'soon' is not allowed here",
        "  line 14: Draft 3: field 'measures[0].colour': there is no such field",
    ]
    assert lines[-1] == "Nothing was written."
    assert desk.content() == before
