"""The languages under which the texts of drafts are placed."""

from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import (
    DraftReader,
)
from proposals_cli.domain.model.parts import (
    PersonName,
)
from proposals_cli.domain.model.records import Person, Source
from proposals_cli.domain.text.languages import canonical_tag
from tests.domain.editing.drafts import made, refused


@pytest.mark.parametrize(
    ("title", "body", "settled", "tag"),
    [
        ("On clouds", "npc", None, "en"),
        ("Wolken", "landtag", None, "de"),
        ("Nuages", "senat", None, "en"),
        ("Nuages", "senat", "fr", "fr"),
        ("例についての質問主意書", "npc", None, "ja"),
        ("国会質問", "sangiin", None, "ja"),
        ("关于云", "landtag", None, "zh"),
        ("關於雲", "npc", "zh_HANT", "zh-Hant"),
        ("On clouds", "landtag", "en", "en"),
        ("Закон", "npc", None, "und"),
        ("12/3", "npc", None, "und"),
    ],
)
def test_a_text_is_placed_under_its_language(
    drafting: DraftReader, title: str, body: str, settled: str | None, tag: str
) -> None:
    """By its script, the body's only language or that of the base, unless the draft says it."""
    record = made(drafting, title=title, body=body, language=settled, measures="12 %")
    assert record.titles[0].lang == tag
    assert list(record.measures[0].text) == [(settled and canonical_tag(settled)) or "und"]


def test_an_unknown_language_is_remarked(drafting: DraftReader) -> None:
    """Nothing is filed under a language that nobody stated."""
    draft = {"title": "Закон", "year": 2021, "problem": "Дождь."}
    (remark,) = drafting.record("proposals", draft).remarks
    assert remark.startswith("The language of titles[0] and 1 more is not known;")
    assert drafting.record("proposals", {**draft, "language": "ru"}).remarks == ()


@pytest.mark.parametrize("given", ["English", "e", "zh-Hans-", 5])
def test_a_wrong_language_is_refused(drafting: DraftReader, given: Any) -> None:
    """The error says what a language is."""
    error = refused(drafting, language=given)
    assert f"'{given}' is not a language." in error.message
    assert error.field == "language"


@pytest.mark.parametrize(
    ("names", "stored"),
    [
        ("Jürgen Groß", {"und": PersonName(text="Jürgen Groß")}),
        ("马化腾", {"zh": PersonName(text="马化腾")}),
        ({"de": "Jürgen Groß"}, {"de": PersonName(text="Jürgen Groß")}),
        (
            {"de": {"text": "Jürgen Groß", "family": "Groß"}},
            {"de": PersonName(text="Jürgen Groß", family="Groß")},
        ),
    ],
)
def test_a_name_in_latin_letters_is_in_no_language(
    drafting: DraftReader, names: Any, stored: dict[str, PersonName]
) -> None:
    """It serves every language of its script; an English base does not make it English."""
    for key in ("name", "names"):
        record = drafting.record("people", {"id": "someone", key: names}).record
        assert record == Person(id="someone", names=stored)


def test_a_source_has_a_language_of_its_own(drafting: DraftReader) -> None:
    """There, the key is the field."""
    draft = {"kind": "law", "publisher": "Bureau", "language": "zh_CN"}
    assert drafting.record("sources", draft).record == Source(
        id="bureau", kind="law", publisher="Bureau", language="zh-CN"
    )
