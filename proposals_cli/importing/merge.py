"""Merge a row, as a new state of a proposal, into the existing one. What it leaves blank stays."""

from typing import Any

import msgspec

from proposals_cli.domain.editing.overlay import Overlay, listed_sources
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.importing.candidate import Candidate


def merged(
    existing: Proposal, candidate: Candidate, *, overwrites: bool = True, is_further: bool = False
) -> Proposal:
    """Return a proposal with what a row says of it.

    Single values replace existing ones, lists grow; nothing is removed. What ``--set`` gave
    replaces nothing, nor do title, year and date unless ``overwrites``: another title then stands
    beside those that are there. A further row for a proposal (``is_further``) replaces none of
    them either, and adds titles only in languages that the proposal has none in. A complete record
    also gives its sources to the measures, actions and statements that it repeats; a row of a table
    does not, because it cites all its sources for each of them.
    """
    if _is_repeated(existing, candidate):
        return existing
    new = _only_filling(existing, candidate, overwrites=overwrites, is_further=is_further)
    if not candidate.kind_given:
        new = msgspec.structs.replace(new, kind=existing.kind)
    if not candidate.is_complete:
        new = msgspec.structs.replace(new, history=())
    together = Overlay(cites=candidate.is_complete).record(existing, new)
    if together.date and _is_told(existing, new, together):
        together = msgspec.structs.replace(together, year=None)  # the date tells it
    if candidate.edited:
        together = candidate.edited(together)
    return msgspec.structs.replace(together, sources=listed_sources(existing, new, together))


def _is_repeated(existing: Proposal, candidate: Candidate) -> bool:
    """Return whether a row says just what a proposal has, as when a file is imported again."""
    if candidate.is_complete or candidate.edited:
        return False
    new = candidate.proposal
    return existing == msgspec.structs.replace(new, id=existing.id, history=existing.history)


def _only_filling(
    existing: Proposal, candidate: Candidate, *, overwrites: bool, is_further: bool
) -> Proposal:
    """Return what a row says without that which may not replace what a proposal has."""
    new = candidate.proposal
    kept: dict[str, Any] = {}
    overwrites = overwrites and not is_further
    if existing.stated_year is not None and (not overwrites or "year" in candidate.weak):
        kept["year"] = None
    when = existing.date or existing.year
    if when is not None and (not overwrites or "date" in candidate.weak):
        is_exacter = new.date is not None and new.date.startswith(str(when))
        kept["date"] = new.date if is_exacter else None
    if not overwrites:
        known = {title.text for title in existing.titles}
        known |= {title.lang for title in existing.wordings} if is_further else set()
        further = [one for one in new.titles if known.isdisjoint((one.text, one.lang))]
        kept["titles"] = (*existing.titles, *further)
        for name in ("term", "session"):
            if getattr(existing, name) is not None:
                kept[name] = None
        if existing.kind is not Kind.OTHER:
            kept["kind"] = existing.kind
    for name in candidate.weak & {"kind", "status", "term", "session", "summary", "problem"}:
        if getattr(existing, name) is not None:
            kept[name] = getattr(existing, name)
    return msgspec.structs.replace(new, **kept) if kept else new


def _is_told(existing: Proposal, new: Proposal, together: Proposal) -> bool:
    """Return whether the date tells the year; another year beside a date is the session's."""
    if existing.year is None:
        return int(str(together.date)[:4]) == together.year
    return existing.date is None and new.year is None
