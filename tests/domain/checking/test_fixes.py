"""Fixes change what a rule finds, and nothing else."""

import pytest

from proposals_cli.domain.checking.fixes import tidied
from proposals_cli.domain.model.records import Record
from tests.factories import fact, source


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        (source("s", note="  "), source("s", note=None)),
        (source("s", note=" x "), source("s", note="x")),
        (fact("f", text="  "), fact("f", text="")),
        (source("s", text=" as printed "), source("s", text=" as printed ")),
    ],
    ids=["blank", "spaces", "required text", "original text"],
)
def test_tidying(untidy: Record, tidy: Record) -> None:
    """A blank text is unknown where a field may be, and the original text of a source is kept."""
    assert tidied(untidy) == tidy
