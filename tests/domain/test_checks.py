"""Rules: each finds the fault it is for, and is silent on a clean record."""

from collections.abc import Iterable

import msgspec
import pytest

from proposals_cli.domain.checks import RULES, Finding, Known, check_records
from proposals_cli.domain.decoding import table_of
from proposals_cli.domain.records import (
    TABLES,
    Citation,
    Identifier,
    Measure,
    Proposal,
    Record,
    Response,
    Source,
    Statement,
    StatusClaim,
    Title,
    TitleVariant,
)
from proposals_cli.domain.vocabulary import Status
from tests.factories import fact, note, person, proposal, source, theme

CITED = (Citation(source="paper", locator="para 4"),)
GONE = (Citation(source="gone"),)

CLEAN = proposal(
    "2020-clean",
    title=Title(en="Clean", zh="关于清洁的建议", citations=CITED),
    people=("ma-huateng",),
    themes=("fintech",),
    problem=Statement(text="A problem.", citations=CITED),
    measures=(Measure(id="m01", text="Do one.", citations=CITED),),
    responses=(Response(who="a ministry", text="Yes.", citations=CITED),),
    uptake=(Statement(text="A plan says so.", citations=CITED),),
    status=StatusClaim(value=Status.SUBMITTED, citations=CITED),
    identifiers=(Identifier(scheme="npc", value="1"),),
    continues=("2019-clean",),
    sources=("paper",),
)
REST: list[Record] = [
    proposal("2019-clean", title=Title(en="Clean", zh="关于清洁的建议")),
    person("ma-huateng"),
    theme("fintech"),
    source("paper", url="https://paper.example/1"),
    source("robot", url="https://paper.example/2", machine_translated_from="zh"),
    fact("count-2020", person="ma-huateng", proposals=("2020-clean",), citations=CITED),
    note("note-one", source="paper", citations=CITED),
]


def found_in(records: Iterable[Record], *rules: str) -> list[Finding]:
    """Return what the rules find in records, which make up a base."""
    records = list(records)
    known = Known({table: set() for table in TABLES})
    for record in records:
        known.ids[table_of(record)].add(record.id)
        if isinstance(record, Source) and record.machine_translated_from:
            known.machine_translations.add(record.id)
    return list(check_records(records, known, rules))


def changed(**fields: object) -> Proposal:
    """Return the clean proposal with a fault in it."""
    return msgspec.structs.replace(CLEAN, **fields)


def test_a_clean_base_has_no_finding() -> None:
    """Where every claim is cited and every id exists, no rule speaks."""
    assert found_in([CLEAN, *REST]) == []


FAULTS: list[tuple[str, Record, str]] = [
    ("dangling-id", changed(themes=("fintech", "gone")), "themes names 'gone'"),
    ("dangling-id", changed(people=("gone",)), "people names 'gone'"),
    ("dangling-id", changed(continues=("gone",)), "not in proposals"),
    ("dangling-id", changed(sources=("gone",)), "sources names 'gone'"),
    ("dangling-id", changed(title=Title(en="x", zh="x", citations=GONE)), "a citation names"),
    (
        "dangling-id",
        changed(title=Title(en="x", zh="x", variants=(TitleVariant(en="y", citations=GONE),))),
        "a citation names 'gone', which is not in sources",
    ),
    ("dangling-id", changed(uptake=(Statement(text="x", citations=GONE),)), "a citation names"),
    ("dangling-id", fact("f", person="gone", citations=CITED), "person names 'gone'"),
    ("dangling-id", fact("f", proposals=("gone",), citations=CITED), "proposals names 'gone'"),
    ("dangling-id", fact("f", citations=GONE), "a citation names 'gone'"),
    ("dangling-id", note("n", source="gone"), "source names 'gone'"),
    ("dangling-id", note("n", source="paper", citations=GONE), "a citation names 'gone'"),
    ("unsourced-claim", changed(problem=Statement(text="x")), "the problem has no citation"),
    ("unsourced-claim", changed(measures=(Measure(id="m07", text="x"),)), "measure m07 has no"),
    ("unsourced-claim", changed(responses=(Response(who="x", text="x"),)), "reply 1 has no"),
    ("unsourced-claim", changed(uptake=(Statement(text="x"),)), "mention 1 has no citation"),
    ("unsourced-claim", changed(status=StatusClaim(value=Status.ADOPTED)), "the status has no"),
    ("unsourced-claim", fact("f"), "the fact has no citation"),
    ("title-zh-missing", changed(title=Title(en="x")), "no exact Chinese title is known"),
]


@pytest.mark.parametrize(
    ("rule", "faulty", "said"), FAULTS, ids=[f"{rule}: {said}" for rule, _, said in FAULTS]
)
def test_a_planted_fault_is_found_by_its_rule_alone(rule: str, faulty: Record, said: str) -> None:
    """One fault makes one finding, which names the rule, the record and what is wrong."""
    base = [record for record in (CLEAN, *REST) if record.id != faulty.id]
    (finding,) = found_in([faulty, *base])
    assert (finding.rule, finding.table, finding.id) == (rule, table_of(faulty), faulty.id)
    assert finding.severity == RULES[rule][0]
    assert said in finding.message


ROBOT = (Citation(source="robot"),)
ASKED = (Measure(id="m01", text="Do one.", citations=ROBOT),)


def test_a_machine_translation_alone_is_remarked_on() -> None:
    """Problem and measures that rest on one machine translation only are weakly sourced."""
    alone = changed(problem=Statement(text="x", citations=ROBOT), measures=ASKED)
    (finding,) = found_in([alone, *REST])
    assert finding.rule == "machine-translation-alone"
    assert "(robot)" in finding.message
    confirmed = changed(problem=Statement(text="x", citations=(*ROBOT, *CITED)), measures=ASKED)
    unknown = changed(problem=None, measures=())
    assert found_in([confirmed, *REST]) == found_in([unknown, *REST]) == []


@pytest.mark.parametrize("status", list(Status))
def test_an_announcement_is_not_a_submission(status: Status) -> None:
    """What was only announced stays unconfirmed until a source or a reply says more."""
    announced = status in ("planned", "to-be-submitted", "planned-or-submitted")
    claimed = changed(status=StatusClaim(value=status, citations=CITED), responses=())
    rules = [finding.rule for finding in found_in([claimed, *REST])]
    assert rules == (["unconfirmed"] if announced else [])
    replied = changed(status=StatusClaim(value=status, citations=CITED))
    assert found_in([replied, *REST]) == []


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            proposal("2020-a", title=Title(en="Digital Economy", zh="甲")),
            proposal("2020-b", title=Title(en="digital-economy", zh="乙")),
            "the title is the same as that of 2020-a",
        ),
        (
            proposal("2020-a", title=Title(en="A", zh="数字经济")),
            proposal("2020-b", title=Title(en="B", zh="数字经济")),
            "the title is the same as that of 2020-a",
        ),
        (
            proposal(
                "2020-a", title=Title(zh="甲"), identifiers=(Identifier(scheme="n", value="7"),)
            ),
            proposal(
                "2020-b", title=Title(zh="乙"), identifiers=(Identifier(scheme="n", value="7"),)
            ),
            "the number is the same as that of 2020-a",
        ),
        (
            source("a", url="https://x.example/1"),
            source("b", url="https://x.example/1"),
            "the link is the same as that of a",
        ),
    ],
)
def test_duplicates_are_found(first: Record, second: Record, said: str) -> None:
    """The second of two records that share a title, number or link names the first."""
    (finding,) = found_in([first, second])
    assert (finding.rule, finding.severity, finding.id) == ("duplicate", "warning", second.id)
    assert finding.message == said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            proposal("2019-a", title=Title(en="Same", zh="同")),
            proposal("2020-a", title=Title(en="Same", zh="同")),
        ),
        (
            proposal(
                "2020-a", title=Title(zh="甲"), identifiers=(Identifier(scheme="m", value="7"),)
            ),
            proposal(
                "2020-b", title=Title(zh="乙"), identifiers=(Identifier(scheme="n", value="7"),)
            ),
        ),
        (source("a"), source("b")),
        (theme("a", description="x"), theme("b", description="x")),
    ],
)
def test_what_may_be_equal_is_no_duplicate(first: Record, second: Record) -> None:
    """Titles of two years, numbers of two schemes and links that are missing are not compared."""
    assert found_in([first, second]) == []


def test_only_the_rules_that_were_named_are_applied() -> None:
    """Naming rules narrows the check, in the order of the rules and not of the names."""
    faulty = changed(themes=("gone",), title=Title(en="x"), problem=Statement(text="x"))
    assert [f.rule for f in found_in([faulty, *REST])] == [
        "dangling-id",
        "unsourced-claim",
        "title-zh-missing",
    ]
    named = found_in([faulty, *REST], "title-zh-missing", "dangling-id")
    assert [finding.rule for finding in named] == ["dangling-id", "title-zh-missing"]


def test_every_rule_says_what_must_be_true() -> None:
    """A rule's own words are its documentation."""
    for name, (severity, rule) in RULES.items():
        assert severity in ("error", "warning"), name
        assert rule.__doc__, name
