"""``prop merge``: records that are one become one, and nothing that either says is lost."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Citation,
    Document,
    Identifier,
    Relation,
    Statement,
    StatusClaim,
)
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import (
    AgentKind,
    RelationKind,
    Stage,
    Status,
)
from tests.commands.conftest import Opens
from tests.commands.merging import Base
from tests.conftest import Prop
from tests.desk import Desk, replaced
from tests.factories import (
    body,
    continuing,
    fact,
    measure,
    note,
    person,
    proposal,
    source,
    sponsors,
    theme,
    titles,
)

ONE, TWO = Citation(source="source-one"), Citation(source="source-two")


def test_two_people_become_one(prop: Prop, path: Path) -> None:
    """It was impossible to merge two people."""
    base = Base(
        prop,
        path,
        person("pony-ma", en="Pony Ma", roles=("deputy",), former_ids=("pony",)),
        person("ma-huateng", en="Ma Huateng", zh="马化腾", roles=("founder",)),
        proposal("2020-x", sponsors=sponsors("ma-huateng", "li", "pony-ma")),
        proposal("2021-y", sponsors=sponsors("pony-ma"), addressees=(Agent(who="pony-ma"),)),
        fact(person="pony-ma"),
        person("li"),
    )
    said = base.merge("ma-huateng", "pony-ma", "--prefer", "ma-huateng", "-m", "one man")
    assert "4 references in 2 of proposals and 1 of facts" in said
    merged = base.record("people", "ma-huateng")
    assert merged["names"]["en"]["text"] == "Ma Huateng"
    assert merged["other_names"] == ["Pony Ma"]
    assert merged["roles"] == ["founder", "deputy"]
    assert merged["former_ids"] == ["pony", "pony-ma"]
    assert merged["history"][-1]["what"] == "merged with pony-ma"
    assert merged["history"][-1]["why"] == "one man"
    first = base.record("proposals", "2020-x")
    assert [one["who"] for one in first["sponsors"]] == ["ma-huateng", "li"]
    assert first["history"][-1]["what"] == "edited by: merge pony-ma into ma-huateng"
    assert base.record("proposals", "2021-y")["addressees"] == [{"who": "ma-huateng"}]
    assert base.record("facts", "count-2020")["person"] == "ma-huateng"
    assert base.shown("pony") == base.shown("pony-ma") == "ma-huateng"
    found = prop("list", "--person", "pony-ma", "--count", store=path).out
    assert found == "2\n"
    prop("check", "--errors", store=path)
    prop("undo", store=path)
    assert path.read_bytes() == base.before


def test_two_sources_become_one(prop: Prop, path: Path) -> None:
    """It was impossible to merge two sources."""
    cited = Statement(text={"en": "It rains."}, citations=(TWO, ONE))
    base = Base(
        prop,
        path,
        source("source-one", title="Rain", url="http://www.a.example/x/"),
        source("source-two", title="Rain", url="https://a.example/x", publisher="A"),
        proposal(
            summary=cited,
            measures=(measure(citations=(ONE, Citation(source="source-two", locator="para 4"))),),
            documents=(Document(source="source-two"), Document(source="source-one")),
            sources=("source-one", "source-two"),
        ),
        note(source="source-two"),
    )
    base.merge("source-one", "source-two")
    merged = base.record("sources", "source-one")
    assert (merged["url"], merged["publisher"]) == ("http://www.a.example/x/", "A")
    found = base.record("proposals", "2020-cloud")
    assert found["summary"]["citations"] == [{"source": "source-one"}]
    assert found["measures"][0]["citations"] == [{"source": "source-one", "locator": "para 4"}]
    assert found["documents"] == [{"source": "source-one"}]
    assert found["sources"] == ["source-one"]
    assert base.record("notes", "note-one")["source"] == "source-one"


def test_two_themes_become_one(prop: Prop, path: Path) -> None:
    base = Base(
        prop,
        path,
        theme("health", name={"en": "Health"}),
        theme("healthcare", name={"en": "Health", "zh": "医疗"}, other_names=("care",)),
        theme("other"),
        proposal("2020-x", themes=("healthcare", "other", "health")),
    )
    base.merge("health", "healthcare")
    assert base.record("proposals", "2020-x")["themes"] == ["health", "other"]
    merged = base.record("themes", "health")
    assert (merged["name"], merged["other_names"]) == ({"en": "Health", "zh": "医疗"}, ["care"])


def test_two_bodies_become_one(prop: Prop, path: Path) -> None:
    base = Base(
        prop,
        path,
        body("senate", name={"en": "Senate"}),
        body("upper-house", name={"en": "Senate"}, part_of="senate"),
        body("committee", part_of="upper-house"),
        proposal("2020-x", body="upper-house"),
    )
    base.merge("senate", "upper-house")
    assert base.record("proposals", "2020-x")["body"] == "senate"
    assert base.record("bodies", "committee")["part_of"] == "senate"
    assert "part_of" not in base.record("bodies", "senate")


def test_two_proposals_become_one(prop: Prop, path: Path) -> None:
    base = Base(
        prop,
        path,
        proposal(
            "2020-one",
            titles=titles(en="On rain"),
            measures=(measure("m01", "A roof."), measure("m02", "A wall.")),
            actions=(
                Action(stage=Stage.SUBMITTED, date="2020-03-01"),
                Action(stage=Stage.REPLIED, date="2020-09-01"),
            ),
            relations=(Relation(kind=RelationKind.RELATED, to="2020-two", note="the same?"),),
        ),
        proposal(
            "2020-two",
            year=None,
            date="2020-03-01",
            titles=titles(en="On rain and snow", zh="雨"),
            measures=(measure("m01", "A wall.", area="housing"), measure("m02", "A door.")),
            actions=(Action(stage=Stage.DEBATED, date="2020-05-01"),),
            identifiers=(Identifier(scheme="npc", value="7"),),
            former_ids=("2020-zwei",),
            notes=("Seen twice.",),
        ),
        proposal("2021-next", relations=(*continuing("2020-two"), *continuing("2020-one"))),
        fact(proposals=("2020-one", "2020-two")),
    )
    base.merge("2020-one", "2020-two")
    merged = base.record("proposals", "2020-one")
    assert "year" not in merged
    assert merged["date"] == "2020-03-01"
    assert [one["text"] for one in merged["titles"]] == ["On rain", "雨", "On rain and snow"]
    assert [(one["id"], one["text"]["en"]) for one in merged["measures"]] == [
        ("m01", "A roof."),
        ("m02", "A wall."),
        ("m03", "A door."),
    ]
    assert merged["measures"][1]["area"] == "housing"
    assert [one["stage"] for one in merged["actions"]] == ["submitted", "debated", "replied"]
    assert merged["identifiers"] == [{"scheme": "npc", "value": "7"}]
    assert "relations" not in merged
    assert merged["notes"] == ["the same?", "Seen twice."]
    assert base.record("proposals", "2021-next")["relations"] == [
        {"kind": "continues", "to": "2020-one"}
    ]
    assert base.record("facts", "count-2020")["proposals"] == ["2020-one"]
    prop("check", "--errors", store=path)


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("2020-two#m01", "A wall."),
        ("2020-two#m02", "A door."),
        ("2020-zwei#m02", "A door."),
        ("2020-three#m01", "A door."),
        ("2020-three#m02", "A window."),
        ("2020-one#m01", "A roof."),
        ("2020-one#m02", "A wall."),
    ],
)
def test_a_measure_is_still_found_by_its_number_in_a_proposal_that_is_gone(
    prop: Prop, path: Path, reference: str, text: str
) -> None:
    """The measures of the others are numbered on: ``2020-two#m02`` is another one here."""
    one = (measure("m01", "A roof."), measure("m02", "A wall."))
    two = (measure("m01", "A wall."), measure("m02", "A door."))
    three = (measure("m01", "A door."), measure("m02", "A window."))
    base = Base(
        prop,
        path,
        proposal("2020-one", measures=one),
        proposal("2020-two", measures=two, former_ids=("2020-zwei",)),
        proposal("2020-three", measures=three),
    )
    base.merge("2020-two", "2020-three", "--prefer", "2020-two")
    base.merge("2020-one", "2020-two", "--prefer", "2020-one")
    prop("rename", "2020-one", "2020-all", "--yes", store=path)
    (found,) = json.loads(prop("show", reference, "-f", "json", store=path).out)
    assert found["text"]["en"] == text
    listed = prop("measures", f"id:{reference}", "--template", "{text}", store=path).out
    assert listed.strip() == text


def differing() -> tuple[Record, ...]:
    """Return two people and two proposals that differ where only one can be right."""
    return (
        person("li-hua", zh="李华", kind=AgentKind.ORGANISATION),
        person("li-hua-2", zh="李花"),
        proposal(
            "2020-x", status=StatusClaim(value=Status.SUBMITTED, citations=(ONE,)), body="npc"
        ),
        proposal(
            "2021-y", status=StatusClaim(value=Status.PLANNED, citations=(TWO,)), body="cppcc"
        ),
        source("source-one"),
        source("source-two"),
    )


def test_a_contradiction_is_shown_with_both_values_and_nothing_is_changed(
    prop: Prop, path: Path
) -> None:
    base = Base(prop, path, *differing())
    said = base.merge("li-hua", "li-hua-2", exit_code=1)
    assert "The records differ in 2 fields; nothing was changed." in said
    assert "kind: organisation (li-hua) | person (li-hua-2)" in said
    assert "names.zh: 李华 (li-hua) | 李花 (li-hua-2)" in said
    assert "prop merge li-hua li-hua-2 --take kind=li-hua --take names.zh=li-hua" in said
    assert "prop merge li-hua li-hua-2 --prefer li-hua" in said
    assert path.read_bytes() == base.before
    said = base.merge("2020-x", "2021-y", exit_code=1)
    assert "year: 2020 (2020-x) | 2021 (2021-y)" in said
    assert "body: npc (2020-x) | cppcc (2021-y)" in said
    assert "status: " in said


def test_each_contradiction_is_decided_by_an_option(prop: Prop, path: Path) -> None:
    base = Base(prop, path, *differing())
    base.merge("li-hua", "li-hua-2", "--take", "kind=li-hua-2", "--take", "names=li-hua")
    merged = base.record("people", "li-hua")
    assert "kind" not in merged  # a person is the default
    assert merged["names"]["zh"]["text"] == "李华"
    assert merged["other_names"] == ["李花"]
    base.merge("2020-x", "2021-y", "--take", "status=2021-y", "--prefer", "2020-x")
    merged = base.record("proposals", "2020-x")
    assert merged["status"] == {"value": "planned", "citations": [{"source": "source-two"}]}
    assert (merged["year"], merged["body"]) == (2020, "npc")


def test_the_commands_that_are_shown_run(prop: Prop, path: Path) -> None:
    base = Base(prop, path, *differing())
    for ids in (("li-hua", "li-hua-2"), ("2020-x", "2021-y")):
        said = base.merge(*ids, exit_code=1)
        for line in said.splitlines():
            if "--edit" not in line and (command := line.partition(": ")[2]).strip()[:4] == "prop":
                words = command.split()
                assert words[:2] == ["prop", "merge"]
                prop(*words[1:], "--dry-run", store=path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--take", "roles=li-hua"), "do not differ in 'roles'"),
        (("--take", "kind=npc"), "'npc' is none of the records"),
        (("--prefer", "npc"), "'npc' is none of the records"),
        (("--take", "kind"), "'kind' is not FIELD=ID"),
    ],
)
def test_a_decision_that_decides_nothing_is_refused(
    prop: Prop, path: Path, arguments: tuple[str, ...], message: str
) -> None:
    base = Base(prop, path, *differing())
    code = 1 if "differ" in message else 2
    assert message in base.merge("li-hua", "li-hua-2", *arguments, exit_code=code)
    assert path.read_bytes() == base.before


def test_records_of_different_kinds_are_refused(prop: Prop, path: Path) -> None:
    base = Base(prop, path, *differing())
    said = base.merge("npc", "li-hua", exit_code=1)
    assert (
        "Only records of one kind can be merged: 'npc' is in bodies, 'li-hua' is in people." in said
    )
    assert "are the same record" in base.merge("npc", "NPC", exit_code=1)
    assert path.read_bytes() == base.before


def test_three_records_become_one(prop: Prop, path: Path) -> None:
    base = Base(
        prop,
        path,
        *(source(f"s{number}", title=f"T{number}", tier=None) for number in (1, 2, 3)),
        proposal(sources=("s3", "s1", "s2")),
    )
    said = base.merge("s1", "s2", "s3", exit_code=1)
    assert "title: T1 (s1) | T2 (s2) | T3 (s3)" in said
    base.merge("s1", "s2", "s3", "--take", "title=s2")
    assert base.ids("sources") == ["s1"]
    assert base.record("sources", "s1")["title"] == "T2"
    assert base.record("proposals", "2020-cloud")["sources"] == ["s1"]
    assert {base.shown("s2"), base.shown("s3")} == {"s1"}


def test_the_editor_decides(desk: Desk, opens: Opens) -> None:
    desk.prop("add", "--as", "theme", "-", stdin="id: finance\nname: {en: Finance}")
    editor = opens(replaced("en: Fintech", "en: Money"))
    desk.prop("merge", "fintech", "finance", "--edit", "--yes")
    assert "name.en: Fintech (fintech) | Finance (finance)" in editor.seen(1)
    merged = desk.table("themes")["fintech"]
    assert merged["name"] == {"en": "Money"}
    assert merged["former_ids"] == ["finance"]
    assert merged["history"][-1]["what"] == "merged with finance"


def test_leaving_the_editor_merges_nothing(desk: Desk, opens: Opens) -> None:
    before = desk.content()
    opens("true")
    said = desk.prop("merge", "fintech", "digital-economy", "--edit", "--yes").err
    assert "Nothing was merged." in said
    assert desk.content() == before


def test_nothing_is_merged_without_a_yes(desk: Desk) -> None:
    before = desk.content()
    arguments = ("merge", "fintech", "digital-economy", "--prefer", "fintech")
    assert "use --yes" in desk.prop(*arguments, exit_code=1).err
    assert "merge digital-economy into fintech" in desk.prop(*arguments, "--dry-run").err
    assert desk.content() == before
