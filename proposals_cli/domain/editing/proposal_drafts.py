"""What a draft of a proposal may say in short, and how it is completed.

``title``, ``people``, ``reply`` and ``continues`` stand for entries of ``titles``, ``sponsors``,
``actions`` and ``relations``.
"""

import re
from itertools import count
from typing import Any

from proposals_cli.domain.editing.short_forms import Fields
from proposals_cli.domain.model.records import CLAIM_FIELDS
from proposals_cli.domain.model.vocabulary import RelationKind, Status
from proposals_cli.domain.text.languages import main_script
from proposals_cli.domain.text.slugs import slug, title_slug

SHORT_KEYS = {
    "title": "titles",
    "people": "sponsors",
    "reply": "actions",
    "continues": "relations",
}
"""Short key → the field whose entries it stands for."""


def as_list(given: Any) -> list[Any]:
    """Return a value that may be given alone as a list."""
    return given if isinstance(given, list) else [given]


def with_long_keys(draft: Fields) -> Fields:
    """Return a draft with its short keys replaced, except ``reply``, which needs dates."""
    draft = dict(draft)
    titles = [*_titles(draft.pop("title", [])), *_titles(draft.pop("titles", []))]
    sponsors = [*as_list(draft.pop("people", [])), *as_list(draft.pop("sponsors", []))]
    continued = [
        {"kind": str(RelationKind.CONTINUES), "to": id_}
        for id_ in as_list(draft.pop("continues", []))
    ]
    relations = [*continued, *as_list(draft.pop("relations", []))]
    return {"titles": titles, **draft, "sponsors": sponsors, "relations": relations}


def _titles(given: Any) -> list[Any]:
    """Return titles as a list; they may be one text, or texts by language."""
    match given:
        case list():
            return [title for one in given for title in _titles(one)]
        case dict() if not {"text", "lang"} & given.keys():
            return [
                {"lang": tag, **(one if isinstance(one, dict) else {"text": one})}
                for tag, texts in given.items()
                for one in as_list(texts)
            ]
        case _:
            return [given]


def without_repeats(titles: list[Any]) -> list[Any]:
    """Return full titles; one in the same words and language as another completes that one."""
    unique: dict[Any, Any] = {}
    for place, title in enumerate(titles):
        is_full = isinstance(title, dict) and isinstance(title.get("text"), str)
        key = (str(title.get("lang")), title["text"]) if is_full else place
        known = unique.setdefault(key, title)
        if known is not title:
            cited = [*known.get("citations", []), *title.get("citations", [])]
            unique[key] = title | known | ({"citations": cited} if cited else {})
    return list(unique.values())


def with_replies(actions: Any, made: list[Any]) -> Any:
    """Return full actions with more, each before the first that has a later date."""
    if not isinstance(actions, list):
        return actions
    placed = list(actions)
    for reply in made:
        date = _date(reply)
        later = (n for n, action in enumerate(placed) if date and _date(action) > date)
        placed.insert(next(later, len(placed)), reply)
    return placed


def _date(action: Any) -> str:
    return str(action.get("date", "")) if isinstance(action, dict) else ""


def with_numbers(measures: Any) -> Any:
    """Return full measures with the next numbers for those without an id."""
    if not isinstance(measures, list):
        return measures
    ids = [str(m["id"]) for m in measures if isinstance(m, dict) and "id" in m]
    # after the highest: a gap is a removed measure, to which someone may still refer
    last = max((int(id_[1:]) for id_ in ids if re.fullmatch("m[0-9]{2,4}", id_)), default=0)
    numbers = count(last + 1)
    return [
        m if not isinstance(m, dict) or "id" in m else {"id": f"m{next(numbers):02}", **m}
        for m in measures
    ]


def without_numbers(measures: list[Any], typed: Any) -> list[Any]:
    """Return full measures without the ids that those who typed them did not give."""
    given = [one for one in as_list(typed) if isinstance(one, dict)]
    ids = {one["id"] for one in given if "id" in one}
    return [
        {key: value for key, value in one.items() if key != "id" or value in ids}
        for one in measures
        if isinstance(one, dict)
    ]


def cite_everything(draft: Fields, sources: list[str]) -> None:
    """Add citations of the sources to every claim without a citation."""
    for field in CLAIM_FIELDS:
        for claim in as_list(draft.get(field, [])):
            # an unknown status is no claim
            if isinstance(claim, dict) and (field != "status" or is_known(claim)):
                claim.setdefault("citations", [{"source": source} for source in sources])


def is_known(status: Fields) -> bool:
    """Return whether a status is more than unknown."""
    return bool(status.get("value", Status.UNKNOWN) != Status.UNKNOWN)


def year_of(draft: Fields) -> str:
    """Return the year of a draft; empty if it has none."""
    return str(draft.get("year") or str(draft.get("date") or "")[:4])


def wanted_id(draft: Fields) -> str:
    """Return an id made of the year, or else the body, and the title, or else the number."""
    titles = [str(t.get("text", "")) for t in draft["titles"] if isinstance(t, dict)]
    words = next((title_slug(one) for one in titles if main_script(one) == "LATIN"), "")
    if not words:
        given = as_list(draft.get("identifiers", []))
        numbers = [one.get("value") for one in given if isinstance(one, dict)]
        kind = slug(str(draft["kind"])) or "proposal"
        number = slug(str(numbers[0]))[:40].strip("-") if numbers else ""
        words = f"{kind}-{number}" if number else kind
    return f"{slug(year_of(draft)) or slug(str(draft['body'])) or 'new'}-{words}"
