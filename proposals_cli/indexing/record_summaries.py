"""Records that are not proposals, as a search shows them, and the names in their texts."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from proposals_cli.domain.ports import Summary
from proposals_cli.domain.text.languages import UNDETERMINED
from proposals_cli.domain.text.searchable import NamesOf

FindRecord = Callable[[str, str], Mapping[str, Any] | None]
"""(table, id) → a record, as parsed JSON; None if there is none."""


def names_from(find: FindRecord) -> NamesOf:
    """Return a function that finds the names of a person or a body in the records."""

    @cache
    def names_of(_: str, id_: str) -> tuple[str, ...]:
        agent = _agent(find, id_)
        return (*_names(agent).values(), *agent.get("other_names", ())) if agent else ()

    return names_of


def _agent(find: FindRecord, id_: str) -> Mapping[str, Any] | None:
    for table in ("people", "bodies"):
        if (record := find(table, id_)) is not None:
            return record
    return None


def _names(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of a record by language; for a source, its title."""
    if "names" in record:
        return {tag: name["text"] for tag, name in record["names"].items()}
    if "name" in record:
        return dict(record["name"])
    title = record.get("title")
    return {record.get("language") or UNDETERMINED: title} if title else {}


def _source_names(source: Mapping[str, Any]) -> dict[str, str]:
    """Return the publisher of a source, or else its title by its language."""
    publisher = source.get("publisher")
    return {UNDETERMINED: publisher} if publisher else _names(source)


def summary_of_record(table: str, record: Mapping[str, Any], find: FindRecord) -> Summary:
    """Return a record as a list of hits shows it: facts and notes have a subject, not a title."""
    titles = _names(record)
    about: dict[str, str] = {}
    people: tuple[str, ...] = ()
    sources = {one["source"] for one in record.get("citations", ())}
    if table == "facts" and (person := record.get("person")):
        people = (person,)
        about = _names(_agent(find, person) or {}) or {UNDETERMINED: person}
    elif table == "notes":
        sources |= {record["source"]}
        about = _source_names(find("sources", record["source"]) or {})
        about = about or {UNDETERMINED: record["source"]}
    elif not titles:
        about = _source_names(record)
    date = record.get("date")
    return Summary(
        id=record["id"],
        year=record.get("year") or (int(date[:4]) if date else None),
        date=date,
        body="",
        kind=record.get("kind") or "",
        status="",
        titles=titles,
        title_language=next(iter(titles), None),
        subjects=about,
        number=record.get("number"),
        people=people,
        themes=(),
        regions=(),
        series=(),
        measures=0,
        sources=len(sources),
    )
