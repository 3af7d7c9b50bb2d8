"""Short forms in drafts: titles, statements and other parts as one text."""

from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import (
    DraftReader,
)
from proposals_cli.domain.editing.proposal_drafts import SHORT_KEYS
from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    BodySession,
    Citation,
    Document,
    Figure,
    Identifier,
    MajorTopic,
    Measure,
    Relation,
    ReplyDue,
    Series,
    Shape,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Body, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    DeadlineStart,
    FigureKind,
    Kind,
    RelationKind,
    Role,
    Stage,
    Status,
    TitleBasis,
)
from tests.domain.editing.drafts import made
from tests.factories import (
    proposal,
    theme,
)


def replied(**fields: Any) -> Action:
    """Return a reply."""
    return Action(stage=Stage.REPLIED, **fields)


def test_a_title_and_a_year_are_a_draft(drafting: DraftReader) -> None:
    """Body and kind are those that the base names; all other fields are unknown."""
    assert made(drafting) == proposal("2021-t", titles=(Title(lang="en", text="T"),))


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        ("On clouds", [("en", "On clouds")]),
        ("关于云计算的建议", [("zh", "关于云计算的建议")]),
        ("关于 AI 的建议", [("zh", "关于 AI 的建议")]),
        ({"en": "On clouds", "zh": "云"}, [("en", "On clouds"), ("zh", "云")]),
        ({"en": " On clouds ", "zh": None}, [("en", "On clouds")]),
        ({"zh_hant": ["雲", "雲端"]}, [("zh-Hant", "雲"), ("zh-Hant", "雲端")]),
        (["On clouds", "云"], [("en", "On clouds"), ("zh", "云")]),
        ({"lang": "de", "text": "Wolken"}, [("de", "Wolken")]),
        ({"fr": {"text": "Nuages", "basis": "official"}}, [("fr", "Nuages")]),
        (2046, [("und", "2046")]),
    ],
)
def test_titles_may_be_given_in_several_ways(
    drafting: DraftReader, given: Any, titles: list[tuple[str, str]]
) -> None:
    """As one text, as several, by language, or with all fields."""
    for key in ("title", "titles"):
        record = made(drafting, **{"title": None, key: given})
        assert [(title.lang, title.text) for title in record.titles] == titles


def test_a_title_in_the_same_words_is_one_title(drafting: DraftReader) -> None:
    """One completes the other; the same words in another language are another title."""
    record = made(
        drafting,
        title="Rail",
        titles=[
            {"lang": "en", "text": "Rail", "basis": "official", "citations": "source-one"},
            {"lang": "en", "text": "Rail", "citations": "scmp-2021"},
            {"lang": "de", "text": "Rail"},
        ],
    )
    cited = (Citation(source="source-one"), Citation(source="scmp-2021"))
    assert record.titles == (
        Title(lang="en", text="Rail", basis=TitleBasis.OFFICIAL, citations=cited),
        Title(lang="de", text="Rail"),
    )


def test_a_statement_may_be_one_text(drafting: DraftReader) -> None:
    """This holds for summaries, problems, statuses and measures."""
    record = made(
        drafting,
        summary="It rains here.",
        problem="It rains.",
        status="planned",
        measures=["A roof.", "A wall."],
    )
    assert record.summary == Statement(text={"en": "It rains here."})
    assert record.problem == Statement(text={"en": "It rains."})
    assert record.status == StatusClaim(value=Status.PLANNED)
    assert [(m.id, m.text) for m in record.measures] == [
        ("m01", {"en": "A roof."}),
        ("m02", {"en": "A wall."}),
    ]


def test_a_list_of_one_may_be_the_one(drafting: DraftReader) -> None:
    """No brackets are needed around a single value."""
    record = made(
        drafting, measures="A roof.", themes="fintech", regions="Shenzhen", notes="Ask again."
    )
    assert record.measures == (Measure(id="m01", text={"en": "A roof."}),)
    assert (record.themes, record.regions) == (("fintech",), ("Shenzhen",))
    assert record.notes == ("Ask again.",)


MINISTRY = Agent(who="industry")


@pytest.mark.parametrize(
    ("field", "given", "part"),
    [
        (
            "actions",
            "2021-01-04 introduced: Introduced in House",
            Action(date="2021-01-04", stage=Stage.INTRODUCED, text={"en": "Introduced in House"}),
        ),
        ("actions", "2021-03 passed", Action(date="2021-03", stage=Stage.PASSED)),
        (
            "actions",
            "withdrawn: Taken back",
            Action(stage=Stage.WITHDRAWN, text={"en": "Taken back"}),
        ),
        ("reply", "2020-08-30 MIIT", replied(date="2020-08-30", by=(MINISTRY,))),
        ("reply", "2020-08-30", replied(date="2020-08-30")),
        ("reply", "Bureau of Rivers", replied(by=(Agent(as_named="Bureau of Rivers"),))),
        (
            "reply",
            {"date": "2020-08", "by": ["MIIT", "财政部"], "text": "Yes.", "number": 12},
            replied(
                date="2020-08",
                by=(MINISTRY, Agent(as_named="财政部")),
                text={"en": "Yes."},
                number="12",
            ),
        ),
        ("documents", "https://e.org/p.pdf", Document(url="https://e.org/p.pdf")),
        ("documents", "21/4888", Document(number="21/4888")),
        ("figures", "signatures 12,345", Figure(what=FigureKind.SIGNATURES, value=12345)),
        (
            "figures",
            "asked 1.5 million EUR",
            Figure(what=FigureKind.ASKED, value=1.5, unit="million EUR"),
        ),
        ("figures", {"threshold": 100000}, Figure(what=FigureKind.THRESHOLD, value=100000)),
        ("relations", "amends 2019-act", Relation(kind=RelationKind.AMENDS, to="2019-act")),
        ("continues", "2019-act", Relation(kind=RelationKind.CONTINUES, to="2019-act")),
        ("identifiers", "bill-number HR 1", Identifier(scheme="bill-number", value="HR 1")),
        ("identifiers", {"scheme": "n", "value": 163}, Identifier(scheme="n", value="163")),
        ("series", "On clouds", Series(id="clouds", name={"en": "On clouds", "zh": "云"})),
        ("series", "Our rivers", Series(id="our-rivers", name={"en": "Our rivers"})),
        ("addressees", "MIIT", MINISTRY),
        ("addressees", {"who": "MIIT", "role": "lead"}, Agent(who="industry", role=Role.LEAD)),
    ],
)
def test_a_part_may_be_one_text(drafting: DraftReader, field: str, given: Any, part: Shape) -> None:
    """Each class of parts has its short form; alone or in a list."""
    home = SHORT_KEYS.get(field, field)
    for one in (given, [given]):
        assert getattr(made(drafting, **{field: one}), home) == (part,)


def test_a_deadline_may_be_a_date(drafting: DraftReader) -> None:
    """YAML reads a year as a number."""
    assert made(drafting, reply_due="2021-08-30").reply_due == ReplyDue(date="2021-08-30")
    assert made(drafting, reply_due=2021).reply_due == ReplyDue(date="2021")


def test_a_reply_stands_at_its_date(drafting: DraftReader) -> None:
    """Actions are oldest first; what has no date is last."""
    record = made(
        drafting,
        actions=["2020-03-05 submitted", "2020-10 closed"],
        reply=["2020-08-30 MIIT", "Bureau of Rivers"],
    )
    assert [(action.date, action.stage) for action in record.actions] == [
        ("2020-03-05", "submitted"),
        ("2020-08-30", "replied"),
        ("2020-10", "closed"),
        (None, "replied"),
    ]


def test_a_body_in_short(drafting: DraftReader) -> None:
    """Deadlines have a short form, and the texts are in the body's only language."""
    draft = {
        "name": "Folketing",
        "languages": "da",
        "reply_within": ["3 months from assigned", {"days": 30, "kinds": ["question"]}],
        "sessions": [{"session": "2020-21", "start": "2020-10-06", "end": "2021-10-04"}],
    }
    assert drafting.record("bodies", draft).record == Body(
        id="folketing",
        name={"da": "Folketing"},
        languages=("da",),
        reply_within=(
            ReplyRule(months=3, start=DeadlineStart.ASSIGNED),
            ReplyRule(days=30, kinds=(Kind.QUESTION,)),
        ),
        sessions=(BodySession(session="2020-21", start="2020-10-06", end="2021-10-04"),),
    )


def test_a_theme_may_have_its_major_topic_in_short(drafting: DraftReader) -> None:
    """Code and name."""
    record = drafting.record("themes", {"name": "Care", "cap": "13 Social Welfare"}).record
    assert record == theme("care", cap=MajorTopic(code=13, name="Social Welfare"))
