"""Dates in the forms that files use."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.importing.dates import When, earliest_date, in_zone, order_shown, parse_date
from proposals_cli.importing.remarks import RemarkKind
from tests.importing.planning import A, ImportRows, save_plain, stored


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
        ("25-Sep-11", "2011-09-25"),
        ("4-Mar-20", "2020-03-04"),
        ("4-Mar-1998", "1998-03-04"),
        ("18th of May, 2020", "2020-05-18"),
        ("2020. május 18.", "2020-05-18"),
        ("2020 May 18", "2020-05-18"),
        ("18.V.2020", "2020-05-18"),
        ("3 XII 2020", "2020-12-03"),
        ("7-Oct-98", "1998-10-07"),
        ("12/31/20", "2020-12-31"),
        ("31/12/69", "1969-12-31"),
        ("109/03/04", "2020-03-04"),
        ("098/12/01", "2009-12-01"),
        ("民國99年1月2日", "2010-01-02"),
        ("中華民國110年", "2021"),
        ("R2.5.18", "2020-05-18"),
        ("H31.4.30", "2019-04-30"),
        ("令和元年5月1日", "2019-05-01"),
        ("昭和64年1月7日", "1989-01-07"),
        ("大正12年9月1日", "1923-09-01"),
        ("２０２０年５月１８日", "2020-05-18"),
        ("二〇二〇年五月十八日", "2020-05-18"),
        ("二〇一九年十二月三十一日", "2019-12-31"),
        ("2020. 5. 18.", "2020-05-18"),
        ("2020. 5. 18", "2020-05-18"),
        ("18/5/2563", "2020-05-18"),
        ("18 พฤษภาคม 2563", "2020-05-18"),
        ("18 maja 2020 r.", "2020-05-18"),
        ("18. května 2020", "2020-05-18"),
        ("18 мая 2020 г.", "2020-05-18"),
        ("18 травня 2020", "2020-05-18"),
        ("den 18 maj 2020", "2020-05-18"),
        ("18. toukokuuta 2020", "2020-05-18"),
        ("18 Mayıs 2020", "2020-05-18"),
        ("ngày 18 tháng 5 năm 2020", "2020-05-18"),
        ("3º de outubro de 2020", "2020-10-03"),
        ("18–20 May 2020", "2020-05-18"),
        ("Monday, 18 May 2020", "2020-05-18"),
        ("Introduced 18 May 2020", "2020-05-18"),
    ],
)
def test_a_date_is_read(text: str, iso: str) -> None:
    when = parse_date(text)
    assert when is not None
    assert (when.iso, when.year) == (iso, int(iso[:4]))


@pytest.mark.parametrize("text", ["03/04/2020", "2019-20"])
def test_an_ambiguous_date_gives_the_year(text: str) -> None:
    assert parse_date(text) == (int(text[-4:] if "/" in text else text[:4]), None, True)


@pytest.mark.parametrize(
    "text", ["2020-13-01", "30.02.2020", "20200230", "2020年2月30日", "2020-00-10", "30-Feb-20"]
)
def test_a_day_that_the_calendar_lacks_is_told_from_an_ambiguous_one(text: str) -> None:
    assert parse_date(text) == (2020, None, False)


def test_an_order_makes_a_date_unambiguous() -> None:
    for order, iso in (("mdy", "2020-03-04"), ("dmy", "2020-04-03")):
        when = parse_date("03/04/2020", order)
        assert when is not None
        assert when.iso == iso


@pytest.mark.parametrize("text", ["", "soon", "109年", "12", "3/4/20", "202X", "9" * 5000])
def test_a_text_without_a_year_is_not_a_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text", ["昭和100年1月1日", "平成31年5月1日", "令和元年4月30日", "S64.1.8"]
)
def test_a_day_that_an_era_lacks_does_not_exist(text: str) -> None:
    when = parse_date(text)
    assert when is not None
    assert not when.exists


@pytest.mark.parametrize("text", ["0000-05-18", "0000", "soon", "12/11/10", "99"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "shown", "iso"),
    [
        ("43969", "excel", "2020-05-18"),
        ("109/5/18", "roc", "2020-05-18"),
        ("5/18/20", "mdy", "2020-05-18"),
    ],
)
def test_a_column_shows_what_its_dates_are(text: str, shown: str, iso: str) -> None:
    assert order_shown(text) == shown
    when = parse_date(text, shown)
    assert when is not None
    assert when.iso == iso


def test_in_a_column_of_the_republic_two_digits_are_its_years() -> None:
    when = parse_date("89/6/21", "roc")
    assert when is not None
    assert when.iso == "2000-06-21"


def test_the_earliest_of_several_dates_is_taken() -> None:
    assert earliest_date("民國89年6月21日; 1999-12-13")[0] == When(1999, "1999-12-13")
    assert earliest_date("2020-05-18") == (When(2020, "2020-05-18"), False)
    assert earliest_date("2020-05-18; 2020-02-30")[0] == When(2020, None, exists=False)


def test_an_instant_is_a_day_in_a_time_zone() -> None:
    assert in_zone("2020-03-01T22:00:00Z", "Europe/Paris") == "2020-03-01"
    assert in_zone("2020-03-01T23:30:00+00:00", "Europe/Paris") == "2020-03-02"
    assert in_zone("2020-03-01T23:30:00Z", "no/where") == "2020-03-01T23:30:00Z"
    assert in_zone("2020-03-01T23:30:00", "Europe/Paris") == "2020-03-01T23:30:00"


def test_an_instant_becomes_the_day_of_the_body(import_rows: ImportRows, base: Path) -> None:
    paris = {"id": "chamber", "name": {"fr": "Chambre"}, "timezone": "Europe/Paris"}
    save_plain(base, ("bodies", paris))
    row = {"title": "On lakes", "date": "2020-03-01T23:30:00Z"}
    import_rows(row | {"body": "chamber"}, row | {"body": "elsewhere"})
    assert {one.body: one.date for one in stored(base).values()} == {
        "chamber": "2020-03-02",
        "elsewhere": "2020-03-01",
    }


@pytest.mark.parametrize("text", ["Q2 2020", "2020?", "mid-2020", "2020-05-XX"])
def test_words_that_say_more_than_a_year_are_kept(
    text: str, import_rows: ImportRows, base: Path
) -> None:
    plan = import_rows(A | {"date": text, "year": ""})
    (proposal,) = stored(base).values()
    assert (proposal.stated_year, proposal.extra) == (2020, {"date": text})
    assert RemarkKind.UNCLEAR_DATE in {one.kind for one in plan.remarks}


@pytest.mark.parametrize("row", [{"title": "قانون المياه"}, {"title": "A", "language": "fa"}])
def test_a_year_of_another_calendar_rejects_its_row(
    row: dict[str, str], import_rows: ImportRows, base: Path
) -> None:
    plan = import_rows(A | {"year": "", "date": "1441/9/25"} | row)
    assert stored(base) == {}
    assert "another calendar" in next(iter(plan.rejections)).reason
    import_rows(A | {"year": "", "date": "1441/9/25"})
    assert [one.date for one in stored(base).values()] == ["1441-09-25"]
