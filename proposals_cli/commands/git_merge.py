"""``prop git-merge``: git's merge driver for bases."""

import re
import shlex
from pathlib import Path
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.merging import conflicts_file, say_conflicts, say_remarks
from proposals_cli.commands.repository import install, say_installed, uninstall
from proposals_cli.commands.session import Session
from proposals_cli.domain.merging.bases import Merged, merge
from proposals_cli.errors import InvalidQueryError, PropError
from proposals_cli.store.base_state import StateReader, StoredState, written_state

CANNOT_MERGE = 129
"""Exit code with which git takes the merge itself, not only its result, as failed."""


def git_merge(
    ctx: typer.Context,
    versions: Annotated[
        list[Path] | None,
        o.argument(
            "[ANCESTOR OURS THEIRS [PATH [SIZE]]]",
            "What git gives a merge driver (%O %A %B %P %L); OURS gets the result.",
        ),
    ] = None,
    install_: Annotated[
        bool,
        typer.Option("--install", help="Let git merge the base in use, in this clone."),
    ] = False,
    uninstall_: Annotated[
        bool, typer.Option("--uninstall", help="Let git merge as it did before.")
    ] = False,
    virtual: Annotated[
        bool,
        typer.Option("--virtual", help="Merge ancestors: keep theirs where both sides differ."),
    ] = False,
) -> None:
    """Let git merge a base record by record and field by field.

    --install sets this up for the base in use: it tells git in this clone how to merge, and writes
    .gitattributes and .gitignore, which you commit. Everyone else runs it once in their clone. From
    then on git merge, rebase, cherry-pick and stash merge the base: records and fields that only
    one side changed are as that side has them. Where both changed the same field, the base keeps
    ours, git reports a conflict, and `prop resolve` shows and decides it.

    Exit codes for git: 0 merged, 1 merged with conflicts, 129 cannot be merged and unchanged.

    \b
    Examples:
      prop git-merge --install --store mine.json
      prop git-merge --uninstall --store mine.json
    """
    if install_ or uninstall_:
        if versions or (install_ and uninstall_):
            raise InvalidQueryError(
                "--install and --uninstall take no files.", "Name the base with --store."
            )
        _set_up(Session.of(ctx), remove=uninstall_)
        return
    if not versions or not 3 <= len(versions) <= 5:
        raise InvalidQueryError(
            "git runs this command with three versions of a base.",
            "To set that up: prop --store FILE git-merge --install. To merge another file into your"
            " base: prop merge-base FILE",
        )
    path = versions[3] if len(versions) > 3 else versions[1]
    try:
        conflicts = _merge_versions(versions[0], versions[1], versions[2], path, virtual=virtual)
    except PropError as error:
        output.say(f"prop cannot merge {path}; it is as it was.\n{error.message}\n{error.hint}")
        raise typer.Exit(CANNOT_MERGE) from error
    if conflicts:
        raise typer.Exit(1)


def _merge_versions(ancestor: Path, ours: Path, theirs: Path, path: Path, *, virtual: bool) -> bool:
    """Merge into ``ours``; return whether there are conflicts.

    Raises:
        PropError: a version cannot be read, or the result cannot be written.
    """
    reader = StateReader()
    mine = _read(reader, ours, f"Our version of {path}")
    other = _read(reader, theirs, f"Their version of {path}")
    before = None
    is_empty = ancestor.is_file() and not ancestor.stat().st_size
    if not is_empty:  # it is where both sides added the file
        before = _read(reader, ancestor, f"The common ancestor of {path}").state
    merged = merge(before, mine.state, other.state, lambda _: "ancestor" if virtual else None)
    has_conflicts = bool(merged.conflicts) and not virtual
    numbers = mine.numbers | {k: n for k, n in other.numbers.items() if k not in mine.numbers}
    with written_state(ours, merged.state, numbers) as after:
        if has_conflicts:  # first: a base that is merged without them would lose their values
            conflicts_file(path).add(merged.conflicts, mine.digest.hex(), after.hex())
    if not virtual:
        say_remarks(merged.remarks)
    if has_conflicts:
        _say_what_to_do(path, merged)
    return has_conflicts


def _say_what_to_do(path: Path, merged: Merged) -> None:
    say_conflicts(merged.conflicts)
    base = shlex.quote(str(path))
    output.say(
        f"The base is valid, with your values. Decide: prop --store {base} resolve\n"
        f"Then: git add {base}"
    )


def _read(reader: StateReader, path: Path, name: str) -> StoredState:
    """Read a version; an error names it, for the path is a temporary file of git's."""
    try:
        return reader.read(path)
    except PropError as error:
        # not "is a folder" of a file "d"
        said = re.sub(rf"(?<!\w){re.escape(str(path))}(?!\w)", lambda _: name, error.message)
        hint = "Correct it on its branch, and merge again."
        raise PropError(
            said if name in said else f"{name}: {said}",
            hint if str(path) in error.hint else error.hint,
        ) from error


def _set_up(session: Session, *, remove: bool) -> None:
    if session.is_shipped:
        raise PropError(
            "The base in use is the one shipped with the program.",
            "Name the base to merge: prop --store FILE git-merge --install",
        )
    base = session.store
    if remove:
        uninstall(base)
        output.say("git merges bases in this clone as any other text again.")
        return
    say_installed(base, install(base))
