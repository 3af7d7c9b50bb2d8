"""Some of the damages of ``fuzz``, which runs for as long as one likes."""

import os

import pytest

from tests.fuzz import VICTIMS, run_all

RUNS = int(os.environ.get("PROP_TEST_DAMAGES", "25"))


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_damaged_file_is_reported_or_rebuilt_and_breaks_nothing(victim: str) -> None:
    """The environment may ask for more."""
    said: list[str] = []
    counts = run_all(lambda done: done < RUNS, 7, said.append, (victim,))
    assert said == []
    assert counts.total() == RUNS
