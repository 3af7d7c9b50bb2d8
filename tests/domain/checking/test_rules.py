"""Rules: each finds the fault it is for, and is silent on a clean record."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from proposals_cli.domain.checking.rules import RULES, Finding
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.records import (
    Citation,
    Identifier,
    Measure,
    Names,
    Proposal,
    Record,
    Response,
    Statement,
    StatusClaim,
    Title,
    TitleVariant,
)
from proposals_cli.domain.model.vocabulary import Status
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from tests.factories import fact, note, person, proposal, source, theme, write_store

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
MISQUOTED = (Citation(source="long", quote="not these words"),)
OLD = (Citation(source="old"),)
SIMILAR = proposal(
    "2020-similar", title=Title(en="On the protection of coastal wetlands by reserve", zh="相")
)
REST: list[Record] = [
    proposal(
        "2019-clean", title=Title(en="Clean", zh="关于清洁的建议"), former_ids=("2019-before",)
    ),
    proposal(
        "2020-long",
        title=Title(en="On the protection of coastal wetlands by reserves", zh="长"),
        problem=Statement(
            text="Quoted.",
            citations=(Citation(source="long", quote="“new infrastructure” […] 新基建"),),
        ),
    ),
    proposal("2021-later", title=Title(zh="后")),
    person("ma-huateng"),
    theme("fintech"),
    source("paper", url="https://paper.example/1"),
    source("long", text="They ask for 'x', and\n for \"new infrastructure\", in Chinese 新基建."),
    source("old", date="2018-03-02"),
    source("robot", url="https://paper.example/2", machine_translated_from="zh"),
    fact("count-2020", person="ma-huateng", proposals=("2020-clean",), citations=CITED),
    note("note-one", source="paper", citations=CITED),
]


def found_in(records: Iterable[Record], *rules: str) -> list[Finding]:
    """Return what the rules find in records, which make up a base."""
    with TemporaryDirectory() as folder:
        store = write_store(Path(folder) / "base.json", records)
        index = SqliteIndex(store, Path(folder))
        found = list(KnowledgeBase(index).check(rules))
        index.close()
    return found


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
    ("lost-quote", changed(problem=Statement(text="x", citations=MISQUOTED)), "'not these words'"),
    ("lost-quote", fact("f", citations=MISQUOTED), "the text of long does not hold the quote"),
    ("lost-quote", note("n", source="long", words="nor these"), "'nor these'"),
    ("near-duplicate", SIMILAR, "% like that of 2020-long"),
    ("theme-unused", theme("lonely"), "no proposal has this theme"),
    (
        "date-out-of-session",
        changed(year=2020, term=12, session=3),
        "2020 is session 3 of term 13, not session 3 of term 12",
    ),
    ("date-out-of-session", changed(session=4), "not session 4 of term None"),
    (
        "date-out-of-session",
        changed(responses=(Response(who="x", text="x", when="于2019年", citations=CITED),)),
        "reply 1 is dated 于2019年, before the proposal of 2020",
    ),
    (
        "date-out-of-session",
        changed(responses=(Response(who="x", text="x", when="May 2019", citations=CITED),)),
        "reply 1 is dated May 2019, before the proposal of 2020",
    ),
    (
        "date-out-of-session",
        changed(
            title=Title(en="Clean", zh="洁", citations=OLD),
            problem=None,
            measures=(),
            responses=(),
            uptake=(),
            sources=(),
            status=StatusClaim(),
        ),
        "all its sources are older than 2020: the latest is of 2018-03-02",
    ),
    ("dead-end", changed(continues=("2020-clean",)), "it continues itself"),
    ("dead-end", changed(continues=("2021-later",)), "it continues 2021-later, which is of 2021"),
    ("former-id", changed(continues=("2019-before",)), "'2019-before', which is '2019-clean' now"),
    ("former-id", fact("f", proposals=("2019-before",), citations=CITED), "is '2019-clean' now"),
    ("untidy", source("s", note="  "), "note has spaces"),
    ("untidy", changed(entities=("A bank", " A bank")), "entities has spaces around a text"),
    ("untidy", changed(themes=("fintech", "fintech")), "themes has spaces"),
    ("untidy", person("spaced", name=Names(en="Spaced ")), "name has spaces"),
    ("untidy", source("s", publisher=" A paper"), "publisher has spaces"),
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
        (
            proposal("2020-a", title=Title(zh="關於數字經濟的建議。")),
            proposal("2020-b", title=Title(zh="关于数字经济的建议")),
            "the title is the same as that of 2020-a",
        ),
    ],
)
def test_duplicates_are_found(first: Record, second: Record, said: str) -> None:
    """The second of two records that share a title, number or link names the first."""
    (finding,) = found_in([first, second])
    assert (finding.rule, finding.severity, finding.id) == ("duplicate", "warning", second.id)
    assert finding.message == said


SEVEN = (Identifier(scheme="n", value="7"),)


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
        (
            proposal("2020-a", title=Title(zh="甲"), session=1, identifiers=SEVEN, body="sejm"),
            proposal("2020-b", title=Title(zh="乙"), session=2, identifiers=SEVEN, body="sejm"),
        ),
        (
            proposal("2020-a", title=Title(en="On schools and roads"), body="sejm"),
            proposal("2020-b", title=Title(en="On schools and roads"), body="senat"),
        ),
    ],
)
def test_what_may_be_equal_is_no_duplicate(first: Record, second: Record) -> None:
    """Titles of two years, numbers of two schemes and links that are missing are not compared."""
    assert found_in([first, second]) == []


def test_only_the_rules_that_were_named_are_applied() -> None:
    """Naming rules narrows the check, in the order of the rules and not of the names."""
    faulty = changed(themes=("gone", "fintech"), title=Title(en="x"), problem=Statement(text="x"))
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


def test_a_circle_of_continuations_is_a_dead_end() -> None:
    """Each of two that continue each other is found; a chain is no circle."""
    one = proposal("2020-one", title=Title(zh="一"), continues=("2020-two",))
    two = proposal("2020-two", title=Title(zh="二"), continues=("2020-three",))
    three = proposal("2020-three", title=Title(zh="三"))
    assert found_in([one, two, three]) == []
    closed = msgspec.structs.replace(three, continues=("2020-one",))
    found = found_in([one, two, closed])
    assert [finding.rule for finding in found] == ["dead-end"] * 3
    assert "2020-two, which continues it in turn" in found[0].message


def test_facts_that_contradict_each_other_are_assessed() -> None:
    """Both stay in the base; what is missing is a word on which to believe."""
    others: list[Record] = [person("ma-huateng"), source("paper")]
    three = fact("three", person="ma-huateng", year=2020, value=3, citations=CITED)
    four = fact("two", person="ma-huateng", year=2020, value=4, citations=CITED)
    (finding,) = found_in([three, four, *others])
    assert (finding.rule, finding.id) == ("contradictory-facts", "two")
    assert finding.message == "says 4 where three says 3; none is assessed"
    assessed = msgspec.structs.replace(four, assessment="Counts a call that was none.")
    other_year = msgspec.structs.replace(four, year=2019)
    same = msgspec.structs.replace(four, value=3)
    in_words = msgspec.structs.replace(four, value="3")
    for second in (assessed, other_year, same, in_words):
        assert found_in([three, second, *others]) == []


def test_an_empty_base_may_have_themes() -> None:
    """Before there is a proposal, no theme is missing one."""
    assert found_in([theme("fintech")]) == []


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("new infrastructure", True),
        ("“new infrastructure”", True),
        ("「new  infrastructure」", True),
        ("for … 新基建", True),
        ("（新基建", False),
        ("新基建 … for", False),
        ("new infrastructures", False),
        ("in Chinese 新 基建", True),
        ("infra\u00adstructure", True),
        ("for ... Chinese", True),
        ("for（……）新基建", True),
        ("for ［…］ Chinese", True),
        ("for . . . Chinese", True),
        ("They⋯⋯Chinese", True),
    ],
)
def test_a_quote_is_found_whatever_typesetting_made_of_it(quote: str, stands: bool) -> None:
    """Spaces and the shape of quotation marks do not count; words and their order do."""
    held = note("n", source="long", words=quote)
    long = next(record for record in REST if record.id == "long")
    assert (found_in([held, long]) == []) is stands


def test_a_reply_that_speaks_of_an_earlier_year_is_not_of_it() -> None:
    """The latest year in the words of a date is the one it may be."""
    later = Response(who="x", text="x", when="on the 2019 plan, May 2021", citations=CITED)
    assert found_in([changed(responses=(later,)), *REST]) == []
