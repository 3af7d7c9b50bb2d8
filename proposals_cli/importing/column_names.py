"""Fields that a column can give, and the words by which columns and terms are known.

The words themselves are in ``words``, as files that anybody can add to.
"""

import tomllib
from functools import cache
from importlib.resources import files

FIELDS = (
    "id", "number", "year", "date", "body", "term", "session", "kind", "kind_terms", "status",
    "status.as_reported", "status.date", "title", "title.note", "language", "people", "cosponsors",
    "party", "addressees", "themes", "summary", "problem", "measures", "regions", "entities",
    "series", "continues", "response", "response.who", "response.joint", "response.when",
    "response.number", "response.url", "source", "source.title", "source.publisher", "source.date",
    "notes", "extra", "ignore",
)  # fmt: skip
"""Fields that a column can give, besides ``title.`` and a language tag: ``title.de``."""

REPLY_SIGNS = ("response", "response.when", "response.number")
"""Fields each of which shows that there was a reply."""

MULTIPLE = frozenset(
    (
        "number", "people", "cosponsors", "addressees", "themes", "measures", "regions", "entities",
        "series", "continues", "response.joint", "source", "notes", "summary", "problem", "extra",
        "ignore", "kind_terms",
    )
)  # fmt: skip
"""Fields that several columns can give."""

SINGLE = frozenset(FIELDS) - MULTIPLE


@cache
def column_names() -> dict[str, dict[str, list[str]]]:
    """Return field → language → names of columns, likelier ones first (``words/columns.toml``)."""
    return _words("columns.toml")


@cache
def term_words() -> dict[str, dict[str, list[str]]]:
    """Return ``kind`` and ``status`` → term → words for it in cells (``words/terms.toml``)."""
    return _words("terms.toml")


def _words(name: str) -> dict[str, dict[str, list[str]]]:
    path = files("proposals_cli.importing") / "words" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


PARTS = frozenset(
    (
        "name", "names", "label", "value", "text", "title", "display name", "full name",
        "preferred label", "bezeichnung", "nombre", "nome", "nom", "namn", "navn", "naam", "姓名",
        "名称",
    )
)  # fmt: skip
"""Last parts of dotted names that mean the same as the rest: ``sponsor.name``."""

LINK_PARTS = frozenset({"url", "href", "link", "uri"})
"""Last parts of dotted names that are the link of a source: ``sources.url``."""

NUMBERED = frozenset(("people", "themes", "measures", "regions", "entities", "source"))
"""Fields that several columns with a number in their names can give: ``sponsor 2``."""
