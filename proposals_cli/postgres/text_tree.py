"""The texts of a query as a tree over phrases: which of them count in the rank of a document."""

from typing import NamedTuple

from proposals_cli.domain.query.query import And, ContainsText, Node, Not, Or
from proposals_cli.postgres.text_query import Phrase, phrases


class _Tree(NamedTuple):
    """A node: the phrases of a text, or parts; ``excludes`` are those of an And that must not be.

    ``needs_all``: of the parts; else one is enough.
    """

    phrases: range = range(0)
    parts: "tuple[_Tree, ...]" = ()
    excludes: "tuple[_Tree, ...]" = ()
    needs_all: bool = False


class TextTree:
    """The phrases of a node of texts alone, ``positive`` those that it asks for."""

    def __init__(self, node: Node) -> None:
        """Take a node that ``fts_query`` can express."""
        self.phrases: list[Phrase] = []
        self.positive: list[int] = []
        self._tree = self._add(node, is_positive=True)

    def _add(self, node: Node, *, is_positive: bool) -> _Tree:
        match node:
            case ContainsText():
                start = len(self.phrases)
                self.phrases += phrases(node)
                found = range(start, len(self.phrases))
                self.positive += found if is_positive else ()
                return _Tree(found)
            case And(parts):
                wanted = [part for part in parts if not isinstance(part, Not)]
                others = [part.part for part in parts if isinstance(part, Not)]
                return _Tree(
                    parts=tuple(self._add(part, is_positive=is_positive) for part in wanted),
                    excludes=tuple(self._add(part, is_positive=False) for part in others),
                    needs_all=True,
                )
            case Or(parts):
                return _Tree(parts=tuple(self._add(one, is_positive=is_positive) for one in parts))
            case _:
                raise AssertionError(node)

    def counted(self, frequencies: list[float]) -> list[float]:
        """Return the frequencies of phrases, 0 for those that do not count.

        In FTS5 a phrase counts only if all that it stands with applies: of ``a OR (b AND c)``, not
        ``b`` where there is no ``c``.
        """
        _, live = _applies(self._tree, frequencies)
        return [n if place in live else 0.0 for place, n in enumerate(frequencies)]


def _applies(tree: _Tree, frequencies: list[float]) -> tuple[bool, set[int]]:
    """Return whether a node applies, and the numbers of the phrases in it that count."""
    live = {place for place in tree.phrases if frequencies[place]}
    found = [_applies(part, frequencies) for part in tree.parts]
    applies = (all if tree.needs_all else any)([one for one, _ in found]) or bool(live)
    if not applies or any(_applies(part, frequencies)[0] for part in tree.excludes):
        return False, set()
    return True, live.union(*(phrases for _, phrases in found))
