"""Finding a duplicate key in JSON."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
import random
from typing import Any

import msgspec
import pytest

from proposals_cli.store.duplicate_keys import duplicate_key, duplicate_key_at_top


def test_an_escaped_key_is_the_same_key() -> None:
    assert duplicate_key('{"a": 1, "\\u0061": 2}') == "a"
    assert key_at_top('{"a": 1, "\\u0061": 2}') == "a"
    assert key_at_top('{"a\\"": 1, "a": {"a": 1}, "": 2}') is None


def key_at_top(text: str) -> str | None:
    content = text.encode()
    found = duplicate_key_at_top(content, msgspec.json.decode(content, type=dict[str, msgspec.Raw]))
    return found[0] if found else None


@pytest.mark.parametrize("seed", range(300))
def test_the_walk_finds_the_same_as_a_parser(seed: int) -> None:
    chance = random.Random(seed)
    values: list[Any] = [1, 12, "", "a", "}", '"', [1, 2], {"a": 1}, {}, None, 1.5]
    keys = ["a", "b", "ab", "ä", '"', "", "\\"]
    pairs = [(chance.choice(keys), chance.choice(values)) for _ in range(chance.randint(0, 5))]
    blank = chance.choice(["", " ", "\n\t"])
    inner = f"{blank},{blank}".join(
        f"{json.dumps(k)}{blank}:{blank}{json.dumps(v)}" for k, v in pairs
    )
    text = f"{blank}{{{blank}{inner}{blank}}}{blank}"
    assert (key_at_top(text) is None) == (duplicate_key(text) is None)
    assert (key_at_top(text) is None) == (len({key for key, _ in pairs}) == len(pairs))
