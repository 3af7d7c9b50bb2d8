"""Several processes that add records to one base at the same time."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.domain.model.change import ChangeSet
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.desk import Desk
from tests.factories import proposal


@pytest.fixture
def desk(prop: Prop, tmp_path: Path) -> Desk:
    """Return a small base."""
    return Desk(prop, tmp_path)


def at_once(env: dict[str, str], titles: list[str], *options: str) -> list[tuple[int, str]]:
    """Add a proposal for each title at the same time; return the exit codes and messages."""
    started = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "proposals_cli", "add", "--year", "2024"),
                *("--title", title, "--source-url", "https://e.org/shared", *options),
            ],
            env=env,
            stderr=subprocess.PIPE,
            text=True,
        )
        for title in titles
    ]
    errors = [one.communicate()[1] for one in started]
    return [(one.returncode, err) for one, err in zip(started, errors, strict=True)]


@pytest.mark.parametrize("titles", [["On seas"] * 6, [f"On {n * 'sea'}" for n in range(1, 7)]])
def test_adding_at_once_gives_each_an_id(
    desk: Desk, env: dict[str, str], titles: list[str]
) -> None:
    """Ids are made before the base is locked: most used to be refused with a conflict."""
    ended = at_once(env, titles, "--force")
    assert [code for code, _ in ended] == [0] * 6, ended
    assert len(desk.table("proposals")) == 2 + 6
    assert len(desk.table("sources")) == 1 + 1
    assert desk.errors() == []


def test_what_others_add_at_once_is_not_added_again(desk: Desk, env: dict[str, str]) -> None:
    """One of them is first, and the others are told of it."""
    ended = at_once(env, ["On seas"] * 4)
    assert sorted(code for code, _ in ended) == [0, 1, 1, 1], ended
    assert sum("'2024-seas' has the same title and year" in err for _, err in ended) == 3
    assert len(desk.table("proposals")) == 2 + 1


def test_a_given_id_that_was_taken_meanwhile_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only ids that the program makes are made again."""
    add = BaseEditor.add

    def late(self: BaseEditor, *drafts: Any) -> Any:
        monkeypatch.setattr(BaseEditor, "add", add)
        other = proposal("2024-mine")
        JsonStore(desk.store).apply(ChangeSet("x", {}, {("proposals", other.id): other}))
        return add(self, *drafts)

    monkeypatch.setattr(BaseEditor, "add", late)
    options = ("--title", "T", "--year", "2024", "--id", "2024-mine")
    assert (
        "The id '2024-mine' is in use in proposals." in desk.prop("add", *options, exit_code=1).err
    )
