"""Editing in the user's editor: what is accepted, and how mistakes are reported."""

import os
import shlex
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.commands import editor as editor_module
from proposals_cli.commands.yaml_text import MESSAGE, TEMPLATE
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.desk import SMALL, Desk, Editor, replaced, typed
from tests.factories import fact, note, proposal
from tests.terminal import Ended, piped

GOOD = "title: On testing AI\nyear: 2024\nthemes: [fintech]\n"

Opens = Callable[..., Editor]


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base with a fact and a note besides."""
    return Desk(prop, tmp_path, [*SMALL, fact(person="li-hua"), note()])


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """Return a function that sets EDITOR to a script of steps."""

    def set_editor(*steps: str) -> Editor:
        editor = Editor(tmp_path, *steps)
        monkeypatch.setenv("EDITOR", editor.command)
        return editor

    return set_editor


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


# -- accepted ------------------------------------------------------------------------------------


def test_new_proposal_is_typed_into_the_template(desk: Desk, opens: Opens) -> None:
    """The editor shows the template; what is saved is added, and no draft is left."""
    editor = opens(typed(GOOD))
    ended = desk.prop("add", "-m", "tonight")
    assert editor.seen(1) == TEMPLATE
    assert ended.err == "  2024-testing-ai\n1: add 2024-testing-ai (tonight)\n"
    assert desk.proposal("2024-testing-ai")["themes"] == ["fintech"]
    assert desk.drafts() == []


@pytest.mark.parametrize(
    ("as_", "text", "table", "id_"),
    [
        ("person", "name: Wang Wu", "people", "wang-wu"),
        ("theme", "name: {en: Sport, zh: 体育}", "themes", "sport"),
        ("source", "kind: news\nurl: https://e.org/x\ndate: 2024-03-05", "sources", "e-2024"),
        ("fact", "kind: total\ntext: Fifty.\nvalue: 50", "facts", "fifty"),
        ("note", "source: source-one\nwords: W\nmeaning: M", "notes", "w"),
    ],
)
def test_new_record_of_every_table(
    desk: Desk, opens: Opens, as_: str, text: str, table: str, id_: str
) -> None:
    """``--as`` names the kind of record, and its template lists the fields."""
    editor = opens(typed(text))
    desk.prop("add", "--as", as_)
    assert id_ in desk.table(table)
    shown = editor.seen(1)
    assert shown.startswith(f"# A new {as_}.")
    assert all(f"{name}: null\n" in shown for name in desk.table(table)[id_] if name != "history")


@pytest.mark.parametrize(
    ("id_", "table", "old", "new", "field", "value"),
    [
        ("2020-cloud", "proposals", "On 2020-cloud", "On clouds", "title.en", "On clouds"),
        ("li-hua", "people", "en: Li Hua", "en: Lee Hua", "name.en", "Lee Hua"),
        ("fintech", "themes", "en: Fintech", "zh: 金融科技", "name.zh", "金融科技"),
        ("source-one", "sources", "kind: news", "kind: book", "kind", "book"),
        ("count-2020", "facts", "Seven were", "Eight were", "text", "Eight were made."),
        ("note-one", "notes", "meaning: industry", "meaning: trade", "meaning", "trade"),
    ],
)
def test_edit_of_every_table(
    desk: Desk, opens: Opens, id_: str, table: str, old: str, new: str, field: str, value: str
) -> None:
    """A record is shown as YAML without its history; one changed word changes one field."""
    before = desk.table(table)[id_]
    editor = opens(replaced(old, new))
    ended = desk.prop("edit", id_)
    name = field.partition(".")[0]
    assert ended.err == f"1: edit {id_}: {name}\n"
    assert editor.seen(1).startswith(f"# {id_} in {table}. ")
    assert "\nhistory:" not in editor.seen(1)
    after: Any = desk.table(table)[id_]
    assert [key for key in after if after[key] != before[key]] == [name, "history"]
    for step in field.split("."):
        after = after[step]
    assert after == value
    assert desk.drafts() == []


def test_edit_shows_known_fields_and_names_the_others(desk: Desk, opens: Opens) -> None:
    """Blank fields are left out of the text; its first comment lists them."""
    editor = opens("true")
    desk.prop("edit", "2021-health")
    head = [line for line in editor.seen(1).splitlines() if line.startswith("# ")]
    body = [line for line in editor.seen(1).splitlines() if not line.startswith("# ")]
    assert "measures, regions" in " ".join(head).replace(" # ", " ")
    assert body == [
        *("id: 2021-health", "year: 2021", "body: npc", "kind: suggestion", "title:"),
        *("  en: On 2021-health", "status:", "  value: unknown"),
    ]


# -- left as it was ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        "true",
        'touch "$1"',
        'cp "$1" "$1.x"; mv "$1.x" "$1"',
        "sed -i 's/$/\\r/' \"$1\"",
        ': > "$1"',
        'printf "\\n \\n" > "$1"',
    ],
)
@pytest.mark.parametrize("command", [("add",), ("edit", "2020-cloud")])
def test_unchanged_or_emptied_text_changes_nothing(
    desk: Desk, opens: Opens, command: tuple[str, ...], step: str
) -> None:
    """Leaving the editor without a change cancels; no draft is kept."""
    before = desk.content()
    opens(step)
    said = desk.prop(*command).err
    assert said in ("Nothing was added.\n", "Nothing was changed in 2020-cloud.\n")
    assert desk.content() == before
    assert not desk.journal.exists()
    assert [path for path in desk.drafts() if not path.name.endswith(".x")] == []


def test_editing_only_comments_changes_nothing(desk: Desk, opens: Opens) -> None:
    """A text with the same values is no change."""
    before = desk.content()
    opens('echo "# a remark" >> "$1"')
    assert desk.prop("edit", "2020-cloud").err == "Nothing was changed in 2020-cloud.\n"
    assert desk.content() == before
    assert desk.drafts() == []


# -- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        (
            "title: T\nyear: 2024\nthemes: [fintec]",
            "There is no theme 'fintec'.",
            "themes: [fintec]",
        ),
        ("title: T\nyear: 2024\npeople:\n- Li Hu", "There is no person 'Li Hu'.", "- Li Hu"),
        ("title: T\nyear: soon", "field 'year': Expected `int`", "year: soon"),
        ("# my draft\nyear: 2024", "a title needs text", "# my draft"),
        ("title: T\nyear: 2024\ncolour: red", "unknown field `colour`", "colour: red"),
        ("title: {en: T,\n  de: T}\nyear: 2024", "unknown field `de`", "  de: T}"),
        ("title: T\nyear: 2024\nkind: poem", "Invalid enum value 'poem'", "kind: poem"),
        (
            "title: T\nyear: 2024\nmeasures:\n- text:\n- text: A\n  horizon: soon",
            "field 'measures[0].horizon'",
            "  horizon: soon",
        ),
        (
            "title: T\nyear: 2024\nmeasures:\n- text: A\n  citations:\n  - nowhere, para 4",
            "a citation names 'nowhere'",
            "  - nowhere, para 4",
        ),
        (
            "title: T\nyear: 2024\nsources: [nowhere]",
            "sources names 'nowhere'",
            "sources: [nowhere]",
        ),
        ("title: T\nyear: 2024\ncontinues:\n- 2019-x", "continues names '2019-x'", "continues:"),
        ("title: T\nid: 2020-cloud\nyear: 2020", "The id '2020-cloud' is in use", "id: 2020-cloud"),
        ("title: On AI: a view\nyear: 2024", "mapping values are not allowed", "title: On AI: a"),
        ("title: T\nyear: 2024\n\nyear: 2025", "duplicate key 'year'", "year: 2025"),
        ("title: T\nnotes:\n- *x\nyear: 2024", "aliases (*name) are not read", "- *x"),
        ("- {title: A, year: 2024}\n- title: B\n  year: B", "Draft 2: ", "  year: B"),
    ],
)
def test_mistake_opens_the_editor_again_with_a_message(
    desk: Desk, opens: Opens, text: str, said: str, line: str
) -> None:
    """The message is above the line it is about, and is gone once the line is corrected."""
    editor = opens(typed(text), typed(GOOD))
    ended = desk.prop("add")
    assert editor.opened == 2
    message, below = editor.message_above(2)
    assert said in message
    assert below.startswith(line)
    shown = editor.seen(2).splitlines()
    assert [part for part in shown if not part.startswith(MESSAGE)] == text.splitlines()
    assert ended.err.endswith("1: add 2024-testing-ai\n")
    assert b">>>" not in desk.content()
    assert desk.drafts() == []


def test_mistakes_are_reported_one_after_the_other(desk: Desk, opens: Opens) -> None:
    """Each time the editor shows the current mistake only."""
    editor = opens(
        typed("title: T\nyear: soon\nthemes: [none]"),
        replaced("soon", "2024"),
        replaced("none", "fintech"),
    )
    desk.prop("add")
    assert "field 'year'" not in editor.message_above(2)[0]  # themes are looked up first
    assert editor.message_above(2)[1] == "themes: [none]"
    assert editor.message_above(3)[1] == "themes: [none]"
    assert desk.proposal("2024-t")["themes"] == ["fintech"]


def test_messages_are_removed_from_a_text(desk: Desk, opens: Opens) -> None:
    """A message inside a text of several lines does not change the text."""
    text = 'year: 2024\ntitle: "On\n  testing\nmeasures: [*a]\n  AI"\nbody: [\n'
    editor = opens(typed(text), replaced("body: \\[", "body: npc"))
    desk.prop("add")
    assert MESSAGE in editor.seen(2)
    assert (
        desk.proposal("2024-testing-measures-ai")["title"]["en"] == "On testing measures: [*a] AI"
    )


def test_message_below_a_last_line_without_an_end(desk: Desk, opens: Opens) -> None:
    """A last line without a line end stays readable."""
    editor = opens("printf 'title: T\\nyear: [' > \"$1\"", typed(GOOD))
    desk.prop("add")
    lines = editor.seen(2).splitlines()
    assert [line for line in lines if not line.startswith(MESSAGE)] == ["title: T", "year: ["]


@pytest.mark.parametrize(
    "step", [replaced("id: 2020-cloud", "id: 2020-sky"), 'sed -i /^id:/d "$1"']
)
def test_id_cannot_be_changed(desk: Desk, opens: Opens, step: str) -> None:
    """Another id, or none, is a mistake; with the old id the edit is accepted."""
    before = desk.content()
    back = replaced("2020-sky", "2020-cloud") + '; grep -q ^id: "$1" || echo id: 2020-cloud >> "$1"'
    editor = opens(step, f"{back}; echo 'term: 13' >> \"$1\"")
    ended = desk.prop("edit", "2020-cloud")
    assert "The id '2020-cloud' cannot be changed" in editor.message_above(2)[0]
    assert ended.err == "1: edit 2020-cloud: term\n"
    assert list(desk.table("proposals")) == ["2020-cloud", "2021-health"]
    desk.prop("undo")
    assert desk.content() == before


def test_two_records_in_an_edit_are_refused(desk: Desk, opens: Opens) -> None:
    """An edit is of one record."""
    editor = opens(typed("- id: 2020-cloud\n- id: 2021-health"), ': > "$1"')
    desk.prop("edit", "2020-cloud")
    assert editor.message_above(2)[0].startswith("Only one record can be edited.")


# -- kept ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "text", "old", "new", "said"),
    [
        (("add",), "title: T\nyear: soon", "soon", "2024", "2: add 2024-t"),
        (("add",), "title: A: B\nyear: 2024", "A: B", "A - B", "2: add 2024-b"),
        (("add", "--as", "person"), "name: {de: Wu}\nid: wu", "de", "en", "2: add wu"),
        (
            ("edit", "2020-cloud"),
            "id: 2020-cloud\nyear: soon\ntitle: T",
            *("soon", "2020", "2: edit 2020-cloud: title, people, themes"),
        ),
    ],
)
def test_uncorrected_mistake_keeps_the_draft(
    desk: Desk, opens: Opens, command: tuple[str, ...], text: str, old: str, new: str, said: str
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
    assert go_on(desk, ended).err.splitlines()[-1].startswith(said)


def test_the_suggested_command_names_the_base(prop: Prop, tmp_path: Path, opens: Opens) -> None:
    """A draft for a base given with --store is not added to another."""
    desk = Desk(prop, tmp_path)
    other = JsonStore.create(tmp_path / "my base.json", SMALL)
    opens(typed("title: T\nyear: soon"), "true")
    ended = prop("--store", str(other.path), "add", exit_code=1)
    draft = kept(desk, ended, "title: T\nyear: soon")
    draft.write_text("title: T\nyear: 2024", encoding="utf-8")
    assert go_on(desk, ended).err.endswith("1: add 2024-t\n")
    assert "2024-t" not in desk.table("proposals")
    assert b"2024-t" in other.path.read_bytes()


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("exit 3", "The editor ended with exit code 3; nothing was written."),
        ("kill -9 $$", "The editor was killed by signal 9; nothing was written."),
        ("kill -15 $$", "The editor was killed by signal 15; nothing was written."),
    ],
)
def test_editor_that_fails_keeps_what_was_typed(
    desk: Desk, opens: Opens, ending: str, said: str
) -> None:
    """Nothing is added, even from a valid text; what was saved is kept."""
    before = desk.content()
    opens(f"{typed(GOOD)}\n{ending}")
    ended = desk.prop("add", exit_code=1)
    assert ended.err.startswith(f"Error: {said}\n")
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
    ("command", "said"),
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
def test_editor_that_cannot_be_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    """The error names the editor and what to set; no draft is left."""
    monkeypatch.setenv("EDITOR", command)
    ended = desk.prop("add", exit_code=1)
    assert ended.err.startswith(f"Error: {said}")
    assert ended.err.endswith("Set VISUAL or EDITOR.\n")
    assert desk.drafts() == []


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
def test_without_an_editor_it_is_vi(
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
def test_editors_save_in_their_own_ways(desk: Desk, opens: Opens, step: str, added: bool) -> None:
    """Byte order marks, Windows line ends and renaming work; text that is not UTF-8 is kept."""
    opens(step)
    ended = desk.prop("add", exit_code=0 if added else 1)
    if added:
        assert desk.proposal("2024-t")["title"]["en"] == "T"
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


# -- interrupted ---------------------------------------------------------------------------------


def test_interrupt_in_the_editor_keeps_the_draft(desk: Desk, env: dict[str, str]) -> None:
    """The program says where the draft is."""
    editor = Editor(desk.folder, f"{typed(GOOD)}\nkill -INT $PPID")
    ended = piped(("add",), {**env, "EDITOR": editor.command})
    assert ended.code == 130
    assert ended.out == ""
    kept(desk, ended, GOOD)


def test_interrupt_before_a_change_keeps_nothing(desk: Desk, env: dict[str, str]) -> None:
    """An unchanged template is not kept."""
    editor = Editor(desk.folder, "kill -INT $PPID")
    ended = piped(("add",), {**env, "EDITOR": editor.command})
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
    whole = desk.content()
    editor = opens(f"{typed(GOOD)}\necho broken > {shlex.quote(str(desk.store))}")
    ended = desk.prop("add", exit_code=3)
    assert "is not valid JSON" in ended.err
    assert editor.opened == 1
    kept(desk, ended, GOOD)
    desk.store.write_bytes(whole)
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
    assert str(desk.drafts()[0]) in ended.err
    assert desk.content() == theirs.read_bytes()


def test_another_record_changed_meanwhile_is_fine(desk: Desk, opens: Opens) -> None:
    """A change to another record, made while the editor was open, is kept."""
    other = proposal("2021-health", notes=("seen by somebody else",))
    theirs = JsonStore.create(desk.folder / "theirs.json", [SMALL[0], other, *SMALL[2:]]).path
    arrives = f"cp {shlex.quote(str(theirs))} {shlex.quote(str(desk.store))}"
    opens(f"{replaced('On 2020-cloud', 'On clouds')}; {arrives}")
    desk.prop("edit", "2020-cloud")
    assert desk.proposal("2020-cloud")["title"]["en"] == "On clouds"
    assert desk.proposal("2021-health")["notes"] == ["seen by somebody else"]
