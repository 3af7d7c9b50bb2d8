"""Drafts in the user's editor: none is lost, whatever goes wrong."""

import os
import shlex
import stat
from pathlib import Path

import pytest

from proposals_cli.commands import editor as editor_module
from proposals_cli.commands.yaml_text import MESSAGE
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.store.json_store import JsonStore
from tests.commands.conftest import Opens
from tests.conftest import Prop
from tests.desk import INFO, SMALL, Desk, Editor, replaced, typed
from tests.factories import proposal
from tests.terminal import Ended, on_terminal

GOOD = "title: On testing AI\nyear: 2024\nthemes: [fintech]\n"


def kept(desk: Desk, ended: Ended, text: str) -> Path:
    """Check that one draft is kept, named in the message and contains the text; return its path."""
    (draft,) = desk.drafts()
    assert f"The draft is kept: {draft}\n" in ended.err
    assert draft.read_text(encoding="utf-8").strip() == text.strip()
    return draft


def go_on(desk: Desk, ended: Ended) -> Ended:
    """Run the command that an error names for continuing with a draft."""
    (line,) = [line for line in ended.err.splitlines() if line.startswith("Continue with: ")]
    program, *arguments = shlex.split(line.removeprefix("Continue with: "))
    assert program == "prop"
    return desk.prop(*arguments)


# -- kept ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "text", "old", "new", "message"),
    [
        (("add",), "title: T\nyear: soon", "soon", "2024", "2: add 2024-t"),
        (("add",), "title: A: B\nyear: 2024", "A: B", "A - B", "2: add 2024-b"),
        (("add", "--as", "person"), "name: {German: Wu}\nid: wu", "German", "de", "2: add wu"),
        (
            ("edit", "2020-cloud"),
            "id: 2020-cloud\nyear: soon\ntitle: T",
            *("soon", "2020", "2: edit 2020-cloud: titles, sponsors, themes"),
        ),
    ],
)
def test_uncorrected_mistake_keeps_the_draft(
    desk: Desk, opens: Opens, command: tuple[str, ...], text: str, old: str, new: str, message: str
) -> None:
    """The draft is named and has no messages; the suggested command continues with it."""
    desk.add("title: Before\nyear: 2019\n")
    before = desk.content()
    opens(typed(text), "true")
    ended = desk.prop(*command, exit_code=1)
    assert ended.err.startswith("Error: The draft still has the mistake: ")
    assert desk.content() == before
    draft = kept(desk, ended, text)
    draft.write_text(draft.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert go_on(desk, ended).err.splitlines()[-1].startswith(message)


def test_the_suggested_command_names_the_base(prop: Prop, tmp_path: Path, opens: Opens) -> None:
    """A draft for a base given with --store is not added to another."""
    desk = Desk(prop, tmp_path)
    other = JsonStore.create(tmp_path / "my base.json", SMALL, INFO)
    opens(typed("title: T\nyear: soon"), "true")
    ended = prop("--store", str(other.path), "add", exit_code=1)
    draft = kept(desk, ended, "title: T\nyear: soon")
    draft.write_text("title: T\nyear: 2024", encoding="utf-8")
    assert go_on(desk, ended).err.endswith("1: add 2024-t\n")
    assert "2024-t" not in desk.table("proposals")
    assert b"2024-t" in other.path.read_bytes()


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ("exit 3", "The editor ended with exit code 3; nothing was written."),
        ("kill -9 $$", "The editor was killed by signal 9; nothing was written."),
        ("kill -15 $$", "The editor was killed by signal 15; nothing was written."),
    ],
)
def test_editor_that_fails_keeps_what_was_typed(
    desk: Desk, opens: Opens, ending: str, message: str
) -> None:
    """Nothing is added, even from a valid text; what was saved is kept."""
    before = desk.content()
    opens(f"{typed(GOOD)}\n{ending}")
    ended = desk.prop("add", exit_code=1)
    assert ended.err.startswith(f"Error: {message}\n")
    draft = kept(desk, ended, GOOD)
    assert desk.content() == before
    assert go_on(desk, ended).err.endswith("1: add 2024-testing-ai\n")
    draft.unlink()


@pytest.mark.parametrize("ending", ["exit 3", "kill -9 $$"])
def test_editor_that_fails_without_a_change_leaves_nothing(
    desk: Desk, opens: Opens, ending: str
) -> None:
    """An unchanged template is not kept as a draft."""
    opens(ending)
    assert "kept" not in desk.prop("add", exit_code=1).err
    assert desk.drafts() == []


def test_editor_killed_after_a_mistake_keeps_the_text_without_messages(
    desk: Desk, opens: Opens
) -> None:
    """Messages of the program are not kept."""
    opens(typed("title: T\nyear: soon"), "echo 'term: 13' >> \"$1\"; kill -9 $$")
    ended = desk.prop("add", exit_code=1)
    kept(desk, ended, "title: T\nyear: soon\nterm: 13")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            "/no/such/editor",
            "The editor '/no/such/editor' cannot be run: No such file or directory.",
        ),
        ("no-such-editor --wait", "The editor 'no-such-editor' cannot be run: No such file"),
        ("/", "The editor '/' cannot be run: Permission denied."),
        ('vi "', "The editor 'vi \"' cannot be run: no closing quotation."),
    ],
)
@pytest.mark.usefixtures("terminal")
def test_editor_that_cannot_be_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str, message: str
) -> None:
    """The error names the editor and what to set; no draft is left."""
    monkeypatch.setenv("EDITOR", command)
    ended = desk.prop("add", exit_code=1)
    assert ended.err.startswith(f"Error: {message}")
    assert ended.err.endswith("Set VISUAL or EDITOR.\n")
    assert desk.drafts() == []


@pytest.mark.usefixtures("terminal")
def test_visual_goes_before_editor(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """VISUAL comes first, with its quoted arguments; no shell interprets them."""
    script = desk.folder / "an editor.sh"
    script.write_text(f'echo "$@" > "$0.args"; shift 2\n{typed(GOOD)}\n', encoding="utf-8")
    monkeypatch.setenv("VISUAL", f"sh '{script}' --wait '; touch {desk.folder}/ran $HOME'")
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    desk.prop("add")
    given = Path(f"{script}.args").read_text(encoding="utf-8")
    assert given.startswith(f"--wait ; touch {desk.folder}/ran $HOME /")
    assert not (desk.folder / "ran").exists()


@pytest.mark.parametrize("value", [None, "", "  "])
@pytest.mark.usefixtures("terminal")
def test_the_default_editor_is_vi(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None
) -> None:
    """If nothing or only spaces are set, vi is run from the path."""
    vi = tmp_path / "bin" / "vi"
    vi.parent.mkdir()
    vi.write_text(f"#!/bin/sh\n{typed(GOOD)}\n", encoding="utf-8")
    vi.chmod(vi.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{vi.parent}:{os.environ['PATH']}")
    for name in ("VISUAL", "EDITOR"):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert desk.prop("add").err.endswith("1: add 2024-testing-ai\n")


@pytest.mark.parametrize(
    ("step", "added"),
    [
        ("printf '\\357\\273\\277title: T\\r\\nyear: 2024\\r\\n' > \"$1\"", True),
        ("printf 'title: T\\r\\nyear: 2024\\r\\n' > \"$1\"", True),
        ('printf \'title: T\\nyear: 2024\' > "$1.x"; mv "$1.x" "$1"', True),
        ("printf 'title: \\344\\nyear: 2024' > \"$1\"", False),
    ],
)
def test_files_saved_in_different_ways_are_read(
    desk: Desk, opens: Opens, step: str, added: bool
) -> None:
    """Byte order marks, Windows line ends and renaming work; text that is not UTF-8 is kept."""
    opens(step)
    ended = desk.prop("add", exit_code=0 if added else 1)
    if added:
        assert desk.proposal("2024-t")["titles"][0]["text"] == "T"
        return
    assert ended.err.startswith("Error: The draft is not UTF-8 text.\nSave it as UTF-8.\n")
    (draft,) = desk.drafts()
    assert str(draft) in ended.err
    assert draft.read_bytes() == b"title: \xe4\nyear: 2024"


def test_editor_that_deletes_the_draft(desk: Desk, opens: Opens) -> None:
    """A deleted draft is reported, and not claimed to be kept."""
    opens('rm "$1"')
    ended = desk.prop("add", exit_code=1)
    assert ended.err == "Error: The editor left no draft: No such file or directory.\n"


@pytest.mark.parametrize("step", ['rm "$1"; ln -s /dev/zero "$1"', 'rm "$1"; mkdir "$1"'])
def test_editor_that_leaves_no_file(desk: Desk, opens: Opens, step: str) -> None:
    """A device is not read."""
    opens(step)
    assert "is not a file" in desk.prop("add", exit_code=1).err


def test_draft_that_is_too_long_is_kept(desk: Desk, opens: Opens) -> None:
    """It is refused before it is parsed, and nothing typed is lost."""
    opens("yes '# a remark' | head -c 10000001 > \"$1\"", "exit 1")
    ended = desk.prop("add", exit_code=1)
    (draft,) = desk.drafts()
    assert str(draft) in ended.err
    assert draft.stat().st_size == 10_000_001


def test_without_a_place_for_drafts_no_editor_opens(desk: Desk, opens: Opens) -> None:
    """The error names another way."""
    (desk.store.parent / "drafts").write_text("in the way", encoding="utf-8")
    editor = opens(typed(GOOD))
    ended = desk.prop("add", exit_code=1)
    assert ended.err.startswith("Error: The draft cannot be stored in ")
    assert "prop add FILE" in ended.err
    assert editor.opened == 0


def test_full_disk_keeps_the_draft_as_typed(
    desk: Desk, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the message cannot be written, the mistake is still reported and the text is complete."""
    text = "title: T\nyear: soon"
    write = editor_module._write

    def full(draft: Path, content: str) -> None:
        if MESSAGE in content:
            raise OSError(28, "No space left on device")
        write(draft, content)

    monkeypatch.setattr(editor_module, "_write", full)
    editor = opens(typed(text))
    ended = desk.prop("add", exit_code=1)
    assert editor.opened == 1
    assert "field 'year'" in ended.err
    kept(desk, ended, text)


# -- interrupted -----------------------------------------------------------------------------------


def test_interrupt_in_the_editor_keeps_the_draft(desk: Desk, env: dict[str, str]) -> None:
    """The program says where the draft is."""
    editor = Editor(desk.folder, f"{typed(GOOD)}\nkill -INT $PPID")
    ended = on_terminal(("add",), {**env, "EDITOR": editor.command}, 80)
    assert ended.code == 130
    assert ended.out == ""
    kept(desk, ended, GOOD)


def test_interrupt_before_a_change_keeps_nothing(desk: Desk, env: dict[str, str]) -> None:
    """An unchanged template is not kept."""
    editor = Editor(desk.folder, "kill -INT $PPID")
    ended = on_terminal(("add",), {**env, "EDITOR": editor.command}, 80)
    assert (ended.code, ended.out, ended.err) == (130, "", "")
    assert desk.drafts() == []


@pytest.mark.parametrize("raised", [KeyboardInterrupt, RuntimeError])
def test_interrupt_or_defect_while_writing_keeps_the_draft(
    desk: Desk,
    opens: Opens,
    monkeypatch: pytest.MonkeyPatch,
    raised: type[BaseException],
) -> None:
    """Whatever goes wrong after the editor has ended, what was typed is kept."""

    def fails(*_: object) -> None:
        raise raised

    monkeypatch.setattr(BaseEditor, "add", fails)
    opens(typed(GOOD))
    if raised is KeyboardInterrupt:
        kept(desk, desk.prop("add", exit_code=130), GOOD)
        return
    with pytest.raises(RuntimeError):
        desk.prop("add")
    (draft,) = desk.drafts()
    assert draft.read_text(encoding="utf-8").strip() == GOOD.strip()


def test_store_that_fails_meanwhile_keeps_the_draft(desk: Desk, opens: Opens) -> None:
    """An error that editing cannot fix does not open the editor again."""
    content = desk.content()
    editor = opens(f"{typed(GOOD)}\necho broken > {shlex.quote(str(desk.store))}")
    ended = desk.prop("add", exit_code=3)
    assert "is not valid JSON" in ended.err
    assert editor.opened == 1
    kept(desk, ended, GOOD)
    desk.store.write_bytes(content)
    assert go_on(desk, ended).err.endswith("1: add 2024-testing-ai\n")


def test_record_changed_meanwhile_is_not_overwritten(desk: Desk, opens: Opens) -> None:
    """The other edit of the same record is kept, and so is the draft."""
    other = proposal("2020-cloud", notes=("seen by somebody else",))
    theirs = JsonStore.create(desk.folder / "theirs.json", [other, *SMALL[1:]]).path
    arrives = f"cp {shlex.quote(str(theirs))} {shlex.quote(str(desk.store))}"
    editor = opens(f"{replaced('On 2020-cloud', 'On clouds')}; {arrives}")
    ended = desk.prop("edit", "2020-cloud", exit_code=1)
    assert "'2020-cloud' in proposals was changed by somebody else" in ended.err
    assert editor.opened == 1
    assert "Continue" not in ended.err
    assert "the whole draft would undo the other change" in ended.err
    assert str(desk.drafts()[0]) in ended.err
    assert desk.content() == theirs.read_bytes()


def test_a_kept_draft_does_not_undo_what_others_changed_since(desk: Desk, opens: Opens) -> None:
    """The command that continues writes the whole record, as it was when the draft was begun."""
    opens(f"{replaced('2020', 'soon')}", "true")
    ended = desk.prop("edit", "2020-cloud", exit_code=1)
    draft = desk.drafts()[0]
    draft.write_text(draft.read_text(encoding="utf-8").replace("soon", "2020"), encoding="utf-8")
    desk.prop("set", "term=13", "2020-cloud", "--yes")
    (line,) = [line for line in ended.err.splitlines() if line.startswith("Continue with: prop ")]
    again = desk.prop(*shlex.split(line.removeprefix("Continue with: prop ")), exit_code=1)
    assert "has changed since this draft was begun" in again.err
    assert desk.proposal("2020-cloud")["term"] == 13


def test_another_record_changed_meanwhile_is_fine(desk: Desk, opens: Opens) -> None:
    """A change to another record, made while the editor was open, is kept."""
    other = proposal("2021-health", notes=("seen by somebody else",))
    theirs = JsonStore.create(desk.folder / "theirs.json", [SMALL[0], other, *SMALL[2:]]).path
    arrives = f"cp {shlex.quote(str(theirs))} {shlex.quote(str(desk.store))}"
    opens(f"{replaced('On 2020-cloud', 'On clouds')}; {arrives}")
    desk.prop("edit", "2020-cloud")
    assert desk.proposal("2020-cloud")["titles"][0]["text"] == "On clouds"
    assert desk.proposal("2021-health")["notes"] == ["seen by somebody else"]
