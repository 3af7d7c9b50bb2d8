"""A base or an index that another program is writing to: said after a moment, and interruptible."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from proposals_cli.store import atomic_storage, locking
from tests.desk import Desk

SHOWN = "remove fintech from themes\n"
"""What the command that is tested here says first."""


@pytest.fixture
def lock(desk: Desk) -> FileLock:
    """Return the lock of the base, for another program."""
    return FileLock(desk.store.with_name(".proposals.json.lock"), thread_local=False)


def test_free_lock_is_not_mentioned(desk: Desk) -> None:
    """Nobody is kept waiting."""
    assert desk.prop("remove", "fintech", "--yes").err == SHOWN + "1: remove fintech\n"


def test_waiting_for_a_writer_is_said_and_ends_when_it_has_finished(
    desk: Desk, lock: FileLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, with the path of the base."""
    monkeypatch.setattr(locking, "SILENT_SECONDS", 0.1)
    with lock:
        release = threading.Timer(0.5, lock.release)
        release.start()
        err = desk.prop("remove", "fintech", "--yes").err
        release.join()
    assert err == SHOWN + (
        f"Waiting for another prop that is writing to {desk.store} …\n1: remove fintech\n"
    )


def test_long_waiting_ends_with_an_error(
    desk: Desk, lock: FileLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole time counts, what was waited in silence as well."""
    monkeypatch.setattr(locking, "SILENT_SECONDS", 0.1)
    monkeypatch.setattr(atomic_storage, "LOCK_SECONDS", 0.3)
    before = desk.content()
    with lock:
        err = desk.prop("remove", "fintech", "--yes", exit_code=3).err
    assert err == SHOWN + (
        f"Waiting for another prop that is writing to {desk.store} …\n"
        f"Error: {desk.store} is locked by another program.\nTry again when it has finished.\n"
    )
    assert desk.content() == before


def test_interrupt_ends_the_waiting_at_once(
    desk: Desk, lock: FileLock, env: dict[str, str]
) -> None:
    """Not after the minute for which it would have waited."""
    before = desk.content()
    with (
        lock,
        subprocess.Popen(
            [sys.executable, "-m", "proposals_cli", "remove", "fintech", "--yes"],
            env=env,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stderr
        assert process.stderr.readline() == SHOWN
        assert process.stderr.readline() == (
            f"Waiting for another prop that is writing to {desk.store} …\n"
        )
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
    assert desk.content() == before
    assert not desk.journal.exists()


def test_waiting_for_the_index_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may build it for minutes."""
    monkeypatch.setattr(locking, "SILENT_SECONDS", 0.1)
    desk.prop("list")
    (index,) = (tmp_path / "home").rglob("*.sqlite")
    desk.edit_by_hand("On 2021-health", "On health")
    lock = FileLock(index.with_suffix(".lock"), thread_local=False)
    with lock:
        release = threading.Timer(0.5, lock.release)
        release.start()
        ended = desk.prop("list")
        release.join()
    assert ended.err == (f"Waiting for another prop that is updating the index of {desk.store} …\n")
    assert "On health" in ended.out


def test_short_waiting_is_not_mentioned(tmp_path: Path) -> None:
    """A lock that is free again within a moment is acquired in silence."""
    said: list[str] = []
    other = FileLock(tmp_path / "lock", thread_local=False)
    with other:
        release = threading.Timer(0.1, other.release)
        release.start()
        with locking.acquired(FileLock(tmp_path / "lock"), 60, lambda: said.append("waiting")):
            pass
        release.join()
    assert said == []
