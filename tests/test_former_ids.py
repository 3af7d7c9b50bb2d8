"""An id that a record had before still means the record, in every command and in files."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.model.parts import Action, Agent, Citation, Document
from proposals_cli.domain.model.records import TABLES, Proposal, Record
from proposals_cli.domain.model.vocabulary import Stage
from tests.conftest import Prop
from tests.factories import (
    body,
    continuing,
    fact,
    note,
    person,
    proposal,
    records_in,
    save,
    source,
    sponsors,
    theme,
    write_store,
)

RENAMED: dict[str, Record] = {
    "proposals": proposal(
        "2020-new",
        body="new-body",
        themes=("new-theme",),
        sponsors=sponsors("new-person"),
        addressees=(Agent(who="new-body"),),
        sources=("new-source",),
        relations=continuing("2019-new"),
        former_ids=("2020-old",),
    ),
    "people": person("new-person", former_ids=("old-person",)),
    "bodies": body("new-body", former_ids=("old-body",)),
    "themes": theme("new-theme", former_ids=("old-theme",)),
    "sources": source("new-source", former_ids=("old-source",)),
    "facts": fact("new-fact", former_ids=("old-fact",)),
    "notes": note("new-note", source="new-source", former_ids=("old-note",)),
}
OTHER = proposal("2019-new", body="new-body", former_ids=("2019-old",))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a base in which every kind of record had another id."""
    return write_store(tmp_path / "base.json", [*RENAMED.values(), OTHER])


def the_proposal(store: Path, words: str) -> Proposal:
    """Return the proposal of a base with these words in its id."""
    (found,) = (one for one in records_in(store, "proposals") if words in one.id)
    assert isinstance(found, Proposal)
    return found


@pytest.mark.parametrize("table", TABLES)
def test_show_takes_a_former_id(prop: Prop, store: Path, table: str) -> None:
    (former,) = RENAMED[table].former_ids
    (shown,) = json.loads(prop("show", former, "--format", "json", store=store).out)
    assert shown["id"] == RENAMED[table].id


@pytest.mark.parametrize(
    "arguments",
    [
        ("theme:old-theme",),
        ("--theme", "Old Theme"),
        ("--person", "old-person"),
        ("--body", "old-body"),
        ("addressee:old-body",),
        ("source:old-source",),
        ("continues:2019-old",),
        ("links:2019-old",),
        ("2020-old",),
        ("id:2020-old",),
        ("old-theme",),
    ],
    ids=" ".join,
)
def test_every_filter_takes_a_former_id(
    prop: Prop, store: Path, arguments: tuple[str, ...]
) -> None:
    found = json.loads(prop("list", *arguments, "--format", "json", store=store).out)
    assert "2020-new" in [one["id"] for one in found]


def test_a_plain_former_id_selects_as_a_plain_id_does(prop: Prop, tmp_path: Path) -> None:
    """`ai`, once the id of `ai-policy`, is the theme and not only a word."""
    store = write_store(
        tmp_path / "base.json",
        [proposal(themes=("ai-policy",)), body(), theme("ai-policy", former_ids=("ai",))],
    )
    assert prop("list", "--count", "theme:ai", store=store).out == "1\n"
    (shown,) = json.loads(prop("show", "ai", "--format", "json", store=store).out)
    assert shown["id"] == "ai-policy"


def test_an_id_that_is_in_use_again_is_not_a_former_one(prop: Prop, tmp_path: Path) -> None:
    """Somebody may have edited the file by hand."""
    store = write_store(
        tmp_path / "base.json", [theme("health"), theme("care", former_ids=("health",)), body()]
    )
    (shown,) = json.loads(prop("show", "health", "--format", "json", store=store).out)
    assert shown["id"] == "health"


def test_the_index_follows_when_a_former_id_comes_or_goes(prop: Prop, store: Path) -> None:
    prop("show", "old-theme", store=store)
    save(store, [theme("new-theme", former_ids=("older-theme",))])
    prop("show", "older-theme", store=store)
    assert "No record matches" in prop("show", "old-theme", store=store, exit_code=1).err


def test_a_former_id_is_not_given_to_a_new_record(prop: Prop, store: Path) -> None:
    said = prop(
        "add", "--as", "theme", "-", stdin="id: old-theme\nname: Old", store=store, exit_code=1
    )
    assert "'old-theme' is in use in themes" in said.err


def test_a_draft_may_use_former_ids(prop: Prop, store: Path) -> None:
    draft: dict[str, Any] = {
        "id": "2021-draft",
        "title": "On drafts",
        "body": "old-body",
        "kind": "motion",
        "themes": ["old-theme"],
        "sponsors": [{"who": "old-person", "role": "cosponsor"}],
        "addressees": ["old-body"],
        "actions": [
            {"stage": "replied", "by": ["old-body"], "text": {"en": "Yes."}, "documents": []}
        ],
        "documents": [{"source": "old-source", "role": "text"}],
        "relations": [{"kind": "continues", "to": "2019-old"}],
        "summary": {"text": {"en": "Short."}, "citations": ["old-source, p. 1"]},
        "sources": ["old-source"],
    }
    prop("add", "-", stdin=json.dumps(draft), store=store)
    made = the_proposal(store, "2021-draft")
    written = msgspec.json.encode(msgspec.structs.replace(made, history=())).decode()
    assert "old-" not in written
    assert "2019-new" in written


def test_rows_may_use_former_ids(prop: Prop, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(
        "title,date,body,theme,people,source\n"
        "On rows,2022-03-01,old-body,old-theme,old-person,old-source\n",
        encoding="utf-8",
    )
    prop("import", file, store=store)
    made = the_proposal(store, "rows")
    assert (made.body, made.themes) == ("new-body", ("new-theme",))
    assert [one.who for one in made.sponsors] == ["new-person"]
    assert made.all_sources() == ("new-source",)
    assert len(records_in(store, "people")) == len(records_in(store, "sources")) == 1


def test_complete_records_of_a_colleague_may_use_former_ids(
    prop: Prop, store: Path, tmp_path: Path
) -> None:
    """The colleague's copy of the base has the records under the ids that they had."""
    theirs = [
        proposal(
            "2023-theirs",
            body="old-body",
            themes=("old-theme",),
            sponsors=sponsors("old-person"),
            documents=(Document(source="old-source"),),
            actions=(
                Action(
                    stage=Stage.REPLIED,
                    by=(Agent(who="old-body"),),
                    citations=(Citation(source="old-source"),),
                ),
            ),
            relations=continuing("2019-old"),
        ),
        *(msgspec.structs.replace(one, id=one.former_ids[0], former_ids=())
          for one in (theme("new-theme", former_ids=("old-theme",), description={"en": "More."}),
                      source("new-source", former_ids=("old-source",)))),
    ]  # fmt: skip
    other = write_store(tmp_path / "theirs.json", theirs)
    prop("import", other, "--on-duplicate", "update", store=store)
    assert [one.id for one in records_in(store, "themes")] == ["new-theme"]
    assert [one.id for one in records_in(store, "sources")] == ["new-source"]
    made = the_proposal(store, "2023-theirs")
    assert b"old-" not in msgspec.json.encode(made)
    assert "More." in prop("show", "new-theme", store=store).out


def test_check_finds_and_fixes_references_to_former_ids(prop: Prop, store: Path) -> None:
    lagging = proposal(
        "2024-lagging",
        body="old-body",
        themes=("old-theme", "new-theme"),
        sponsors=sponsors("old-person"),
        sources=("old-source",),
        relations=continuing("2019-old"),
    )
    save(store, [lagging, fact("lagging", person="old-person", proposals=("2020-old",))])
    found = prop("check", "--rule", "former-id", store=store).out
    for old in ("old-body", "old-theme", "old-person", "old-source", "2019-old", "2020-old"):
        assert f"names '{old}', which is '{old.replace('old', 'new')}' now" in found
    prop("check", "--rule", "dangling-id", store=store)
    prop("check", "--fix", "--rule", "former-id", "--yes", store=store)
    assert prop("check", "--rule", "former-id", "--format", "json", store=store).out == "[]\n"
    fixed = the_proposal(store, "2024-lagging")
    assert fixed.themes == ("new-theme",)
