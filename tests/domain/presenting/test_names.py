"""Official names of sessions and kinds in each language."""

import pytest

from proposals_cli.domain.model.parts import BodySession, Session
from proposals_cli.domain.model.records import Body
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.domain.presenting.names import (
    body_name,
    kind_name,
    language_name,
    session_name,
)
from tests.factories import body, proposal

NPC = body(
    "npc",
    name={"en": "National People's Congress", "zh": "全国人民代表大会"},
    languages=("zh",),
    sessions=(
        BodySession(term="Sixth Republic", session=1, name={"fr": "Session extraordinaire"}),
        BodySession(session="Budget 2026", name={"en": "The budget session of 2026"}),
    ),
)
BUNDESTAG = body("bundestag", name={"de": "Deutscher Bundestag"}, languages=("de",))


@pytest.mark.parametrize(
    ("of", "term", "session", "english", "chinese"),
    [
        (
            *(NPC, 12, 5),
            "12th National People's Congress, 5th Session",
            "第十二届全国人民代表大会第五次会议",
        ),
        (NPC, 1, None, "1st National People's Congress", "第一届全国人民代表大会"),
        (NPC, None, 3, "National People's Congress, 3rd Session", "全国人民代表大会第三次会议"),
        (None, 22, 11, "22nd npc, 11th Session", "第二十二届npc第十一次会议"),
        (BUNDESTAG, 21, None, "21st Deutscher Bundestag", "第二十一届Deutscher Bundestag"),
        (
            *(NPC, None, "2015-2016 Regular Session"),
            "National People's Congress, 2015-2016 Regular Session",
            "全国人民代表大会，2015-2016 Regular Session",
        ),
        (
            *(NPC, "Fifth Republic", 2),
            "National People's Congress, Fifth Republic, 2nd Session",
            "全国人民代表大会，Fifth Republic第二次会议",
        ),
        (NPC, None, "Budget 2026", "The budget session of 2026", "全国人民代表大会，Budget 2026"),
        (NPC, None, None, None, None),
    ],
)
def test_sessions_have_official_names(
    of: Body | None,
    term: Session | None,
    session: Session | None,
    english: str | None,
    chinese: str | None,
) -> None:
    """Numbers are ordinals in English, and Chinese numerals in Chinese; words stay as they are.

    The name that the record of the body gives comes before both, in its language.
    """
    made = proposal("2020-a", body="npc", term=term, session=session)
    assert (session_name(made, of, "en"), session_name(made, of, "zh")) == (english, chinese)


def test_sessions_in_other_languages_are_numbers_or_the_name_on_record() -> None:
    """The name of the body is not bent to English grammar."""
    made = proposal("2020-a", body="bundestag", term=21, session=3)
    assert session_name(made, BUNDESTAG, "de") == "Deutscher Bundestag, term 21, session 3"
    named = proposal("2020-a", term="Sixth Republic", session=1)
    assert session_name(named, NPC, "fr") == "Session extraordinaire"
    assert session_name(named, NPC, "fr-CA") == "Session extraordinaire"


def test_a_body_is_called_by_its_own_name_where_it_has_no_other() -> None:
    """A body without a record is called by its id."""
    assert body_name(NPC, "npc", "zh-Hant") == "全国人民代表大会"
    assert body_name(BUNDESTAG, "bundestag", "en") == "Deutscher Bundestag"
    assert body_name(None, "sejm", "zh") == "sejm"


@pytest.mark.parametrize(
    ("kind", "of", "english", "chinese"),
    [
        (Kind.SUGGESTION, NPC, "suggestion (建议)", "建议"),
        (Kind.SUGGESTION, None, "suggestion (建议)", "建议"),
        (Kind.SUGGESTION, BUNDESTAG, "suggestion", "建议"),
        (Kind.MOTION, NPC, "motion (动议)", "动议"),
        (Kind.BILL, BUNDESTAG, "bill", "议案"),
        (Kind.BILL, None, "bill", "议案"),
    ],
)
def test_kinds_have_the_chinese_term_where_it_is_the_proper_one(
    kind: Kind, of: Body | None, english: str, chinese: str
) -> None:
    """The Chinese term is added for bodies that work in Chinese."""
    assert (kind_name(kind, of, "en"), kind_name(kind, of, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("tag", "english", "chinese"),
    [
        ("de", "German", "德文"),
        ("zh-Hant", "Chinese, traditional", "繁体中文"),
        ("de-AT", "German (de-AT)", "德文 (de-AT)"),
        ("und", "language unknown", "语言不详"),
        ("qaa", "qaa", "qaa"),
    ],
)
def test_languages_have_names_or_their_tags(tag: str, english: str, chinese: str) -> None:
    """A language that the table lacks is called by its tag."""
    assert (language_name(tag, "en"), language_name(tag, "zh")) == (english, chinese)
