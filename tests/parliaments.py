"""Proposals of eight kinds from seven bodies, entered from the drafts in ``tests/drafts``.

Each draft is a shape that is hard to hold: its first line says which.
"""

from pathlib import Path

from proposals_cli.domain.model.records import FORMAT, BaseInfo
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop

DRAFTS = Path(__file__).parent / "drafts"

VOCABULARIES = {"body": "bodies", "person": "people", "theme": "themes"}
"""Kind of record → the file with its drafts."""

PROPOSALS = sorted(
    path.stem for path in DRAFTS.glob("*.yaml") if path.stem not in VOCABULARIES.values()
)
"""The names of the drafts of proposals."""


def entered(prop: Prop, path: Path) -> Path:
    """Enter all drafts into a new base with ``prop add``, and return its path."""
    store = JsonStore.create(path, info=BaseInfo(format=FORMAT, language="en")).path
    for kind, name in VOCABULARIES.items():
        prop("add", "--as", kind, DRAFTS / f"{name}.yaml", store=store)
    for name in PROPOSALS:
        prop("add", DRAFTS / f"{name}.yaml", store=store)
    return store
