"""A base in which git left conflict markers is recognised wherever it is read."""

from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.domain.merging.histories import ancestor
from tests.factories import proposal, write_store
from tests.git_clones import Clone, branch, edited, needs_git

COMMANDS = (
    ("list",),
    ("show", "2020-cloud"),
    ("check",),
    ("index", "--rebuild"),
    ("add", "--title", "On rails", "--year", "2026"),
    ("remove", "2020-cloud", "--yes"),
    ("export", "--format", "jsonl"),
)

MARKED = {
    "merge": "<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n",
    "diff3": "<<<<<<< HEAD\n{ours}||||||| 1234567\n{old}=======\n{theirs}>>>>>>> other\n",
    "Windows": "<<<<<<< HEAD\r\n{ours}=======\r\n{theirs}>>>>>>> other\r\n",
    "long": "<<<<<<<<<< HEAD\n{ours}==========\n{theirs}>>>>>>>>>> other\n",
}


@pytest.mark.parametrize("style", MARKED)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_conflict_markers_are_named_by_line(
    path: Path, prop: Prop, style: str, command: tuple[str, ...]
) -> None:
    """Nothing is changed, and the error names the way out."""
    text = write_store(path, [proposal()]).read_text(encoding="utf-8")
    line = '      "year": 2020,\n'
    sides = {"ours": line, "theirs": line.replace("2020", "2021"), "old": ""}
    path.write_bytes(text.replace(line, MARKED[style].format(**sides)).encode())
    before = path.read_bytes()
    lines = [
        str(number)
        for number, line in enumerate(before.split(b"\n"), 1)
        if line[:7] in (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
    ]
    ended = prop(*command, store=path, exit_code=3)
    assert f"lines {', '.join(lines)}." in ended.err
    assert f"git checkout --merge -- {path}" in ended.err
    assert path.read_bytes() == before


def test_a_whole_file_in_conflict_is_recognised(path: Path, prop: Prop) -> None:
    """The first marker is the first line of the file."""
    text = write_store(path, [proposal()]).read_text(encoding="utf-8")
    path.write_text(f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n", encoding="utf-8")
    assert "line" in prop("list", store=path, exit_code=3).err


@pytest.mark.parametrize("text", ["=======", "<<<<<<< HEAD", ">>>>>>>"])
def test_texts_that_look_like_markers_are_texts(path: Path, prop: Prop, text: str) -> None:
    """Inside a record they are what somebody wrote, in any layout of the file."""
    write_store(path, [proposal(notes=(f"a\n{text}\nb", text))])
    assert "On 2020-cloud" in prop("list", store=path).out
    path.write_text(path.read_text(encoding="utf-8").replace("      ", " "), encoding="utf-8")
    assert "On 2020-cloud" in prop("list", store=path).out


def test_records_that_a_merge_of_lines_joined_are_named_by_line(path: Path, prop: Prop) -> None:
    """`merge=union`, or an editor that keeps both, puts the lines of both into one record."""
    text = write_store(path, [proposal("2020-a")]).read_text(encoding="utf-8")
    head = '    "1": {\n      "id": "2020-a",\n'
    both = f'{head}    "2": {{\n      "id": "2020-b",\n'
    path.write_text(text.replace(head, both), encoding="utf-8")
    line = text[: text.index(head)].count("\n") + 3
    for command in COMMANDS:
        ended = prop(*command, store=path, exit_code=3)
        assert f"line {line} a record begins within another" in ended.err


@needs_git
def test_the_way_out_works(tmp_path: Path, prop: Prop) -> None:
    """The two commands of the error merge the base again, record by record."""
    clone = Clone.create(tmp_path / "work", tmp_path, ancestor(2))
    prop("git-merge", "--uninstall", store=clone.base)
    base = clone.records()
    branch(clone, "theirs", edited(base, session=2, regions=("A",)))
    branch(clone, "ours", edited(base, session=1))
    clone.git("merge", "theirs", code=1)
    hint = prop("list", store=clone.base, exit_code=3).err.splitlines()
    commands = [line.split() for line in hint if line.startswith("  ")]
    assert [words[0] for words in commands] == ["prop", "git"]
    prop(*commands[0][1:])
    clone.git(*commands[1][1:])
    assert [one.paths for one in clone.conflicts()] == [("session",)]
    prop("resolve", "--all", "--theirs", store=clone.base)
    found = clone.records()["proposals", "2020-p00"]
    assert (getattr(found, "session", 0), getattr(found, "regions", 0)) == (2, ("A",))
