"""Simultaneous and killed processes leave a correct full-text index."""

import random
import signal
import subprocess
import time
from pathlib import Path

from tests.benchmarks import generate
from tests.index.text_searches import (
    BUILDING,
    FILES,
    KILLS,
    PLANTED,
    ask,
    ended,
    names,
    start,
    text_file,
)


def test_ten_processes_at_once_build_one_index(large: Path, tmp_path: Path) -> None:
    """Nine wait for the one that builds, and all answer correctly."""
    processes = [start(large, tmp_path, *PLANTED) for _ in range(10)]
    ends = [ended(process) for process in processes]
    assert all(found == PLANTED for _, found in ends)
    assert sum(BUILDING in work for work, _ in ends) == 1
    assert names(tmp_path) == FILES


def killed_in_work(process: subprocess.Popen[str], line: str, seconds: float) -> bool:
    """Kill a process some time after it has printed a line; return whether it was still running."""
    assert process.stdout is not None
    for printed in process.stdout:
        if printed.startswith(line):
            break
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    return process.returncode == -signal.SIGKILL


def test_files_of_a_killed_build_are_removed(large: Path, tmp_path: Path) -> None:
    """The next search builds the index and removes the files."""
    chance = random.Random(5)
    ask(large, tmp_path, "zeppelin")
    killed = 0
    for _ in range(KILLS):
        text_file(tmp_path).unlink(missing_ok=True)
        process = start(large, tmp_path, "zeppelin")
        killed += killed_in_work(process, BUILDING, chance.uniform(0, 0.6))
        assert ask(large, tmp_path, "zeppelin", "鲟") == {
            "zeppelin": PLANTED["zeppelin"],
            "鲟": PLANTED["鲟"],
        }
        assert names(tmp_path) == FILES
    assert killed


def test_after_a_killed_refresh_the_index_is_correct(tmp_path: Path) -> None:
    """The next search finds the old words and the new ones."""
    chance = random.Random(6)
    store = tmp_path / "base.json"
    folder = tmp_path / "cache"
    generate.write(500, store)
    planted = generate.planted(500)
    content = store.read_text(encoding="utf-8")
    content = content.replace('"Give tax relief', '"Give word relief')
    store.write_text(content, encoding="utf-8")
    word = "word"
    assert ask(store, folder, word)[word]
    for number in range(KILLS):
        before, word = word, f"word{number}"
        content = content.replace(f'"Give {before} relief', f'"Give {word} relief')
        store.write_text(content, encoding="utf-8")
        killed_in_work(start(store, folder, word), "500 proposals", chance.uniform(0, 0.2))
        found = ask(store, folder, word, before, *planted)
        assert len(found.pop(word)) > 50
        assert found.pop(before) == []
        assert found == planted
        assert names(folder) == FILES
