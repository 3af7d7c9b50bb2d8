"""The first change of a base of format 1: it becomes format 2, and the old file is kept."""

import errno
import json
import os
import random
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.parts import Title
from proposals_cli.errors import ConflictError, StoreError
from proposals_cli.store import atomic_storage
from proposals_cli.store.file_stamp import stamp_of
from proposals_cli.store.journal import record_digest
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.packed_document import Tables, store_text
from proposals_cli.store.store_file import StoreFile
from tests.conftest import Prop
from tests.factories import adding, proposal, records_in, save
from tests.processes import KILLS, finished, killed, start
from tests.store.files import files_in, ids_in_file, loaded, mounted
from tests.store.format_one_samples import CURATED, IMPORTED, Json, numbered
from tests.store.format_one_samples import Tables as Samples

KEPT = "base.format-1.json"


def old_content(tables: Samples = CURATED) -> bytes:
    """Return a base of format 1 as its program wrote it."""
    return (json.dumps(numbered(tables), indent=2, ensure_ascii=False) + "\n").encode()


@pytest.fixture
def old(path: Path) -> bytes:
    """Write a base of format 1, and return its content."""
    path.write_bytes(old_content())
    return path.read_bytes()


def add(prop: Prop, path: Path, title: str = "On trains") -> str:
    """Add a proposal, and return what was said."""
    draft = f"{{title: {title}, year: 2022, body: npc, kind: suggestion}}"
    return prop("add", "-", stdin=draft, store=path).err


# -- the first change ------------------------------------------------------------------------------


def test_first_change_converts_and_says_where_the_old_file_is(
    prop: Prop, path: Path, old: bytes
) -> None:
    """The old file has every byte; the second change says nothing more."""
    kept = path.with_name(KEPT)
    said = add(prop, path)
    assert f"{path} is in a new format now; as it was, it is kept in {kept}.\n" in said
    assert kept.read_bytes() == old
    assert StoreFile(path).read().format == 2
    tables = loaded(path)
    assert tables["base"] == {"1": {"format": 2}}
    assert next(iter(tables)) == "base"
    assert ids_in_file(path) == ["2020-industrial-internet", "2022-trains"]
    assert ids_in_file(path, "bodies") == ["npc"]
    assert "kept" not in add(prop, path, "On buses")
    assert [one.name for one in path.parent.glob("base.format-1*")] == [KEPT]


def test_converted_base_has_no_empty_fields(path: Path) -> None:
    """Records that the change did not touch have none either, and keep their numbers."""
    path.write_bytes(old_content(IMPORTED))
    save(path, [proposal("2024-new")])
    before, after = numbered(IMPORTED), loaded(path)
    for table in before:
        for number, record in before[table].items():
            assert after[table][number]["id"] == record["id"]
            assert not [key for key, v in after[table][number].items() if v in (None, [], {}, "")]


def test_conversion_reads_as_the_old_file_was_read(path: Path, old: bytes) -> None:
    """What was shown before the change is shown after it."""

    def decoded() -> list[Any]:
        return [json.loads(record.json) for record in StoreFile(path).read()]

    before = decoded()
    JsonStore(path).apply(adding(proposal("2099-new")))
    after = [one for one in decoded() if one.get("id") != "2099-new"]
    assert sorted(after, key=str) == sorted(before, key=str)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o660])
def test_old_file_keeps_its_mode(path: Path, old: bytes, mode: int) -> None:
    """A private base stays private."""
    path.chmod(mode)
    JsonStore(path).apply(adding(proposal()))
    assert stat.S_IMODE(path.with_name(KEPT).stat().st_mode) == mode
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_existing_files_are_not_replaced(path: Path, old: bytes, tmp_path: Path) -> None:
    """The old file gets another name; a link is not followed."""
    path.with_name(KEPT).write_text("precious")
    path.with_name("base.format-1.2.json").symlink_to(tmp_path / "missing")
    kept: list[Path] = []
    JsonStore(path, kept.append).apply(adding(proposal()))
    assert kept == [path.with_name("base.format-1.3.json")]
    assert kept[0].read_bytes() == old
    assert path.with_name(KEPT).read_text() == "precious"
    assert not (tmp_path / "missing").exists()


def test_old_file_is_beside_the_target_of_a_link(path: Path, old: bytes, tmp_path: Path) -> None:
    """There it belongs to the base, whatever link led to it."""
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.json"
    link.symlink_to(path)
    JsonStore(link).apply(adding(proposal()))
    assert path.with_name(KEPT).read_bytes() == old
    assert files_in(link.parent) == {"link.json"}


def test_base_without_an_ending_is_kept_too(tmp_path: Path) -> None:
    """Its name may have no dot."""
    path = tmp_path / "数据"
    path.write_bytes(old_content())
    JsonStore(path).apply(adding(proposal()))
    assert (tmp_path / "数据.format-1").read_bytes() == old_content()


# -- failures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["fsync", "replace", "link"])
def test_failure_leaves_the_old_base_and_no_other_file(
    path: Path, old: bytes, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """And the next change converts."""

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        if step == "link":  # then a file gets its name by renaming
            patch.setattr(os, "replace", fail)
        with pytest.raises(StoreError, match="cannot be written"):
            JsonStore(path).apply(adding(proposal()))
    assert path.read_bytes() == old
    assert {name for name in files_in(path.parent) if not name.startswith(".")} == {path.name}
    save_and_check(path, old)


def save_and_check(path: Path, old: bytes) -> None:
    """Make a change, and check the new file and the one that is kept."""
    JsonStore(path).apply(adding(proposal("2099-last")))
    assert "2099-last" in ids_in_file(path)
    assert path.with_name(KEPT).read_bytes() == old
    assert len(list(path.parent.glob("base.format-1*"))) == 1


def test_refused_change_does_not_convert(path: Path, old: bytes) -> None:
    """Somebody else has the id already."""
    taken = proposal("2020-industrial-internet")
    with pytest.raises(ConflictError):
        JsonStore(path).apply(adding(taken))
    assert path.read_bytes() == old
    assert list(path.parent.glob("base.format-1*")) == []


def test_change_by_another_program_meanwhile_keeps_nothing(
    path: Path, old: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy would not be of the file that was read."""
    foreign = old.replace(b"Seven were made.", b"Eight were made.")

    def edit_meanwhile(tables: Tables) -> Iterator[bytes]:
        path.write_bytes(foreign)
        return store_text(tables)

    monkeypatch.setattr(atomic_storage, "store_text", edit_meanwhile)
    with pytest.raises(ConflictError, match="changed by another program"):
        JsonStore(path).apply(adding(proposal()))
    assert path.read_bytes() == foreign
    assert list(path.parent.glob("base.format-1*")) == []


def test_full_disk_keeps_the_old_base(tmp_path: Path) -> None:
    """There is space for the copy, but not for the new file as well."""
    for disk in mounted(tmp_path / "disk", "size=128k"):
        path = disk / "base.json"
        record = {**CURATED["notes"][0], "words": "x" * 45_000}
        path.write_bytes(old_content({"notes": [record]}))
        before = path.read_bytes()
        with pytest.raises(StoreError, match="No space left on device"):
            JsonStore(path).apply(adding(proposal()))
        assert path.read_bytes() == before
        assert list(disk.glob("base.format-1*")) == []


def test_kill_before_the_new_file_leaves_one_copy(path: Path, old: bytes) -> None:
    """The next change uses the copy that the killed process left."""
    for id_ in ("2024-k1", "2024-k2"):
        process = start("convert_and_die", path, id_)
        assert finished(process, -signal.SIGKILL) == ["ready"]
        assert path.read_bytes() == old
        assert [one.name for one in path.parent.glob("base.format-1*")] == [KEPT]
    before = stamp_of(path.with_name(KEPT))
    save_and_check(path, old)
    assert stamp_of(path.with_name(KEPT)) == before


def test_copy_whose_temporary_name_was_left_is_used(path: Path, old: bytes) -> None:
    """The process was killed after it had given the copy its name, and before it removed this."""
    path.with_name(KEPT).write_bytes(old)
    left = path.with_name(f".{KEPT}.99999.tmp")
    left.hardlink_to(path.with_name(KEPT))
    save_and_check(path, old)
    assert not left.exists()


def test_killed_conversion_is_complete_or_not_begun(path: Path) -> None:
    """At whatever moment: the base is the old file or the new one, and the old one is there."""
    chance = random.Random(1)
    records = [{**CURATED["notes"][0], "id": f"n{n}", "words": "x" * 2_000} for n in range(1_000)]
    old = old_content({"notes": records})
    for kill in range(KILLS):
        path.with_name(KEPT).unlink(missing_ok=True)
        path.write_bytes(old)
        killed(start("convert", path, f"2030-k{kill}"), chance.uniform(0, 0.25))
        if path.read_bytes() == old:
            assert all(one.read_bytes() == old for one in path.parent.glob("base.format-1*"))
        else:
            assert ids_in_file(path) == [f"2030-k{kill}"]
            assert len(ids_in_file(path, "notes")) == 1_000
            assert path.with_name(KEPT).read_bytes() == old


# -- undo ------------------------------------------------------------------------------------------


def test_undo_of_the_first_change_keeps_the_format(prop: Prop, path: Path, old: bytes) -> None:
    """The records are as they were read before it; the old file stays where it is."""
    prop("remove", "real-economy", "--yes", store=path)
    assert ids_in_file(path, "notes") == []
    prop("undo", store=path)
    assert records_in(path, "notes")[0].id == "real-economy"
    assert StoreFile(path).read().format == 2
    assert loaded(path)["base"] == {"1": {"format": 2}}
    assert path.with_name(KEPT).read_bytes() == old
    assert "nothing to undo" in prop("undo", exit_code=1, store=path).err


class OldJournal:
    """The journal of a base of format 1 as its program wrote it, and the base after each line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables = numbered(CURATED)
        self.lines: list[bytes] = []
        self.write()

    def write(self) -> None:
        """Write the base and its journal."""
        text = json.dumps(self.tables, indent=2, ensure_ascii=False) + "\n"
        self.path.write_text(text, encoding="utf-8")
        if self.lines:
            journal = self.path.with_name(f".{self.path.name}.journal")
            journal.write_bytes(b"".join(self.lines))

    def change(self, table: str, number: str, record: Json | None) -> None:
        """Add, replace or remove a record."""
        before = self.tables[table].get(number)
        old = StoreFile(self.path).digest()[0].hex()
        if record is None:
            del self.tables[table][number]
        else:
            self.tables[table][number] = record
        self.write()
        id_ = (before or record or {})["id"]
        compact = json.dumps(record, separators=(",", ":"), ensure_ascii=False)
        line = {
            "number": len(self.lines) + 1,
            "when": "2026-11-20T12:00:00Z",
            "what": f"change {id_}",
            "why": None,
            "undoes": None,
            "old": old,
            "new": StoreFile(self.path).digest()[0].hex(),
            "before": {table: {id_: before}},
            "after": {table: {id_: record and record_digest(compact.encode())}},
            "numbers": {table: {id_: int(number)}} if record is None else {},
        }
        text = json.dumps(line, separators=(",", ":"), ensure_ascii=False)
        self.lines.append(text.encode() + b"\n")
        self.write()


@pytest.fixture
def journal(path: Path) -> OldJournal:
    """Return a base of format 1 in which a record was changed twice, one added and one removed."""
    made = OldJournal(path)
    first = CURATED["proposals"][0]
    made.change("proposals", "1", {**first, "session": 4})
    made.change("proposals", "1", {**first, "session": 5})
    made.change("people", "7", {**CURATED["people"][0], "id": "li-hua"})
    made.change("notes", "1", None)
    return made


def sessions(path: Path) -> list[Any]:
    """Return the sessions of the proposals."""
    return [record.get("session") for record in loaded(path)["proposals"].values()]


def test_changes_made_in_format_one_are_undone(prop: Prop, path: Path, journal: OldJournal) -> None:
    """One after another, the first of them converts; the records come back in format 2."""
    listed = json.loads(prop("log", "--format", "json", store=path).out)
    assert [row["number"] for row in listed if row["number"]] == [4, 3, 2, 1]
    assert "is kept in" in prop("undo", store=path).err
    assert ids_in_file(path, "notes") == ["real-economy"]
    assert list(loaded(path)["notes"]) == ["1"]
    prop("undo", store=path)
    assert ids_in_file(path, "people") == ["ma-huateng"]
    prop("undo", store=path)
    assert sessions(path) == [4]
    prop("undo", store=path)
    assert sessions(path) == [3]
    assert [title.text for title in _titles(path)] == [
        "关于加快产业互联网发展的建议",
        "On accelerating the industrial internet",
        "产业互联网",
        "加快产业互联网发展",
        "On the industrial web",
    ]
    assert "nothing to undo" in prop("undo", exit_code=1, store=path).err


def _titles(path: Path) -> tuple[Title, ...]:
    (record,) = records_in(path, "proposals")
    titles: tuple[Title, ...] = getattr(record, "titles", ())
    return titles


def test_changes_after_the_conversion_are_undone_first(
    prop: Prop, path: Path, journal: OldJournal
) -> None:
    """Then those of format 1."""
    add(prop, path)
    assert "undo: add 2022-trains" in prop("undo", store=path).err
    for _ in range(4):
        prop("undo", store=path)
    assert sessions(path) == [3]


def test_old_change_of_a_record_changed_since_is_not_undone(
    prop: Prop, path: Path, journal: OldJournal
) -> None:
    """By hand, after the conversion."""
    prop("undo", store=path)
    prop("undo", store=path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"session": 5', '"session": 6'), encoding="utf-8")
    before = path.read_bytes()
    ended = prop("undo", exit_code=1, store=path)
    assert "'2020-industrial-internet' has changed since" in ended.err
    assert path.read_bytes() == before


def test_old_change_needs_the_old_file(prop: Prop, path: Path, journal: OldJournal) -> None:
    """Only there is what the record was in format 1; the message names the file."""
    add(prop, path)
    prop("undo", store=path)
    path.with_name(KEPT).rename(path.with_name("away.json"))
    prop("undo", store=path)  # a removal needs nothing
    ended = prop("undo", exit_code=3, store=path)
    assert f"when {path} had format 1" in ended.err
    assert f"Put {path.with_name(KEPT)} back" in ended.err
    path.with_name("away.json").rename(path.with_name(KEPT))
    prop("undo", store=path)
    assert ids_in_file(path, "people") == ["ma-huateng"]


def test_line_of_an_unknown_format_is_refused(prop: Prop, path: Path, journal: OldJournal) -> None:
    """A newer program wrote it."""
    add(prop, path)
    lines = path.with_name(f".{path.name}.journal")
    lines.write_bytes(lines.read_bytes().replace(b'"format":2', b'"format":3'))
    assert "format 3 is not known" in prop("undo", exit_code=3, store=path).err
