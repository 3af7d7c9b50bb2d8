"""Turn the text of a query into an FTS5 expression."""

from collections.abc import Iterable, Iterator

from proposals_cli.domain.query.query import And, ContainsText, Node, Not, Or


def fts_query(node: Node) -> str | None:
    r"""Return a node as an FTS5 expression, or None if text alone cannot express it.

    Every word is quoted, so no input can be FTS5 syntax.

    >>> fts_query(And((ContainsText("fintech"), ContainsText("医疗"), Not(ContainsText("risk")))))
    '(("fintech" AND "\x1f医\x1f\x1f疗\x1f") NOT ("risk"))'
    """
    match node:
        case ContainsText(text, True):
            from proposals_cli.indexing.stems import words_that_begin  # few queries need it

            begins, others = words_that_begin(text)
            either = [*(f"{_phrase(one)}*" for one in begins), *map(_phrase, others)]
            return either[0] if len(either) == 1 else f"({' OR '.join(either)})"
        case ContainsText(text):
            return _phrase(text)
        case Or(parts):
            texts = _expressions(parts)
            return f"({' OR '.join(texts)})" if texts else None
        case And(parts):
            return _all_of(parts)
        case _:
            return None


def _phrase(text: str) -> str:
    from proposals_cli.domain.text.searchable import index_form  # a query without text needs none

    return f'"{index_form(text).replace(chr(34), " ")}"'


def _all_of(parts: tuple[Node, ...]) -> str | None:
    required = _expressions(part for part in parts if not isinstance(part, Not))
    excluded = _expressions(part.part for part in parts if isinstance(part, Not))
    if not required or excluded is None:
        return None
    text = f"({' AND '.join(required)})"
    return f"({text} NOT ({' OR '.join(excluded)}))" if excluded else text


def _expressions(parts: Iterable[Node]) -> list[str] | None:
    """Return the expressions of all parts, or None if one of them has none."""
    found = [fts_query(part) for part in parts]
    texts = [text for text in found if text is not None]
    return texts if len(texts) == len(found) else None


def split_text(where: Node) -> tuple[str | None, And]:
    """Split a query into the FTS5 expression of its top level and the rest."""
    texts, rest = text_parts(where)
    return (fts_query(texts) if texts.parts else None), rest


def text_parts(where: Node) -> tuple[And, And]:
    """Split the top level of a query into what text alone can express, and the rest."""
    parts = where.parts if isinstance(where, And) else (where,)
    texts = [part for part in parts if fts_query(part) is not None]
    return And(tuple(texts)), And(tuple(part for part in parts if part not in texts))


def positive_texts(node: Node) -> Iterator[ContainsText]:
    """Yield the texts that a query asks for, not those that it excludes."""
    match node:
        case ContainsText():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from positive_texts(part)
