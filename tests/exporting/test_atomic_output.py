"""An export is written completely or not at all."""

import os
import time
from pathlib import Path

import pytest

from proposals_cli.errors import OutputError
from proposals_cli.exporting.atomic_output import atomic_output
from proposals_cli.store.atomic_file import STALE_SECONDS


def names(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def write(path: Path, *, force: bool = False) -> None:
    """Write a word to a path."""
    with atomic_output(path, force=force) as temporary:
        temporary.write_text("new")


def test_the_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    """Until then, only a temporary file is in the folder."""
    target = tmp_path / "out"
    with atomic_output(target) as temporary:
        temporary.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert names(tmp_path) == ["out"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    """With ``force`` it is replaced."""
    target = tmp_path / "out"
    target.write_text("old")
    with pytest.raises(OutputError, match="exists already"):
        write(target)
    assert target.read_text() == "old"
    write(target, force=True)
    assert target.read_text() == "new"


@pytest.mark.parametrize("force", [False, True])
def test_a_link_to_a_missing_file_is_not_followed(tmp_path: Path, *, force: bool) -> None:
    """It would create a file in another folder."""
    target = tmp_path / "out"
    target.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="link to a missing file"):
        write(target, force=force)
    assert names(tmp_path) == ["out"]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    """Two exports to one name do not overwrite each other."""
    target = tmp_path / "out"

    def late() -> None:
        with atomic_output(target) as temporary:
            temporary.write_text("new")
            target.write_text("theirs")

    with pytest.raises(OutputError, match="exists already"):
        late()
    assert target.read_text() == "theirs"
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_export_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    """No partial and no temporary file is left, and the old file is kept."""
    target = tmp_path / "out"
    target.write_text("old")

    def interrupted() -> None:
        with atomic_output(target, force=True) as temporary:
            temporary.write_text("half")
            raise error

    with pytest.raises((KeyboardInterrupt, OutputError)):
        interrupted()
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_old_files_of_killed_exports_are_removed(tmp_path: Path) -> None:
    """After a day: a younger file may belong to a running export."""
    for number, age in ((1, 2 * STALE_SECONDS), (2, 0)):
        left = tmp_path / f".out.{number}.tmp"
        left.write_text("half")
        os.utime(left, (time.time() - age,) * 2)
    write(tmp_path / "out")
    assert names(tmp_path) == [".out.2.tmp", "out"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The target of the link is replaced, and the link is kept."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", force=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_only_files_are_replaced(tmp_path: Path) -> None:
    """Devices and folders are refused."""
    with pytest.raises(OutputError, match="not a file"):
        write(Path(os.devnull), force=True)
    with pytest.raises(OutputError, match="not a file"):
        write(tmp_path, force=True)
    with pytest.raises(OutputError, match="no folder"):
        write(tmp_path / "missing" / "out")
