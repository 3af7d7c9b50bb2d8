"""Proposals as lists show them, read from the rows of an index."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proposals_cli.domain.ports import Summary

if TYPE_CHECKING:
    from proposals_cli.domain.model.reply_times import ReplyTimes

SUMMARY = (
    "p.id, p.year, p.date, p.body, p.kind, p.status, p.titles, p.title_language, p.number,"
    " p.lists, p.measures, p.sources"
)
"""The columns of ``proposal p`` that ``summary_of`` reads."""


def summary_of(row: Sequence[Any]) -> Summary:
    """Return the proposal of a row of ``SUMMARY``."""
    *single, titles, title_language, number, lists, measures, sources = row
    subjects, *named = json.loads(lists)
    return Summary._make(
        (
            *single,
            json.loads(titles),
            title_language,
            subjects,
            number,
            *map(tuple, named),
            measures,
            sources,
        )
    )


def reply_times_of(times: str) -> "ReplyTimes":
    """Return what ``reply_dates`` of ``proposal_row.py`` wrote."""
    from proposals_cli.domain.model.reply_times import ReplyTimes

    *dates, by, asked, cited, notice_by, has_paper = json.loads(times)
    places = tuple((source, place) for source, place in cited)
    agents = (tuple(by), tuple(asked), places, tuple(notice_by))
    return ReplyTimes._make((*dates, *agents, has_paper))
