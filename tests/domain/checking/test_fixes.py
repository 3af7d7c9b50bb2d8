"""Fixes change what a rule reports and nothing else."""

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
def test_blank_texts_become_null_and_text_of_a_source_is_kept(untidy: Record, tidy: Record) -> None:
    """A blank text is unknown in an optional field; the text of a source is kept as it is."""
    assert tidied(untidy) == tidy
