"""A few of the files of ``fuzz``, which runs for as long as one likes."""

import os

from tests.importing.fuzz import run

FILES = int(os.environ.get("PROP_TEST_IMPORTS", "60"))


def test_a_damaged_file_is_reported_or_rejected_and_breaks_no_base() -> None:
    """The environment may ask for more."""
    said: list[str] = []
    counts = run(lambda done: done < FILES, seed=20, say=said.append)
    assert said == []
    assert counts.total() == FILES
