"""Short ids mean one record, whatever others are called."""

from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.commands.proposal_views import short_ids
from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.text.short_ids import short_id
from tests.conftest import BaseOf
from tests.factories import proposal, source, theme

IDS = st.lists(
    st.text("ab1-", min_size=1, max_size=12).filter(lambda one: one.strip("-") == one),
    min_size=1,
    max_size=12,
    unique=True,
)


@given(IDS)
def test_no_other_id_begins_so(ids: list[str]) -> None:
    """Unless an id is the beginning of another one: then it is complete, and means itself."""
    for one in ids:
        others = [other for other in ids if other != one]
        short = short_id(one, others)
        assert one.startswith(short)
        assert short == one or not any(other.startswith(short) for other in others)


def test_words_are_complete_unless_they_are_very_long() -> None:
    """A word can be read; a sentence without separators would be no shorter than the id."""
    assert short_id("2020-revitalisation-plan", ["2020-research"]) == "2020-revitalisation"
    assert short_id(f"2020-{'关' * 40}", ["2020-关于"]) == f"2020-{'关' * 2}"


def test_what_is_shown_means_the_same_record_when_it_is_typed(base_of: BaseOf) -> None:
    """Ids of other tables and numbers that others gave a proposal are taken into account."""
    numbered = Identifier(scheme="house", value="hb-2")
    base = base_of(
        [
            proposal("hb-1-roads-and-rails"),
            proposal("hb-2-rivers-and-lakes"),
            proposal("2020-other", identifiers=(numbered,)),
            source("hb-1-leaflet"),
            theme("rail"),
        ]
    )
    asked = ["hb-1-roads-and-rails", "hb-2-rivers-and-lakes", "rail", "2020-other#m01"]
    found = short_ids(base, asked)
    short = [found[one] for one in asked]
    assert short == ["hb-1-roads", "hb-2-rivers-and-lakes", "rail", "2020-other#m01"]
    assert [base.locate(one)[1] for one in short] == [*asked[:3], "2020-other"]
