"""What proposals with similar texts are found by: the words that are distinctive of one."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.content_words import is_content_word
from proposals_cli.domain.text.normalise import to_nfc
from proposals_cli.domain.text.searchable import NamesOf, passages_of
from proposals_cli.indexing.highlighter import MOST_PASSAGES, TextsInMemory
from proposals_cli.indexing.stems import words_by_stem

_WORDS = r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{2}|[^\W\d_](?:[^\W\d_]|['-]){2,}"
"""Words by which similar proposals are found: of three letters, or of two characters where there
are no spaces between words."""

MAX_TERMS = 16
"""How many distinctive words of a proposal a search for similar ones uses."""

MAX_COMPARED = 20_000
"""How many characters of a proposal are compared with others."""

MAX_PROPOSALS = 20_000
"""A word in more proposals than this is not distinctive, and slow to rank by."""


def own_words(raw: bytes, names_of: NamesOf) -> dict[str, list[str]]:
    """Return stem → the words of a proposal, which is given as JSON, on what it is about."""
    found = passages_of(msgspec.json.decode(raw), names_of)
    own = [p for p in found if p.column in ("title", "measure")]
    own += [p for p in found if p.place in ("problem", "summary")]
    text = " ".join(passage.text for passage in own)[:MAX_COMPARED]
    return words_by_stem(re.findall(_WORDS, to_nfc(text)))


def distinctive(
    words: Mapping[str, Sequence[str]], counts: Mapping[str, int], total: int
) -> list[str]:
    """Return the most distinctive stems (highest tf × idf).

    Args:
        words: as ``own_words`` returns them.
        counts: how many proposals have each stem.
        total: how many proposals there are.
    """
    most = min(MAX_PROPOSALS, max(2, total // 4))
    return sorted(
        (s for s in words if 2 <= counts[s] <= most and is_content_word(words[s][0])),
        key=lambda stem: (counts[stem] / len(words[stem]), stem),
    )[:MAX_TERMS]


def shared_words(raw: bytes, names_of: NamesOf, words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that occur in a proposal, which is given as JSON; names are read last."""
    found = passages_of(msgspec.json.decode(raw), names_of)
    found = sorted(found, key=lambda one: one.column == "name")[:MOST_PASSAGES]
    searched = TextsInMemory(passage.text[:MAX_COMPARED] for passage in found)
    return tuple(word for word in words if searched.contain(ContainsText(word)))
