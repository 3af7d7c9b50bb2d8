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


@pytest.mark.parametrize("is_one_title", [False, True])
def test_adding_at_once_gives_each_an_id(
    desk: Desk, env: dict[str, str], is_one_title: bool
) -> None:
    """Ids are made before the base is locked: most used to be refused with a conflict."""
    command = [sys.executable, "-m", "proposals_cli", "add", "--year", "2024", "--force"]
    link = ["--source-url", "https://e.org/shared"]
    started = [
        subprocess.Popen(
            [*command, "--title", "On seas" if is_one_title else f"On {n * 'sea'}", *link],
            env=env,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(1, 7)
    ]
    ended = [(process.communicate()[1], process.returncode) for process in started]
    assert [code for _, code in ended] == [0] * 6, ended
    assert len(desk.table("proposals")) == 2 + 6
    assert len(desk.table("sources")) == 1 + 1
    assert desk.errors() == []


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
