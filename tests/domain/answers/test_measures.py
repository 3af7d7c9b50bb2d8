"""Measures of all proposals: their rows, and which of them satisfy a condition."""

import pytest

from proposals_cli.domain.answers.measures import (
    MeasureRow,
    measure_fits,
    measure_rows,
    proposals_of,
)
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.parts import Citation, Measure
from proposals_cli.domain.model.vocabulary import Horizon, TextBasis
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.query.query import And, ContainsText, FacetIs, InYears, Node, Not, Or
from tests.factories import proposal

SUMMARY = Summary(
    "2020-cloud", 2020, None, "npc", "suggestion", "unknown", {"en": "x"}, "en", {}, None,
    (), (), (), (), 2, 1,
)  # fmt: skip


def test_rows_contain_everything_about_a_measure() -> None:
    """The id of a row has those of proposal and measure; citations are unchanged."""
    measure = Measure(
        id="m01",
        text={"en": "Do one.", "zh": "做一。"},
        basis=TextBasis.REPORTED,
        area="finance",
        horizon=Horizon.NEAR_TERM,
        actors=("banks", "the state"),
        beneficiaries=("young people",),
        citations=(Citation(source="s", locator="para 4"), Citation(source="t", quote="做")),
    )
    bare = Measure(id="m02", text={"de": "Tun."})
    raw = encode_record(proposal("2020-cloud", measures=(measure, bare)))
    assert list(measure_rows(SUMMARY, raw)) == [
        MeasureRow(
            "2020-cloud#m01",
            "2020-cloud",
            2020,
            {"en": "Do one.", "zh": "做一。"},
            "reported",
            "finance",
            "near-term",
            ("banks", "the state"),
            ("young people",),
            ({"source": "s", "locator": "para 4"}, {"source": "t", "quote": "做"}),
        ),
        MeasureRow(
            "2020-cloud#m02", "2020-cloud", 2020, {"de": "Tun."}, None, None, None, (), (), ()
        ),
    ]
    assert list(measure_rows(SUMMARY, encode_record(proposal("2020-cloud")))) == []


ROW = MeasureRow(
    "a#m01",
    "a",
    2020,
    {"en": "Do."},
    None,
    "finance",
    "near-term",
    ("banks", "firms"),
    ("sme",),
    (),
)
MATCHING, OTHER = FacetIs("area", ("finance", "health")), FacetIs("area", ("health",))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (MATCHING, True),
        (OTHER, False),
        (FacetIs("horizon", ("near-term",)), True),
        (FacetIs("actor", ("firms",)), True),
        (FacetIs("actor", ("the state",)), False),
        (FacetIs("beneficiary", ("sme",)), True),
        (FacetIs("beneficiary", ("banks",)), False),
        (FacetIs("actor", ("sme",)), False),
        (Not(MATCHING), False),
        (Not(OTHER), True),
        (And((MATCHING, FacetIs("actor", ("banks",)))), True),
        (And((MATCHING, FacetIs("actor", ("x",)))), False),
        (And(), True),
        (Or((OTHER, MATCHING)), True),
        (Or((OTHER, FacetIs("horizon", ("x",)))), False),
        (Or((OTHER, FacetIs("theme", ("sme",)))), True),
        (Or((OTHER, FacetIs("theme", ("x",)))), False),
        (Or((OTHER, Not(And((MATCHING, FacetIs("theme", ("sme",))))))), False),
    ],
)
def test_conditions_on_single_measures(node: Node, expected: bool) -> None:
    """Conditions on a facet of measures are met by measures; all others by proposals."""

    def meets(condition: Node, proposal: str) -> bool:
        assert proposal == "a"
        return condition == FacetIs("theme", ("sme",))

    assert measure_fits(ROW, node, meets) is expected
    assert not measure_fits(ROW._replace(area=None), MATCHING, meets)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (And(), And()),
        (MATCHING, And((MATCHING,))),
        (Not(MATCHING), And()),
        (And((Not(MATCHING), InYears(((1, 2),)))), And((InYears(((1, 2),)),))),
        (And((And((OTHER,)), ContainsText("x"))), And((ContainsText("x"), OTHER))),
        (Not(Or((OTHER, InYears(((1, 2),))))), And((Not(Or((Or(), InYears(((1, 2),))))),))),
    ],
)
def test_excluding_a_measure_does_not_exclude_its_proposal(where: Node, expected: Node) -> None:
    """The condition on proposals is met by all that may have a fitting measure."""
    assert proposals_of(where) == expected
