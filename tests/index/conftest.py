"""Fixtures for tests of the index."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.model.parts import Action, Agent
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Stage
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.benchmarks import generate
from tests.factories import BODIES, PEOPLE, random_proposals, small_base, write_store
from tests.index.text_searches import COUNT


@pytest.fixture(scope="session")
def proposals() -> list[Proposal]:
    """Return the proposals of the shared base."""
    chance = random.Random(31)
    return [varied(one, chance) for one in random_proposals(400, seed=31)]


def varied(made: Proposal, chance: random.Random) -> Proposal:
    """Return a proposal with what some bodies have: other years, agents with ids, own fields."""
    changes: dict[str, Any] = {}
    if chance.random() < 0.2:
        changes["year"] = chance.choice([None, 2010, 2026])
    if chance.random() < 0.2:
        changes["extra"] = {
            "faction": chance.choice(["SPD", "FDP", ["spd", "CDU"]]),
            "sign": chance.choice([7, 7.5, True, {"below": "7"}]),
        }
    if chance.random() < 0.2:
        asked = Agent(who=chance.choice([*BODIES, *PEOPLE]))
        answer = Action(stage=Stage.REPLIED, date="2024-05-01", by=(Agent(who="bundestag"),))
        changes |= {"addressees": (asked,), "actions": (*made.actions, answer)}
    return msgspec.structs.replace(made, **changes)


@pytest.fixture(scope="module")
def index(
    proposals: list[Proposal], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteIndex]:
    """Return an index of the shared base."""
    folder = tmp_path_factory.mktemp("base")
    index = SqliteIndex(write_store(folder / "base.json", small_base(proposals)), folder / "cache")
    yield index
    index.close()


@pytest.fixture
def base(path: Path, proposals: list[Proposal]) -> Path:
    """Return a new base file with the proposals of the shared base."""
    return write_store(path, small_base(proposals))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder for the indexes of a test."""
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a base file of generated proposals with the words of ``PLANTED``."""
    path = tmp_path_factory.mktemp("large") / "large.json"
    generate.write(COUNT, path)
    return path
