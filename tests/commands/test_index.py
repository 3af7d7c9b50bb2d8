"""``prop index``: which base is in use, and the state of its index."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import Prop
from tests.factories import proposal, small_base, write_store
from tests.terminal import piped


def state(prop: Prop, *options: str, store: Path | None = None) -> dict[str, object]:
    """Return the state as JSON."""
    found: dict[str, object] = json.loads(prop("index", *options, "--json", store=store).out)
    return found


def test_reading_the_state_builds_no_index(prop: Prop, tmp_path: Path) -> None:
    """There is no index before the first command that reads the base."""
    store = write_store(tmp_path / "base.json", small_base([proposal("2020-a")]))
    for _ in range(2):
        before = state(prop, store=store)
        assert (before["index"], before["bytes"], before["fresh"]) == (None, 0, False)
    assert "none yet" in prop("index", store=store).out


def test_reading_builds_the_index_and_a_change_outdates_it(prop: Prop, tmp_path: Path) -> None:
    """The index is up to date after reading, and out of date once the base has changed."""
    store = write_store(tmp_path / "base.json", small_base([proposal("2020-a")]))
    prop("list", store=store)
    made = state(prop, store=store)
    assert (made["proposals"], made["fresh"], made["text"]) == (1, True, None)
    assert Path(str(made["index"])).stat().st_size == made["bytes"]
    write_store(store, small_base([proposal("2020-a"), proposal("2020-b")]))
    assert state(prop, store=store)["fresh"] is False
    assert "out of date" in prop("index", store=store).out
    prop("search", "a", store=store)
    renewed = state(prop, store=store)
    assert (renewed["proposals"], renewed["fresh"]) == (2, True)
    assert isinstance(renewed["text"], dict)
    assert renewed["text"]["fresh"] is True


def test_the_index_can_be_deleted(prop: Prop, tmp_path: Path) -> None:
    """The next command rebuilds it, and so does --rebuild."""
    store = write_store(tmp_path / "base.json", small_base([proposal("2020-a")]))
    listed = prop("list", store=store)
    Path(str(state(prop, store=store)["index"])).unlink()
    assert prop("list", store=store) == listed
    Path(str(state(prop, store=store)["index"])).write_bytes(b"not a database")
    assert state(prop, store=store)["fresh"] is False
    assert prop("list", store=store) == listed
    assert state(prop, "--rebuild", store=store)["fresh"] is True


def test_how_the_base_was_chosen(env: Mapping[str, str], tmp_path: Path) -> None:
    """--store, then PROP_STORE, then the user's own base, then the shipped one."""
    store = write_store(tmp_path / "base.json", [])
    own = tmp_path / "home" / "data" / "prop" / "proposals.json"

    def chosen(*options: str, **more: str) -> tuple[str, str]:
        found = json.loads(piped((*options, "index", "--json"), {**env, **more}).out)
        return found["base"], found["base_chosen_by"]

    assert chosen()[1] == "shipped with the program, read-only"
    assert chosen(PROP_STORE="") == chosen()
    own.parent.mkdir(parents=True)
    write_store(own, [])
    assert chosen() == (str(own), "your own base")
    assert chosen(PROP_STORE=str(store)) == (str(store), "PROP_STORE")
    assert chosen("--store", str(store), PROP_STORE=str(own)) == (str(store), "--store")


def test_why_the_index_is_kept_in_memory(env: Mapping[str, str], tmp_path: Path) -> None:
    """If no file can be written, the state says why, and --rebuild succeeds."""
    (tmp_path / "file").write_text("")
    blocked = {**env, "XDG_CACHE_HOME": str(tmp_path / "file")}
    ended = piped(("index", "--rebuild", "--json"), blocked)
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert found["index"] is None
    assert found["in_memory_because"]
