"""Build a proposal from the cells of one row."""

from typing import Any

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.proposal_builder import ProposalBuilder
from proposals_cli.importing.rows import RejectedRowError, SourceRow
from proposals_cli.index.sqlite_index import SqliteIndex

BARE = {"title": "On small firms", "year": "2020", "body": "npc"}


def candidate(
    index: SqliteIndex, cells: dict[str, Any], *, create_themes: bool = False, **options: Any
) -> Candidate:
    """Return the candidate built from one row."""
    mapper = Mapper(MappingOptions(**options))
    row = SourceRow(2, cells, cells)
    mapper.decide_columns([row])
    names = NameResolver(index, create_themes=create_themes)
    return ProposalBuilder(mapper, names).make(mapper.fields(row))


def made(index: SqliteIndex, cells: dict[str, Any], **options: Any) -> Proposal:
    """Return the proposal built from one row."""
    return candidate(index, BARE | cells, **options).proposal


def rejection(index: SqliteIndex, cells: dict[str, Any], **options: Any) -> RejectedRowError:
    """Return the reason why a row is rejected."""
    with pytest.raises(RejectedRowError) as caught:
        candidate(index, cells, **options)
    return caught.value


def languages(proposal: Proposal) -> dict[str, str]:
    """Return language → title."""
    return {title.lang: title.text for title in proposal.titles}
