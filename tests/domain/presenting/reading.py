"""Reading a page in a test: its lines, sections and values in words."""

from collections.abc import Callable

from proposals_cli.domain.model.records import Record
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.page import (
    Entry,
    Line,
    Named,
    RecordPage,
    Section,
    Value,
    text_in,
)
from proposals_cli.domain.presenting.record_pages import proposal_page
from proposals_cli.domain.text.languages import Languages
from tests.factories import (
    proposal,
)

ENGLISH, CHINESE = Languages(), Languages(("zh",))


def nothing(_table: str, _id: str) -> None:
    """Find no record."""


def finding(*records: Record) -> Callable[[str, str], Record | None]:
    """Return a function that finds these records."""
    by_id = {record.id: record for record in records}
    return lambda _table, id_: by_id.get(id_)


def words(value: Value, languages: Languages = ENGLISH) -> str:
    """Return a value with its remarks."""
    if not isinstance(value, Named):
        return text_in(value, languages)
    remarks = "; ".join(text_in(one, languages) for one in value.remarks)
    return value.text(languages) + (f" ({remarks})" if remarks else "")


def line(page: RecordPage, label: Label) -> Line:
    """Return the line at the head with a label."""
    return next(one for one in page.head if one.label == label)


def labels_of(page: RecordPage) -> list[Label | None]:
    """Return the labels at the head."""
    return [one.label for one in page.head]


def section(page: RecordPage, heading: Label) -> Section:
    """Return the section under a heading."""
    return next(one for one in page.sections if one.heading == heading)


def headings(page: RecordPage) -> list[Label]:
    """Return the headings of the sections."""
    return [one.heading for one in page.sections]


def details(entry: Entry) -> list[str]:
    """Return the details of an entry as ``label: values``."""
    return [
        f"{text_in(one.label, ENGLISH) if one.label else ''}: {', '.join(map(words, one.values))}"
        for one in entry.details
    ]


def status(**given: object) -> list[str]:
    """Return the status line of a proposal: the status, then its remarks."""
    found = line(proposal_page(proposal("2020-a", **given), nothing), labels.STATUS)
    return [words(value) for value in (*found.values, *found.remarks)]
