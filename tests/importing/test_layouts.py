"""Layouts: the parts of a proposal in known kinds of nested files and tables."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.errors import PropError
from proposals_cli.importing.layout_file import PARTS, layout_named, layouts, read_layout
from proposals_cli.importing.stage_words import counts_in, stage_of
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.importing.planning import stored

FILES = Path(__file__).parent / "files"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the path of an empty base."""
    JsonStore.create(tmp_path / "base.json")
    return tmp_path / "base.json"


@pytest.fixture
def prop(prop: Prop, base: Path) -> Prop:
    """Return a function that runs the program on the base."""
    return partial(prop, store=base)


def imported(prop: Prop, base: Path, name: str, *options: str) -> Proposal:
    """Import a file, twice, and return its only proposal."""
    assert "1 new" in prop("import", FILES / name, *options).err
    before = base.read_bytes()
    again = prop("import", FILES / name, *options, "--on-duplicate", "update").err
    assert "0 new, 0 changed, 1 same" in again
    assert base.read_bytes() == before
    (proposal,) = stored(base).values()
    return proposal


def texts(parts: Any) -> list[Any]:
    """Return the words of titles, actions or sponsors."""
    return [getattr(one, "text", None) or one.name for one in parts]


def test_every_layout_of_the_program_is_whole() -> None:
    assert len(layouts()) >= 9
    for one in layouts():
        assert one.title
        assert one.source.startswith("https://")
        assert one.detect
        assert {rule.kind for rule in one.parts} <= PARTS.keys()
        assert "kind" in one.constants or "kind" in dict(one.fields)
        body = one.constants.get("body")
        assert body == one.body.get("id") or body is None


def test_a_bill_of_the_us_congress(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "us-congress.json")
    assert (one.body, one.kind, one.term, one.date) == ("us-congress", "bill", 116, "2019-02-05")
    assert [title.text for title in one.titles] == ["To mend bridges.", "Bridges Act of 2019"]
    assert [title.lang for title in one.titles] == ["en", "en"]
    roles = [(s.role, s.party, s.joined, s.withdrawn) for s in one.sponsors]
    assert roles == [
        (None, "R", None, None),
        ("cosponsor", "D", "2019-02-06", None),
        ("cosponsor", "D", "2019-02-07", "2019-03-01"),
    ]
    assert len(one.people) == 2
    assert [action.stage.value for action in one.actions] == ["referred", "introduced", "passed"]
    assert one.actions[0].by[0].name == "Transportation"
    assert one.actions[2].counts == {"yes": 300, "no": 120}
    assert current_status(one).value.value == "passed"
    assert {number.value for number in one.identifiers} == {"hr7-116", "HR 7"}
    assert one.extra["sponsor"] == {"title": "Rep", "state": "OH"}


def test_a_bill_in_billstatus_xml(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "us-billstatus.xml")
    assert (one.kind, one.term, one.date) == ("bill", 114, "2015-03-04")
    assert one.identifiers[0].value == "S 9"
    assert len(one.sponsors) == 2
    assert one.sponsors[1].joined == "2015-03-05"
    assert [action.stage.value for action in one.actions] == ["introduced", "referred"]
    assert one.themes == ("energy-wind",)
    assert one.titles[0].text == "Example Wind Act"


def test_a_bill_in_an_older_version_of_billstatus(prop: Prop, base: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.xml"
    path.write_text(
        "<billStatus><bill><actions><actionTypeCounts><introducedInHouse>1</introducedInHouse>"
        "</actionTypeCounts><item><actionDate>2015-03-04</actionDate><text>Introduced</text></item>"
        "<item><actionDate>2015-03-05</actionDate><text>Passed House</text></item></actions>"
        "<billNumber>8</billNumber><billType>HR</billType><congress>114</congress>"
        "<introducedDate>2015-03-04</introducedDate><title>Example Tide Act</title><subjects>"
        "<billSubjects><policyArea><name>Energy</name></policyArea></billSubjects></subjects>"
        "</bill></billStatus>"
    )
    assert "layout us-billstatus" in prop("import", path).err
    (one,) = stored(base).values()
    assert [number.value for number in one.identifiers] == ["HR 8"]
    assert [(action.date, action.stage.value) for action in one.actions] == [
        ("2015-03-04", "introduced"),
        ("2015-03-05", "passed"),
    ]
    assert one.themes == ("energy",)


def test_a_question_of_the_assemblee_nationale(prop: Prop, base: Path, tmp_path: Path) -> None:
    one = imported(prop, base, "assemblee-nationale-question.xml")
    assert (one.kind, one.term, one.date, one.themes) == ("question", 14, "2014-02-07", ("eau",))
    assert (one.titles[0].lang, one.titles[0].text) == ("fr", "étangs")
    assert (one.sponsors[0].who, one.sponsors[0].party) == ("anne-exemple", "Groupe d'exemple")
    assert one.addressees[0].name == "Ministère de l'eau"
    (reply,) = one.replies
    assert (reply.date, reply.text) == ("2014-05-13", {"fr": "Douze étangs."})
    assert current_status(one).value.value == "replied"
    later = {
        "identifiant": {"numero": "8", "legislature": "17"},
        "type": "QE",
        "indexationAN": {"rubrique": "eau", "teteAnalyse": None, "analyses": {"analyse": "Lacs"}},
        "auteur": {"identite": {"acteurRef": "PA7"}},
        "minInt": {"abrege": "Eau", "developpe": "Ministère de l'eau"},
        "textesQuestion": {"texteQuestion": {"infoJO": {"dateJO": "2025-02-04"}, "texte": "Où ?"}},
    }
    path = tmp_path / "question.json"
    path.write_text(json.dumps({"question": later}), encoding="utf-8")
    assert "1 new" in prop("import", path).err
    (one,) = (found for found in stored(base).values() if found.date == "2025-02-04")
    assert (one.titles[0].text, one.term, len(one.replies)) == ("Lacs", 17, 0)


def test_a_question_of_the_bundestag_with_its_answer(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "bundestag-dip.json")
    assert (one.kind, one.titles[0].lang, one.date) == ("question", "de", "2025-04-02")
    (question,) = one.documents
    assert (question.role, question.number) == ("question", "21/101")
    (reply,) = one.replies
    (answer,) = reply.documents
    assert (reply.date, reply.by[0].name) == ("2025-05-06", "Bundesministerium der Beispiele")
    assert (answer.number, answer.url) == ("21/202", "https://example.org/2100202.pdf")
    assert one.sponsors[0].name == "fraktion-der-probe"
    for words in ("21/202", "Bundesministerium"):
        assert "1 of 1" in prop("search", words).out or one.id in prop("list", words).out
    assert "34" in prop("replies").out


def test_a_question_to_the_japanese_cabinet(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "diet-question.csv")
    assert (one.session, one.date, one.titles[0].lang) == (211, "2023-02-01", "ja")
    assert one.replies[0].date == "2023-02-10"
    assert len(one.sponsors) == 1
    assert [figure.value for figure in one.figures] == [3]


def test_a_cppcc_proposal_with_joint_replies(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "cppcc-proposal.csv")
    assert (one.kind, one.term, one.session) == ("cppcc-proposal", 13, 3)
    (reply,) = one.replies
    assert (reply.date, reply.number) == ("2020-09-01", "示范提字〔2020〕7号")
    assert [(agent.name, agent.role) for agent in reply.by] == [
        ("示范部", "lead"),
        ("样本部", "joint"),
        ("例子局", "joint"),
    ]
    assert len(one.themes) == 1


def test_a_french_written_question(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "french-question.csv")
    assert (one.kind, one.titles[0].lang, one.date) == ("question", "fr", "2021-03-09")
    assert one.addressees[0].name == "Ministère des exemples"
    assert one.replies[0].date == "2021-06-08"
    assert one.id in prop("list", "status:replied").out


def test_a_bill_of_open_states(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "open-states.json")
    assert (one.body, one.kind, one.session) == ("ohio", "bill", 133)
    assert [agent.role for agent in one.sponsors] == [None, "cosponsor"]
    assert [action.stage.value for action in one.actions] == ["introduced", "passed", "decided"]
    assert one.documents[0].url == "https://example.org/hb7.pdf"
    assert one.relations[0].as_named == "SB 3 (133)"


def test_a_motion_in_popolo(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "popolo-motion.json")
    assert (one.kind, one.kind_terms) == ("motion", ("First reading",))
    assert (one.kind, one.date) == ("motion", "2014-01-15")
    assert one.sponsors[0].name in ("jane-example", "Jane Example")
    (vote,) = one.actions
    assert (vote.stage, vote.date, vote.result) == ("decided", "2014-01-16", "pass")


def test_a_question_to_the_european_parliament(prop: Prop, base: Path) -> None:
    one = imported(prop, base, "european-parliament-question.json")
    assert {title.lang for title in one.titles} == {"en", "fr"}
    assert one.addressees[0].name == "Commission"
    assert one.replies[0].date == "2022-05-06"
    assert (one.body, one.kind) == ("european-parliament", "question")


def test_a_layout_can_be_refused_and_columns_read_by_name(prop: Prop, base: Path) -> None:
    said = prop("import", FILES / "french-question.csv", "--layout", "none", "--set", "body=x").err
    assert "layout" not in said
    assert [one.body for one in stored(base).values()] == ["x"]


def test_what_the_user_says_comes_before_a_layout(prop: Prop, base: Path) -> None:
    asked = ("--set", "body=senat", "--map", "title=numéro")
    prop("import", FILES / "french-question.csv", *asked)
    (one,) = stored(base).values()
    assert (one.body, one.titles[0].text) == ("senat", "4321")
    assert one.extra["titre"] == "Situation des phares"


def test_records_of_one_file_may_have_different_keys(
    prop: Prop, base: Path, tmp_path: Path
) -> None:
    """What a layout gives is worked out once for all records with the same keys."""
    rows: list[dict[str, Any]] = [
        {
            "titel": "Über Brücken",
            "vorgangstyp": "Antrag",
            "drucksache": "19/1",
            "datum": "1.2.2018",
        },
        {"titel": "Über Wege", "typ": "Antrag", "fundstelle": {"dokumentnummer": "19/2"}},
        {"Titel": "Über Tore", "vorgangstyp": "Antrag", "drucksache": "", "datum": "3.2.2018"},
        {"titel": "Über Stege", "vorgangstyp": "Antrag", "drucksache": "19/4", "datum": "4.2.2018"},
    ]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([{"wahlperiode": 19} | row for row in rows]))
    prop("import", path, "--layout", "bundestag-dip", "--set", "year=2018")
    found = {one.titles[0].text: one for one in stored(base).values()}
    numbers = {text: [number.value for number in one.identifiers] for text, one in found.items()}
    assert numbers == {
        "Über Brücken": ["19/1"],
        "Über Wege": ["19/2"],
        "Über Tore": [],
        "Über Stege": ["19/4"],
    }
    assert [found[f"Über {name}"].date for name in ("Brücken", "Tore")] == ["2018-02-01", None]
    assert [found[f"Über {name}"].extra for name in ("Brücken", "Tore", "Stege")] == [
        {},
        {"datum": "3.2.2018"},
        {},
    ]


def test_layouts_are_listed(prop: Prop) -> None:
    listed = prop("import", "--list-layouts").out
    lines = listed.splitlines()
    assert all(f"{one.name}: {one.title}" in lines for one in layouts())
    assert all(f"  {one.source}" in lines for one in layouts())
    assert "congress, introducedDate, type or billType" in listed
    assert "No file" in prop("import", exit_code=2).err


LAYOUT = """
title = "Minutes of a town"
[detect]
all = ["vorlage"]
[set]
body = "town"
language = "de"
[map]
title = "vorlage.betreff"
number = { template = "{vorlage.art} {vorlage.nr}" }
[[actions]]
from = "vorlage.gang"
date = "am"
text = "was"
[[figures]]
from = "vorlage.stimmen"
what = { value = "signatures" }
value = "zahl"
"""


def test_a_layout_of_ones_own_is_a_file(prop: Prop, base: Path, tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(LAYOUT)
    record = {
        "vorlage": {
            "betreff": "Radweg",
            "art": "V",
            "nr": 7,
            "gang": [{"am": "01.02.2020", "was": "eingereicht", "wer": "A"}],
            "stimmen": [{"zahl": "1,200"}],
        },
        "rest": 1,
    }
    (tmp_path / "a.json").write_text(json.dumps([record]))
    prop("import", tmp_path / "a.json", "--layout", str(tmp_path / "town.toml"))
    (one,) = stored(base).values()
    assert (one.titles[0].text, one.identifiers[0].value) == ("Radweg", "V 7")
    assert [(action.date, action.stage.value) for action in one.actions] == [
        ("2020-02-01", "introduced")
    ]
    assert one.figures[0].value == 1200
    assert one.extra == {"vorlage": {"gang": [{"wer": "A"}]}, "rest": 1}


@pytest.mark.parametrize(
    "text",
    [
        "title = ",
        "[map]\nnothing = 'a'",
        "[[actions]]\ntext = 'a'",
        "[[actions]]\nfrom = 'a'\nlength = 'b'",
        "colour = 'red'",
        "[map]\ntitle = {from = 'a', patterns = [['(', 'x']]}",
    ],
)
def test_a_file_that_is_no_layout_is_rejected(text: str) -> None:
    with pytest.raises(PropError, match="not a layout"):
        read_layout(text, "mine")


def test_an_unknown_layout_is_rejected_with_a_near_one() -> None:
    with pytest.raises(PropError) as caught:
        layout_named("us-congres")
    assert "us-congress" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Introduced in House", "introduced"),
        ("Read the first time.", "introduced"),
        ("Referred to the Committee on Finance", "referred"),
        ("On passage Passed by the Yeas and Nays: 219 - 212", "passed"),
        ("Became Public Law No: 117-58.", "enacted"),
        ("Vetoed by President.", "vetoed"),
        ("Motion negatived", "rejected"),
        ("Motion to recommit failed by the Yeas and Nays: 190 - 230.", "other"),
        ("Amendment offered by Ms. Probe was rejected.", "other"),
        ("Passed 1st Reading", "debated"),
        ("Failed to pass in the Committee on Roads", "other"),
        ("Passed House with amendments", "passed"),
        ("On motion to suspend the rules and pass the bill Passed by voice vote.", "passed"),
        ("Änderungsantrag abgelehnt", "other"),
        ("修正案否決", "other"),
        ("Sponsor withdrawn as cosponsor", "other"),
        ("Angenommen", "adopted"),
        ("Überwiesen", "referred"),
        ("可決", "adopted"),
        ("審議未了", "lapsed"),
        ("Fiscal note", "other"),
        ("The House adopted the amendment in the nature of a substitute.", "amended"),
        ("Resolution agreed to in Senate with an amendment by voice vote.", "adopted"),
        ("The title of the measure was amended. Agreed to without objection.", "amended"),
        ("Rule H. Res. 7 passed House.", "other"),
        ("Supplemental report filed by the Committee on Lakes.", "other"),
        ("Cloture motion presented in Senate.", "other"),
        ("Presented to the Governor.", "other"),
        ("Petition presented", "introduced"),
        ("Ms. Probe moved to recommit to the Committee on Lakes.", "other"),
        ("Motion to refer to the Committee on Lakes carried", "referred"),
        ("Filed (End of Session)", "lapsed"),
        ("Hearing scheduled by the Mayor", "other"),
        ("Second reading postponed", "other"),
        ("Hearing held; vote scheduled", "debated"),
        ("Signed Into Law by Mayor", "enacted"),
        ("Returned unsigned by Governor", "other"),
    ],
)
def test_words_of_an_action_show_its_stage(text: str, stage: str) -> None:
    assert stage_of(text).value == stage


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Passed by recorded vote: 219 - 212.", {"yes": 219, "no": 212}),
        ("Agreed to by Yea-Nay Vote. 98 - 1. Record Vote Number: 12.", {"yes": 98, "no": 1}),
        ("Yeas 30; Nays 3", {"yes": 30, "no": 3}),
        ("Became Public Law No: 117-58.", {}),
        ("Referred 2019-02-03", {}),
    ],
)
def test_votes_are_counted_only_where_they_are_told(text: str, counts: dict[str, int]) -> None:
    assert dict(counts_in(text)) == counts
