"""The table of formats, and rules for every format."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proposals_cli.exporting import formats
from proposals_cli.exporting.formats import ExportFormat
from proposals_cli.exporting.selection import ExportOptions, Selection
from tests.exporting.bases import OPTIONS


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_an_export_that_is_interrupted_leaves_nothing(
    selection: Selection, tmp_path: Path, format_: ExportFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even in the middle of the file."""
    complete = selection.proposals

    def broken(*, by_id: bool = False) -> Iterator[object]:
        yield next(iter(complete(by_id=by_id)))
        raise KeyboardInterrupt

    monkeypatch.setattr(selection, "proposals", broken)
    folder = tmp_path / "here"
    folder.mkdir()
    with pytest.raises(KeyboardInterrupt):
        formats.export(format_, selection, folder / "out", OPTIONS)
    assert list(folder.iterdir()) == []


def test_an_ending_belongs_to_one_format() -> None:
    """Every format has endings, and no two share one."""
    endings = [ending for format_ in ExportFormat for ending in format_.endings]
    assert len(endings) == len(set(endings))
    assert [
        ExportFormat.of(Path(f"a{format_.endings[0].upper()}")) for format_ in ExportFormat
    ] == [*ExportFormat]
    assert ExportFormat.of(Path("a.xyz")) is None


def test_a_writer_is_imported_when_it_is_used() -> None:
    """The table of formats imports no module that writes one."""
    modules = [f"proposals_cli.exporting.{format_.module}" for format_ in ExportFormat]
    script = (
        "import sys, proposals_cli.commands.export\n"
        f"sys.exit(str([name for name in {modules} if name in sys.modules] or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_two_exports_of_one_base_are_equal(
    selection: Selection, tmp_path: Path, format_: ExportFormat
) -> None:
    """Exports of different dates can then be compared."""
    for name in "ab":
        formats.export(format_, selection, tmp_path / name, ExportOptions())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
