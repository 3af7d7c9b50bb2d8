"""Agents, dates, replies and fields of records' own, as the index answers for them."""

import sqlite3
from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Action, Agent, Sponsor
from proposals_cli.domain.model.records import FORMAT, BaseInfo, Proposal
from proposals_cli.domain.model.reply_times import reply_times
from proposals_cli.domain.model.vocabulary import Stage
from proposals_cli.domain.ports import FacetValue
from proposals_cli.domain.query.query import FacetIs, InDates, Not, Query
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.conftest import BaseOf
from tests.factories import body, person, proposal, reply, theme, titles, write_store
from tests.index import scan
from tests.index.contents import file_of


def found(index: SqliteIndex, query: Query) -> list[str]:
    """Return the ids that a query finds, in its order."""
    return [one.id for one in index.find(query)]


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(FacetIs("body", ("bundestag",))),
        Query(Not(FacetIs("kind", ("bill",))), sort=(("date", True), ("id", False)), limit=30),
        Query(InDates((("2015", "2018-06"),))),
    ],
)
def test_dates_of_replies_are_those_of_the_records(
    index: SqliteIndex, proposals: list[Proposal], query: Query
) -> None:
    """In the order of the query; proposals that ask for no answer are left out."""
    answered = list(index.reply_times(query))
    asking = scan.matching(proposals, query._replace(limit=None))
    expected = [(scan.summary(one), times) for one in asking if (times := reply_times(one))]
    assert answered == expected[: query.limit]
    assert any(times.replied and times.by for _, times in answered)
    assert any(not times.has_reply for _, times in answered)


@pytest.mark.parametrize("field", ["extra.faction", "extra.sign", "extra.nothing"])
def test_values_of_own_fields_are_counted_like_a_scan(
    index: SqliteIndex, proposals: list[Proposal], field: str
) -> None:
    """Alone and with a facet; each value of a list counts, a group of fields does not."""
    for query in (Query(), scan.PART):
        some = scan.matching(proposals, query)
        assert index.tally(query, [field]) == scan.tally(some, [field])
        assert index.tally(query, [field, "theme"]) == scan.tally(some, [field, "theme"])
        assert index.tally(query, ["year", field]) == scan.tally(some, ["year", field])


def test_own_fields_are_found_below_others(path: Path, folder: Path) -> None:
    """A path follows names and lists, whatever the case."""
    extra = {"Vote": [{"by": "ＳＰＤ", "yes": 3}, {"by": "FDP"}], "note": None}
    store = write_store(path, [proposal("2020-a", extra=extra), proposal("2020-b")])
    index = SqliteIndex(store, folder)
    for name, value, ids in (
        ("vote.by", "spd", ["2020-a"]),
        ("vote.BY", "fdp", ["2020-a"]),
        ("vote.yes", "3", ["2020-a"]),
        ("vote", "spd", []),
        ("note", "None", []),
        ("vote.by.x", "spd", []),
    ):
        assert found(index, Query(FacetIs(f"extra.{name}", (value,)))) == ids, name
    index.close()


def test_a_known_day_comes_before_others_of_its_year(path: Path, folder: Path) -> None:
    """Newest first; a date of another year than the session's says nothing on the order."""
    made = [
        proposal("a-none", year=None),
        proposal("b-year", year=2020),
        proposal("c-month", year=None, date="2020-05"),
        proposal("d-day", year=None, date="2020-05-18"),
        proposal("e-late", year=None, date="2020-12-01"),
        proposal("f-other", year=2020, date="2019-12-31"),
        proposal("g-old", year=None, date="2019"),
    ]
    index = SqliteIndex(write_store(path, made), folder)
    order = ["e-late", "d-day", "c-month", "b-year", "f-other", "g-old", "a-none"]
    assert found(index, Query()) == order
    assert found(index, Query(FacetIs("body", ("npc",)))) == order
    assert found(index, Query(sort=(("date", False),)))[:2] == ["g-old", "f-other"]
    assert found(index, Query(sort=(("date", True),)))[-2:] == ["b-year", "a-none"]
    assert index.tally(Query(), ["year"]) == [(2019, 1), (2020, 5)]
    index.close()


@pytest.mark.parametrize(
    ("low", "high", "ids"),
    [
        ("2020-05", "2020-05", ["c-day", "b-month"]),
        ("2020-05-01", "2020-05-30", ["c-day"]),
        ("2020-05-01", "2020-05-31", ["c-day", "b-month"]),
        ("2020", "2020", ["c-day", "b-month", "a-year"]),
        ("2020-02", "", ["c-day", "b-month"]),
        ("", "2020-12-30", ["c-day", "b-month"]),
        ("", "", ["c-day", "b-month", "a-year"]),
    ],
)
def test_a_date_is_in_a_range_if_all_of_it_is(
    path: Path, folder: Path, low: str, high: str, ids: list[str]
) -> None:
    """A month is in a range of days only as a whole; no date is in none."""
    made = [
        proposal("a-year", year=None, date="2020"),
        proposal("b-month", year=None, date="2020-05"),
        proposal("c-day", year=None, date="2020-05-18"),
        proposal("d-none", year=2020),
    ]
    index = SqliteIndex(write_store(path, made), folder)
    assert found(index, Query(InDates(((low, high),)))) == ids
    index.close()


def test_people_and_bodies_name_whoever_acts(path: Path, folder: Path) -> None:
    """A sponsor may be a body and an addressee a person; the names are those of the record."""
    made = proposal(
        sponsors=(Sponsor(who="committee"), Sponsor(who="li-hua", withdrawn="2020-05")),
        addressees=(Agent(who="li-hua"),),
        actions=(Action(stage=Stage.REPLIED, by=(Agent(who="miit"),)),),
    )
    records = [
        made,
        person("li-hua", "Li Hua"),
        person("unused"),
        body("committee", name={"en": "The Committee", "de": "Ausschuss"}, other_names=("AfW",)),
        body("miit", name={"zh": "工信部"}),
    ]
    index = SqliteIndex(write_store(path, records), folder)
    committee = {"en": "The Committee", "de": "Ausschuss"}
    assert index.facet_values("person") == [
        FacetValue("committee", committee, 1),
        FacetValue("li-hua", {"en": "Li Hua"}, 0),
        FacetValue("unused", {"en": "Unused"}, 0),
    ]
    assert index.facet_values("addressee") == [FacetValue("li-hua", {"en": "Li Hua"}, 1)]
    assert [one.value for one in index.facet_values("body")] == ["committee", "miit", "npc"]
    assert index.find_value("person", "AFW") == "committee"
    assert index.find_value("addressee", "li hua") == "li-hua"
    assert index.ids_like("mii", 5) == [("bodies", "miit")]
    index.close()


def test_a_search_knows_everyone_by_every_name(base_of: BaseOf) -> None:
    """Those who acted or withdrew included, though no filter of people finds them."""
    made = proposal(
        themes=("fintech",),
        sponsors=(Sponsor(who="li-hua", withdrawn="2020-05"),),
        actions=(Action(stage=Stage.REPLIED, by=(Agent(who="miit"),)),),
    )
    base = base_of(
        [
            made,
            person("li-hua", "Li Hua", other_names=("Pony",)),
            body("miit", name={"zh": "工信部"}, other_names=("Industry Ministry",)),
            theme("fintech", other_names=("网络支付", "Zahlungsverkehr")),
        ]
    )
    for words in ("hua", "pony", "工信", "industry ministry", "支付", "zahlungsverkehr"):
        assert [row.summary.id for row in base.find(base.query([words]))] == [made.id], words
    assert base.index.tally(Query(), ["person"]) == []


def test_the_base_says_what_it_is(path: Path, folder: Path) -> None:
    """What it says is read again when it changes, though no record has."""
    info = BaseInfo(format=FORMAT, name="Questions", language="de")
    index = SqliteIndex(write_store(path, [proposal()], info), folder)
    assert index.base() == info
    index.close()
    changed = BaseInfo(format=FORMAT, name="Answers")
    write_store(path, [proposal()], changed)
    assert index.base() == changed
    index.close()


def test_a_date_that_has_come_may_change_a_status(path: Path, folder: Path) -> None:
    """The rows are written anew when the first date after that of their writing is reached."""
    later = proposal("2020-a", actions=(reply(date="2999-05-01"), reply(date="2998-01-01")))
    write_store(path, [later, proposal("2020-b")])
    assert status_of_first(path, folder) == "unknown"
    file = file_of(path, folder)
    connection = sqlite3.connect(file)
    (day,) = connection.execute("SELECT value FROM meta WHERE key = 'next_day'").fetchone()
    assert day == "2998-01-01"
    with connection:
        connection.execute("UPDATE meta SET value = '2020-01-01' WHERE key = 'next_day'")
        connection.execute("UPDATE proposal SET status = 'as it was before that day'")
    connection.close()
    assert status_of_first(path, folder) == "unknown"


def status_of_first(path: Path, folder: Path) -> str:
    """Return the status of the first proposal through a newly opened index."""
    index = SqliteIndex(path, folder)
    status = next(index.find(Query())).status
    index.close()
    return status


def test_titles_are_those_of_the_main_wording(path: Path, folder: Path) -> None:
    """In each language the first wording, of the main language the original."""
    made = proposal(
        titles=(*titles(en="Reported", subject="主题"), *titles(de="Amtlich")),
        sponsors=(),
    )
    index = SqliteIndex(write_store(path, [made]), folder)
    (one,) = index.find(Query())
    assert one.titles == {"en": "Reported", "de": "Amtlich"}
    assert (one.title_language, one.subjects, one.number) == ("en", {"zh": "主题"}, None)
    index.close()
