"""The values of fields and options: years, dates, lists and sort keys."""

import pytest

from proposals_cli.domain.query.dates import parse_dates
from proposals_cli.domain.query.parser import parse_terms
from proposals_cli.domain.query.query import And, FacetIs, InDates, Node, Not
from proposals_cli.domain.query.values import (
    parse_filters,
    parse_sort,
    parse_years,
    split_values,
)
from proposals_cli.errors import InvalidQueryError


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("2020", ((2020, 2020),)),
        (" 2018..2020 , 2022 ", ((2018, 2020), (2022, 2022))),
        ("2018..", ((2018, 9999),)),
        ("..2015", ((0, 2015),)),
        ("2020..2020", ((2020, 2020),)),
        ("987", ((987, 987),)),
    ],
)
def test_years_are_read_as_ranges(text: str, ranges: tuple[tuple[int, int], ...]) -> None:
    """A year, a range and an open range, one or several."""
    assert parse_years(text) == ranges


@pytest.mark.parametrize("text", ["", ",", "..", "20200", "2018...2020", "2018,x", "-2018", "1e3"])
def test_a_wrong_year_is_an_error(text: str) -> None:
    """The hint lists the correct forms."""
    with pytest.raises(InvalidQueryError) as raised:
        parse_years(text)
    assert "2018..2020" in raised.value.hint


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("2020-05-18", (("2020-05-18", "2020-05-18"),)),
        ("2020/5/8", (("2020-05-08", "2020-05-08"),)),
        ("2020-05-01..2020-06", (("2020-05-01", "2020-06"),)),
        ("2020-05", (("2020-05", "2020-05"),)),
        (" 2020.. , ..2015", (("2020", ""), ("", "2015"))),
        ("2020-05..2020-05-01", (("2020-05", "2020-05-01"),)),
        ("2020-02-29", (("2020-02-29", "2020-02-29"),)),
    ],
)
def test_dates_are_read_as_ranges(text: str, ranges: tuple[tuple[str, str], ...]) -> None:
    """A day, a month, a year, a range or an open one, one or several."""
    assert parse_dates(text) == ranges


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2021-02-29", "The last day of 2021-02 is 2021-02-28."),
        ("2021-04-31", "The last day of 2021-04 is 2021-04-30."),
        ("2021-04-0", "The last day of 2021-04"),
        ("2021-13", "2020-05-18"),
        ("2021-00", "2020-05-18"),
        ("0000", "2020-05-18"),
        ("18.05.2020", "2020-05-18"),
        ("20", "2020-05-18"),
        ("yesterday", "2020-05-18"),
        ("..", "2020-05-18"),
        ("", "2020-05-18"),
        ("2021-05..2021-04", "Did you mean 2021-04..2021-05?"),
    ],
)
def test_a_date_that_cannot_be_is_an_error(text: str, hint: str) -> None:
    """The hint says what to type."""
    with pytest.raises(InvalidQueryError) as raised:
        parse_dates(text)
    assert hint in raised.value.hint


@pytest.mark.parametrize(
    ("filters", "range_"),
    [
        ({"since": ["2020-05"]}, ("2020-05", "")),
        ({"until": ["2020/5"]}, ("", "2020-05")),
        ({"since": ["2019"], "until": ["2020"]}, ("2019", "2020")),
        ({"since": ["2019", "2019-03"], "until": ["2020-05", "2020-05-10"]},
         ("2019-03", "2020-05-10")),
    ],
)  # fmt: skip
def test_since_and_until_are_one_range(
    filters: dict[str, list[str]], range_: tuple[str, str]
) -> None:
    """Given several times, the narrowest counts."""
    assert list(parse_filters(filters)) == [InDates((range_,))]


def test_since_after_until_is_an_error() -> None:
    """It would find nothing, whatever the base has."""
    with pytest.raises(InvalidQueryError, match="empty"):
        list(parse_filters({"since": ["2021"], "until": ["2020-12"]}))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("date:2020-05..", InDates((("2020-05", ""),))),
        ("-date:2020", Not(InDates((("2020", "2020"),)))),
        ("extra.faction:SPD,FDP", FacetIs("extra.faction", ("SPD,FDP",))),
        ("Extra.Vote.by:x", FacetIs("extra.Vote.by", ("x",))),
        ("extra.党派:自民党", FacetIs("extra.党派", ("自民党",))),
        ('extra.sub-title:"a b"', FacetIs("extra.sub-title", ('"a b"',))),
        ("stage:replied", FacetIs("stage", ("replied",))),
        ("beneficiary:children", FacetIs("beneficiary", ("children",))),
    ],
)
def test_dates_and_own_fields_are_terms(text: str, node: Node) -> None:
    """They may be excluded, and listed, as other fields."""
    assert parse_terms([text]).where == And((node,))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("year", (("year", False),)),
        ("-year,id", (("year", True), ("id", False))),
        ("+Year", (("year", False),)),
        ("-title", (("title", True),)),
        ("title-zh", (("title_zh", False),)),
        ("-Title_EN", (("title_en", True),)),
        ("title_zh_hant,date", (("title_zh-Hant", False), ("date", False))),
    ],
)
def test_a_sort_key_may_have_a_minus(text: str, keys: tuple[tuple[str, bool], ...]) -> None:
    """A minus sorts descending; case and ``-`` or ``_`` make no difference."""
    assert parse_sort(text) == keys


@pytest.mark.parametrize(
    "text", ["colour", "-", "year,colour", "themes", "title_", "title_english"]
)
def test_a_wrong_sort_key_is_an_error(text: str) -> None:
    """The hint lists the correct keys."""
    with pytest.raises(InvalidQueryError) as raised:
        parse_sort(text)
    assert "id, date, year, title" in raised.value.hint


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a,b", ["a", "b"]),
        (" a , b ,", ["a", "b"]),
        ('"a, b",c', ["a, b", "c"]),
        ('c,"a, b"', ["c", "a, b"]),
        ('"say ""yes"""', ['say "yes"']),
        ('6" pipe', ['6" pipe']),
        (',,""', []),
    ],
)
def test_a_value_with_a_comma_is_in_quotes(text: str, values: list[str]) -> None:
    """As in CSV."""
    assert split_values(text) == values


@pytest.mark.parametrize("value", ["-ecology", " -ecology", "", " , "])
def test_an_option_with_a_minus_or_nothing_before_its_value_is_an_error(value: str) -> None:
    """An empty variable must not find everything, and an exclusion not the excluded."""
    with pytest.raises(InvalidQueryError):
        list(parse_filters({"theme": [value]}))
    with pytest.raises(InvalidQueryError):
        list(parse_filters({"year": [value]}))
