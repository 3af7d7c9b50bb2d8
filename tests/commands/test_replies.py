"""``prop replies``: when proposals were answered, and what is overdue.

No day here depends on the current one but by being long past or far ahead.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from proposals_cli.domain.model.parts import Action, Agent, Citation, ReplyDue
from proposals_cli.domain.model.records import Record, ReplyRule
from proposals_cli.domain.model.vocabulary import DeadlineStart, Kind, Stage
from proposals_cli.render import terminal
from tests import parliaments
from tests.conftest import Prop
from tests.factories import body, person, proposal, reply, source, theme, write_store

KEYS = [
    *("id", "title", "title_language", "body", "kind", "status", "submitted", "assigned"),
    *("answered", "replied", "when", "notice", "days_least", "days_most", "counted_from", "who"),
    *("asked", "due", "due_latest", "overdue", "late", "unknown", "citations"),
]

LAW = (Citation(source="diet-law", locator="art 75"),)


def question(id_: str, **fields: Any) -> Record:
    """Return a question to the Diet."""
    return proposal(id_, **({"body": "diet", "kind": Kind.QUESTION} | fields))


def assigned(date: str) -> Action:
    """Return the assignment of a suggestion."""
    return Action(stage=Stage.ASSIGNED, date=date)


BASE: list[Record] = [
    body(
        "diet", name={"en": "Diet", "ja": "国会"}, reply_within=(ReplyRule(days=7, citations=LAW),)
    ),
    body(
        "npc",
        name={"en": "National People's Congress", "zh": "全国人民代表大会"},
        reply_within=(
            ReplyRule(
                kinds=(Kind.SUGGESTION,),
                months=3,
                at_most=6,
                start=DeadlineStart.ASSIGNED,
                citations=(Citation(source="deputies-law"),),
            ),
        ),
    ),
    body("cabinet", name={"en": "The Cabinet", "ja": "内閣"}),
    person("kishida", en="Kishida Fumio", zh="岸田文雄"),
    theme("sme"),
    source("diet-law"),
    question(
        "2024-answered",
        date="2024-06-01",
        themes=("sme",),
        actions=(reply(date="2024-06-25", interim=True), reply(date="2024-07-12", by="PM")),
    ),
    question(
        "2024-in-time",
        date="2024-06-03",
        actions=(Action(stage=Stage.REPLIED, date="2024-06-07", by=(Agent(who="kishida"),)),),
    ),
    question("2023-overdue", date="2023-01-31", addressees=(Agent(who="cabinet"),)),
    question(
        "2023-extended",
        date="2023-01-31",
        actions=(reply(date="2023-02-07", interim=True),),
    ),
    question(
        "2022-late",
        date="2022-06",
        actions=(reply(date="2022-08-01", by="PM"),),
        reply_due=ReplyDue(date="2022-07-20", citations=(Citation(source="paper"),)),
    ),
    question("2999-future", date="2999-06-01", status=None),
    proposal("2021-suggestion", actions=(assigned("2021-03-20"), reply(date="2021-09"))),
    proposal("2021-silent", actions=(assigned("2021-03-31"),)),
    proposal("2020-undated", year=2020, actions=(reply(when="in the summer", by="A ministry"),)),
    proposal("2020-bill", kind=Kind.BILL, date="2020-01-01"),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return the path of a base with replies of every sort."""
    return write_store(tmp_path / "base.json", BASE)


def rows(prop: Prop, store: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """Return the replies as JSON, by id."""
    found = json.loads(prop("replies", *arguments, "-f", "json", store=store).out)
    return {row["id"]: row for row in found}


def test_the_keys_are_interface(prop: Prop, store: Path) -> None:
    """They are listed by hand, and are the same in every machine format."""
    found = rows(prop, store)
    assert [list(row) for row in found.values()] == [KEYS] * len(found)
    lines = prop("replies", "-f", "jsonl", store=store).out.splitlines()
    assert [json.loads(line) for line in lines] == list(found.values())
    cells = list(csv.DictReader(io.StringIO(prop("replies", "-f", "csv", store=store).out)))
    assert list(cells[0]) == KEYS
    assert [cell["id"] for cell in cells] == list(found)


def test_only_proposals_that_ask_for_an_answer_are_listed(prop: Prop, store: Path) -> None:
    """Newest first, as in other lists."""
    assert list(rows(prop, store)) == [
        *("2999-future", "2024-in-time", "2024-answered", "2023-extended", "2023-overdue"),
        *("2022-late", "2021-silent", "2021-suggestion", "2020-undated"),
    ]


def test_a_reply_has_its_days_and_who_gave_it(prop: Prop, store: Path) -> None:
    """The first that is no notice counts."""
    row = rows(prop, store)["2024-answered"]
    assert row == {
        "id": "2024-answered",
        "title": "On 2024-answered",
        "title_language": "en",
        "body": "diet",
        "kind": "question",
        "status": "replied",
        "submitted": "2024-06-01",
        "assigned": None,
        "answered": True,
        "replied": "2024-07-12",
        "when": None,
        "notice": "2024-06-25",
        "days_least": 41,
        "days_most": 41,
        "counted_from": "submitted",
        "who": ["PM"],
        "asked": [],
        "due": "2024-06-08",
        "due_latest": "2024-06-08",
        "overdue": None,
        "late": None,
        "unknown": ["notice"],
        "citations": [{"source": "diet-law", "locator": "art 75"}],
    }


def test_days_count_from_assignment_where_the_deadline_does(prop: Prop, store: Path) -> None:
    """A month gives a range; calendar months end at the end of a short one."""
    found = rows(prop, store)
    answered, silent = found["2021-suggestion"], found["2021-silent"]
    assert (answered["counted_from"], answered["assigned"]) == ("assigned", "2021-03-20")
    assert (answered["days_least"], answered["days_most"]) == (165, 194)
    assert (silent["due"], silent["due_latest"]) == ("2021-06-30", "2021-09-30")
    assert silent["overdue"] > 1_000


def test_what_is_missing_is_said(prop: Prop, store: Path) -> None:
    """A reply in the summer has no days, and a question of the future no answer."""
    found = rows(prop, store)
    undated, future = found["2020-undated"], found["2999-future"]
    assert (undated["answered"], undated["replied"]) == (True, None)
    assert (undated["when"], undated["unknown"]) == ("in the summer", ["assigned", "reply-day"])
    assert (undated["days_least"], undated["due"]) == (None, None)
    assert (future["answered"], future["overdue"], future["due"]) == (False, None, None)
    assert future["unknown"] == ["future"]


def test_overdue_are_only_those_that_certainly_are(prop: Prop, store: Path) -> None:
    """A notice may have set a later day; a late reply is no missing one."""
    assert list(rows(prop, store, "--overdue")) == ["2023-overdue", "2021-silent"]
    assert list(rows(prop, store, "--late")) == ["2022-late"]
    assert list(rows(prop, store, "--late", "--overdue")) == [
        *("2023-overdue", "2022-late", "2021-silent"),
    ]
    late = rows(prop, store, "--late")["2022-late"]
    assert (late["late"], late["due"], late["citations"]) == (
        12,
        "2022-07-20",
        [{"source": "paper", "locator": None}],
    )


def test_filters_sort_and_limit_are_those_of_lists(prop: Prop, store: Path) -> None:
    """The limit counts the rows that are shown."""
    assert list(rows(prop, store, "body:diet", "year:2023")) == ["2023-extended", "2023-overdue"]
    assert list(rows(prop, store, "--theme", "sme")) == ["2024-answered"]
    assert list(rows(prop, store, "--sort", "year", "-n", "2")) == [
        *("2020-undated", "2021-silent"),
    ]
    assert list(rows(prop, store, "--overdue", "-n", "1")) == ["2023-overdue"]


COUNT_KEYS = [
    *("asked", "answered", "notices", "overdue", "late", "counted"),
    *("median_least", "median_most", "shortest", "longest"),
]


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        ("who", {"PM": 2, "kishida": 1, "cabinet": 1, "A ministry": 1, None: 4}),
        ("body", {"diet": 6, "npc": 3}),
        ("year", {2020: 1, 2021: 2, 2022: 1, 2023: 2, 2024: 2, 2999: 1}),
        ("kind", {"question": 6, "suggestion": 3}),
        ("theme", {"sme": 1, None: 8}),
    ],
)
def test_replies_are_counted_by_a_field(
    prop: Prop, store: Path, by: str, asked: dict[Any, int]
) -> None:
    """Keys are interface; a proposal without a value is counted under null."""
    found = json.loads(prop("replies", "--by", by, "-f", "json", store=store).out)
    assert all(list(row) == [by, *COUNT_KEYS] for row in found)
    assert {row[by]: row["asked"] for row in found} == asked
    table = prop("replies", "--by", by, store=store).out
    assert ("\nnot known " in table) is (None in asked)


def test_a_count_has_the_median_and_the_range_of_days(prop: Prop, store: Path) -> None:
    """Of the replies whose days are known."""
    diet, npc = json.loads(prop("replies", "--by", "body", "-f", "json", store=store).out)
    assert diet == {
        "body": "diet",
        "asked": 6,
        "answered": 3,
        "notices": 2,
        "overdue": 1,
        "late": 1,
        "counted": 3,
        "median_least": 32,
        "median_most": 41,
        "shortest": 4,
        "longest": 61,
    }
    assert (npc["counted"], npc["median_least"], npc["median_most"]) == (1, 165, 194)
    table = prop("replies", "--by", "body", store=store).out.splitlines()
    assert table[0].split() == [
        *("body", "asked", "answered", "notices", "overdue", "late", "median", "range"),
    ]
    assert table[1].split()[-2:] == ["32–41", "4–61"]


def test_counts_cannot_be_by_just_anything(prop: Prop) -> None:
    """The error names what there is."""
    ended = prop("replies", "--by", "colour", exit_code=2)
    assert ended.err == (
        "Error: Cannot count replies by 'colour'.\nCount by one of who, body, year, kind, theme.\n"
    )


def test_the_table_says_what_is_known_and_what_is_not(prop: Prop, store: Path) -> None:
    """Below it stand the sums, what is missing, and the deadlines with their sources."""
    out = prop("replies", store=store).out
    lines = {line.split()[0]: line for line in out.splitlines() if line}
    assert "2024-07-12" in lines["2024-answered"]
    assert "notice 2023-02-07" in lines["2023-extended"]
    assert "no reply held" in lines["2023-overdue"]
    assert "assigned 2021-03-31" in lines["2021-silent"]
    assert "in the summer" in lines["2020-undated"]
    assert "2021-06-30–2021-09-30" in lines["2021-silent"]
    assert "165–194" in lines["2021-suggestion"]
    assert "4 of 9: no reply is held." in out
    assert "Days to reply, from 4 of 5 replies: median" in out
    assert "2 overdue, 1 answered late" in out
    assert "1: there is a reply, but its day is not known." in out
    assert "Deadline: Diet, everything: 7 days from submission. [diet-law, art 75]" in out
    assert (
        "Deadline: National People's Congress, suggestion: 3 months from assignment,"
        " at most 6 months. [deputies-law]" in out
    )
    assert "Deadline" not in prop("replies", "-f", "csv", store=store).out
    (line,) = [
        line
        for line in prop("replies", "-f", "markdown", store=store).out.splitlines()
        if line.startswith("| 2023-extended ")
    ]
    assert line.endswith("| day that a notice set | diet-law, art 75 |")


def test_names_and_headings_follow_the_language(prop: Prop, store: Path) -> None:
    """Those who replied have the names of their records; words of sources stay as they are."""
    assert "Kishida Fumio" in prop("replies", store=store).out
    out = prop("replies", "--lang", "zh", store=store).out
    for expected in ("编号", "未收录答复", "岸田文雄", "PM", "自交办起3个月，最长6个月"):
        assert expected in out
    assert rows(prop, store, "--lang", "zh")["2024-in-time"]["who"] == ["kishida"]


def test_what_stands_below_a_table_is_of_all_replies(prop: Prop, store: Path) -> None:
    """A limit is for the rows alone."""
    below = prop("replies", store=store).out.rsplit("\n\n", 1)[1]
    assert prop("replies", "-n", "1", store=store).out.endswith(below)


def test_an_empty_result_has_a_message(prop: Prop, store: Path) -> None:
    """Exit 0; there is nothing to add up."""
    ended = prop("replies", "kind:bill", store=store)
    assert (ended.out, ended.err) == ("", "No proposals that ask for an answer match.\n")
    assert prop("replies", "kind:bill", "-f", "json", store=store).out == "[]\n"


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_fits_the_screen(
    prop: Prop, store: Path, monkeypatch: pytest.MonkeyPatch, width: int, lang: str
) -> None:
    """The sentences below it are wrapped."""
    monkeypatch.setattr(terminal, "screen", lambda: terminal.Screen(width, 1_000, colour=False))
    for arguments in ((), ("--by", "who")):
        lines = prop("replies", *arguments, "--lang", lang, store=store).out.splitlines()
        assert max(map(cell_len, lines)) <= width


def test_replies_of_six_parliaments_are_counted_each_by_its_own_rule(
    prop: Prop, tmp_path: Path
) -> None:
    """A notice is no reply, a stated day wins, and where no deadline is known none is made up."""
    found = rows(prop, parliaments.entered(prop, tmp_path / "base.json"))
    assert {
        row["body"]: (row["days_least"], row["notice"], row["due"], row["late"], row["unknown"])
        for row in found.values()
    } == {
        "bundestag": (29, None, "2026-02-25", 15, []),
        "sangiin": (19, "2024-06-07", "2024-06-18", None, []),
        "stadtrat": (65, None, None, None, ["deadline"]),
        "commons": (64, None, None, None, ["deadline"]),
        "cppcc": (178, None, None, None, ["deadline"]),
        "assemblee": (84, None, None, None, ["deadline"]),
    }


def test_the_shipped_base_has_two_replies_of_unknown_days(prop: Prop) -> None:
    """For every suggestion it is said what is not known."""
    found = json.loads(prop("replies", "-f", "json").out)
    assert len(found) == 54
    answered = [row for row in found if row["answered"]]
    assert {row["id"] for row in answered} == {
        "2019-industrial-internet-real-economy",
        "2020-rural-revitalisation-after-poverty",
    }
    assert all(row["when"] and row["who"] for row in answered)
    assert all(row["overdue"] is None for row in found)
    assert all(row["unknown"] for row in found)
    assert "52 of 54: no reply is held." in prop("replies").out
