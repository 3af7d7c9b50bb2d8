"""Fixes change what a rule reports and nothing else."""

import pytest

from proposals_cli.domain.checking.fixes import tidied
from proposals_cli.domain.model.records import Record
from tests.factories import fact, proposal, reply, source


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        (source("s", note="  "), source("s", note=None)),
        (source("s", note=" x "), source("s", note="x")),
        (fact("f", text={"en": " x "}), fact("f", text={"en": "x"})),
        (source("s", text=" as printed "), source("s", text=" as printed ")),
    ],
    ids=["blank", "spaces", "text by language", "original text"],
)
def test_blank_texts_become_null_and_text_of_a_source_is_kept(untidy: Record, tidy: Record) -> None:
    """A blank text is unknown in an optional field; the text of a source is kept as it is."""
    assert tidied(untidy) == tidy


def test_a_repeated_part_is_removed_in_its_place() -> None:
    """The first stays where it is."""
    one, two = reply(date="2020-05"), reply(date="2020-06")
    assert tidied(proposal(actions=(one, two, one))) == proposal(actions=(one, two))
