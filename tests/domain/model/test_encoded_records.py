"""Records kept as JSON."""

import msgspec
import pytest

from proposals_cli.domain.model.encoded_records import CheckedRecords
from proposals_cli.errors import InvalidRecordError
from tests.factories import proposal


def test_a_record_that_breaks_a_rule_is_not_added() -> None:
    """The store does not check such records again before it writes them."""
    records = CheckedRecords()
    good = proposal("2020-a")
    bad = msgspec.structs.replace(good, id="Not an id")
    records.add(good)
    with pytest.raises(InvalidRecordError):
        records.add(bad)
    with pytest.raises(InvalidRecordError):
        records["proposals", "2020-a"] = bad
    assert dict(records) == {("proposals", "2020-a"): good}
