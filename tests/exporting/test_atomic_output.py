"""Exports appear whole or not at all."""

import os
import time
from pathlib import Path

import pytest

from proposals_cli.errors import ExportError
from proposals_cli.exporting import formats
from proposals_cli.exporting.atomic_output import atomic_output
from proposals_cli.exporting.selection import Selection
from proposals_cli.store.atomic_file import STALE_SECONDS
from tests.exporting.bases import OPTIONS


def names(folder: Path) -> list[str]:
    """Return the names of what stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


def write(path: Path, *, force: bool = False) -> None:
    """Write a word to a path."""
    with atomic_output(path, force=force) as temporary:
        temporary.write_text("new")


def test_file_is_there_at_the_end_only(tmp_path: Path) -> None:
    """Until then, only a temporary file stands beside it."""
    target = tmp_path / "out"
    with atomic_output(target) as temporary:
        temporary.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert names(tmp_path) == ["out"]


def test_existing_file_is_kept(tmp_path: Path) -> None:
    """Unless it is to be replaced."""
    target = tmp_path / "out"
    target.write_text("old")
    with pytest.raises(ExportError, match="exists already"):
        write(target)
    assert target.read_text() == "old"
    write(target, force=True)
    assert target.read_text() == "new"


def test_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    """Two exports to one name do not overwrite one another."""
    target = tmp_path / "out"

    def late() -> None:
        with atomic_output(target) as temporary:
            temporary.write_text("new")
            target.write_text("theirs")

    with pytest.raises(ExportError, match="exists already"):
        late()
    assert target.read_text() == "theirs"
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_interrupted_export_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    """Neither half a file nor a temporary one, and the old one stays."""
    target = tmp_path / "out"
    target.write_text("old")

    def broken_off() -> None:
        with atomic_output(target, force=True) as temporary:
            temporary.write_text("half")
            raise error

    with pytest.raises((KeyboardInterrupt, ExportError)):
        broken_off()
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_what_a_killed_export_left_is_swept_away(tmp_path: Path) -> None:
    """Once it is a day old: a younger one may be at work."""
    for number, age in ((1, 2 * STALE_SECONDS), (2, 0)):
        left = tmp_path / f".out.{number}.tmp"
        left.write_text("half")
        os.utime(left, (time.time() - age,) * 2)
    write(tmp_path / "out")
    assert names(tmp_path) == [".out.2.tmp", "out"]


def test_link_is_followed(tmp_path: Path) -> None:
    """The file behind a link is replaced, the link stays."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", force=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """Devices and folders are left alone."""
    with pytest.raises(ExportError, match="not a file"):
        write(Path(os.devnull), force=True)
    with pytest.raises(ExportError, match="not a file"):
        write(tmp_path, force=True)
    with pytest.raises(ExportError, match="no folder"):
        write(tmp_path / "missing" / "out")


def test_the_base_is_not_replaced(selection: Selection, tmp_path: Path) -> None:
    """The base is no place for an export."""
    base = tmp_path / "base.json"
    base.write_text("{}")
    with pytest.raises(ExportError, match="the base itself"):
        formats.export(formats.ExportFormat.CSV, selection, base, OPTIONS, force=True, keep=base)
    assert base.read_text() == "{}"
