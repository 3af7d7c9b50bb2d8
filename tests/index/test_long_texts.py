"""Long texts are searched in pieces, whose sizes are bounded."""

import random
from collections.abc import Iterable, Sequence

import pytest

from proposals_cli.domain.model.parts import Statement
from proposals_cli.domain.ports import Hit
from proposals_cli.domain.query.parser import MAX_TEXT
from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.highlights import OPENING, without_highlights
from proposals_cli.domain.text.searchable import Passage
from proposals_cli.indexing import similar_texts
from proposals_cli.indexing.best_passage import BATCH, OVERLAP, PIECE, BestPassages, pieces
from proposals_cli.indexing.highlighter import MOST_PASSAGES, Highlighter, TextsInMemory
from proposals_cli.knowledge_base import KnowledgeBase
from tests.conftest import BaseOf
from tests.factories import proposal, titles

LENGTH = 660_000


def long_text(words: Sequence[str], between: str, last: str) -> str:
    """Return a text of ``LENGTH`` characters that ends with ``last``."""
    chance = random.Random(5)
    text = between.join(chance.choice(words) for _ in range(LENGTH))
    return text[: LENGTH - len(last) - 1] + (between or "。") + last


LATIN = long_text(("heron", "sluice", "dyke"), " ", "otters")
HAN = long_text(("河", "堤", "鹭"), "", "水獭")


@pytest.fixture
def base(base_of: BaseOf) -> KnowledgeBase:
    """Return a base with two long texts."""
    return base_of(
        [
            proposal("2020-latin", titles=titles(en="A"), problem=Statement(text={"en": LATIN})),
            proposal("2021-han", titles=titles(zh="甲"), problem=Statement(text={"zh": HAN})),
        ]
    )


def hit(base: KnowledgeBase, word: str) -> Hit:
    """Return the only hit of a word."""
    (one,) = base.search(base.query([word], free=True))
    return one


@pytest.mark.parametrize(
    ("word", "id_"),
    [("heron", "2020-latin"), ("otter", "2020-latin"), ("河堤", "2021-han"), ("水獭", "2021-han")],
)
def test_a_word_anywhere_in_a_long_text_is_shown(base: KnowledgeBase, word: str, id_: str) -> None:
    """In a piece of the text, however late it comes."""
    found = hit(base, word)
    assert (found.summary.id, found.place) == (id_, "problem")
    assert OPENING in found.text
    shown = without_highlights(found.text)
    assert len(shown) <= PIECE
    assert shown in (LATIN if id_ == "2020-latin" else HAN)


def test_no_step_takes_more_than_a_batch(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Regression: one text of 660,000 characters was highlighted in one step of many seconds."""
    sizes = []
    original = Highlighter.highlight

    def highlight(self: Highlighter, texts: Sequence[str]) -> dict[int, str]:
        sizes.append(sum(map(len, texts)))
        return original(self, texts)

    monkeypatch.setattr(Highlighter, "highlight", highlight)
    for word in ("heron", "otters", "水獭"):
        sizes.clear()
        hit(base, word)
        assert len(sizes) <= 2, "other pieces were read although a likely one has the word"
        assert max(sizes) < BATCH + PIECE
    sizes.clear()
    hit(base, "ötters")  # not found at a glance
    assert len(sizes) > LENGTH // (BATCH + PIECE)
    assert max(sizes) < BATCH + PIECE


def test_pieces_cover_a_text_and_overlap() -> None:
    """Every character is in a piece, every short phrase in one of them, and no word is cut."""
    unlike = "".join(map(chr, range(0x4E00, 0x4E00 + 15_000)))
    for text in (unlike, unlike[: PIECE + 1], unlike[:PIECE], "", LATIN[:30_000]):
        cut = list(pieces(text))
        assert all(len(piece) <= PIECE for piece in cut)
        covered = 0
        for piece in cut:
            start = text.index(piece, max(0, covered - PIECE))
            assert start == 0 or start <= covered - OVERLAP // 2
            covered = start + len(piece)
        assert covered == len(text)
    words = set(LATIN[:30_000].split()[:-1])
    assert {word for piece in list(pieces(LATIN[:30_000]))[:-1] for word in piece.split()} == words


def test_a_short_passage_is_preferred_to_a_long_one() -> None:
    """The title is shown if it has all words."""
    group = [Passage("problem", "other", LATIN), Passage("title", "title", "Otters and herons")]
    (best,) = BestPassages([ContainsText("otters"), ContainsText("herons")]).of([group])
    assert best is not None
    assert best[0] == "title"


def test_similar_proposals_of_a_long_text_compare_its_beginning(base: KnowledgeBase) -> None:
    """Regression: every word of 660,000 characters was looked up."""
    asked = 0

    def count(statement: str) -> None:
        nonlocal asked
        asked += "text.fts WHERE fts MATCH" in statement

    connection = base.index.file.with_text()  # type: ignore[attr-defined]
    connection.set_trace_callback(count)
    assert base.related("2021-han", 5) == []
    connection.set_trace_callback(None)
    assert asked < 100


def test_a_pasted_page_is_cut_with_a_remark(base: KnowledgeBase) -> None:
    """Regression: a phrase of 20,000 words took half a minute."""
    query = base.query(['"' + "heron dyke " * 10_000 + '"'], free=True)
    assert query.hints == (f"Only the first {MAX_TEXT} characters of a text are searched.",)
    assert list(base.search(query)) == []
    ((text, _),) = base.index.unmatched(query)
    assert len(text) <= MAX_TEXT


def test_of_very_many_short_passages_the_likely_ones_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A search took seconds for each record with 100,000 sponsors."""
    read: list[int] = []
    highlight = Highlighter.highlight

    def counted(self: Highlighter, texts: Sequence[str]) -> dict[int, str]:
        read.append(len(texts))
        return highlight(self, texts)

    monkeypatch.setattr(Highlighter, "highlight", counted)
    group = [Passage("sponsor", "name", f"Member {number}") for number in range(20_000)]
    group.append(Passage("problem", "other", "Otters and herons"))
    (found,) = BestPassages([ContainsText("otter")]).of([group])
    assert found is not None
    assert found[0] == "problem"
    assert sum(read) == MOST_PASSAGES


def test_words_shared_with_a_proposal_are_looked_for_in_names_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """``related`` did not end where a sponsor has 50,000 names."""
    filled: list[int] = []

    class Counting(TextsInMemory):
        def __init__(self, texts: Iterable[str]) -> None:
            listed = list(texts)
            filled.append(len(listed))
            super().__init__(listed)

    monkeypatch.setattr(similar_texts, "TextsInMemory", Counting)
    many = tuple(f"Name {number}" for number in range(20_000))
    raw = (
        b'{"id": "a", "sponsors": [{"who": "x"}],'
        b' "titles": [{"lang": "en", "text": "Otters and herons"}]}'
    )
    words = similar_texts.shared_words(raw, lambda *_: many, ["otters", "name"])
    assert words == ("otters", "name")
    assert filled == [MOST_PASSAGES]
