"""Clones of a git repository that contains a base, for tests."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from proposals_cli.commands.merging import conflicts_file
from proposals_cli.commands.repository import install
from proposals_cli.domain.merging.conflicts import Conflict
from proposals_cli.domain.model.records import Proposal
from proposals_cli.store.base_state import StateReader, StoredState, written_state
from tests.domain.merging.histories import State, as_records, as_state

FIRST = ("proposals", "2020-p00")
SECOND = ("proposals", "2020-p01")
"""Two proposals of the base."""

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git_environment(home: Path) -> dict[str, str]:
    """Return an environment in which git knows who commits, and nobody's settings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_EDITOR": "true",
        **{
            f"GIT_{who}_{what}": f"{who.lower()}@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }


class Clone:
    """A work tree with a base in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.base = folder / "base.json"
        self._env = git_environment(home)

    @classmethod
    def create(cls, folder: Path, home: Path, state: State) -> "Clone":
        """Return a new repository whose first commit has a base of these records."""
        folder.mkdir(parents=True)
        clone = cls(folder, home)
        clone.git("init", "--quiet", "--initial-branch", "main")
        with written_state(clone.base, as_state(state), {}):
            pass
        install(clone.base)
        clone.commit("base")
        return clone

    def cloned(self, folder: Path, home: Path) -> "Clone":
        """Return a clone that merges with prop as well."""
        self.git("clone", "--quiet", str(self.folder), str(folder))
        other = Clone(folder, home)
        install(other.base)
        return other

    def git(
        self, *arguments: str, code: int | None = 0, when: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run git, at a time; ``code`` is the expected exit code, None for any."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=self._env | ({"GIT_COMMITTER_DATE": when} if when else {}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert code in (None, done.returncode), (arguments, done.stdout, done.stderr)
        return done

    def commit(self, message: str, when: str = "") -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, when=when)

    def read(self) -> StoredState:
        """Return the base, which must be valid."""
        return StateReader().read(self.base)

    def records(self) -> State:
        """Return the records of the base, each of which must be valid."""
        return as_records(self.read().state)

    def write(self, state: State) -> None:
        """Write records to the base; a new one gets the next number, as by counting."""
        known = self.read().numbers
        last = max(known.values(), default=0)
        numbers = {key: known.get(key, last + n) for n, key in enumerate(state, 1)}
        with written_state(self.base, as_state(state), numbers):
            pass

    def conflicts(self) -> list[Conflict]:
        """Return the conflicts that are open."""
        return conflicts_file(self.base).read()


def edited(state: State, key: tuple[str, str] = FIRST, **fields: object) -> State:
    """Return a state in which fields of a proposal are changed."""
    one = state[key]
    assert isinstance(one, Proposal)
    return state | {key: replace(one, **fields)}


def branch(clone: Clone, name: str, state: State, when: str = "") -> None:
    """Commit a state on a branch that starts at the first commit, and stay there."""
    clone.git("checkout", "--quiet", "-B", name, "main")
    clone.write(state)
    clone.commit(name, when)
