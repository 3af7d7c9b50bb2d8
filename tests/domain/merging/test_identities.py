"""Which records that two people added under one id are one: in doubt they stay two."""

import pytest

from proposals_cli.domain.merging.identities import are_different
from proposals_cli.domain.model.records import Proposal
from tests.factories import proposal, sponsors, titles

SAME = {
    "the same title": (proposal(titles=titles("On dykes")), proposal(titles=titles("On Dykes"))),
    "titles in other languages": (
        proposal(titles=titles("On dykes")),
        proposal(titles=titles(zh="关于堤坝")),
    ),
    "a day and its month": (proposal(date="2020-05"), proposal(date="2020-05-18")),
    "one author in common": (
        proposal(sponsors=sponsors("ma-huateng", "li-hua")),
        proposal(sponsors=sponsors("li-hua")),
    ),
}
DIFFERENT = {
    "titles that differ in one place name": (
        proposal(titles=titles(zh="关于支持广东发展的建议")),
        proposal(titles=titles(zh="关于支持广西发展的建议")),
    ),
    "a title that goes on": (
        proposal(titles=titles("On dykes")),
        proposal(titles=titles("On dykes and dams")),
    ),
    "other days": (proposal(date="2020-05-18"), proposal(date="2020-05-19")),
    "other authors": (
        proposal(sponsors=sponsors("ma-huateng")),
        proposal(sponsors=sponsors("li-hua")),
    ),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_proposals_that_agree_are_one(pair: tuple[Proposal, Proposal]) -> None:
    """What each says beyond the other is united, or a conflict."""
    assert not are_different(*pair)
    assert not are_different(*pair[::-1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT)
def test_proposals_that_are_only_similar_stay_two(pair: tuple[Proposal, Proposal]) -> None:
    """They used to become one, with the measures and the sponsors of both."""
    assert are_different(*pair)
    assert are_different(*pair[::-1])
