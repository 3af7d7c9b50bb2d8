"""Turn the words of a query into an FTS5 expression."""

from collections.abc import Iterator

from proposals_cli.domain.query.query import And, ContainsText, Node, Not, Or


def fts_query(node: Node) -> str | None:
    r"""Return a node as an FTS5 expression, or None if it is more than words that must occur.

    Every word is quoted, so nothing that is typed can be syntax.

    >>> fts_query(And((ContainsText("fintech"), ContainsText("医疗"), Not(ContainsText("risk")))))
    '(("fintech" AND "\x1f医\x1f\x1f疗\x1f") NOT ("risk"))'
    """
    match node:
        case ContainsText(words, prefix):
            from proposals_cli.domain.text.searchable import (
                index_form,
            )  # a list without words needs no tables

            return f'"{index_form(words).replace(chr(34), " ")}"' + ("*" if prefix else "")
        case Or(parts):
            texts = [fts_query(part) for part in parts]
            known = [text for text in texts if text is not None]
            return f"({' OR '.join(known)})" if known and len(known) == len(texts) else None
        case And(parts):
            wanted = [fts_query(part) for part in parts if not isinstance(part, Not)]
            refused = [fts_query(part.part) for part in parts if isinstance(part, Not)]
            if not wanted or None in wanted or None in refused:
                return None
            text = f"({' AND '.join(map(str, wanted))})"
            return f"({text} NOT ({' OR '.join(map(str, refused))}))" if refused else text
        case _:
            return None


def split_text(where: Node) -> tuple[str | None, And]:
    """Split a query into the FTS5 expression of its top level and all the rest."""
    parts = where.parts if isinstance(where, And) else (where,)
    texts = [part for part in parts if fts_query(part) is not None]
    rest = tuple(part for part in parts if part not in texts)
    return (fts_query(And(tuple(texts))) if texts else None), And(rest)


def positive_words(node: Node) -> Iterator[ContainsText]:
    """Yield the words that a query asks to be there."""
    match node:
        case ContainsText():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from positive_words(part)
