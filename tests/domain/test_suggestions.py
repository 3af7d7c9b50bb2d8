"""Values as users type them: found in any spelling, or similar ones suggested."""

import pytest

from proposals_cli.domain import suggestions
from proposals_cli.domain.model.parts import Series, StatusClaim
from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import And, ContainsText, FacetIs, InYears, Not, Or
from proposals_cli.domain.resolving.values import known_value, with_known_values
from proposals_cli.domain.suggestions import did_you_mean, near_ids
from proposals_cli.errors import InvalidQueryError
from tests.conftest import BaseOf
from tests.factories import person, proposal, small_base, sponsors, theme, titles


@pytest.fixture
def index(base_of: BaseOf) -> ProposalIndex:
    """Return an index of a base with names in two languages."""
    stored = proposal(
        "2020-cloud",
        themes=("digital-economy",),
        sponsors=sponsors("ma-huateng"),
        regions=("Greater Bay Area", "shenzhen", "Shenzhen"),
        series=(Series(id="smart-retail", name={"en": "Smart retail", "zh": "智慧零售"}),),
        status=StatusClaim(value=Status.SUBMITTED),
        kind=Kind.SUGGESTION,
    )
    base = [record for record in small_base() if record.id not in ("ma-huateng", "other")]
    ma = person("ma-huateng", en="Ma Huateng", zh="马化腾", other_names=("Pony Ma",))
    other = theme("other", name={"en": "Réseau", "zh": "网络"})
    return base_of([stored, ma, other, *base]).index


@pytest.mark.parametrize(
    ("facet", "typed", "value"),
    [
        ("theme", "digital-economy", "digital-economy"),
        ("theme", "Digital_Economy", "digital-economy"),
        ("theme", " DIGITAL  economy", "digital-economy"),
        ("theme", "主题1", "digital-economy"),
        ("theme", "reseau", "other"),
        ("theme", "ＲÉＳＥＡＵ", "other"),
        ("person", "ma huateng", "ma-huateng"),
        ("person", "马化腾", "ma-huateng"),
        ("person", "pony-ma", "ma-huateng"),
        ("region", "greater bay area", "Greater Bay Area"),
        ("region", "Shenzhen", "Shenzhen"),
        ("region", "shenzhen", "shenzhen"),
        ("series", "Smart Retail", "smart-retail"),
        ("series", "智慧零售", "smart-retail"),
        ("kind", "Suggestion", "suggestion"),
        ("kind", "建议", "suggestion"),
        ("kind", "提案", "cppcc-proposal"),
        ("kind", "CPPCC_Proposal", "cppcc-proposal"),
        ("status", "to be submitted", "to-be-submitted"),
        ("status", "会后提交", "to-be-submitted"),
        ("status", "ADOPTED", "adopted"),
        ("horizon", "Near Term", "near-term"),
        ("missing", "no original title known", "title"),
        ("missing", "no official reply held", "reply"),
        ("stage", "交办", "assigned"),
        ("role", "Withdrawn", "withdrawn"),
        ("body", "NPC", "npc"),
    ],
)
def test_a_value_is_found_in_any_spelling(
    index: ProposalIndex, facet: str, typed: str, value: str
) -> None:
    """By id or name, in both languages, with any case, width or separator."""
    assert known_value(facet, typed, index) == value


@pytest.mark.parametrize(
    ("facet", "typed", "hint"),
    [
        ("theme", "digital-econmy", "Did you mean digital-economy"),
        ("theme", "fin", "Did you mean fintech?"),
        ("theme", "主题", "ai-economy"),
        ("person", "huateng ma", "Did you mean ma-huateng"),
        ("kind", "suggestions", "Did you mean suggestion or"),
        ("status", "adoptd", "Did you mean adopted?"),
        ("horizon", "soon", "Known: medium-and-long-term, near-term."),
        ("region", "xyz", "Known: Greater Bay Area, Shenzhen."),
        ("actor", "xyz", "`prop stats --by actor`"),
    ],
)
def test_the_error_for_an_unknown_value_suggests_similar_ones(
    index: ProposalIndex, facet: str, typed: str, hint: str
) -> None:
    """The message names value and facet; the hint suggests values."""
    with pytest.raises(InvalidQueryError) as raised:
        known_value(facet, typed, index)
    assert raised.value.message == f"There is no {facet} '{typed}'."
    assert hint in raised.value.hint


def test_every_value_of_a_tree_is_normalised(index: ProposalIndex) -> None:
    """Values inside Not, And and Or are replaced as well; other nodes are unchanged."""
    tree = And(
        (
            Not(FacetIs("theme", ("FINTECH",))),
            Or((FacetIs("kind", ("建议",)), ContainsText("Kind"), InYears(((2020, 2020),)))),
        )
    )
    assert with_known_values(tree, index) == And(
        (
            Not(FacetIs("theme", ("fintech",))),
            Or((FacetIs("kind", ("suggestion",)), ContainsText("Kind"), InYears(((2020, 2020),)))),
        )
    )


def test_one_wrong_value_of_several_is_an_error(index: ProposalIndex) -> None:
    """A known value does not hide an unknown one."""
    with pytest.raises(InvalidQueryError):
        with_known_values(FacetIs("theme", ("fintech", "fintec")), index)


def test_a_search_drops_a_wrong_value_with_a_hint(index: ProposalIndex) -> None:
    """In free text an unknown value matches nothing."""
    hints: list[str] = []
    assert with_known_values(FacetIs("theme", ("fintech", "fintec")), index, hints) == FacetIs(
        "theme", ("fintech",)
    )
    assert with_known_values(FacetIs("theme", ("fintec",)), index, hints) == Or()
    assert hints == ["There is no theme 'fintec'. Did you mean fintech?"] * 2


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("2020-clod", ["2020-cloud"]),
        ("cloud", ["2020-cloud"]),
        ("ma-huatang", ["ma-huateng"]),
        ("digital-econ", ["digital-economy"]),
        ("source-on", ["source-one"]),
        ("2020-cluod", ["2020-cloud"]),
        ("dgital", ["digital-economy"]),
        ("huateng-ma", ["ma-huateng"]),
        ("mahuateng", ["ma-huateng"]),
        ("2020-xyzzy", []),
        ("xyzzy", []),
    ],
)
def test_similar_ids_are_suggested(index: ProposalIndex, key: str, near: list[str]) -> None:
    """Ids with a similar spelling or with a common word are similar."""
    assert near_ids(key, index)[: len(near)] == near
    assert len(near_ids(key, index)) <= 5
    assert bool(near_ids(key, index)) is bool(near)


def test_ids_that_begin_alike_are_suggested_in_a_base_of_any_size(
    index: ProposalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large base not every id is compared, but those with the same beginning are."""
    monkeypatch.setattr(suggestions, "_MAX_COMPARED", 0)
    assert near_ids("2020-clod", index) == ["2020-cloud"]
    assert near_ids("cloud", index) == []


def test_the_most_similar_name_is_suggested() -> None:
    """If none is similar, nothing is suggested."""
    assert did_you_mean("themes", ["theme", "year"]) == "Did you mean 'theme'?"
    assert did_you_mean("xyzzy", ["theme", "year"]) == ""


@pytest.mark.parametrize(
    ("typed", "tags"),
    [("zh", ("zh", "zh-Hant")), ("ZH_hant", ("zh-Hant",)), ("zh,de", ("zh", "zh-Hant", "de"))],
)
def test_a_language_takes_its_variants(base_of: BaseOf, typed: str, tags: tuple[str, ...]) -> None:
    """A tag finds longer ones, as ``--lang`` does; not shorter ones."""
    made = proposal(titles=titles("Water", "水", de="Wasser", **{"zh-Hant": "水務"}))
    node = FacetIs("language", tuple(typed.split(",")))
    assert with_known_values(node, base_of([made]).index) == FacetIs("language", tags)


def test_the_error_for_an_unknown_language_lists_those_of_the_base(index: ProposalIndex) -> None:
    """A base seldom has many."""
    with pytest.raises(InvalidQueryError, match="language 'fr'") as raised:
        with_known_values(FacetIs("language", ("fr",)), index)
    assert raised.value.hint == "Known: en."


@pytest.mark.parametrize(
    ("typed", "facet"),
    [
        ("extra.faction", "extra.Faction"),
        ("extra.FACTION", "extra.Faction"),
        ("extra.the_sheet.no", "extra.the sheet.no"),
        ("extra.Fraktion.Vorsitz.Name", "extra.Fraktion.Vorsitz.Name"),
    ],
)
def test_a_field_of_their_own_is_found_in_any_spelling(
    base_of: BaseOf, typed: str, facet: str
) -> None:
    """The first name is spelled as in the base; what is below it is compared when it is read."""
    extra = {"Faction": "SPD", "the sheet": {"no": 7}, "Fraktion.Vorsitz": {"Name": "x"}}
    index = base_of([proposal(extra=extra)]).index
    assert with_known_values(FacetIs(typed, ("x",)), index) == FacetIs(facet, ("x",))


@pytest.mark.parametrize(
    ("extra", "hint"),
    [
        ({"faction": "SPD", "sheet": 1}, "Known: faction."),
        ({"sheet": 1}, "Known: sheet."),
        ({}, "this base has none"),
    ],
)
def test_the_error_for_an_unknown_field_of_their_own_names_those_there_are(
    base_of: BaseOf, extra: dict[str, object], hint: str
) -> None:
    """In free text it is a hint, and nothing is found."""
    index = base_of([proposal(extra=extra)]).index
    node = FacetIs("extra.fraction", ("SPD",))
    with pytest.raises(InvalidQueryError, match="'fraction'") as raised:
        with_known_values(node, index)
    assert hint in raised.value.hint
    hints: list[str] = []
    assert with_known_values(node, index, hints) == Or()
    assert hint in hints[0]


def test_a_term_a_session_and_a_month_are_values(base_of: BaseOf) -> None:
    """A session is named with its term, or in words; a month is one though nothing is of it."""
    index = base_of(
        [
            proposal("2019-a", term=13, session=2, date="2019-03-04"),
            proposal("2020-b", term=13, session=10, date="2020-05"),
            proposal("2021-c", session="Budget Session", date="2021"),
            proposal("2022-d", session=4),
        ]
    ).index
    values = {
        facet: [value.value for value in index.facet_values(facet)]
        for facet in ("term", "session", "month")
    }
    assert values == {
        "term": ["13"],
        "session": ["13/10", "13/2", "4", "Budget Session"],
        "month": ["2019-03", "2020-05"],
    }

    def known(facet: str, text: str) -> object:
        return with_known_values(FacetIs(facet, (text,)), index)

    assert known("session", " 13/10 ") == FacetIs("session", ("13/10",))
    assert known("session", "budget session") == FacetIs("session", ("Budget Session",))
    assert known("month", "2019/3") == FacetIs("month", ("2019-03",))
    assert known("month", "2018-01") == FacetIs("month", ("2018-01",))
    for facet, text, message in (
        ("month", "2019", "'2019' is not a month."),
        ("month", "2019-03-04", "Write a month as 2020-05"),
        ("month", "2019-13", "'2019-13' is not a month."),
        ("month", "March", "'March' is not a month."),
        ("session", "12/2", "There is no session '12/2'. Did you mean 13/2"),
    ):
        with pytest.raises(InvalidQueryError) as raised:
            known(facet, text)
        assert message in f"{raised.value.message} {raised.value.hint}"
