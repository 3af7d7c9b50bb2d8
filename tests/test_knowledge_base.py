"""The program without its face: asking, counting, finding by id, checking."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.records import (
    Identifier,
    Measure,
    Proposal,
)
from proposals_cli.domain.query.facets import FACETS, facet_values
from proposals_cli.domain.query.query import And, FacetIs, Or, Query
from proposals_cli.errors import AmbiguousIdError, InvalidQueryError, NotFoundError
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import MAX_CANDIDATES, KnowledgeBase
from tests.conftest import BaseOf
from tests.factories import (
    fact,
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
    """Return a base of them."""
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
def test_a_filter_finds_what_the_records_say(
    base: KnowledgeBase, proposals: list[Proposal], facet: str
) -> None:
    """For every facet and value, option and term find the proposals that have it."""
    values = sorted(
        {value for one in proposals for name, value in facet_values(one) if name == facet}
    )
    assert values
    for value in values:
        having = {one.id for one in proposals if (facet, value) in set(facet_values(one))}
        assert set(found(base, base.query((), {facet: [value]}))) == having
        assert set(found(base, base.query((f'{facet}:"{value}"',)))) == having
        assert set(found(base, base.query((f'-{facet}:"{value}"',)))) == (
            {one.id for one in proposals} - having
        )


def test_values_of_one_filter_add_up_and_filters_narrow(
    base: KnowledgeBase, proposals: list[Proposal]
) -> None:
    """Twice or with commas: either; theme, status and years at once: all of them."""
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
        and 2012 <= one.year <= 2018
        and "li-hua" not in one.people
    }


def test_the_default_order_is_newest_first(base: KnowledgeBase, proposals: list[Proposal]) -> None:
    """Years fall and ids rise within a year; a limit takes from the top."""
    ordered = [one.id for one in sorted(proposals, key=lambda one: (-one.year, one.id))]
    assert found(base, base.query()) == ordered
    assert found(base, base.query(limit=3)) == ordered[:3]
    assert found(base, base.query(limit=0)) == []


@pytest.mark.parametrize("sort", ["id", "year", "title_en", "title_zh", "kind", "measures"])
def test_every_order_can_be_turned(base: KnowledgeBase, sort: str) -> None:
    """What has no value comes last both ways, and ties go by the default order."""

    def key(row: object) -> object:
        return getattr(row.summary, sort)  # type: ignore[attr-defined]

    rows = list(base.find(base.query(sort=sort)))
    valued = [row for row in rows if key(row) is not None]
    assert rows[: len(valued)] == valued
    assert [key(row) for row in valued] == sorted(key(row) for row in valued)  # type: ignore[type-var]
    turned = list(base.find(base.query(sort=f"-{sort}")))
    assert [key(row) for row in turned if key(row) is not None] == sorted(
        (key(row) for row in valued),  # type: ignore[type-var]
        reverse=True,
    )
    assert {row.summary.id for row in turned} == {row.summary.id for row in rows}
    assert all(key(row) is None for row in turned[len(valued) :])


@pytest.mark.parametrize(
    ("terms", "filters", "message"),
    [
        (("theme:fintec",), {}, "Did you mean fintech?"),
        ((), {"theme": ["fintech,fintec"]}, "Did you mean fintech?"),
        (("themes:fintech",), {}, "Did you mean 'theme:'?"),
        ((), {"year": ["20x"]}, "2018..2020"),
        ((), {"year": [""]}, "A year is missing."),
        (("-status:plannd",), {}, "planned"),
        (("(a OR kind:bil)",), {}, "Did you mean bill?"),
    ],
)
def test_a_word_the_base_does_not_know_is_a_mistake(
    base: KnowledgeBase, terms: Sequence[str], filters: dict[str, list[str]], message: str
) -> None:
    """A filter never quietly finds nothing because it was mistyped."""
    with pytest.raises(InvalidQueryError) as raised:
        base.query(terms, filters)
    assert message in f"{raised.value.message} {raised.value.hint}"


def test_free_terms_remark_and_filters_do_not_bend(base: KnowledgeBase) -> None:
    """In a search a mistyped term is remarked on; a mistyped option is a mistake."""
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
def test_any_text_can_be_asked(shipped: KnowledgeBase, text: str) -> None:
    """Whatever is typed is answered, or is a mistake that is named; nothing else happens."""
    try:
        query = shipped.query((text,), limit=3)
    except InvalidQueryError:
        query = shipped.query((text,), limit=3, free=True)
    rows = list(shipped.find(query))
    assert len(rows) <= 3
    assert shipped.stats(query).totals.proposals >= len(rows)
    assert len(list(shipped.measures(query))) <= 3


@settings(max_examples=60)
@given(TYPED)
def test_any_text_can_be_looked_up(shipped: KnowledgeBase, text: str) -> None:
    """Whatever id is typed means one record, several, or none."""
    try:
        table, id_, measure = shipped.locate(text)
    except (NotFoundError, AmbiguousIdError):
        return
    assert shipped.index.record(table, id_) is not None
    assert (measure is not None) is ("#" in text)


@pytest.fixture
def named(base_of: BaseOf) -> KnowledgeBase:
    """Return a base with ids that begin the same."""
    return base_of(
        [
            proposal("2020-cloud", measures=(Measure(id="m01", text="Do."),)),
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
def test_an_id_its_beginning_or_a_number_means_a_record(
    named: KnowledgeBase, typed: str, place: tuple[str, str, str | None]
) -> None:
    """Exact ids win over longer ones; former ids and official numbers are known too."""
    assert named.locate(typed) == place


def test_a_beginning_of_several_ids_lists_them(named: KnowledgeBase, base: KnowledgeBase) -> None:
    """The candidates are named with their tables, as many as fit a screen."""
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
        ("2020-clod", "Similar: 2020-cloud"),
        ("cloudy-sauce", "cloudy-source"),
        ("rain", "Similar: 2021-rain"),
        ("xyzzy", "`prop list`"),
        ("", "`prop list`"),
        ("#m01", "`prop list`"),
    ],
)
def test_an_unknown_id_is_answered_with_near_ones(
    named: KnowledgeBase, typed: str, hint: str
) -> None:
    """A typo in an id costs one more try, not a search."""
    with pytest.raises(NotFoundError) as raised:
        named.locate(typed)
    assert raised.value.message == f"No record matches '{typed}'."
    assert hint in raised.value.hint


def test_stored_records_are_given_as_they_are(named: KnowledgeBase) -> None:
    """Every key is there; a measure knows its proposal."""
    record = named.stored("2020-cloud")
    assert record["measures"] == [
        {
            "id": "m01",
            "text": "Do.",
            "area": None,
            "horizon": None,
            "actors": [],
            "citations": [],
        }
    ]
    assert named.stored("2020-cloud#m01") == {"proposal": "2020-cloud", **record["measures"][0]}
    with pytest.raises(NotFoundError):
        named.stored("2020-cloud#m02")


def test_check_goes_through_every_table(base_of: BaseOf) -> None:
    """Findings come table by table, and named rules alone are applied."""
    base = base_of(
        [
            proposal("2020-a", themes=("gone",)),
            source("s", url="https://x.example"),
            source("t", url="https://x.example"),
            fact("f"),
        ]
    )
    rules = ("dangling-id", "title-zh-missing", "duplicate", "unsourced-claim")
    assert [(f.table, f.id, f.rule) for f in base.check(rules)] == [
        ("proposals", "2020-a", "dangling-id"),
        ("proposals", "2020-a", "title-zh-missing"),
        ("sources", "t", "duplicate"),
        ("facts", "f", "unsourced-claim"),
    ]
    assert [finding.rule for finding in base.check(("duplicate",))] == ["duplicate"]


@pytest.mark.parametrize(
    ("rule", "hint"), [("dangling", "Did you mean 'dangling-id'?"), ("xyzzy", "Rules: dangling-id")]
)
def test_a_rule_that_does_not_exist(base: KnowledgeBase, rule: str, hint: str) -> None:
    """A mistyped rule is an error, not a check without findings."""
    with pytest.raises(InvalidQueryError) as raised:
        list(base.check((rule,)))
    assert hint in raised.value.hint


def test_a_theme_that_is_unknown_to_its_table_can_still_be_asked_for(base_of: BaseOf) -> None:
    """Proposals are not lost because a vocabulary lacks their word."""
    base = base_of([proposal("2020-a", themes=("loose",))])
    assert base.query((), {"theme": ["LOOSE"]}).where == And((FacetIs("theme", ("loose",)),))
    assert found(base, base.query((), {"theme": ["loose"]})) == ["2020-a"]


def test_one_id_in_two_tables_is_never_chosen_between(base_of: BaseOf) -> None:
    """An id that two tables share is ambiguous: nothing is shown or removed by chance."""
    base = base_of([theme("shared"), person("shared")])
    with pytest.raises(AmbiguousIdError, match=r"shared  \(people\)"):
        base.locate("shared")
