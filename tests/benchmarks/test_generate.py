"""Generated bases: valid, in the layout of the program, and with the planted answers."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import BASE, FORMAT
from proposals_cli.domain.model.references import named_ids
from tests.benchmarks import generate, plants, words
from tests.factories import encode


def store(count: int, folder: Path, seed: int = generate.SEED) -> bytes:
    """Return the content of a generated base."""
    path = folder / "store.json"
    generate.write(count, path, seed)
    return path.read_bytes()


def proposals(content: bytes) -> list[dict[str, Any]]:
    """Return the proposals of a base, in file order."""
    return list(json.loads(content)["proposals"].values())


def text_of(proposal: dict[str, Any]) -> str:
    """Return the text of a proposal in which words are planted."""
    texts = [title["text"] for title in proposal["titles"]]
    return " ".join([*texts, *(each["text"]["en"] for each in proposal["measures"])])


@pytest.mark.parametrize("count", [1, 2, 3, 7, 54, 300])
@pytest.mark.parametrize("chunk", [10, generate.CHUNK])
def test_a_base_has_the_layout_of_the_program(
    count: int, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written in pieces, the file equals the encoding of its validated records."""
    monkeypatch.setattr(generate, "CHUNK", chunk)
    content = store(count, tmp_path)
    tables = json.loads(content)
    again = {
        table: {
            number: msgspec.to_builtins(decode_record(table, msgspec.json.encode(record)))
            for number, record in records.items()
        }
        for table, records in tables.items()
        if table != BASE
    }
    assert tables[BASE] == {"1": {"format": FORMAT}}
    assert content == encode(again)
    assert len(again["proposals"]) == count


def test_records_refer_only_to_records_that_exist(tmp_path: Path) -> None:
    """They refer to sources, people, bodies, themes and earlier proposals."""
    tables = json.loads(store(400, tmp_path))
    del tables[BASE]
    ids = {name: {record["id"] for record in table.values()} for name, table in tables.items()}
    for proposal in tables["proposals"].values():
        record = decode_record("proposals", msgspec.json.encode(proposal))
        for reference in named_ids(record):
            assert any(reference.id in ids[table] for table in reference.tables), reference
        assert record.id not in {reference.id for reference in named_ids(record)}


@pytest.mark.parametrize("count", [1, 50, 30_000])
def test_ids_ascend_and_begin_with_the_year(count: int) -> None:
    """No id is repeated, even if the words are."""
    maker = generate.BaseGenerator(count)
    ids = [maker.id(place) for place in range(count)]
    assert ids == sorted(set(ids))
    assert all(id_.startswith(f"{maker.year(place)}-") for place, id_ in enumerate(ids))


def test_a_base_mixes_languages_bodies_dates_and_replies(tmp_path: Path) -> None:
    """Questions about them have something to answer."""
    made = proposals(store(400, tmp_path))
    assert {title["lang"] for one in made for title in one["titles"]} == {
        "de", "en", "fr", "ja", "zh",
    }  # fmt: skip
    assert len({one["body"] for one in made}) == 5
    assert {len(one.get("date", "")) for one in made} == {0, len("2020-05"), len("2020-05-18")}
    actions = [action for one in made for action in one.get("actions", ())]
    assert {"referred", "adopted", "assigned", "replied"} <= {one["stage"] for one in actions}
    assert {True, False} == {"interim" in one for one in actions if one["stage"] == "replied"}
    sponsors = [sponsor for one in made for sponsor in one["sponsors"]]
    assert any("withdrawn" in one for one in sponsors)
    assert any("party" in one for one in sponsors)


def test_the_same_number_and_seed_give_the_same_base(tmp_path: Path) -> None:
    """Another seed gives another base."""
    assert store(60, tmp_path) == store(60, tmp_path)
    assert store(60, tmp_path) != store(60, tmp_path, seed=1)


@pytest.mark.parametrize("count", [1, 9, 60, 1000])
def test_planted_words_are_in_the_planned_proposals(count: int, tmp_path: Path) -> None:
    """A search that knows inflected and traditional forms finds exactly these ids."""
    texts = {record["id"]: text_of(record) for record in proposals(store(count, tmp_path))}
    answers = generate.planted(count)
    for plant in plants.PLANTS:
        found = [id_ for id_, text in texts.items() if any(form in text for form in plant.forms)]
        assert len(found) == min(plant.times, count)
        assert all(answers[form] == found for form in plant.forms)
    assert answers[plants.TWO_WORDS] == [
        id_ for id_, text in texts.items() if all(w in text for w in plants.TWO_WORDS.split())
    ]
    if count == 1000:
        assert len(answers[plants.TWO_WORDS]) == 3


def test_planted_words_are_not_in_the_vocabulary() -> None:
    """Each has a character or a word that occurs nowhere else in a base."""
    listed = [*words.GERUNDS, *words.QUALIFIERS, *words.GROUPS, *words.SURNAMES, *words.GIVEN]
    listed += [word for theme in words.THEMES for word in (theme.name, *theme.objects)]
    listed += words.PUBLISHERS
    chinese = {character for word in listed for character in word.zh}
    english = " ".join([*(word.en for word in listed), *generate.MEASURES]).lower()
    for form in (*(form for plant in plants.PLANTS for form in plant.forms), plants.COMPANION):
        assert form not in english if form.isascii() else not chinese.issuperset(form)
