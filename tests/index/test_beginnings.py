"""``word*`` finds the words that begin so, although words are indexed without their endings."""

import pytest

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.errors import InvalidQueryError
from proposals_cli.indexing.highlighter import TextsInMemory
from proposals_cli.indexing.stems import words_by_stem
from tests.conftest import BaseOf
from tests.factories import proposal, titles

TEXT = """
university universities universal universe community communities communication communal organise
organisation organised organic relation relative relatively related relational study students
studies policy policies police station stations statistics enterprise enterprises entering
agriculture agricultural science sciences scientific industry industries industrial nation national
nationality nationalities care caring careful careless happy happiness election electric electricity
electoral vary various varieties variation possible possibility possibilities generally generation
"""
WORDS = TEXT.split()

TOLERATED = 0.05
"""The share of words found that neither begin so nor have the stem of a word that does."""


def test_every_word_is_found_by_each_of_its_beginnings() -> None:
    """From three letters to all of them; few other words are found with it."""
    texts = {word: TextsInMemory([word]) for word in WORDS}
    stem_of = {word: stem for stem, words in words_by_stem(WORDS).items() for word in words}
    missed, found, wrong = [], 0, 0
    for beginning in sorted({word[:end] for word in WORDS for end in range(3, len(word) + 1)}):
        stems = {stem_of[word] for word in WORDS if word.startswith(beginning)}
        for word in WORDS:
            is_found = texts[word].contain(ContainsText(beginning, prefix=True))
            if word.startswith(beginning):
                found += 1
                if not is_found:
                    missed.append((beginning, word))
            elif is_found and stem_of[word] not in stems:
                wrong += 1
    assert missed == []
    assert wrong <= TOLERATED * (found + wrong)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("universit*", ["2020-aa"]),
        ('"universit*"', ["2020-aa"]),
        ('"rural universit*"', ["2020-aa"]),
        ('"rural harb*"', []),
        ("Universit＊", ["2020-aa"]),
        ("organis*", ["2020-bb"]),
        ("湿*", ["2020-cc"]),
        ('"濕地公*"', ["2020-cc"]),
        ("écol*", ["2020-dd"]),
        ("ecol*", ["2020-dd"]),
        ("-universit* -organis* -湿*", ["2020-dd"]),
    ],
)
def test_beginnings_in_a_query(base_of: BaseOf, typed: str, ids: list[str]) -> None:
    """Alone, at the end of a phrase, excluded, and in Chinese."""
    base = base_of(
        [
            proposal("2020-aa", titles=titles(en="Two rural universities")),
            proposal("2020-bb", titles=titles(en="Organised harbours")),
            proposal("2020-cc", titles=titles(zh="保护湿地公园")),
            proposal("2020-dd", titles=titles(fr="Les écoles")),
        ]
    )
    assert [one.summary.id for one in base.find(base.query([typed]))] == ids


def test_a_star_elsewhere_is_refused_with_what_to_type(base_of: BaseOf) -> None:
    """In a search it is a hint."""
    base = base_of([proposal("2020-aa", titles=titles(en="Unity"))])
    for typed in ("un*ty", '"un* city"'):
        with pytest.raises(InvalidQueryError, match=r"\\* in .*is not at the end|not at the end"):
            base.query([typed])
        assert "not at the end" in base.query([typed], free=True).hints[0]
    query = base.query(["unitar*"], free=True)
    assert base.index.unmatched(query) == [("unitar*", ["unity"])]
