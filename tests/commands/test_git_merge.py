"""``prop git-merge``: git merges bases."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model.parts import Title
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.store.base_state import StateReader
from tests.conftest import Prop
from tests.domain.merging.histories import ancestor
from tests.factories import body, encode, proposal, write_store
from tests.git_clones import FIRST, SECOND, Clone, branch, edited, needs_git

pytestmark = needs_git


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a repository with a base of three proposals, which git merges with prop."""
    return Clone.create(tmp_path / "work", tmp_path, ancestor(3))


def in_conflict(clone: Clone) -> None:
    """Leave a merge with a conflict about the session of the first proposal."""
    base = clone.records()
    branch(clone, "theirs", edited(edited(base, session=2), SECOND, term=9))
    branch(clone, "ours", edited(base, session=1))
    clone.git("merge", "theirs", code=1)


def test_branches_that_each_add_a_proposal_merge_without_a_conflict(clone: Clone) -> None:
    """Both are there, under numbers of their own."""
    base = clone.records()
    for name in ("2021-one", "2021-two"):
        branch(clone, name, base | {("proposals", name): proposal(name)})
    clone.git("merge", "--quiet", "--no-edit", "2021-one")
    assert {("proposals", "2021-one"), ("proposals", "2021-two")} < clone.records().keys()
    assert clone.conflicts() == []


def test_a_conflict_is_named_and_kept_beside_the_base(clone: Clone, prop: Prop) -> None:
    """The base is valid, with our value; theirs is in the list, and the rest is merged."""
    in_conflict(clone)
    found = clone.records()
    assert getattr(found[FIRST], "session", None) == 1
    assert getattr(found[SECOND], "term", None) == 9
    listed = prop("resolve", "--format", "csv", store=clone.base).out
    assert listed.splitlines()[1:] == ["proposals,2020-p00,session,1,2"]
    assert "2020-p00" in prop("list", store=clone.base).out
    assert clone.git("status", "--porcelain").stdout == "UU base.json\n"
    report = prop("check", "--errors", "--format", "csv", store=clone.base, exit_code=1).out
    assert "open-conflict" in report


@pytest.mark.parametrize("text", ["red\x1b[31m", "[bold]x[/bold]"])
def test_values_in_conflict_do_not_reach_the_terminal_raw(clone: Clone, text: str) -> None:
    """What git shows of a conflict is text of records, which may come from anyone."""
    base = clone.records()
    branch(clone, "theirs", edited(base, session=text))
    branch(clone, "ours", edited(base, session="Our session"))
    shown = clone.git("merge", "theirs", code=1).stderr
    assert "Our session" in shown
    assert "\x1b" not in shown
    assert text.replace("\x1b", "\\x1b") in shown


def test_a_merge_that_is_aborted_leaves_no_conflicts(clone: Clone, prop: Prop) -> None:
    """The base is as before, and the list is dropped."""
    in_conflict(clone)
    clone.git("merge", "--abort")
    assert clone.conflicts() == []
    assert "taken back" in prop("resolve", store=clone.base).err
    assert not (clone.folder / ".base.json.conflicts").exists()


@pytest.mark.parametrize("command", ["rebase", "cherry-pick", "revert"])
def test_conflicts_of_a_rebase_that_is_aborted_are_dropped(
    clone: Clone, prop: Prop, command: str
) -> None:
    """The base is then as a commit has it that was made before the conflict."""
    base, before = clone.records(), "2020-01-01T00:00:00Z"
    branch(clone, "one", edited(base, session=1), when=before)
    branch(clone, "two", edited(base, session=2), when=before)
    if command == "revert":
        clone.write(edited(base, session=3))
        clone.commit("three", when=before)
    arguments = {"rebase": ["one"], "cherry-pick": ["one"], "revert": ["HEAD~1"]}[command]
    clone.git(command, *arguments, code=1)
    assert [one.paths for one in clone.conflicts()] == [("session",)]
    clone.git(command, "--abort")
    assert clone.conflicts() == []
    assert "taken back" in prop("resolve", store=clone.base).err


def test_conflicts_of_a_merge_that_goes_on_are_not_dropped(clone: Clone) -> None:
    """The merged base may be just what was committed before: ours was kept."""
    base, before = clone.records(), "2020-01-01T00:00:00Z"
    branch(clone, "one", edited(base, session=1), when=before)
    branch(clone, "two", edited(base, session=2), when=before)
    clone.git("merge", "one", code=1)
    assert [one.paths for one in clone.conflicts()] == [("session",)]
    clone.git("add", "base.json")
    assert [one.paths for one in clone.conflicts()] == [("session",)]
    clone.git("commit", "--quiet", "--no-edit")
    assert [one.paths for one in clone.conflicts()] == [("session",)]


def test_a_second_merge_keeps_what_the_first_left_undecided(clone: Clone) -> None:
    """Who commits a conflict without deciding it does not lose their value."""
    in_conflict(clone)
    clone.commit("undecided")
    clone.git("checkout", "--quiet", "-b", "more", "main")
    clone.write(edited(clone.records(), SECOND, term=3))
    clone.commit("more")
    clone.git("checkout", "--quiet", "ours")
    clone.git("merge", "--no-edit", "more", code=1)
    assert [(one.id, one.paths) for one in clone.conflicts()] == [
        ("2020-p00", ("session",)),
        ("2020-p01", ("term",)),
    ]


def test_rebase_and_cherry_pick_merge_records_too(clone: Clone) -> None:
    """Git asks the driver in each of them."""
    base = clone.records()
    branch(clone, "one", edited(base, session=1))
    branch(clone, "two", edited(base, kind=Kind.BILL))
    clone.git("rebase", "--quiet", "one")
    found = clone.records()[FIRST]
    assert isinstance(found, Proposal)
    assert (found.session, found.kind) == (1, Kind.BILL)
    branch(clone, "three", edited(base, term=7))
    clone.git("cherry-pick", "two")
    found = clone.records()[FIRST]
    assert isinstance(found, Proposal)
    assert (found.term, found.kind) == (7, Kind.BILL)


def crossed(clone: Clone, prop: Prop, decided: tuple[str, str]) -> None:
    """Let two branches with another session each merge each other, and decide it."""
    base = clone.records()
    branch(clone, "one", edited(base, session=1))
    branch(clone, "two", edited(base, session=2))
    clone.git("branch", "one-before", "one")
    for name, other, side in (("one", "two", decided[0]), ("two", "one-before", decided[1])):
        clone.git("checkout", "--quiet", name)
        clone.git("merge", other, code=1)
        prop("resolve", "--all", side, store=clone.base)
        clone.commit("decided")


def test_what_two_branches_decided_alike_is_not_asked_again(clone: Clone, prop: Prop) -> None:
    """Git merges their two ancestors first, silently: that conflict was decided already."""
    crossed(clone, prop, ("--ours", "--theirs"))
    clone.write(edited(clone.records(), term=5))
    clone.commit("term")
    shown = clone.git("merge", "--no-edit", "one")
    assert "conflict" not in shown.stderr
    assert clone.conflicts() == []
    assert not (clone.folder / ".base.json.conflicts").exists()


def test_what_two_branches_decided_differently_is_a_conflict(clone: Clone, prop: Prop) -> None:
    """Neither decision may win because it is that of a merged ancestor."""
    crossed(clone, prop, ("--ours", "--ours"))
    clone.git("merge", "--no-edit", "one", code=1)
    assert [(one.id, one.paths) for one in clone.conflicts()] == [("2020-p00", ("session",))]


def test_a_folder_with_modules_of_its_own_is_not_trusted(clone: Clone) -> None:
    """Git runs the driver at the top of the work tree, where anything may lie."""
    for name in ("typer.py", "msgspec.py"):
        (clone.folder / name).write_text("raise SystemExit(0)\n", encoding="utf-8")
    clone.commit("modules")
    test_branches_that_each_add_a_proposal_merge_without_a_conflict(clone)


@pytest.mark.parametrize(
    "name", ["our base.json", "it's 100%S.json", '"x" $(id) `id`.json', "基础.json"]
)
def test_a_base_may_have_any_name(clone: Clone, prop: Prop, name: str) -> None:
    """What is set in git, and what git hands on, is quoted."""
    folder = clone.folder / "a folder"
    folder.mkdir()
    clone.base = clone.base.rename(folder / name)
    prop("git-merge", "--install", store=clone.base)
    clone.commit("renamed")
    base = clone.records()
    branch(clone, "theirs", edited(edited(base, session=2), SECOND, term=9))
    branch(clone, "ours", edited(base, session=1))
    clone.git("merge", "theirs", code=1)
    assert [one.paths for one in clone.conflicts()] == [("session",)]
    assert getattr(clone.records()[SECOND], "term", None) == 9
    assert clone.git("status", "--porcelain", "-z").stdout == f"UU a folder/{name}\0"


def test_both_sides_may_have_added_the_base(clone: Clone, prop: Prop) -> None:
    """Without an ancestor, git gives an empty file: what either has is there."""
    clone.git("checkout", "--quiet", "--orphan", "other")
    theirs = edited(clone.records(), session=5)
    clone.write(theirs | {("proposals", "2021-new"): proposal("2021-new")})
    clone.commit("other")
    clone.git("checkout", "--quiet", "main")
    clone.git("merge", "--no-edit", "--allow-unrelated-histories", "other")
    found = clone.records()
    assert getattr(found[FIRST], "session", None) == 5
    assert ("proposals", "2021-new") in found


def versions(tmp_path: Path, *contents: bytes) -> list[Path]:
    """Write the versions that git gives the driver."""
    paths = [tmp_path / name for name in ("ancestor", "ours", "theirs")]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


TITLES = b"""      "titles": [
        {
          "lang": "en",
          "text": "On 2020-a"
        }
      ]"""
BASE = encode(
    {
        table: {"1": msgspec.to_builtins(record)}
        for table, record in (
            ("proposals", proposal("2020-a", titles=(Title(lang="en", text="On 2020-a"),))),
            ("bodies", body("npc")),
        )
    }
)
COPY = msgspec.json.encode(proposal("2020-a"))
BROKEN = {
    "conflict markers": BASE.replace(b"\n", b"\n<<<<<<< HEAD\n", 1),
    "no JSON": BASE[:-20],
    "not a base": b"[1, 2]",
    "an invalid record": BASE.replace(b'"suggestion"', b'"song"'),
    "a later format": BASE.replace(b'"format": 2', b'"format": 9'),
    "an id twice": BASE.replace(b'proposals": {', b'proposals": {"2": %s,' % COPY),
}


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_broken_version_leaves_ours_untouched(
    tmp_path: Path, prop: Prop, fault: str, place: int
) -> None:
    """The exit code says that nothing was merged, the message which version is broken."""
    contents = [BASE, BASE, BASE]
    contents[place] = BROKEN[fault]
    paths = versions(tmp_path, *contents)
    ended = prop("git-merge", *paths, "base.json", "7", exit_code=129)
    assert paths[1].read_bytes() == contents[1]
    assert ("common ancestor", "Our version", "Their version")[place] in ended.err
    assert str(tmp_path) not in ended.err


def test_bases_of_format_one_are_merged_as_format_two(tmp_path: Path, prop: Prop) -> None:
    """An old branch may still have the old format."""
    old = BASE.replace(b'  "base": {\n    "1": {\n      "format": 2\n    }\n  },\n', b"")
    old = old.replace(TITLES, b'      "title": {"en": "On 2020-a"}')
    paths = versions(tmp_path, old, old, BASE)
    prop("git-merge", *paths)
    assert ("proposals", "2020-a") in StateReader().read(paths[1]).state.records


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_missing_version_is_an_error(tmp_path: Path, prop: Prop, place: int) -> None:
    """Someone may run the driver by hand."""
    paths = versions(tmp_path, BASE, BASE, BASE)
    paths[place].unlink()
    assert "There is no base" in prop("git-merge", *paths, "base.json", exit_code=129).err


def test_conflicts_that_cannot_be_kept_leave_ours_untouched(tmp_path: Path, prop: Prop) -> None:
    """Their values would be lost otherwise: a link lies where they would be written."""
    changed = [BASE.replace(b'"suggestion"', kind) for kind in (b'"motion"', b'"petition"')]
    paths = versions(tmp_path, BASE, *changed)
    (tmp_path / ".base.json.conflicts").symlink_to(tmp_path / "elsewhere")
    prop("git-merge", *paths, tmp_path / "base.json", exit_code=129)
    assert paths[1].read_bytes() == changed[0]
    assert not (tmp_path / "elsewhere").exists()


def test_installing_again_changes_nothing(clone: Clone, prop: Prop) -> None:
    """Each line is written once, below what was there; odd names are quoted."""
    odd = clone.folder / "our [old] base.json"
    shutil.copy(clone.base, odd)
    (clone.folder / ".gitignore").write_text("*.tmp", encoding="utf-8")
    for _ in range(2):
        prop("git-merge", "--install", store=odd)
    attributes = (clone.folder / ".gitattributes").read_text(encoding="utf-8")
    assert attributes == '/base.json merge=prop\n"/our \\\\[old\\\\] base.json" merge=prop\n'
    ignored = (clone.folder / ".gitignore").read_text(encoding="utf-8")
    assert ignored == "*.tmp\n/.our \\[old\\] base.json.*\n"
    found = clone.git("check-attr", "merge", odd.name).stdout
    assert found.endswith("merge: prop\n")
    clone.git("check-ignore", f".{odd.name}.journal")


def test_a_line_that_git_prefers_is_named(clone: Clone, prop: Prop) -> None:
    """The driver would never be asked otherwise, and nobody would know."""
    (clone.folder / ".git" / "info" / "attributes").write_text("*.json merge=union\n")
    assert "merge=union" in prop("git-merge", "--install", store=clone.base, exit_code=1).err


def test_what_the_base_says_of_itself_is_decided_in_the_file(clone: Clone, prop: Prop) -> None:
    """Two names of the base are a conflict; theirs is typed by hand."""
    text = clone.base.read_text(encoding="utf-8")
    for name in ("theirs", "ours"):
        clone.git("checkout", "--quiet", "-b", name, "main")
        named = text.replace('"format": 2', f'"format": 2,\n      "name": "{name}"')
        clone.base.write_text(named, encoding="utf-8")
        clone.commit(name)
    assert "base name" in clone.git("merge", "theirs", code=1).stderr
    assert prop("resolve", "-f", "tsv", store=clone.base).out.split()[5:8] == [
        "base",
        "base",
        "name",
    ]
    assert "--done" in prop("resolve", "base", "--theirs", store=clone.base, exit_code=1).err
    assert "All conflicts" in prop("resolve", "base", "--done", store=clone.base).err


def test_it_can_be_uninstalled(clone: Clone, prop: Prop) -> None:
    """Nothing is left in the configuration of the clone; a second time is no error."""
    for _ in range(2):
        prop("git-merge", "--uninstall", store=clone.base)
    assert "merge.prop" not in clone.git("config", "--list", "--local").stdout


def test_what_install_needs_is_said(
    path: Path, prop: Prop, clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository, a base that is not the shipped one, and git; links are not written through."""
    write_store(path, [proposal()])
    assert "git init" in prop("git-merge", "--install", store=path, exit_code=1).err
    assert "--store" in prop("git-merge", "--install", exit_code=1).err
    assert "merge-base" in prop("git-merge", exit_code=2).err
    attributes = clone.folder / ".gitattributes"
    attributes.rename(clone.folder / "elsewhere")
    attributes.symlink_to(clone.folder / "elsewhere")
    assert "link" in prop("git-merge", "--install", store=clone.base, exit_code=3).err
    monkeypatch.setenv("PATH", os.devnull)
    assert "Install git" in prop("git-merge", "--install", store=clone.base, exit_code=1).err


@pytest.mark.parametrize("answer", ["y", "n"])
def test_init_in_a_repository_asks_on_a_terminal(
    clone: Clone, env: dict[str, str], answer: str
) -> None:
    """Yes sets it up, no leaves the clone as it is."""
    prop = [sys.executable, "-m", "proposals_cli"]
    parent, child = pty.openpty()
    os.write(parent, f"{answer}\n".encode())
    command = [*prop, "init", "new.json", "--empty"]
    subprocess.run(
        command, cwd=clone.folder, env=env, check=True, stdin=child, stdout=child, stderr=child
    )
    os.close(child)
    os.close(parent)
    attributes = (clone.folder / ".gitattributes").read_text(encoding="utf-8")
    assert ("/new.json merge=prop" in attributes) == (answer == "y")


def test_init_in_a_repository_says_how_to_merge(clone: Clone, prop: Prop, path: Path) -> None:
    """Elsewhere it says nothing of git."""
    assert "git-merge --install" in prop("init", clone.folder / "new.json", "--empty").err
    assert "git" not in prop("init", path, "--empty").err
