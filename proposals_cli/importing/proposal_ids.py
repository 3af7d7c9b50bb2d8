"""Make the id of an imported proposal."""

import re
from functools import lru_cache
from typing import NamedTuple

from proposals_cli.domain.model.parts import Identifier, Title
from proposals_cli.domain.text.normalise import to_nfc
from proposals_cli.domain.text.slugs import (
    distinct_slug,
    has_non_latin_letters,
    short_hash,
    slug,
    title_slug,
)
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.id_template import filled_id
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.rows import RejectedRowError

MAX_ID = 120

_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_NO_WORD = re.compile(r"[\W_]+")
_YEAR_FIRST = re.compile(r"(?:1[89]|20)\d\d-(?:.*-)?[a-z]")
_OPAQUE = re.compile(r"://|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-|[^\s]{50}")
"""Links and UUIDs: they identify a record, but nobody types them as an id."""


class ProposalId(NamedTuple):
    """An id, whether the file or ``--id`` gave it, and the file's own number if that differs."""

    id: str
    is_given: bool
    number: Identifier | None = None


def id_for(
    fields: Fields,
    mapper: Mapper,
    year: int | None,
    body: str,
    kind: str,
    titles: tuple[Title, ...],
) -> ProposalId:
    """Return the id of a row: by the template of ``--id``, from its own id, or from its content."""
    given = fields.one.get("id")
    number = number_of_id(fields)
    if template := mapper.options.id_template:
        known = {"year": year, "body": body, "kind": kind}
        made = slug(filled_id(template, fields, known, mapper.columns.all()))
        if not made:
            raise RejectedRowError("--id", "no letter or digit for an id")
        names_year = year is None or re.search(r"\{(?:year|date)\}", template)
        id_ = made if names_year or made.startswith(f"{year}-") else f"{year}-{made}"
        return ProposalId(_cut(id_, id_), True, number)
    opening = body[:60].strip("-") if year is None else str(year)
    if given is None or _OPAQUE.search(given):
        numbers = tuple(value for _, value in fields.numbers)
        return ProposalId(proposed_id(year, body, titles, numbers), False, number)
    words = distinct_slug(given, len(given))
    if not words:  # letters that no id has
        id_ = "-".join(dict.fromkeys((opening, body, short_hash(given))))[:MAX_ID]
        return ProposalId(id_, True, number)
    has_year = words.startswith(f"{opening}-") or _YEAR_FIRST.match(words)
    id_ = words if has_year else f"{opening}-{words}"
    return ProposalId(_cut(id_, given), True, None if id_ == given else number)


def proposed_id(
    year: int | None, body: str, titles: tuple[Title, ...], numbers: tuple[str, ...] = ()
) -> str:
    """Return the id that follows from year and title, or else from body and number."""
    opening = body[:60].strip("-")
    if year is None or not titles:
        words = distinct_slug(numbers[0], 40) if numbers else ""
        text = numbers[0] if numbers else titles[0].text if titles else ""
        place = opening if year is None else f"{year}-{opening}"
        return _cut(f"{place}-{words or short_hash(text)}", text)
    latin = next((one.text for one in titles if title_slug(one.text)), "")
    if words := title_slug(latin):
        lost = f"-{short_hash(latin)}" if has_non_latin_letters(latin) else ""
        return f"{year}-{words}{lost}"
    return f"{year}-{opening}-{short_hash(titles[0].text)}"


def _cut(id_: str, text: str) -> str:
    """Return an id, shortened if it is too long; then the hash of a text distinguishes it."""
    return f"{id_[:100].strip('-')}-{short_hash(text)}" if len(id_) > MAX_ID else id_


def number_of_id(fields: Fields) -> Identifier | None:
    """Return what the file calls the record, to be kept as a number where its id differs."""
    given = fields.one.get("id")
    return Identifier(scheme=scheme(fields.came_from["id"]), value=given) if given else None


@lru_cache(maxsize=1_024)
def scheme(column: str) -> str:
    """Return the scheme of a number: the name of its column in small letters, with hyphens.

    >>> scheme("Drucksache Nr."), scheme("質問番号"), scheme("billNumber")
    ('drucksache-nr', '質問番号', 'bill-number')
    """
    if column == "--set":
        return "number"
    words = _NO_WORD.sub("-", _CAMEL.sub("-", to_nfc(column))).lower().strip("-")
    return words or "number"
