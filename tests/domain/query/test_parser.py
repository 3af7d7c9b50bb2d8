"""The query language: text and the tree it is parsed into."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.domain.query.dates import parse_dates
from proposals_cli.domain.query.parser import (
    MAX_DEPTH,
    MAX_TERMS,
    join_terms,
    parse_filters,
    parse_query,
    parse_sort,
    parse_years,
)
from proposals_cli.domain.query.query import (
    And,
    ContainsText,
    FacetIs,
    InDates,
    InYears,
    Node,
    Not,
    Or,
    Query,
    walk,
)
from proposals_cli.errors import InvalidQueryError

A, B, C = ContainsText("a"), ContainsText("b"), ContainsText("c")

MEANINGS: list[tuple[str, tuple[Node, ...]]] = [
    ("", ()),
    ("  \t\n", ()),
    ("a", (A,)),
    ("a b", (A, B)),
    ("a AND b", (A, B)),
    ("医疗 hospital", (ContainsText("医疗"), ContainsText("hospital"))),
    ("C++ c#", (ContainsText("C++"), ContainsText("c#"))),
    ("don't", (ContainsText("don't"),)),
    # phrases
    ('"a b"', (ContainsText("a b"),)),
    ('"a b', (ContainsText("a b"),)),
    ('a"b"c', (A, B, C)),
    ('-"a b"', (Not(ContainsText("a b")),)),
    ('"theme:x"', (ContainsText("theme:x"),)),
    ("“a b”", (ContainsText("a b"),)),
    ("「新基建」", (ContainsText("新基建"),)),
    # beginnings
    ("cloud*", (ContainsText("cloud", prefix=True),)),
    ("cloud＊", (ContainsText("cloud", prefix=True),)),
    ('"cloud*"', (ContainsText("cloud", prefix=True),)),
    # alternatives
    ("a OR b", (Or((A, B)),)),
    ("a b OR c", (Or((And((A, B)), C)),)),
    ("a OR b c", (Or((A, And((B, C)))),)),
    ("a or b", (A, ContainsText("or"), B)),
    ("a OR", (A,)),
    ("OR a", (A,)),
    ("OR", ()),
    # exclusions
    ("-a", (Not(A),)),
    ("－a", (Not(A),)),
    ("NOT a", (Not(A),)),
    ("--a", (A,)),
    ("NOT NOT a", (A,)),
    ("NOT -a", (A,)),
    ("NOT", ()),
    ("-a OR b", (Or((Not(A), B)),)),
    ("-(a OR b)", (Not(Or((A, B))),)),
    ("a - b", (A, B)),
    ("a-b", (ContainsText("a-b"),)),
    # parentheses, balanced or not
    ("(a OR b) c", (Or((A, B)), C)),
    ("（a OR b） c", (Or((A, B)), C)),
    ("a (b (c OR a))", (A, And((B, Or((C, A)))))),
    ("(a OR b", (Or((A, B)),)),
    ("a) b", (A, B)),
    ("((a)", (A,)),
    (")(", ()),
    ("()", ()),
    # fields
    ("theme:x", (FacetIs("theme", ("x",)),)),
    ("Theme:x", (FacetIs("theme", ("x",)),)),
    ("theme:x,y", (FacetIs("theme", ("x", "y")),)),
    ("theme：x，y", (FacetIs("theme", ("x", "y")),)),
    ("theme:x theme:y", (FacetIs("theme", ("x",)), FacetIs("theme", ("y",)))),
    ('theme:"x y,z"', (FacetIs("theme", ("x y,z",)),)),
    ("-theme:x", (Not(FacetIs("theme", ("x",))),)),
    ("NOT theme:x", (Not(FacetIs("theme", ("x",))),)),
    ("a OR theme:x", (Or((A, FacetIs("theme", ("x",)))),)),
    ("source:http://x.example/a", (FacetIs("source", ("http://x.example/a",)),)),
    ("area:-x", (FacetIs("area", ("-x",)),)),
    # years
    ("year:2020", (InYears(((2020, 2020),)),)),
    ("year:2018..2020,2022", (InYears(((2018, 2020), (2022, 2022))),)),
    ("year:2018..", (InYears(((2018, 9999),)),)),
    ("year:..2015", (InYears(((0, 2015),)),)),
    ('year:"2018..2020"', (InYears(((2018, 2020),)),)),
    ("-year:2020", (Not(InYears(((2020, 2020),))),)),
    # texts without a term
    ("!!! … 。", ()),
    ('"" "  "', ()),
    ("*", ()),
    ("a\0b", (A, B)),
]


@pytest.mark.parametrize(("text", "parts"), MEANINGS, ids=[repr(text) for text, _ in MEANINGS])
def test_text_is_parsed_into_this_tree(text: str, parts: tuple[Node, ...]) -> None:
    """Every form of the language, including unbalanced parentheses and quotes."""
    assert parse_query(text) == Query(And(parts))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("themes:x", "Did you mean 'theme:'?"),
        ("a (b OR yaer:2020)", "Did you mean 'year:'?"),
        ("colour:x", "Fields: theme, person"),
        ("year:20x", "a range as 2018..2020"),
        ("year:2020..2018", "2018..2020?"),
        ("year:2018-2020", "'2018-2020' is not a year"),
        ("year:..", "'..' is not a year"),
        ("-year:x", "'x' is not a year"),
    ],
)
def test_an_unknown_field_or_a_wrong_year_is_an_error(text: str, message: str) -> None:
    """No other text is wrong. The error says what is allowed."""
    with pytest.raises(InvalidQueryError) as raised:
        parse_query(text)
    assert message in f"{raised.value.message} {raised.value.hint}"


def test_free_text_reads_an_unknown_field_as_text_with_a_hint() -> None:
    """A search for ``title:`` works, and the hint says how it was understood."""
    query = parse_query("themes:x a", free_fields=True)
    assert query.where == And((ContainsText("themes"), ContainsText("x"), A))
    assert query.hints == ("'themes:' is not a field; it is read as text. Did you mean 'theme:'?",)


def test_a_wrong_year_in_free_text_matches_nothing_with_a_hint() -> None:
    """The hint says what is wrong."""
    query = parse_query("year:20x", free_fields=True)
    assert query.where == And((Or(),))
    assert "'20x' is not a year." in query.hints[0]


def test_terms_beyond_the_limit_are_dropped_with_a_hint() -> None:
    """A pasted page is cut to ``MAX_TERMS`` terms."""
    words = [f"w{n}" for n in range(MAX_TERMS + 6)]
    query = parse_query(" ".join(words))
    assert query.where == And(tuple(ContainsText(word) for word in words[:MAX_TERMS]))
    assert query.hints == (f"Only the first {MAX_TERMS} terms of the query are used.",)
    assert not parse_query(" ".join(words[:MAX_TERMS])).hints


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1, 5_000])
def test_parentheses_may_be_nested_to_any_depth(depth: int) -> None:
    """Deep parentheses may lose their grouping, but no word is lost."""
    query = parse_query("(" * depth + "a OR b" + ")" * depth + " c")
    assert [node for node in walk(query.where) if isinstance(node, ContainsText)] == [A, B, C]


def or_depth(node: Node) -> int:
    """Return the number of ``Or`` nodes that are nested in a node."""
    match node:
        case Or(parts):
            return 1 + max(map(or_depth, parts))
        case And(parts):
            return max(map(or_depth, parts), default=0)
        case _:
            return 0


@pytest.mark.parametrize(("levels", "depth"), [(7, 8), (8, 9), (9, 9), (50, 9), (1_000, 9)])
def test_nested_parentheses_group_up_to_a_limit(levels: int, depth: int) -> None:
    """Eight levels of parentheses are levels of the tree; deeper ones are ignored."""
    where = parse_query("a OR b (" * levels + "a OR b").where
    assert or_depth(where) == depth


@pytest.mark.parametrize("sign", ["-", "NOT ", "(", ")", '"', "OR ", "-(", "theme:", "year:"])
def test_a_character_repeated_many_times_is_harmless(sign: str) -> None:
    """Long runs of syntax characters are parsed without an exception."""
    parse_query(sign * 20_000, free_fields=True)


PIECES = (
    "a", "医疗", "2018", "..", "(", ")", "（", '"', "“", "-", "*", "+", ",", "：", " ", " OR ",
    " AND ", " NOT ", "theme:", "year:", "nothing:", "\0", "\ud800", "\ue000",
)  # fmt: skip
TYPED = st.one_of(
    st.text(st.characters(codec=None)), st.lists(st.sampled_from(PIECES)).map("".join)
)


@given(TYPED)
def test_any_free_text_is_parsed_into_terms(text: str) -> None:
    """Every term contains a letter or a digit."""
    query = parse_query(text, free_fields=True)
    for node in walk(query.where):
        if isinstance(node, ContainsText):
            assert any(character.isalnum() for character in node.text)
            node.text.encode()


@given(TYPED)
@pytest.mark.parametrize("parse", [parse_query, parse_years, parse_dates, parse_sort])
def test_the_only_exception_is_invalid_query_error(
    parse: Callable[[str], object], text: str
) -> None:
    """The hint says what is allowed."""
    hint = "none needed"
    try:
        parse(text)
    except InvalidQueryError as error:
        hint = error.hint
    assert hint


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
        ("extra.faction:SPD,FDP", FacetIs("extra.faction", ("SPD", "FDP"))),
        ("Extra.Vote.by:x", FacetIs("extra.Vote.by", ("x",))),
        ("extra.党派:自民党", FacetIs("extra.党派", ("自民党",))),
        ('extra.sub-title:"a b"', FacetIs("extra.sub-title", ("a b",))),
        ("stage:replied", FacetIs("stage", ("replied",))),
        ("beneficiary:children", FacetIs("beneficiary", ("children",))),
    ],
)
def test_dates_and_own_fields_are_terms(text: str, node: Node) -> None:
    """They may be excluded, and listed, as other fields."""
    assert parse_query(text).where == And((node,))


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
    ("terms", "text"),
    [
        (["a", "b"], "a b"),
        (["new infrastructure"], '"new infrastructure"'),
        (["a", "new infrastructure"], 'a "new infrastructure"'),
        (['"new infrastructure" a'], '"new infrastructure" a'),
        (["theme:x year:2020"], "theme:x year:2020"),
        (["a OR b"], "a OR b"),
        (["a -b"], "a -b"),
        (["(a b)"], "(a b)"),
        (["clou* x"], "clou* x"),
        ([" a "], " a "),
        ([], ""),
    ],
)
def test_an_argument_with_spaces_is_a_phrase(terms: list[str], text: str) -> None:
    """The shell removes quotes. An argument with syntax of the language is a query."""
    assert join_terms(terms) == text
