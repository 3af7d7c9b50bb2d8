"""Fields of lists, one by one."""

import pytest

from proposals_cli.domain.model.decoding import encode_record
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.ports import Summary
from proposals_cli.domain.text.languages import Languages
from proposals_cli.knowledge_base import ProposalRow
from proposals_cli.render.fields import Field, flat_keys, proposal_fields, tags_asked, title_fields
from tests.factories import proposal

GERMAN = Summary(
    id="2020-a",
    year=2020,
    date="2020-05-18",
    body="bundestag",
    kind="bill",
    status="submitted",
    titles={"de": "Titel", "zh-Hant": "題名"},
    title_language="de",
    subjects={"ja": "例"},
    number="21/1",
    people=(),
    themes=(),
    regions=(),
    series=(),
    measures=0,
    sources=0,
)
UNTITLED = GERMAN._replace(titles={}, title_language=None)
PROPOSAL_FIELDS = proposal_fields(Languages())


@pytest.mark.parametrize("key", PROPOSAL_FIELDS)
def test_only_some_fields_need_the_record(key: str) -> None:
    """Other values come from the summary, so a plain list does not decode records."""
    field = PROPOSAL_FIELDS[key]
    raw = encode_record(proposal("2020-a")) if field.needs_record else None
    field.get(ProposalRow(GERMAN, raw))
    if field.needs_record:
        with pytest.raises(AssertionError):
            field.get(ProposalRow(GERMAN))


def test_every_field_of_a_proposal_is_a_column() -> None:
    """A field that is added to the class can be listed by its name."""
    left_out = {"titles", "sponsors", "identifiers"} - set(PROPOSAL_FIELDS)
    assert {*Proposal.__struct_fields__} - set(PROPOSAL_FIELDS) == left_out


@pytest.mark.parametrize(
    ("summary", "languages", "for_people", "for_programs"),
    [
        (GERMAN, ("en",), "Titel", "Titel"),
        (GERMAN, ("zh",), "題名", "題名"),
        (GERMAN, ("ja",), "〔例〕", "Titel"),
        (GERMAN, ("fr", "ja", "de"), "〔例〕", "Titel"),
        (UNTITLED, ("en",), "〔例〕", None),
        (UNTITLED._replace(subjects={}), ("en",), "21/1", None),
        (UNTITLED._replace(subjects={}, number=None), ("en",), "2020-a", None),
    ],
)
def test_a_list_shows_a_title_in_the_first_language_that_there_is(
    summary: Summary, languages: tuple[str, ...], for_people: str, for_programs: str | None
) -> None:
    """People see a subject, the number or the id in its place; programs get no such stand-in."""
    row = ProposalRow(summary)
    for shown, expected in ((True, for_people), (False, for_programs)):
        title = next(iter(title_fields(Languages(languages), for_people=shown)))
        assert title.get(row) == expected


def test_each_title_stands_under_its_language_and_none_is_missing() -> None:
    """Of a proposal that has neither language, the title is in the first column."""

    def cells(summary: Summary) -> list[object]:
        wanted = Languages(("en", "zh"), each=True)
        fields: dict[str, Field[ProposalRow]] = {
            field.key: field for field in title_fields(wanted, for_people=True)
        }
        return [fields[key].get(ProposalRow(summary)) for key in ("title_en", "title_zh")]

    assert cells(GERMAN) == [None, "題名"]
    assert cells(GERMAN._replace(titles={"de": "Titel"})) == ["Titel", None]


def test_titles_have_a_column_in_every_language_that_is_asked_for() -> None:
    """Case, hyphen and underscore make no difference, and ``title_language`` is no language."""
    assert tags_asked("title", "id, title-DE,title_zh_hant,title_language,title") == [
        "de",
        "zh-Hant",
    ]
    assert tags_asked("title", None) == []
    assert flat_keys(("id", "titles", "year"), {"titles": ["de", "zh-Hant"]}) == (
        "id",
        "title_de",
        "title_zh_hant",
        "year",
    )
