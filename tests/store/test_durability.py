"""What happens to a store when writers are killed, meet each other or find the disk full."""

import errno
import os
import random
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock
from tinydb import TinyDB

from proposals_cli.domain.model.change import ChangeSet
from proposals_cli.errors import ConflictError, StoreError
from proposals_cli.store import atomic_file, atomic_storage
from proposals_cli.store.atomic_storage import AtomicStorage
from proposals_cli.store.json_store import JsonStore
from proposals_cli.store.packed_document import Tables, store_text
from tests.factories import (
    adding,
    proposal,
    random_proposals,
    records_in,
    remove,
    save,
    small_base,
    theme,
    write_store,
)
from tests.processes import KILLS, killed, run, run_together, start
from tests.store.files import ids_in_file, mounted, temporaries, without_right


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system of 256 KB of its own."""
    yield from mounted(tmp_path / "disk", "size=256k")


# -- killed ----------------------------------------------------------------------------------------


def test_killed_writer_loses_no_acknowledged_record(path: Path) -> None:
    """Killed at any moment, the file is valid and contains everything that was acknowledged.

    What a kill leaves beside the store is gone after the next write.
    """
    chance = random.Random(1)
    write_store(path, small_base(random_proposals(150, seed=1)))
    acknowledged = set(ids_in_file(path))
    for kill in range(KILLS):
        writer = start("save", path, f"2030-k{kill:03}", 10_000)
        acknowledged.update(line.strip() for line in killed(writer, chance.uniform(0, 0.12)))
        held = set(ids_in_file(path))
        assert acknowledged <= held
        assert len(held - acknowledged) <= 1  # written, and killed before it was acknowledged
        acknowledged = held
        assert len(temporaries(path.parent)) <= 1
    save(path, [proposal("2031-last")])
    assert set(ids_in_file(path)) == acknowledged | {"2031-last"}
    assert temporaries(path.parent) == []


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    """Two processes that insert at the same time both find all their records in the file."""
    JsonStore.create(path)
    acknowledged = run_together(
        ("save", path, "2020-one", 40),
        ("save", path, "2020-two", 40),
    )
    assert len(acknowledged) == 80
    assert ids_in_file(path) == sorted(acknowledged)
    assert temporaries(path.parent) == []


def test_two_threads_at_once_lose_nothing(path: Path) -> None:
    """The lock also works within one process."""
    JsonStore.create(path)

    def insert(name: str) -> None:
        for number in range(10):
            save(path, [proposal(f"2020-{name}-{number}")])

    threads = [threading.Thread(target=insert, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(set(ids_in_file(path))) == 20


# -- no space, no right ----------------------------------------------------------------------------


def test_write_that_finds_no_space_changes_nothing(path: Path) -> None:
    """Where the new file would be too large, the old one stays and nothing is left beside it."""
    write_store(path, random_proposals(20, seed=2))
    before = path.read_bytes()
    (line,) = run("save_within", path, len(before))
    assert line == f"StoreError: {path} cannot be written: File too large."
    assert path.read_bytes() == before
    assert temporaries(path.parent) == []


def test_full_disk_changes_nothing(tiny_disk: Path) -> None:
    """On a full disk a write changes nothing, and succeeds once there is room."""
    path = tiny_disk / "base.json"
    store = JsonStore.create(path, [proposal("2020-a", notes=("x" * 100_000,))])
    before = path.read_bytes()
    with pytest.raises(StoreError, match="cannot be written: No space left on device"):
        save(store.path, [proposal("2020-b", notes=("x" * 100_000,))])
    assert path.read_bytes() == before
    assert temporaries(tiny_disk) == []
    save(store.path, [proposal("2020-c")])
    assert ids_in_file(path) == ["2020-a", "2020-c"]


def test_store_that_cannot_be_written_whole_is_not_created(path: Path) -> None:
    """A new store that finds no space leaves no file that would be no store."""
    (line,) = run("create_within", path, 10_000)
    assert line == f"StoreError: {path} cannot be written: File too large."
    assert not path.exists()


def test_store_on_a_read_only_disk_is_readable_and_not_writable(tiny_disk: Path) -> None:
    """A file system mounted for reading gives a base that answers and refuses changes."""
    path = tiny_disk / "base.json"
    store = JsonStore.create(path, [proposal("2020-a")])
    before = path.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    assert len(records_in(store.path, "proposals")) == 1
    with pytest.raises(StoreError, match="is on a read-only file system"):
        save(store.path, [proposal("2020-b")])
    with pytest.raises(StoreError, match="cannot be written: Read-only file system"):
        JsonStore.create(tiny_disk / "new.json")
    assert path.read_bytes() == before


def test_store_in_a_read_only_folder_is_not_writable(path: Path) -> None:
    """A folder without the right to write gives a ``StoreError`` and keeps the file."""
    store = JsonStore.create(path, [proposal("2020-a")])
    before = path.read_bytes()
    with (
        without_right(path.parent, os.W_OK),
        pytest.raises(StoreError, match="cannot be written: Permission denied"),
    ):
        save(store.path, [proposal("2020-b")])
    assert path.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "fchmod", "replace"])
@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT])
def test_failure_at_any_step_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    """Whichever call of the system fails, the file is the old one and no other is left."""
    store = JsonStore.create(path, [proposal("2020-a")])
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(StoreError, match=os.strerror(code)):
        save(store.path, [proposal("2020-b")])
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert temporaries(path.parent) == []
    save(store.path, [proposal("2020-b")])
    assert ids_in_file(path) == ["2020-a", "2020-b"]


def test_interrupted_write_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle of a write keeps the file, removes the new one and frees the lock."""
    store = JsonStore.create(path, [proposal("2020-a")])
    before = path.read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(store.path, [proposal("2020-b")])
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert temporaries(path.parent) == []
    save(store.path, [proposal("2020-b")])


def test_folder_that_cannot_be_synced_does_not_undo_a_change(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the file is replaced, no error says that nothing was changed."""
    store = JsonStore.create(path)

    def fail(_: Path) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(atomic_file, "_sync_folder", fail)
    save(store.path, [proposal("2020-a")])
    assert ids_in_file(path) == ["2020-a"]


# -- others ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("same_stamp", [False, True])
@pytest.mark.parametrize("change", ["save", "delete"])
def test_change_by_a_program_without_the_lock_is_not_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch, change: str, *, same_stamp: bool
) -> None:
    """What an editor wrote between our reading and our writing stays; ours is refused.

    Size and time of the file may be those of before.
    """
    store = JsonStore.create(path, [proposal("2020-aaa")])
    before = path.stat()
    foreign = path.read_bytes().replace(b"2020-aaa", b"2020-zzz")

    def edit_meanwhile(tables: Tables) -> Iterator[bytes]:
        assert path.read_bytes() != foreign
        path.write_bytes(foreign)
        if same_stamp:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return store_text(tables)

    monkeypatch.setattr(atomic_storage, "store_text", edit_meanwhile)
    changes = {
        "save": lambda: save(store.path, [proposal("2020-b")]),
        "delete": lambda: remove(store.path, "proposals", ["2020-aaa"]),
    }
    with pytest.raises(ConflictError, match="changed by another program"):
        changes[change]()
    assert path.read_bytes() == foreign
    assert temporaries(path.parent) == []
    monkeypatch.undo()
    save(store.path, [proposal("2020-b")])
    assert ids_in_file(path) == ["2020-b", "2020-zzz"]


def test_file_removed_meanwhile_is_not_written_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that somebody deleted during the change stays deleted."""
    store = JsonStore.create(path)

    def remove_meanwhile(tables: Tables) -> Iterator[bytes]:
        path.unlink()
        return store_text(tables)

    monkeypatch.setattr(atomic_storage, "store_text", remove_meanwhile)
    with pytest.raises(StoreError, match="no base at"):
        save(store.path, [proposal()])
    assert not path.exists()


def test_store_locked_for_too_long_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change waits for the lock, and after a while says who is in the way."""
    store = JsonStore.create(path)
    before = path.read_bytes()
    monkeypatch.setattr(atomic_storage, "LOCK_SECONDS", 0.1)
    other = AtomicStorage(path)
    errors: list[BaseException] = []

    def wait_in_vain() -> None:
        try:
            save(store.path, [proposal()])
        except StoreError as error:
            errors.append(error)

    waiting = threading.Thread(target=wait_in_vain)
    waiting.start()
    waiting.join(60)
    other.close()
    assert [str(error) for error in errors] == [f"{path} is locked by another program."]
    assert path.read_bytes() == before
    save(store.path, [proposal()])


def test_reading_does_not_wait_for_the_lock(path: Path) -> None:
    """While one process changes a store, others read it."""
    store = JsonStore.create(path, [proposal()])
    with FileLock(path.with_name(f".{path.name}.lock")):
        assert records_in(store.path, "proposals") == [proposal()]


def test_failed_change_frees_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an error of any kind the next change does not wait."""
    monkeypatch.setattr(atomic_storage, "LOCK_SECONDS", 0.1)
    store = JsonStore.create(path)
    good = path.read_bytes()
    path.write_bytes(b"{")
    for _ in range(2):
        with pytest.raises(StoreError, match="not valid JSON"):
            store.apply(adding(proposal()))
    path.write_bytes(good)
    with pytest.raises(ConflictError):
        store.apply(ChangeSet("remove", {("proposals", "2020-x"): proposal("2020-x")}, {}))
    save(store.path, [proposal()])


def test_operations_of_one_change_are_one_write(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many steps TinyDB takes, the file goes from the old content to the new in one."""
    store = JsonStore.create(path, [proposal("2020-a")])
    replaced = []
    replace = os.replace

    def counting(source: Path, target: Path) -> None:
        replaced.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", counting)
    save(store.path, [proposal("2020-a", session=1), proposal("2020-b"), *small_base()])
    assert replaced == [path]


def test_change_is_announced_when_its_content_is_on_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal never announces a change whose content the disk may still refuse."""
    JsonStore.create(path)
    steps: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: steps.append("on the disk"))
    with TinyDB(path, storage=AtomicStorage) as database:
        database.table("themes").insert(msgspec.to_builtins(theme()))
        assert isinstance(database.storage, AtomicStorage)
        database.storage.commit(lambda *_: steps.append("announced"))
    assert steps[:2] == ["on the disk", "announced"]


def test_change_that_was_not_committed_is_dropped(path: Path) -> None:
    """A storage that is closed without ``commit`` leaves the file as it was."""
    JsonStore.create(path, [proposal("2020-a")])
    before = path.read_bytes()
    with TinyDB(path, storage=AtomicStorage) as database:
        database.table("proposals").insert(msgspec.to_builtins(proposal("2020-b")))
        assert len(database.table("proposals")) == 2
    assert path.read_bytes() == before
