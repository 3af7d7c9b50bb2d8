"""Rules: each finds the faults it is for.

A test applies one rule, so that its records need not satisfy the others. Only
``test_a_clean_base_has_no_finding`` applies all of them.
"""

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


def check(records: Iterable[Record], *rules: str) -> list[Finding]:
    """Return what the named rules, or all, find in a base of these records."""
    with TemporaryDirectory() as folder:
        store = write_store(Path(folder) / "base.json", records)
        index = SqliteIndex(store, Path(folder))
        found = list(KnowledgeBase(index).check(rules))
        index.close()
    return found


def messages(rule: str, *records: Record) -> list[tuple[str, str]]:
    """Return the (id, message) pairs of one rule for a base of these records."""
    return [(finding.id, finding.message) for finding in check(records, rule)]


def changed(**fields: object) -> Proposal:
    """Return the clean proposal with a fault in it."""
    return msgspec.structs.replace(CLEAN, **fields)


def test_a_clean_base_has_no_finding() -> None:
    """Every claim is cited, every id exists, and so on for all rules."""
    assert check([CLEAN, *REST]) == []


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
    ("lost-quote", fact("f", citations=MISQUOTED), "the text of long does not contain the quote"),
    ("lost-quote", note("n", source="long", words="nor these"), "'nor these'"),
    ("near-duplicate", SIMILAR, "% similar to that of 2020-long"),
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
        "all its sources are older than 2020: the latest is from 2018-03-02",
    ),
    ("dead-end", changed(continues=("2020-clean",)), "it continues itself"),
    ("dead-end", changed(continues=("2021-later",)), "it continues 2021-later, which is from 2021"),
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
def test_a_planted_fault_is_found(rule: str, faulty: Record, said: str) -> None:
    """One fault makes one finding of the rule, which names the record and what is wrong."""
    base = [record for record in (CLEAN, *REST) if record.id != faulty.id]
    (finding,) = check([faulty, *base], rule)
    assert (finding.rule, finding.table, finding.id) == (rule, table_of(faulty), faulty.id)
    assert finding.severity == RULES[rule][0]
    assert said in finding.message


ROBOT = (Citation(source="robot"),)
ASKED = (Measure(id="m01", text="Do one.", citations=ROBOT),)


def test_a_machine_translation_alone_is_a_weak_source() -> None:
    """One other source of the problem or a measure is enough."""
    rule = "machine-translation-alone"
    alone = changed(problem=Statement(text="x", citations=ROBOT), measures=ASKED)
    ((id_, message),) = messages(rule, alone, *REST)
    assert id_ == alone.id
    assert "(robot)" in message
    confirmed = changed(problem=Statement(text="x", citations=(*ROBOT, *CITED)), measures=ASKED)
    unknown = changed(problem=None, measures=())
    assert messages(rule, confirmed, *REST) == messages(rule, unknown, *REST) == []


@pytest.mark.parametrize("status", list(Status))
def test_an_announcement_is_not_a_submission(status: Status) -> None:
    """A proposal that was only announced is unconfirmed until it has a reply."""
    announced = status in ("planned", "to-be-submitted", "planned-or-submitted")
    claimed = changed(status=StatusClaim(value=status, citations=CITED), responses=())
    assert bool(messages("unconfirmed", claimed)) is announced
    replied = changed(status=StatusClaim(value=status, citations=CITED))
    assert messages("unconfirmed", replied) == []


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
    assert messages("duplicate", first, second) == [(second.id, said)]


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
    """Titles of different years, numbers of different schemes and missing links may be equal."""
    assert messages("duplicate", first, second) == []


def test_only_the_named_rules_are_applied() -> None:
    """Findings come in the order of the rules, not of the names."""
    faulty = changed(themes=("gone", "fintech"), title=Title(en="x"), problem=Statement(text="x"))
    everything = [finding.rule for finding in check([faulty, *REST])]
    assert {"dangling-id", "unsourced-claim", "title-zh-missing"} <= {*everything}
    named = check([faulty, *REST], "title-zh-missing", "dangling-id")
    assert [finding.rule for finding in named] == ["dangling-id", "title-zh-missing"]


def test_every_rule_says_what_must_be_true() -> None:
    """Its docstring is the documentation."""
    for name, (severity, rule) in RULES.items():
        assert severity in ("error", "warning"), name
        assert rule.__doc__, name


def test_a_circle_of_continuations_is_a_dead_end() -> None:
    """Each of two that continue each other is found; a chain is no circle."""
    one = proposal("2020-one", title=Title(zh="一"), continues=("2020-two",))
    two = proposal("2020-two", title=Title(zh="二"), continues=("2020-three",))
    three = proposal("2020-three", title=Title(zh="三"))
    assert messages("dead-end", one, two, three) == []
    closed = msgspec.structs.replace(three, continues=("2020-one",))
    found = messages("dead-end", one, two, closed)
    assert [id_ for id_, _ in found] == ["2020-one", "2020-three", "2020-two"]
    assert "2020-two, which continues it in turn" in found[0][1]


def test_facts_that_contradict_each_other_are_assessed() -> None:
    """Both stay in the base; what is missing is an assessment of which to believe."""
    three = fact("three", person="ma-huateng", year=2020, value=3)
    four = fact("two", person="ma-huateng", year=2020, value=4)
    said = "says 4, but three says 3; neither is assessed"
    assert messages("contradictory-facts", three, four) == [("two", said)]
    assessed = msgspec.structs.replace(four, assessment="Counts a call that was none.")
    other_year = msgspec.structs.replace(four, year=2019)
    same = msgspec.structs.replace(four, value=3)
    in_words = msgspec.structs.replace(four, value="3")
    for second in (assessed, other_year, same, in_words):
        assert messages("contradictory-facts", three, second) == []


def test_a_base_without_proposals_may_have_themes() -> None:
    """Themes are unused only once there are proposals."""
    assert messages("theme-unused", theme("fintech")) == []


@pytest.mark.parametrize(
    ("quote", "occurs"),
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
def test_a_quote_is_found_whatever_typesetting_made_of_it(quote: str, occurs: bool) -> None:
    """Spaces and the shape of quotation marks do not count; words and their order do."""
    quoting = note("n", source="long", words=quote)
    long = next(record for record in REST if record.id == "long")
    assert (messages("lost-quote", quoting, long) == []) is occurs


def test_a_date_that_names_several_years_is_of_the_latest() -> None:
    """A reply may mention an earlier plan."""
    later = Response(who="x", text="x", when="on the 2019 plan, May 2021", citations=CITED)
    assert messages("date-out-of-session", changed(responses=(later,))) == []
