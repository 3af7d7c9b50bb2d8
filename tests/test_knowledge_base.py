"""The knowledge base: queries, finding records by id, and checking."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.parts import Identifier, Title
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import TitleBasis
from proposals_cli.domain.query.facets import FACETS, facet_values
from proposals_cli.domain.query.query import And, FacetIs, Or, Query
from proposals_cli.domain.resolving.records import MAX_CANDIDATES
from proposals_cli.errors import AmbiguousIdError, InvalidQueryError, NotFoundError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.conftest import BaseOf
from tests.factories import (
    body,
    fact,
    measure,
    person,
    proposal,
    random_proposals,
    small_base,
    source,
    theme,
    write_store,
)


@pytest.fixture(scope="module")
def proposals() -> list[Proposal]:
    """Return random proposals that share values of every facet."""
    return random_proposals(120, seed=7)


@pytest.fixture(scope="module")
def base(proposals: list[Proposal], tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Return a base of these proposals."""
    folder = tmp_path_factory.mktemp("base")
    store = write_store(folder / "base.json", small_base(proposals))
    return KnowledgeBase(SqliteIndex(store, folder / "index"))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Return the shipped base with an index of its own."""
    return KnowledgeBase(SqliteIndex(shipped_base(), tmp_path_factory.mktemp("index")))


def found(base: KnowledgeBase, query: Query) -> list[str]:
    """Return the ids that a query finds, in its order."""
    return [row.summary.id for row in base.find(query)]


@pytest.mark.parametrize("facet", FACETS)
def test_a_filter_finds_the_proposals_with_the_value(
    base: KnowledgeBase, proposals: list[Proposal], facet: str
) -> None:
    """For every facet and value, as an option and as a term."""
    values = sorted(
        {value for one in proposals for name, value in facet_values(one) if name == facet}
    )
    assert values
    for value in values:
        taken = {value, "zh-Hant"} if (facet, value) == ("language", "zh") else {value}
        having = {
            one.id
            for one in proposals
            if any((facet, each) in set(facet_values(one)) for each in taken)
        }
        assert set(found(base, base.query((), {facet: [value]}))) == having
        assert set(found(base, base.query((f'{facet}:"{value}"',)))) == having
        assert set(found(base, base.query((f'-{facet}:"{value}"',)))) == (
            {one.id for one in proposals} - having
        )


def test_any_value_of_a_filter_must_match_and_every_filter_must(
    base: KnowledgeBase, proposals: list[Proposal]
) -> None:
    """Repeated or separated by commas, values of one filter are alternatives."""
    either = base.query((), {"theme": ["fintech", "sme"]})
    assert set(found(base, either)) == {
        one.id for one in proposals if {"fintech", "sme"} & set(one.themes)
    }
    assert found(base, base.query((), {"theme": ["fintech, sme"]})) == found(base, either)
    assert found(base, base.query(("theme:fintech,sme",))) == found(base, either)
    narrowed = base.query(
        ("-person:li-hua",), {"theme": ["fintech", "sme"], "year": ["2012..2018"], "kind": []}
    )
    assert set(found(base, narrowed)) == {
        one.id
        for one in proposals
        if {"fintech", "sme"} & set(one.themes)
        and 2012 <= (one.year or 0) <= 2018
        and "li-hua" not in one.people
    }


def test_a_range_of_dates_says_what_has_no_date(base_of: BaseOf) -> None:
    """Such proposals are in no range, whatever their year."""
    base = base_of([proposal("2020-a"), proposal("2020-b", date="2020-05-18")])
    for query in (base.query(("date:2020",)), base.query((), {"since": ["2020"]})):
        assert found(base, query) == ["2020-b"]
        (hint,) = query.hints
        assert hint.startswith("1 proposal without a date can be in no range of dates;")
    assert base.query(("year:2020",)).hints == ()


def test_a_range_of_dates_says_which_dates_are_too_vague_for_it(base_of: BaseOf) -> None:
    """A month or year that a range cuts may be in it or not; one outside cannot be."""
    base = base_of(
        [
            proposal("2020-a", date="2020"),
            proposal("2020-b", date="2020-05"),
            proposal("2020-c", date="2020-05-18"),
            proposal("2021-d", date="2021"),
        ]
    )
    vague = "{} a date too vague for this range: only its month or year is known."
    for terms, options, hints in (
        (["date:2020-05-10..2020-06"], {}, [vague.format("2 proposals have")]),
        (["date:2020-05,2019"], {}, [vague.format("1 proposal has")]),
        ([], {"since": ["2020-05-10"]}, [vague.format("2 proposals have")]),
        (["date:2020-05-10.."], {"until": ["2020-05-12"]}, [vague.format("2 proposals have")]),
        (["date:2020-08..2021"], {"until": ["2020-09"]}, [vague.format("1 proposal has")]),
        (["date:2020"], {}, []),
        (["date:2019,2022"], {}, []),
    ):
        assert list(base.query(terms, options).hints) == hints, (terms, options)


@pytest.mark.parametrize("term", ["-date:2020-06", "NOT (date:2020-06 fintech)"])
def test_what_excludes_dates_has_no_hint_on_dates(base_of: BaseOf, term: str) -> None:
    """Proposals of no date or a vague one are found then."""
    base = base_of([proposal("2020-a"), proposal("2020-b", date="2020")])
    query = base.query((term,))
    assert sorted(found(base, query)) == ["2020-a", "2020-b"]
    assert query.hints == ()


def test_the_default_order_is_newest_first(base: KnowledgeBase, proposals: list[Proposal]) -> None:
    """Days descend, known ones first within a year; then ids ascend; a limit takes the first."""
    by_day = sorted(proposals, key=lambda one: (one.year or 0, one.date or ""), reverse=True)
    ordered = [one.id for one in by_day]
    assert found(base, base.query()) == ordered
    assert found(base, base.query(limit=3)) == ordered[:3]
    assert found(base, base.query(limit=0)) == []


@pytest.mark.parametrize("sort", ["id", "date", "year", "body", "kind", "measures"])
def test_every_order_can_be_reversed(base: KnowledgeBase, sort: str) -> None:
    """Proposals without a value are last in both directions."""

    def key(row: object) -> object:
        return getattr(row.summary, sort)  # type: ignore[attr-defined]

    rows = list(base.find(base.query(sort=sort)))
    valued = [row for row in rows if key(row) is not None]
    assert rows[: len(valued)] == valued
    assert [key(row) for row in valued] == sorted(key(row) for row in valued)  # type: ignore[type-var]
    reversed_ = list(base.find(base.query(sort=f"-{sort}")))
    assert [key(row) for row in reversed_ if key(row) is not None] == sorted(
        (key(row) for row in valued),  # type: ignore[type-var]
        reverse=True,
    )
    assert {row.summary.id for row in reversed_} == {row.summary.id for row in rows}
    assert all(key(row) is None for row in reversed_[len(valued) :])


@pytest.mark.parametrize(
    ("terms", "filters", "message"),
    [
        (("theme:fintec",), {}, "Did you mean fintech?"),
        ((), {"theme": ["fintech,fintec"]}, "Did you mean fintech?"),
        (("themes:fintech",), {}, "Did you mean 'theme:'?"),
        ((), {"year": ["20x"]}, "2018..2020"),
        ((), {"year": [""]}, "--year has no value."),
        (("-status:plannd",), {}, "planned"),
        (("(a OR kind:bil)",), {}, "Did you mean bill?"),
    ],
)
def test_an_unknown_value_or_field_is_an_error(
    base: KnowledgeBase, terms: Sequence[str], filters: dict[str, list[str]], message: str
) -> None:
    """A mistyped filter does not silently find nothing."""
    with pytest.raises(InvalidQueryError) as raised:
        base.query(terms, filters)
    assert message in f"{raised.value.message} {raised.value.hint}"


def test_a_wrong_term_of_a_search_gives_a_hint_and_a_wrong_option_an_error(
    base: KnowledgeBase,
) -> None:
    """The hint suggests the value that was probably meant."""
    query = base.query(("theme:fintec", "cloud"), free=True)
    assert query.hints == ("There is no theme 'fintec'. Did you mean fintech?",)
    assert isinstance(query.where, And)
    assert Or() in query.where.parts
    with pytest.raises(InvalidQueryError):
        base.query(("cloud",), {"theme": ["fintec"]}, free=True)


PIECES = (
    "theme:", "status:planned", "year:", "2018..", "fintech", "数据", "internet", '"', "(", ")",
    "-", " ", " OR ", " NOT ", "*", ",", "：", "“", "\0", "\ud800", "\x1f", "\ue000", "+", "#",
)  # fmt: skip
TYPED = st.one_of(
    st.text(st.characters(codec=None), max_size=30),
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
)


@settings(max_examples=60)
@given(TYPED)
def test_any_text_can_be_a_query(shipped: KnowledgeBase, text: str) -> None:
    """Any text gives results, or an error that says what to type."""
    try:
        query = shipped.query((text,), limit=3)
    except (InvalidQueryError, NotFoundError, AmbiguousIdError):
        try:
            query = shipped.query((text,), limit=3, free=True)
        except InvalidQueryError:
            return  # it has no word, or excludes a value wrongly
    rows = list(shipped.find(query))
    assert len(rows) <= 3
    assert shipped.stats(query).totals.proposals >= len(rows)
    assert len(list(shipped.measures(query))) <= 3


@settings(max_examples=60)
@given(TYPED)
def test_any_text_can_be_looked_up(shipped: KnowledgeBase, text: str) -> None:
    """Any text is the id of one record, of several, or of none."""
    try:
        table, id_, measure = shipped.locate(text)
    except (NotFoundError, AmbiguousIdError):
        return
    assert shipped.index.record(table, id_) is not None
    assert (measure is not None) is ("#" in text)


@pytest.fixture
def named(base_of: BaseOf) -> KnowledgeBase:
    """Return a base with ids that begin alike."""
    return base_of(
        [
            proposal("2020-cloud", measures=(measure("m01", text="Do."),)),
            proposal("2020-cloud-two", former_ids=("2019-mist",)),
            proposal("2021-rain", identifiers=(Identifier(scheme="npc", value="No. 1234"),)),
            person("cloud-person"),
            theme("clouds"),
            source("cloudy-source"),
        ]
    )


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("2020-cloud", ("proposals", "2020-cloud", None)),
        ("2020-cloud-t", ("proposals", "2020-cloud-two", None)),
        ("2020_CLOUD TWO", ("proposals", "2020-cloud-two", None)),
        ("2019-mist", ("proposals", "2020-cloud-two", None)),
        ("no. 1234", ("proposals", "2021-rain", None)),
        ("2021", ("proposals", "2021-rain", None)),
        ("cloud-p", ("people", "cloud-person", None)),
        ("clouds", ("themes", "clouds", None)),
        ("CLOUDY", ("sources", "cloudy-source", None)),
        ("2020-cloud#m01", ("proposals", "2020-cloud", "m01")),
        ("2020-CLOUD# M01 ", ("proposals", "2020-cloud", "m01")),
    ],
)
def test_a_record_is_found_by_id_or_its_beginning_or_number(
    named: KnowledgeBase, typed: str, place: tuple[str, str, str | None]
) -> None:
    """Exact ids take precedence over longer ones; former ids and official numbers work too."""
    assert named.locate(typed) == place


def test_a_beginning_of_several_ids_is_an_error_that_lists_them(
    named: KnowledgeBase, base: KnowledgeBase
) -> None:
    """The ids are listed with their tables, up to a limit."""
    with pytest.raises(AmbiguousIdError) as raised:
        named.locate("cloud")
    assert raised.value.message.splitlines()[1:] == [
        "  cloud-person  (people)",
        "  clouds  (themes)",
        "  cloudy-source  (sources)",
    ]
    with pytest.raises(AmbiguousIdError) as raised:
        base.locate("20")
    assert len(raised.value.message.splitlines()) == 1 + MAX_CANDIDATES + 1
    assert raised.value.message.endswith("\n  …")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("2020-clod", "Did you mean 2020-cloud"),
        ("cloudy-sauce", "cloudy-source"),
        ("rain", "Did you mean 2021-rain"),
        ("xyzzy", "`prop list`"),
        ("", "`prop list`"),
        ("#m01", "`prop list`"),
    ],
)
def test_the_error_for_an_unknown_id_suggests_similar_ones(
    named: KnowledgeBase, typed: str, hint: str
) -> None:
    """If none is similar, the hint names `prop list`."""
    with pytest.raises(NotFoundError) as raised:
        named.locate(typed)
    assert raised.value.message == f"No record matches '{typed}'."
    assert hint in raised.value.hint


def test_records_are_returned_as_stored(named: KnowledgeBase) -> None:
    """Keys without a value are absent; a measure has the id of its proposal."""
    record = named.stored("2020-cloud")
    assert record["measures"] == [{"id": "m01", "text": {"en": "Do."}}]
    assert named.stored("2020-cloud#m01") == {"proposal": "2020-cloud", **record["measures"][0]}
    with pytest.raises(NotFoundError):
        named.stored("2020-cloud#m02")


def test_check_covers_every_table(base_of: BaseOf) -> None:
    """Findings are ordered by table, and only the named rules are applied."""
    base = base_of(
        [
            proposal(
                "2020-a",
                themes=("gone",),
                titles=(Title(lang="en", text="Clouds", basis=TitleBasis.LABEL),),
            ),
            body("npc"),
            source("s", url="https://x.example"),
            source("t", url="https://x.example"),
            fact("f"),
        ]
    )
    rules = ("dangling-id", "original-title-missing", "duplicate", "unsourced-claim")
    assert [(f.table, f.id, f.rule) for f in base.check(rules)] == [
        ("proposals", "2020-a", "dangling-id"),
        ("proposals", "2020-a", "original-title-missing"),
        ("sources", "t", "duplicate"),
        ("facts", "f", "unsourced-claim"),
    ]
    assert [finding.rule for finding in base.check(("duplicate",))] == ["duplicate"]


@pytest.mark.parametrize(
    ("rule", "hint"), [("dangling", "Did you mean 'dangling-id'?"), ("xyzzy", "Rules: dangling-id")]
)
def test_an_unknown_rule_is_an_error(base: KnowledgeBase, rule: str, hint: str) -> None:
    """A check by a mistyped rule does not pass."""
    with pytest.raises(InvalidQueryError) as raised:
        list(base.check((rule,)))
    assert hint in raised.value.hint


def test_a_theme_without_a_record_can_be_a_filter(base_of: BaseOf) -> None:
    """Proposals are found even if a theme is missing from its table."""
    base = base_of([proposal("2020-a", themes=("loose",))])
    assert base.query((), {"theme": ["LOOSE"]}).where == And((FacetIs("theme", ("loose",)),))
    assert found(base, base.query((), {"theme": ["loose"]})) == ["2020-a"]


def test_an_id_in_two_tables_is_ambiguous(base_of: BaseOf) -> None:
    """Otherwise the wrong record might be shown or removed."""
    base = base_of([theme("shared"), person("shared")])
    with pytest.raises(AmbiguousIdError, match=r"shared  \(people\)"):
        base.locate("shared")
