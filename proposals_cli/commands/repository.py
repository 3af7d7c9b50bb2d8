"""The git repository that a base is in: how its versions are merged there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from proposals_cli.commands import output
from proposals_cli.errors import PropError
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.side_file import check_side_file

DRIVER = "prop"
_FOR_ANCESTORS = "prop-ancestors"
_GOING_ON = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
"""Files in git's folder while a merge, or what merges, is not finished."""

_SPECIAL = re.compile(r"[\\*?\[\]]")


class Installed(NamedTuple):
    """What ``install`` did: the repository, and the files in it that it changed."""

    repository: Path
    changed: list[Path]


def is_in_repository(base: Path) -> bool:
    """Return whether a file is in a work tree of git, without running git."""
    folder = Path(os.path.realpath(base)).parent
    return any((parent / ".git").exists() for parent in (folder, *folder.parents))


def install(base: Path) -> Installed:
    """Let git merge a base with this program, in the clone that it is in.

    Sets the merge driver in the configuration of the clone, and names the base in
    ``.gitattributes`` and its side files in ``.gitignore`` at the top of the work tree. What is set
    already stays as it is.

    Raises:
        PropError: git is missing, or the base is not in a repository.
        StoreError: one of the files is a link or belongs to another user.
    """
    real = Path(os.path.realpath(base))
    top = _top(base)
    run = f"{shlex.quote(sys.executable).replace('%', '%%')} -P -m proposals_cli git-merge"
    for driver, option in ((DRIVER, ""), (_FOR_ANCESTORS, " --virtual")):
        _git(base, "config", f"merge.{driver}.name", "merge bases of prop record by record")
        _git(base, "config", f"merge.{driver}.driver", f"{run}{option} %O %A %B %P %L")
    _git(base, "config", f"merge.{DRIVER}.recursive", _FOR_ANCESTORS)
    inside = real.relative_to(top)
    side_files = _pattern(inside.with_name(f".{inside.name}.")) + "*"
    lines = {
        top / ".gitattributes": f"{_quoted(_pattern(inside))} merge={DRIVER}",
        top / ".gitignore": side_files,
    }
    done = Installed(top, [path for path, line in lines.items() if _add_line(path, line)])
    found = _git(base, "check-attr", "-z", "merge", "--", real.name).split("\0")[2]
    if found != DRIVER:
        raise PropError(
            f"Another line of .gitattributes, which git prefers, sets merge={found} for {base}.",
            "Remove it: it may be in a folder below, or in .git/info/attributes.",
        )
    return done


def say_installed(base: Path, done: Installed) -> None:
    """Say what ``install`` did, and what is left to do."""
    output.say(f"git merges {base} record by record in {done.repository} from now on.")
    if done.changed:
        names = " ".join(shlex.quote(relative(path)) for path in done.changed)
        output.say(f"Changed: {names}. Commit: git add {names} && git commit")
    output.say(
        "Colleagues run this once in their clones:"
        f" prop --store {shlex.quote(base.name)} git-merge --install"
    )


def uninstall(base: Path) -> None:
    """Let git merge as it did before; raises as ``install``.

    The line in ``.gitattributes`` stays: it is shared, and without the driver git ignores it.
    """
    _top(base)
    for driver in (DRIVER, _FOR_ANCESTORS):
        if _git(base, "config", "--default", "", f"merge.{driver}.driver").strip():
            _git(base, "config", "--remove-section", f"merge.{driver}")


def _top(base: Path) -> Path:
    """Return the top of the work tree that a base is in."""
    return Path(os.path.realpath(_git(base, "rev-parse", "--show-toplevel").rstrip("\n")))


def was_restored(base: Path, when: int) -> bool:
    """Return whether git has put a base back to what a commit made before ``when`` has.

    A merge that is still going on has not been taken back, whatever the base looks like. A base in
    no repository was not restored by git.

    Args:
        base: the file.
        when: seconds since 1970.
    """
    if not is_in_repository(base) or shutil.which("git") is None:
        return False
    name = os.path.basename(os.path.realpath(base))  # noqa: PTH119  # as git resolves it
    try:
        folder = Path(_git(base, "rev-parse", "--absolute-git-dir").rstrip("\n"))
        if any((folder / each).exists() for each in _GOING_ON):
            return False
        if _git(base, "ls-files", "--unmerged", "--", name):
            return False
        shown = _git(base, "-c", "log.showSignature=false", "log", "-1", "--format=%ct")
        if int(shown) >= when:
            return False
        stored = _git(base, "rev-parse", f"HEAD:./{name}")
        return stored == _git(base, "hash-object", "--no-filters", "--", name)
    except PropError:  # nothing was committed yet, or git refuses the repository
        return False


def relative(path: Path) -> str:
    """Return a path as one would type it in the current folder."""
    return os.path.relpath(os.path.realpath(path))


def _pattern(path: Path) -> str:
    """Return the pattern of git that means just this path from the top of the work tree."""
    return "/" + _SPECIAL.sub(r"\\\g<0>", path.as_posix())


def _quoted(pattern: str) -> str:
    """Return a pattern for .gitattributes, where a space ends one that is not quoted."""
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if re.search(r'[\s"]', pattern) else pattern


def _add_line(path: Path, line: str) -> bool:
    """Add a line to a text file unless it is there; return whether it was added."""
    check_side_file(path)
    try:
        content = path.read_bytes() if path.exists() else b""
        if line.encode() in content.splitlines():
            return False
        if content and not content.endswith(b"\n"):
            content += b"\n"
        with atomic_file(path, replace=True) as file:
            file.write(content + line.encode() + b"\n")
    except OSError as error:
        raise PropError(f"{path} cannot be written: {error.strerror}.") from error
    return True


def _git(base: Path, *arguments: str) -> str:
    """Run git in the folder of a base and return what it prints.

    Raises:
        PropError: there is no git, the base is in no repository, or git fails.
    """
    git = shutil.which("git")
    if git is None:
        raise PropError(
            "The program git was not found.", "Install git; prop needs it only for this command."
        )
    folder = os.path.dirname(os.path.realpath(base))  # noqa: PTH120  # realpath resolves as git does
    done = subprocess.run(
        [git, "-C", folder, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        fault = done.stderr.strip().removeprefix("fatal: ") or f"exit code {done.returncode}"
        if "not a git repository" in fault:
            raise PropError(
                f"{base} is not in a git repository.",
                f"Create one with `git init {shlex.quote(folder)}`, or name a base that is in one"
                " with --store.",
            )
        raise PropError(f"git failed: {fault}.")
    return done.stdout
