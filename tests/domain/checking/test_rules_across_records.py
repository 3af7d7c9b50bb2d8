"""Rules that compare records with each other."""

import msgspec
import pytest

from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import AgentKind
from tests.domain.checking.bases import messages
from tests.factories import body, continuing, fact, person, proposal, source, theme, titles

SEVEN = (Identifier(scheme="n", value="7"),)
QID = (Identifier(scheme="wikidata", value="Q1"),)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            proposal("2020-a", titles=titles("Digital Economy", "甲")),
            proposal("2020-b", titles=titles("digital-economy", "乙")),
            "the title is the same as that of 2020-a",
        ),
        (
            proposal("2020-a", titles=titles("A", "数字经济")),
            proposal("2020-b", titles=titles("B", "数字经济")),
            "the title is the same as that of 2020-a",
        ),
        (
            proposal(
                "2020-a", titles=titles(zh="甲"), identifiers=(Identifier(scheme="n", value="7"),)
            ),
            proposal(
                "2020-b", titles=titles(zh="乙"), identifiers=(Identifier(scheme="n", value="7"),)
            ),
            "the number is the same as that of 2020-a",
        ),
        (
            source("a", url="https://x.example/1"),
            source("b", url="https://x.example/1"),
            "the link is the same as that of a",
        ),
        (
            source("a", url="http://www.x.example/1/"),
            source("b", url="https://x.example/1"),
            "the link is the same as that of a",
        ),
        (
            proposal("2020-a", titles=titles(zh="關於數字經濟的建議。")),
            proposal("2020-b", titles=titles(zh="关于数字经济的建议")),
            "the title is the same as that of 2020-a",
        ),
    ],
)
def test_duplicates_are_found(first: Record, second: Record, message: str) -> None:
    """The finding of the second record names the first, and the command that makes them one."""
    command = f"; if they are one: prop merge {first.id} {second.id}"
    assert messages("duplicate", first, second) == [(second.id, message + command)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (person("a", zh="馬化騰"), person("b", en="Pony Ma", other_names=("马化腾",))),
        (person("a", en="Ma Huateng", zh="马化腾"), person("b", zh="马化腾")),
        (person("a", en="Ma Huateng"), person("b", en="Huateng Ma")),
        (person("a", en="Hans Müller"), person("b", en="Müller, Hans")),
        (person("a", en="Hans Müller"), person("b", en="Dr. Hans Muller")),
        (person("a", en="Maria del Pilar Sanz"), person("b", en="Hon. Sanz Maria del Pilar")),
        (person("a", zh="王小明"), person("b", zh="王小明議員")),
        (person("a", zh="张三"), person("b", en="Zhang San (张三)")),
        (person("a", en="A B", identifiers=QID), person("b", zh="甲", identifiers=QID)),
        (body("a", name={"zh": "國會"}), body("b", name={"zh": "国会"})),
        (theme("a", name={"en": "Health"}), theme("b", other_names=("HEALTH",))),
    ],
    ids=lambda record: f"{record.id}: {' '.join(record.name.values())}",
)
def test_records_that_may_be_one_come_with_the_command(first: Record, second: Record) -> None:
    """Somebody entered twice is counted twice."""
    ((id_, message),) = messages("same-name", first, second)
    assert id_ == second.id
    assert first.id in message.partition(";")[0]
    assert message.endswith("; if they are one: prop merge a b")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (person("a", zh="张三"), person("b", en="Zhang San")),
        (person("a", en="Li Hua"), person("b", en="Hua Li")),
        (person("a", en="Mr Smith"), person("b", en="Ms Smith")),
        (
            person("a", identifiers=QID),
            person("b", identifiers=(Identifier(scheme="x", value="1"),)),
        ),
        (person("a", en="Post", kind=AgentKind.ORGANISATION), theme("b", name={"en": "Post"})),
        (body("a", name={"en": "Senate"}, area="US"), body("b", name={"en": "Senate"}, area="FR")),
        (
            body("a", name={"en": "Budget"}, part_of="npc"),
            body("b", name={"en": "Budget"}, part_of="diet"),
        ),
    ],
    ids=lambda record: f"{record.id}: {' '.join(record.name.values())}",
)
def test_no_two_are_taken_for_one_by_a_guess(first: Record, second: Record) -> None:
    """Names in two scripts, or of two syllables in another order, may be those of two people."""
    assert messages("same-name", first, second) == []


EIGHT = (Identifier(scheme="n", value="8"),)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            proposal("2019-a", titles=titles("Same", "同")),
            proposal("2020-a", titles=titles("Same", "同")),
        ),
        (
            proposal(
                "2020-a", titles=titles(zh="甲"), identifiers=(Identifier(scheme="m", value="7"),)
            ),
            proposal(
                "2020-b", titles=titles(zh="乙"), identifiers=(Identifier(scheme="n", value="7"),)
            ),
        ),
        (source("a"), source("b")),
        (theme("a", description={"en": "x"}), theme("b", description={"en": "x"})),
        (
            proposal("2020-a", titles=titles(zh="甲"), session=1, identifiers=SEVEN, body="sejm"),
            proposal("2020-b", titles=titles(zh="乙"), session=2, identifiers=SEVEN, body="sejm"),
        ),
        (
            proposal("2020-a", titles=titles("Rail"), identifiers=SEVEN),
            proposal("2020-b", titles=titles("Rail"), identifiers=EIGHT),
        ),
        (
            proposal("2020-a", titles=titles("Rail"), date="2020-05-01"),
            proposal("2020-b", titles=titles("Rail"), date="2020-05-02"),
        ),
        (
            proposal("2020-a", titles=titles("On schools and roads"), body="sejm"),
            proposal("2020-b", titles=titles("On schools and roads"), body="senat"),
        ),
    ],
)
def test_records_that_may_share_a_value_are_not_duplicates(first: Record, second: Record) -> None:
    """Titles of different years and numbers of different schemes may be equal."""
    assert messages("duplicate", first, second) == []


def test_a_circle_of_continuations_is_found() -> None:
    """Both of two proposals that continue each other are found; a chain is not a circle."""
    one = proposal("2020-one", titles=titles(zh="一"), relations=continuing("2020-two"))
    two = proposal("2020-two", titles=titles(zh="二"), relations=continuing("2020-three"))
    three = proposal("2020-three", titles=titles(zh="三"))
    assert messages("dead-end", one, two, three) == []
    closed = msgspec.structs.replace(three, relations=continuing("2020-one"))
    found = messages("dead-end", one, two, closed)
    assert [id_ for id_, _ in found] == ["2020-one", "2020-three", "2020-two"]
    assert "2020-two, which continues it in turn" in found[0][1]


def test_contradictory_facts_need_an_assessment() -> None:
    """The assessment says which of the two to believe."""
    three = fact("three", person="ma-huateng", year=2020, value=3)
    four = fact("two", person="ma-huateng", year=2020, value=4)
    assessed_first = msgspec.structs.replace(
        three, assessment={"en": "The newspaper counts twice."}
    )
    message = "says 4, but three says 3; neither is assessed"
    assert messages("contradictory-facts", three, four) == [("two", message)]
    assert messages("contradictory-facts", assessed_first, four) == []
    assessed = msgspec.structs.replace(four, assessment={"en": "Counts a call that was none."})
    other_year = msgspec.structs.replace(four, year=2019)
    same = msgspec.structs.replace(four, value=3)
    in_words = msgspec.structs.replace(four, value="3")
    for second in (assessed, other_year, same, in_words):
        assert messages("contradictory-facts", three, second) == []


def test_a_base_without_proposals_may_have_themes() -> None:
    """Themes are unused only once there are proposals."""
    assert messages("theme-unused", theme("fintech")) == []
