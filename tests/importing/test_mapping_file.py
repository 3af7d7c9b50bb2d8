"""Saving and loading a mapping."""

# ruff: noqa: D103 - the names of the tests are sentences

import os
from pathlib import Path

import pytest

from proposals_cli.importing.mapping_file import load_mapping, save_mapping
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.rows import ImportFileError


def test_a_saved_mapping_is_loaded_unchanged(tmp_path: Path) -> None:
    options = MappingOptions(
        columns=(("title", 'Betreff "neu"'), ("people", "Sponsor *"), ("people", "Zweiter\x7f")),
        constants={"kind": "motion", "extra.x": "a\nb"},
        id_template="{body}-{number}",
        date_order="dmy",
        list_separator="\\",
    )
    path = tmp_path / "mapping.toml"
    save_mapping(path, options)
    assert load_mapping(path) == options


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "pipe"])
def test_a_mapping_must_be_a_regular_file(device: str, tmp_path: Path) -> None:
    """A device may be endless, and a pipe may have no writer."""
    path = tmp_path / device
    if device == "pipe":
        os.mkfifo(path)
    with pytest.raises(ImportFileError, match="not a file"):
        load_mapping(path)
    with pytest.raises(ImportFileError, match="not a file"):
        save_mapping(path, MappingOptions())


@pytest.mark.parametrize("content", ["", "# requirements of another program\n"])
def test_only_a_mapping_is_replaced(content: str, tmp_path: Path) -> None:
    """A file without a setting is TOML, but somebody else's."""
    path = tmp_path / "requirements.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFileError, match="is not a mapping"):
        save_mapping(path, MappingOptions(date_order="dmy"))
    assert path.read_text(encoding="utf-8") == content


def test_a_link_to_a_missing_file_is_not_followed(tmp_path: Path) -> None:
    """It would create a file in another folder."""
    path = tmp_path / "mapping.toml"
    path.symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(ImportFileError, match="is not a mapping"):
        save_mapping(path, MappingOptions(date_order="dmy"))
    assert not (tmp_path / "elsewhere.toml").exists()


def test_a_mapping_must_be_small(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text("# remarks\n" * 200_000)
    with pytest.raises(ImportFileError, match="larger than 1,000,000 bytes"):
        load_mapping(path)
