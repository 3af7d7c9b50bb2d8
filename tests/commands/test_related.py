"""``prop related``: similar proposals with scores and reasons."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from proposals_cli.domain.model.parts import Relation, Series
from proposals_cli.domain.model.vocabulary import RelationKind
from tests.conftest import Prop
from tests.factories import continuing, proposal, small_base, titles, write_store
from tests.terminal import on_terminal

KEYS = ["id", "year", "title", "title_language", "titles", "score", "reasons"]
LINE = (Series(id="cloud-line", name={"en": "Cloud line"}),)

PROPOSALS = [
    proposal("2018-cloud", titles=titles(en="On clouds", zh="关于云"), series=LINE),
    proposal(
        "2019-cloud",
        titles=titles(en="On zeppelins"),
        series=LINE,
        relations=continuing("2018-cloud"),
        themes=("sme", "fintech"),
    ),
    proposal(
        "2020-cloud",
        titles=titles(zh="飞艇"),
        relations=continuing("2019-cloud"),
        themes=("fintech",),
    ),
    proposal("2021-hangar", titles=titles(en="Zeppelin hangars"), themes=("healthcare",)),
    *(proposal(f"2022-x{number}", titles=titles(en="Of something else")) for number in range(8)),
]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return the path of a base with a series of proposals."""
    return str(write_store(tmp_path / "base.json", small_base(PROPOSALS)))


def test_links_series_words_and_themes_add_up(prop: Prop, store: str) -> None:
    """JSON shows the score and every reason; its keys are interface and listed by hand."""
    rows = json.loads(prop("--store", store, "related", "2019-cloud", "--format", "json").out)
    assert [list(row) for row in rows] == [KEYS] * 3
    assert rows[0] == {
        "id": "2018-cloud",
        "year": 2018,
        "title": "On clouds",
        "title_language": "en",
        "titles": {"en": "On clouds", "zh": "关于云"},
        "score": 4.5,
        "reasons": ["continued by this one", "series cloud-line"],
    }
    assert rows[1]["id"] == "2020-cloud"
    assert rows[1]["score"] == 3.5
    assert rows[1]["reasons"] == ["continues this one", "themes fintech"]
    assert rows[2]["id"] == "2021-hangar"
    assert 0 < rows[2]["score"] <= 3
    assert rows[2]["reasons"] == ["words zeppelins"]


def test_table_in_a_pipe(prop: Prop, store: str) -> None:
    """One line per proposal below a header, best first, in the requested language."""
    ended = prop("--store", store, "related", "2020-cloud")
    assert ended.out == (
        "id          score  title         why\n"
        "2019-cloud    3.5  On zeppelins  continued by this one, themes fintech\n"
    )
    assert ended.err == ""


LINKS = {
    RelationKind.CONTINUES: ("continued by this one", "continues this one"),
    RelationKind.RELATED: ("related to this one", "related to this one"),
    RelationKind.AMENDS: ("amended by this one", "amends this one"),
    RelationKind.SUPERSEDES: ("superseded by this one", "supersedes this one"),
    RelationKind.COMPANION: ("companion of this one", "companion of this one"),
    RelationKind.DUPLICATES: ("duplicated by this one", "duplicates this one"),
    RelationKind.PART_OF: ("this one is part of it", "part of this one"),
}


@pytest.mark.parametrize("kind", RelationKind)
def test_a_relation_of_every_kind_is_seen_from_both_ends(
    prop: Prop, tmp_path: Path, kind: RelationKind
) -> None:
    """It counts once, even where both proposals state it, and says what it is."""
    link, back = (Relation(kind=kind, to=id_) for id_ in ("2022-b", "2021-a"))
    made = [
        proposal("2021-a", titles=titles(en="Rice"), relations=(link,)),
        proposal("2022-b", titles=titles(en="Tea")),
    ]
    store = write_store(tmp_path / "one.json", made)
    mine, theirs = LINKS[kind]
    for id_, reason in (("2021-a", mine), ("2022-b", theirs)):
        (row,) = json.loads(prop("related", id_, "-fjson", store=store).out)
        assert (row["score"], row["reasons"]) == (3.0, [reason])
    made[1] = proposal("2022-b", titles=titles(en="Tea"), relations=(back,))
    store = write_store(tmp_path / "both.json", made)
    (row,) = json.loads(prop("related", "2021-a", "-fjson", store=store).out)
    assert (row["score"], row["reasons"]) == (3.0, list(dict.fromkeys((mine, theirs))))


def test_a_relation_to_nothing_in_the_base_is_left_out(prop: Prop, tmp_path: Path) -> None:
    """Neither a name nor the id of a proposal that is not here."""
    links = (
        Relation(kind=RelationKind.RELATED, as_named="Bill 7"),
        Relation(kind=RelationKind.RELATED, to="1999-gone"),
    )
    store = write_store(tmp_path / "one.json", [proposal("2021-a", relations=links)])
    assert prop("related", "2021-a", "-fjson", store=store).out == "[]\n"


@pytest.mark.parametrize("lang", ["zh", "both"])
def test_titles_follow_the_language(prop: Prop, store: str, lang: str) -> None:
    """A reader of Chinese sees the Chinese title."""
    ended = prop("--store", store, "related", "2019-cloud", "--lang", lang)
    assert "关于云" in ended.out


def test_csv_and_jsonl(prop: Prop, store: str) -> None:
    """The same rows in every machine format."""
    rows = json.loads(prop("--store", store, "related", "2019-cloud", "-fjson").out)
    lines = prop("--store", store, "related", "2019-cloud", "-fjsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = list(
        csv.reader(io.StringIO(prop("--store", store, "related", "2019-cloud", "-fcsv").out))
    )
    assert table[0] == [
        *("id", "year", "title", "title_language", "title_en", "title_zh", "score", "reasons")
    ]
    assert [row[0] for row in table[1:]] == [row["id"] for row in rows]
    assert table[1][-1] == "continued by this one|series cloud-line"


@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_the_table_fits(store: str, env: dict[str, str], columns: int) -> None:
    """No line is wider than the terminal; ids are complete where the beginning is no shorter."""
    ended = on_terminal(("--store", store, "related", "2019-cloud"), env, columns)
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in ended.out.splitlines()]
    ids = [word for line in lines for word in line.split() if word.startswith("20")]
    assert ids == ["2018-cloud", "2020-cloud", "2021-hangar"]
    assert all(cell_len(line) <= columns for line in lines)
    assert any("continued by this one" in line for line in lines[:3])


def test_limit_is_the_number_of_proposals(prop: Prop, store: str) -> None:
    """It keeps the best ones."""
    rows = json.loads(prop("--store", store, "related", "2019-cloud", "-n", "2", "-fjson").out)
    assert [row["id"] for row in rows] == ["2018-cloud", "2020-cloud"]


def test_beginning_of_an_id_is_enough(prop: Prop, store: str) -> None:
    """A unique beginning is an id; if several match, they are listed."""
    assert (
        prop("--store", store, "related", "2021").out
        == prop("--store", store, "related", "2021-hangar").out
    )
    ended = prop("--store", store, "related", "2022", exit_code=1)
    assert "'2022' matches several ids" in ended.err
    ended = prop("--store", store, "related", "2023", exit_code=1)
    assert "No record matches '2023'." in ended.err
    ended = prop("--store", store, "related", "ma-huateng", exit_code=1)
    assert "only proposals have related proposals" in ended.err


def test_no_similar_proposal_is_a_message(prop: Prop, tmp_path: Path) -> None:
    """An empty table, and a message on standard error."""
    store = write_store(tmp_path / "one.json", small_base([proposal("2020-alone")]))
    ended = prop("--store", str(store), "related", "2020-alone")
    assert (ended.out, ended.err) == ("", "No similar proposals.\n")
    assert prop("--store", str(store), "related", "2020-alone", "-fjson").out == "[]\n"
