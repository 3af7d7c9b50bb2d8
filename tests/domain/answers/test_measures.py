"""Measures of all proposals: their rows, and which of them satisfy a condition."""

import pytest

from proposals_cli.domain.answers.measures import MeasureRow, measure_fits, measure_rows
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.parts import Citation, Measure
from proposals_cli.domain.model.vocabulary import Horizon
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.query.query import And, ContainsText, FacetIs, InYears, Node, Not, Or
from tests.factories import proposal

SUMMARY = Summary(
    "2020-cloud", 2020, "suggestion", "unknown", "x", None, None, (), (), (), (), 2, 1
)  # fmt: skip


def test_rows_contain_everything_about_a_measure() -> None:
    """The id of a row has those of proposal and measure; citations are unchanged."""
    measure = Measure(
        id="m01",
        text="Do one.",
        area="finance",
        horizon=Horizon.NEAR_TERM,
        actors=("banks", "the state"),
        citations=(Citation(source="s", locator="para 4"), Citation(source="t", quote="做")),
    )
    raw = encode_record(proposal("2020-cloud", measures=(measure, Measure(id="m02", text="Do."))))
    assert list(measure_rows(SUMMARY, raw)) == [
        MeasureRow(
            "2020-cloud#m01",
            "2020-cloud",
            2020,
            "Do one.",
            "finance",
            "near-term",
            ("banks", "the state"),
            ({"source": "s", "locator": "para 4"}, {"source": "t", "quote": "做"}),
        ),
        MeasureRow("2020-cloud#m02", "2020-cloud", 2020, "Do.", None, None, (), ()),
    ]


ROW = MeasureRow("a#m01", "a", 2020, "Do.", "finance", "near-term", ("banks", "firms"), ())
MATCHING, OTHER = FacetIs("area", ("finance", "health")), FacetIs("area", ("health",))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (MATCHING, True),
        (OTHER, False),
        (FacetIs("horizon", ("near-term",)), True),
        (FacetIs("actor", ("firms",)), True),
        (FacetIs("actor", ("the state",)), False),
        (Not(MATCHING), False),
        (Not(OTHER), True),
        (And((MATCHING, FacetIs("actor", ("banks",)))), True),
        (And((MATCHING, FacetIs("actor", ("x",)))), False),
        (And(), True),
        (Or((OTHER, MATCHING)), True),
        (Or((OTHER, FacetIs("horizon", ("x",)))), False),
        (Or((OTHER, FacetIs("theme", ("x",)))), True),
        # conditions on proposals have been applied before
        (FacetIs("theme", ("x",)), True),
        (Not(FacetIs("theme", ("x",))), True),
        (InYears(((1, 2),)), True),
        (ContainsText("x"), True),
    ],
)
def test_conditions_on_single_measures(node: Node, expected: bool) -> None:
    """Conditions on area, horizon and actor select measures; all others select proposals."""
    assert measure_fits(ROW, node) is expected
    assert not measure_fits(ROW._replace(area=None), MATCHING)
