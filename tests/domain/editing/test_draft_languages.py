"""The languages under which the texts of drafts are placed."""

from typing import Any

import pytest

from proposals_cli.domain.editing.drafts import (
    DraftReader,
)
from proposals_cli.domain.model.parts import (
    PersonName,
    Statement,
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
    assert remark.startswith("The language of the title and 1 more is not known; name it:")
    assert drafting.record("proposals", {**draft, "language": "ru"}).remarks == ()


def test_an_unknown_language_of_the_title_alone_is_named_by_its_key(drafting: DraftReader) -> None:
    """The remark shows what to write, and it works."""
    draft = {"title": "Закон", "year": 2021}
    assert drafting.record("proposals", draft).remarks == (
        "The language of the title is not known; --language or `title: {de: …}` says it.",
    )
    assert drafting.record("proposals", {**draft, "title": {"ru": "Закон"}}).remarks == ()


@pytest.mark.parametrize("field", ["summary", "problem"])
def test_a_statement_may_be_texts_by_language(drafting: DraftReader, field: str) -> None:
    """As a title may; the tags get their usual spelling."""
    record = made(drafting, **{field: {"de": "Kurz.", "ZH_hant": "短"}})
    assert getattr(record, field) == Statement(text={"de": "Kurz.", "zh-Hant": "短"})


def test_a_measure_may_be_texts_by_language(drafting: DraftReader) -> None:
    """Alone, or in a list with others."""
    (alone,) = made(drafting, measures={"de": "Bauen."}).measures
    assert (alone.id, alone.text) == ("m01", {"de": "Bauen."})
    record = made(drafting, measures=[{"de": "Bauen."}, {"text": {"de": "Mehr."}}])
    assert [one.text for one in record.measures] == [{"de": "Bauen."}, {"de": "Mehr."}]


@pytest.mark.parametrize("given", [{"de": "Kurz.", "colour": "red"}, {"de": "x", "basis": "ours"}])
def test_other_keys_beside_a_language_are_refused(
    drafting: DraftReader, given: dict[str, str]
) -> None:
    """They are no tags, and nothing is guessed."""
    assert "field 'summary.de': there is no such field." in refused(drafting, summary=given).message


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
        id="bureau-b679adae", kind="law", publisher="Bureau", language="zh-CN"
    )
