"""Proposals as lists show them, read from the index."""

import json
from collections.abc import Sequence
from typing import Any

from proposals_cli.domain.ports import Summary

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
