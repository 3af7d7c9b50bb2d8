"""Official names of sessions and kinds in each language."""

import pytest

from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.domain.presenting.names import kind_name, session_name
from tests.factories import proposal


@pytest.mark.parametrize(
    ("body", "term", "session", "english", "chinese"),
    [
        (
            *("npc", 12, 5),
            "12th National People's Congress, 5th Session",
            "第十二届全国人民代表大会第五次会议",
        ),
        ("npc", 1, None, "1st National People's Congress", "第一届全国人民代表大会"),
        (
            *("npc", None, 3),
            "National People's Congress, 3rd Session",
            "全国人民代表大会第三次会议",
        ),
        ("sejm", 22, 11, "22nd sejm, 11th Session", "第二十二届sejm第十一次会议"),
        ("npc", None, None, None, None),
    ],
)
def test_sessions_have_official_names(
    body: str, term: int | None, session: int | None, english: str | None, chinese: str | None
) -> None:
    """Terms and sessions are ordinals in English, and Chinese numerals in Chinese."""
    made = proposal("2020-a", body=body, term=term, session=session)
    assert (session_name(made, "en"), session_name(made, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        (Kind.SUGGESTION, "npc", "suggestion (建议)"),
        (Kind.SUGGESTION, "council", "suggestion (建议)"),
        (Kind.MOTION, "npc", "motion (动议)"),
        (Kind.MOTION, "council", "motion"),
    ],
)
def test_kinds_have_official_names(kind: Kind, body: str, name: str) -> None:
    """The Chinese term is added for bodies that use it."""
    assert kind_name(kind, body) == name
