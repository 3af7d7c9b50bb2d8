"""Dates in the forms that files use."""

# ruff: noqa: D103 - the names of the tests are sentences

import pytest

from proposals_cli.importing.dates import parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-05-18", "2020-05-18"),
        ("2020-05-18T09:30:00Z", "2020-05-18"),
        ("2020/5/8", "2020-05-08"),
        ("20200518", "2020-05-18"),
        ("2020-05", "2020-05"),
        ("2020-05~", "2020-05"),
        ("2020?", "2020"),
        ("31.12.2020", "2020-12-31"),
        ("3.4.2020", "2020-04-03"),
        ("3. 4. 2020", "2020-04-03"),
        ("12/31/2020", "2020-12-31"),
        ("31/12/2020", "2020-12-31"),
        ("31-12-2020", "2020-12-31"),
        ("5/5/2020", "2020-05-05"),
        ("2020年5月18日", "2020-05-18"),
        ("2020 年 5 月", "2020-05"),
        ("2020年", "2020"),
        ("二〇二〇年", "2020"),
        ("民國109年5月18日", "2020-05-18"),
        ("令和2年6月3日", "2020-06-03"),
        ("2020년 5월 18일", "2020-05-18"),
        ("18 May 2020", "2020-05-18"),
        ("May 18, 2020", "2020-05-18"),
        ("18. März 2020", "2020-03-18"),
        ("1er août 2020", "2020-08-01"),
        ("18 de mayo de 2020", "2020-05-18"),
        ("Session of 2019-20", "2019"),
    ],
)
def test_a_date_is_read(text: str, iso: str) -> None:
    when = parse_date(text)
    assert when is not None
    assert (when.iso, when.year) == (iso, int(iso[:4]))


@pytest.mark.parametrize("text", ["03/04/2020", "2019-20"])
def test_an_ambiguous_date_gives_the_year(text: str) -> None:
    assert parse_date(text) == (int(text[-4:] if "/" in text else text[:4]), None, True)


@pytest.mark.parametrize("text", ["2020-13-01", "30.02.2020", "20200230", "2020年2月30日"])
def test_a_day_that_the_calendar_lacks_is_told_from_an_ambiguous_one(text: str) -> None:
    assert parse_date(text) == (2020, None, False)


def test_an_order_makes_a_date_unambiguous() -> None:
    for order, iso in (("mdy", "2020-03-04"), ("dmy", "2020-04-03")):
        when = parse_date("03/04/2020", order)
        assert when is not None
        assert when.iso == iso


@pytest.mark.parametrize("text", ["", "soon", "109年", "12", "12/31/20", "202X", "9" * 5000])
def test_a_text_without_a_year_is_not_a_date(text: str) -> None:
    assert parse_date(text) is None
