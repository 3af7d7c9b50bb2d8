"""Measures across proposals: the rows, and which of them meet a condition."""

import pytest

from proposals_cli.domain.answers.measures import MeasureRow, measure_fits, measure_rows
from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.records import Citation, Measure
from proposals_cli.domain.model.vocabulary import Horizon
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.query.query import And, ContainsText, FacetIs, InYears, Node, Not, Or
from tests.factories import proposal

SUMMARY = Summary(
    "2020-cloud", 2020, "suggestion", "unknown", "x", None, None, (), (), (), (), 2, 1
)  # fmt: skip


def test_rows_contain_everything_about_a_measure() -> None:
    """The id of a row is that of proposal and measure; citations are as in the record."""
    whole = Measure(
        id="m01",
        text="Do one.",
        area="finance",
        horizon=Horizon.NEAR_TERM,
        actors=("banks", "the state"),
        citations=(Citation(source="s", locator="para 4"), Citation(source="t", quote="做")),
    )
    raw = encode_record(proposal("2020-cloud", measures=(whole, Measure(id="m02", text="Do."))))
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
FITS, FITS_NOT = FacetIs("area", ("finance", "health")), FacetIs("area", ("health",))


@pytest.mark.parametrize(
    ("node", "fits"),
    [
        (FITS, True),
        (FITS_NOT, False),
        (FacetIs("horizon", ("near-term",)), True),
        (FacetIs("actor", ("firms",)), True),
        (FacetIs("actor", ("the state",)), False),
        (Not(FITS), False),
        (Not(FITS_NOT), True),
        (And((FITS, FacetIs("actor", ("banks",)))), True),
        (And((FITS, FacetIs("actor", ("x",)))), False),
        (And(), True),
        (Or((FITS_NOT, FITS)), True),
        (Or((FITS_NOT, FacetIs("horizon", ("x",)))), False),
        (Or((FITS_NOT, FacetIs("theme", ("x",)))), True),
        # conditions on proposals were met before
        (FacetIs("theme", ("x",)), True),
        (Not(FacetIs("theme", ("x",))), True),
        (InYears(((1, 2),)), True),
        (ContainsText("x"), True),
    ],
)
def test_conditions_on_single_measures(node: Node, fits: bool) -> None:
    """Area, horizon and actor select measures; other conditions select proposals."""
    assert measure_fits(ROW, node) is fits
    assert not measure_fits(ROW._replace(area=None), FITS)
