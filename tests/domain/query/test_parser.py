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
    parse_terms,
)
from proposals_cli.domain.query.query import (
    And,
    ContainsText,
    FacetIs,
    InYears,
    Node,
    Not,
    Or,
    walk,
)
from proposals_cli.domain.query.values import parse_sort, parse_years
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
    ('"cloud*"', (ContainsText("cloud", prefix=True, quoted=True),)),
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
    ("year!=2018", (Not(InYears(((2018, 2018),))),)),
    ("theme!=x,y", (Not(FacetIs("theme", ("x,y",))),)),
    # signs that are none of the language
    ('"x<5"', (ContainsText("x<5", quoted=True),)),
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
    ("theme>x", "only year and date have an order"),
    ("measures>5", "There is no field 'measures'."),
    ("x<5", 'look for the text: "x<5"'),
]


@pytest.mark.parametrize(("text", "message"), NOTHING_MEANT)
def test_what_means_nothing_is_an_error_that_says_what_to_type(text: str, message: str) -> None:
    """In a search it is dropped, and what is left is looked for."""
    with pytest.raises(InvalidQueryError) as raised:
        parse_terms(words(text))
    assert message in f"{raised.value.message} {raised.value.hint}"


@pytest.mark.parametrize(
    "text", ["theme:-x", "theme=-x", "theme!=-x", "a OR -theme:-x", "extra.a:-b", "id:-x"]
)
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
        ("x<5 a=b", (ContainsText("x<5"), ContainsText("a=b"))),
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
