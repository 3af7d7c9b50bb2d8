"""Each rule finds the errors it describes.

A test applies one rule, so that its records need not satisfy the others. Only
``test_a_clean_base_has_no_finding`` applies all of them.
"""

import msgspec
import pytest

from proposals_cli.domain.checking.rules import RULES
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import (
    Citation,
    Identifier,
    Measure,
    Names,
    Response,
    Statement,
    StatusClaim,
    Title,
    TitleVariant,
)
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import FactKind, Status
from tests.domain.checking.bases import (
    CITED,
    CLEAN,
    GONE,
    MISQUOTED,
    OLD,
    REST,
    SIMILAR,
    changed,
    check,
    messages,
)
from tests.factories import fact, note, person, proposal, source, theme


def test_a_clean_base_has_no_finding() -> None:
    """It satisfies every rule."""
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
    ("rule", "faulty", "message"), FAULTS, ids=[f"{rule}: {message}" for rule, _, message in FAULTS]
)
def test_an_error_is_found(rule: str, faulty: Record, message: str) -> None:
    """One error is one finding, which names the record and what is wrong."""
    base = [record for record in (CLEAN, *REST) if record.id != faulty.id]
    (finding,) = check([faulty, *base], rule)
    assert (finding.rule, finding.table, finding.id) == (rule, table_of(faulty), faulty.id)
    assert finding.severity == RULES[rule][0]
    assert message in finding.message


ALLOWED: list[tuple[str, str, Record]] = [
    ("dangling-id", "a former id", changed(continues=("2019-before",))),
    ("title-zh-missing", "another body", changed(body="sejm", title=Title(en="x"))),
    ("date-out-of-session", "another body", changed(body="sejm", term=9, session=3)),
    ("date-out-of-session", "irregular terms", changed(year=1979, term=5, session=9)),
    (
        "date-out-of-session",
        "an undated source",
        proposal("2020-a", title=Title(zh="甲", citations=(*OLD, *CITED))),
    ),
    ("dead-end", "the same year", changed(continues=("2020-long",))),
    ("duplicate", "itself", changed(title=Title(en="On sand", zh="On sand"))),
    (
        "near-duplicate",
        "another number",
        msgspec.structs.replace(SIMILAR, identifiers=(Identifier(scheme="npc", value="9"),)),
    ),
    ("contradictory-facts", "other kinds of facts", fact("f", kind=FactKind.REFERENCE, value=9)),
    ("untidy", "the text of a source", source("s", text=" as printed ")),
    ("untidy", "fields of other programs", changed(extra={"a": " x "})),
    ("untidy", "former ids", changed(former_ids=(" 2019-x",))),
]
OTHER_FACT = fact("other", kind=FactKind.REFERENCE, value=1)
NUMBERED = proposal(
    "2020-numbered",
    title=Title(en="On the protection of coastal wetlands by reserves", zh="数"),
    identifiers=(Identifier(scheme="npc", value="8"),),
)


@pytest.mark.parametrize(
    ("rule", "record"),
    [(rule, record) for rule, _, record in ALLOWED],
    ids=[f"{rule}: {what}" for rule, what, _ in ALLOWED],
)
def test_similar_valid_records_are_not_found(rule: str, record: Record) -> None:
    """These records resemble errors."""
    base = [NUMBERED] if rule == "near-duplicate" else [*REST, OTHER_FACT]
    assert messages(rule, *(other for other in base if other.id != record.id), record) == []


ROBOT = (Citation(source="robot"),)
ASKED = (Measure(id="m01", text="Do one.", citations=ROBOT),)


def test_a_machine_translation_alone_is_a_weak_source() -> None:
    """One other source for the problem or a measure is enough."""
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


def test_only_the_named_rules_are_applied() -> None:
    """Findings are in the order of the rules, not of the given names."""
    faulty = changed(themes=("gone", "fintech"), title=Title(en="x"), problem=Statement(text="x"))
    everything = [finding.rule for finding in check([faulty, *REST])]
    assert {"dangling-id", "unsourced-claim", "title-zh-missing"} <= {*everything}
    named = check([faulty, *REST], "title-zh-missing", "dangling-id")
    assert [finding.rule for finding in named] == ["dangling-id", "title-zh-missing"]


def test_every_rule_has_a_docstring() -> None:
    """The docstring is its documentation for users."""
    for name, (severity, rule) in RULES.items():
        assert severity in ("error", "warning"), name
        assert rule.__doc__, name


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
def test_a_quote_is_found_despite_differences_of_typesetting(quote: str, occurs: bool) -> None:
    """Spaces and the form of quotation marks are ignored; words and their order are not."""
    quoting = note("n", source="long", words=quote)
    long = next(record for record in REST if record.id == "long")
    assert (messages("lost-quote", quoting, long) == []) is occurs


def test_the_latest_year_of_a_date_counts() -> None:
    """A reply may mention an earlier plan."""
    later = Response(who="x", text="x", when="on the 2019 plan, May 2021", citations=CITED)
    assert messages("date-out-of-session", changed(responses=(later,))) == []
