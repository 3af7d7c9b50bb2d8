"""The sources that drafts name: ids, links and descriptions of new ones."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from proposals_cli.domain.editing.short_forms import Fields, is_link
from proposals_cli.domain.lookup import find_referring
from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.mistakes import mistakes_in
from proposals_cli.domain.model.records import Source
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.links import link_spellings
from proposals_cli.domain.text.slugs import short_hash, title_slug
from proposals_cli.errors import InvalidRecordError, raise_all

CITATION = "SOURCE, PLACE, as scmp-2021, para 4; or a link"
"""The grammar of a citation."""

_MAX_SLUG = 40


class DraftSources:
    """The sources of the drafts of one change: a new one that several name is one source."""

    def __init__(self, index: ProposalIndex, free_id: Callable[[str], str]) -> None:
        """Take the index, and a function that returns an unused id like the wanted one."""
        self._index = index
        self._free_id = free_id
        self.new: dict[str, Source] = {}
        self._links: dict[tuple[str, ...], str] = {}
        """The spellings of a new source's link → its id."""

    def source(self, given: Any, year: str, path: str) -> str:
        """Return the id of a source given as an id, a link or a description.

        Args:
            given: as in the draft.
            year: for the id of a new source without a date.
            path: of the source in the draft.

        Raises:
            InvalidRecordError: it is none of these, or the description is wrong.
        """
        if isinstance(given, str) and not is_link(given):
            return given
        if not isinstance(given, str | dict):
            raise InvalidRecordError(
                f"field '{path}': {given!r} is not a source.",
                "Give its id, its link, or its fields.",
                path,
            )
        described = {"url": given} if isinstance(given, str) else dict(given)
        url = described.get("url")
        if isinstance(url, str) and (known := self._with_link(url)):
            return known
        set_kind(described)
        if "id" not in described:
            described["id"] = self._free_id(source_slug({"date": year, **described}))
        elif str(described["id"]) in self.new:
            raise InvalidRecordError(
                f"Two new sources have the id '{described['id']}'.",
                "Give one of them another id.",
                f"{path}.id",
            )
        raise_all(
            [
                InvalidRecordError(f"field '{one.field}': {one.message}", one.hint, one.field)
                for one in mistakes_in(Source, described, path)
            ]
        )
        source = convert_record("sources", described)
        assert isinstance(source, Source)
        self.new[source.id] = source
        if source.url:
            self._links.setdefault(link_spellings(source.url), source.id)
        return source.id

    def _with_link(self, url: str) -> str | None:
        """Return the id of a source with a link, in this spelling or another; None if none has."""
        spellings = link_spellings(url)
        if spellings in self._links:
            return self._links[spellings]
        for spelling in dict.fromkeys((url, *spellings)):
            for known in find_referring(self._index, Source, "url", spelling):
                return known.id
        return None

    def citation(self, given: Any, year: str, path: str) -> Any:
        """Return a citation in full; raise as ``source`` does."""
        if isinstance(given, str):
            linked = re.fullmatch(r"(https?://\S+?)(?:,\s+(.*))?", given, re.DOTALL)
            source, locator = linked.groups("") if linked else given.partition(",")[::2]
            given = {"source": source.strip()}
            if locator.strip():
                given["locator"] = locator.strip()
        if isinstance(given, dict) and "source" in given:
            given = {**given, "source": self.source(given["source"], year, f"{path}.source")}
        return given


def set_kind(source: Fields) -> None:
    """Set the kind of a described source that states none."""
    source.setdefault("kind", "webpage" if source.get("url") else "document")


def source_slug(source: Fields) -> str:
    """Return publisher or site, year, and a hash of the address, as ``scmp-2021-5f0c21ab``.

    The hash keeps two sources apart that colleagues add to copies of one base. A source without
    an address has that of its other fields.
    """
    try:
        host = urlsplit(str(source.get("url") or "")).hostname or ""
    except ValueError:  # an unclosed bracket
        host = ""
    labels = [label for label in host.split(".") if label not in ("www", "m", "news", "com", "cn")]
    name = (
        title_slug(str(source.get("publisher") or ""))
        or title_slug(labels[0] if labels else "")
        or "source"
    )
    year = str(source.get("date") or "")[:4]
    slug = name[:_MAX_SLUG].strip("-")
    described = {key: str(value) for key, value in sorted(source.items()) if key != "id"}
    hashed = short_hash(str(source.get("url") or described))
    return f"{slug}-{year}-{hashed}" if year.isdigit() else f"{slug}-{hashed}"


def sources_in(value: Any) -> list[str]:
    """Return the ids of the sources that the statements and papers of a draft cite."""
    match value:
        case {"source": str(source)}:
            return [source]
        case dict():
            return [s for key, part in value.items() if key != "sources" for s in sources_in(part)]
        case list():
            return [source for part in value for source in sources_in(part)]
        case _:
            return []
