"""The query language: text and the tree it is parsed into."""

import contextlib
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.domain.query.dates import parse_dates
from proposals_cli.domain.query.parser import (
    MAX_DEPTH,
    MAX_TERMS,
    parse_filters,
    parse_terms,
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
    walk,
)
from proposals_cli.domain.query.values import parse_sort, parse_years, split_values
from proposals_cli.errors import InvalidQueryError

A, B, C = ContainsText("a"), ContainsText("b"), ContainsText("c")

MEANINGS: list[tuple[str, tuple[Node, ...]]] = [
    ("a", (A,)),
    ("a b", (A, B)),
    ("a AND b", (A, B)),
    ("医疗 hospital", (ContainsText("医疗"), ContainsText("hospital"))),
    ("C++ c#", (ContainsText("C++"), ContainsText("c#"))),
    ("don't", (ContainsText("don't"),)),
    # phrases
    ('"a b"', (ContainsText("a b", quoted=True),)),
    ('a"b"c', (A, ContainsText("b", quoted=True), C)),
    ('-"a b"', (Not(ContainsText("a b", quoted=True)),)),
    ('"theme:x"', (ContainsText("theme:x", quoted=True),)),
    ("“a b”", (ContainsText("a b", quoted=True),)),
    ("「新基建」", (ContainsText("新基建", quoted=True),)),
    ('"OR"', (ContainsText("OR", quoted=True),)),
    # beginnings
    ("cloud*", (ContainsText("cloud", prefix=True),)),
    ("cloud＊", (ContainsText("cloud", prefix=True),)),
    ('"cloud*"', (ContainsText("cloud*", quoted=True),)),
    # alternatives
    ("a OR b", (Or((A, B)),)),
    ("a b OR c", (Or((And((A, B)), C)),)),
    ("a OR b c", (Or((A, And((B, C)))),)),
    # exclusions
    ("-a", (Not(A),)),
    ("－a", (Not(A),)),
    ("NOT a", (Not(A),)),
    ("--a", (A,)),
    ("NOT NOT a", (A,)),
    ("NOT -a", (A,)),
    ("-a OR b", (Or((Not(A), B)),)),
    ("-(a OR b)", (Not(Or((A, B))),)),
    ("a-b", (ContainsText("a-b"),)),
    # parentheses
    ("(a OR b) c", (Or((A, B)), C)),
    ("（a OR b） c", (Or((A, B)), C)),
    ("a (b (c OR a))", (A, And((B, Or((C, A)))))),
    # fields; their values stay as they were typed
    ("theme:x", (FacetIs("theme", ("x",)),)),
    ("Theme:x", (FacetIs("theme", ("x",)),)),
    ("theme=x", (FacetIs("theme", ("x",)),)),
    ("theme:x,y", (FacetIs("theme", ("x,y",)),)),
    ("theme：x，y", (FacetIs("theme", ("x,y",)),)),
    ("theme:x theme:y", (FacetIs("theme", ("x",)), FacetIs("theme", ("y",)))),
    ('theme:"x y,z"', (FacetIs("theme", ('"x y,z"',)),)),
    ('theme:"x, y",z a', (FacetIs("theme", ('"x, y",z',)), A)),
    ('theme:z,"x, y" a', (FacetIs("theme", ('z,"x, y"',)), A)),
    ("-theme:x", (Not(FacetIs("theme", ("x",))),)),
    ("NOT theme:x", (Not(FacetIs("theme", ("x",))),)),
    ("a OR theme:x", (Or((A, FacetIs("theme", ("x",)))),)),
    ("source:http://x.example/a", (FacetIs("source", ("http://x.example/a",)),)),
    ('area:"-x"', (FacetIs("area", ('"-x"',)),)),
    ("id:2020-x", (FacetIs("id", ("2020-x",)),)),
    # years
    ("year:2020", (InYears(((2020, 2020),)),)),
    ("year=2020", (InYears(((2020, 2020),)),)),
    ("year:2018..2020,2022", (InYears(((2018, 2020), (2022, 2022))),)),
    ("year:2018..", (InYears(((2018, 9999),)),)),
    ("year:..2015", (InYears(((0, 2015),)),)),
    ("year>2018", (InYears(((2019, 9999),)),)),
    ("year>=2018", (InYears(((2018, 9999),)),)),
    ("YEAR<2018", (InYears(((0, 2017),)),)),
    ("year＜=2018", (InYears(((0, 2018),)),)),
    ("year:>2018", (InYears(((2019, 9999),)),)),
    ('year:"2018..2020"', (InYears(((2018, 2020),)),)),
    ("-year:2020", (Not(InYears(((2020, 2020),))),)),
    # signs that are none of the language
    ("x<5", (ContainsText("x<5"),)),
    ("a=b", (ContainsText("a=b"),)),
    ("a\0b", (ContainsText("a b"),)),
]


def words(text: str) -> list[str]:
    """Return a text as the arguments that a shell makes of it, which keeps the quotes here."""
    return [text] if re.search('["“「]', text) else text.split(" ")


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize(("text", "parts"), MEANINGS, ids=[repr(text) for text, _ in MEANINGS])
def test_text_is_parsed_into_this_tree(text: str, parts: tuple[Node, ...], lenient: bool) -> None:
    """The signs of the language, and what is none of them."""
    assert parse_terms(words(text), lenient=lenient).where == And(parts)


@pytest.mark.parametrize(
    ("terms", "parts"),
    [
        ([], ()),
        (["a OR b", "c"], (Or((A, B)), C)),
        (["c", "a OR b"], (C, Or((A, B)))),
        (["a", "OR", "b", "c"], (Or((A, And((B, C)))),)),
        (["a", "OR", "b OR c", "a"], (Or((A, And((Or((B, C)), A)))),)),
        (["NOT", "a OR b"], (Not(Or((A, B))),)),
        (["(a", "OR", "b)", "c"], (Or((A, B)), C)),
        (["new infrastructure"], (ContainsText("new infrastructure"),)),
        (["a", "new infrastructure"], (A, ContainsText("new infrastructure"))),
        ([" a "], (A,)),
        (["theme:x year:2020"], (FacetIs("theme", ("x",)), InYears(((2020, 2020),)))),
    ],
)
def test_an_argument_with_a_space_is_a_group_or_a_phrase(
    terms: list[str], parts: tuple[Node, ...]
) -> None:
    """The shell removes quotes; without signs of the language, the text was a phrase."""
    where = parse_terms(terms).where
    assert where == And(parts) or where == And((And(parts),))


NOTHING_MEANT: list[tuple[str, str]] = [
    ("!!! …", "'!!!' has no letter or digit"),
    ("*", "no letter or digit"),
    ("😀", "no letter or digit"),
    ("?", "no letter or digit"),
    ("a - b", "Write -b, without a space, to exclude it."),
    ("a + b", "Leave it out."),
    ('"" a', "no letter or digit"),
    ('"a b', "A quote is not closed."),
    ("a OR", "A side of OR is missing."),
    ("OR a", "A side of OR is missing."),
    ("a OR OR b", "A side of OR is missing."),
    ("a AND", "A side of AND is missing."),
    ("AND a", "A side of AND is missing."),
    ("NOT", "Nothing follows 'NOT'."),
    ("a NOT OR b", "Nothing follows 'NOT'."),
    ("(a OR b", "'(' is not closed."),
    ("(", "'(' is not closed."),
    ("a) b", "')' closes nothing."),
    (")(", "')' closes nothing."),
    ("()", "Nothing is in '()'."),
    ("theme:", "'theme:' has no value."),
    ("theme: x", "Write theme:x, without a space."),
    ('theme:""', "'theme:' has no value."),
    ('theme:"x', "A quote is not closed."),
    ("theme:Washington, D.C.", 'in quotes: theme:"Washington, D.C."'),
    ("theme:x or theme:y", "Write OR in capitals"),
    ("theme:x and not theme:y", "Write AND in capitals"),
    ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "parentheses are open"),
    ("themes:x", "Did you mean 'theme:'?"),
    ("a (b OR yaer:2020)", "Did you mean 'year:'?"),
    ("colour:x", "Fields: theme, person"),
    ("year:20x", "a range as 2018..2020"),
    ("year:2020..2018", "2018..2020?"),
    ("year:2018-2020", "'2018-2020' is not a year"),
    ("year:..", "'..' is not a year"),
    ("year>2018..", "year:2018...."),
    ("date>2020-05", "Write date:2020-05.."),
    ("-year:x", "'x' is not a year"),
]


@pytest.mark.parametrize(("text", "message"), NOTHING_MEANT)
def test_what_means_nothing_is_an_error_that_says_what_to_type(text: str, message: str) -> None:
    """In a search it is dropped, and what is left is looked for."""
    with pytest.raises(InvalidQueryError) as raised:
        parse_terms(words(text))
    assert message in f"{raised.value.message} {raised.value.hint}"


@pytest.mark.parametrize("text", ["theme:-x", "theme=-x", "a OR -theme:-x", "extra.a:-b", "id:-x"])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_minus_before_a_value_is_an_error_also_in_a_search(text: str, lenient: bool) -> None:
    """It would find what the user wants to exclude."""
    with pytest.raises(InvalidQueryError, match="excludes nothing") as raised:
        parse_terms([text], lenient=lenient)
    assert "Write the term -" in raised.value.hint


@pytest.mark.parametrize("text", ["", " ", "\0", "()", "OR", "NOT", "😀", "- +", '""', "(", "-("])
@pytest.mark.parametrize("lenient", [False, True])
def test_nothing_typed_selects_everything(text: str, lenient: bool) -> None:
    """An empty variable in a script, a slip of the finger."""
    with pytest.raises(InvalidQueryError):
        parse_terms([text], lenient=lenient)
    with pytest.raises(InvalidQueryError):
        parse_terms([text, text], lenient=lenient)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a - b", (A, B)),
        ("(a OR b", (Or((A, B)),)),
        ("a) b", (A, B)),
        ("((a)", (A,)),
        ("a OR", (A,)),
        ('"a b', (ContainsText("a b", quoted=True),)),
    ],
)
def test_a_search_drops_what_means_nothing(text: str, parts: tuple[Node, ...]) -> None:
    """What people paste has signs of all kinds."""
    assert parse_terms(words(text), lenient=True).where == And(parts)


def test_an_operator_in_small_letters_is_a_word_with_a_hint() -> None:
    """Between words alone it may be meant as one."""
    query = parse_terms(["a", "or", "b"])
    assert query.where == And((A, ContainsText("or"), B))
    assert query.hints == (
        "'or' is read as a word to look for. Write OR in capitals; write \"or\" for the word.",
    )
    assert not parse_terms(["a", '"or"', "b"]).hints


def test_free_text_reads_an_unknown_field_as_text_with_a_hint() -> None:
    """A search for ``title:`` works, and the hint says how it was understood."""
    query = parse_terms(["themes:x", "a"], lenient=True)
    assert query.where == And((And((ContainsText("themes"), ContainsText("x"))), A))
    assert query.hints == ("'themes:' is not a field; it is read as text. Did you mean 'theme:'?",)


def test_a_wrong_year_in_free_text_matches_nothing_with_a_hint() -> None:
    """The hint says what is wrong."""
    query = parse_terms(["year:20x"], lenient=True)
    assert query.where == And((Or(),))
    assert "'20x' is not a year." in query.hints[0]


@pytest.mark.parametrize("lenient", [False, True])
def test_too_many_terms_are_an_error(lenient: bool) -> None:
    """Without the last ones, a query would select more than was asked for."""
    terms = [f"w{n}" for n in range(MAX_TERMS + 1)]
    assert parse_terms(terms[:-1], lenient=lenient)
    with pytest.raises(InvalidQueryError, match="has 65 terms"):
        parse_terms(terms, lenient=lenient)


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1, 5_000])
def test_parentheses_in_a_search_may_be_nested_to_any_depth(depth: int) -> None:
    """Deep parentheses may lose their grouping, but no word is lost."""
    text = "(" * depth + "a OR b" + ")" * depth + " c"
    query = parse_terms([text], lenient=True)
    assert [node for node in walk(query.where) if isinstance(node, ContainsText)] == [A, B, C]


@pytest.mark.parametrize("sign", ["-", "NOT ", "(", ")", '"', "OR ", "-(", "theme:", "year:"])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_character_repeated_many_times_is_harmless(sign: str, lenient: bool) -> None:
    """Long runs of syntax characters are read or refused."""
    with contextlib.suppress(InvalidQueryError):
        parse_terms([sign * 20_000], lenient=lenient)


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
    try:
        query = parse_terms([text], lenient=True)
    except InvalidQueryError:
        return
    for node in walk(query.where):
        if isinstance(node, ContainsText):
            assert any(character.isalnum() for character in node.text)
            node.text.encode()


@given(TYPED)
@pytest.mark.parametrize(
    "parse", [lambda text: parse_terms([text]), parse_years, parse_dates, parse_sort]
)
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
