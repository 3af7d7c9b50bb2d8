"""Languages: tags, a reader's choice, and what the script of a text shows."""

import pytest

from proposals_cli.domain.text.languages import (
    Languages,
    best_tag,
    canonical_tag,
    language_of,
    parse_languages,
)
from proposals_cli.errors import InvalidQueryError


@pytest.mark.parametrize(
    ("wanted", "available", "found"),
    [
        ("zh", ["en", "zh"], "zh"),
        ("zh", ["en", "zh-Hant"], "zh-Hant"),
        ("zh-Hant", ["zh", "zh-Hant"], "zh-Hant"),
        ("zh-Hant", ["en", "zh"], "zh"),
        ("zh-Hant-TW", ["zh-Hant"], "zh-Hant"),
        ("zh-Hant", ["zh-Hans"], None),
        ("de,en", ["en", "de"], "de"),
        ("de,en", ["en", "fr"], "en"),
        ("z", ["zh"], None),
        ("de", ["deu"], None),
    ],
)
def test_a_tag_takes_itself_then_longer_then_shorter_ones(
    wanted: str, available: list[str], found: str | None
) -> None:
    """As BCP 47 lookup does, and ``zh`` takes any Chinese."""
    assert best_tag(available, wanted.split(",")) == found


def test_a_text_in_no_wanted_language_is_given_in_its_own() -> None:
    """Its tag says so: it is never passed off as another language."""
    assert Languages(("fr",)).choose({"de": "Wasser", "en": "Water"}) == ("de", "Wasser")
    assert Languages(("fr",)).choose({}) is None
    assert Languages(("fr",)).text({}) == ""


@pytest.mark.parametrize(
    ("typed", "languages"),
    [
        ("en", Languages(("en",))),
        ("both", Languages(("en", "zh"), each=True)),
        ("DE, en", Languages(("de", "en"))),
        ("zh_hant", Languages(("zh-Hant",))),
        ("de,de", Languages(("de",))),
    ],
)
def test_the_option_takes_tags_in_order_of_preference(typed: str, languages: Languages) -> None:
    """Spelling does not matter."""
    assert parse_languages(typed) == languages


@pytest.mark.parametrize("typed", ["", ",", "english", "e", "en;de", "中文", "both,en x"])
def test_what_is_no_tag_is_refused(typed: str) -> None:
    """The error says what to type."""
    with pytest.raises(InvalidQueryError, match="is not a language"):
        parse_languages(typed)


def test_headings_are_in_the_first_language_that_the_program_speaks() -> None:
    """English and Chinese; English if neither is wanted."""
    assert Languages(("de", "zh-Hant", "en")).interface == "zh"
    assert Languages(("de",)).interface == "en"


@pytest.mark.parametrize(
    ("given", "tag"),
    [("sr-latn-rs", "sr-Latn-RS"), ("es-419", "es-419"), ("deu", "deu"), ("de_CH", "de-CH")],
)
def test_tags_are_spelled_in_the_usual_way(given: str, tag: str) -> None:
    """Language lower, script title, region upper case."""
    assert canonical_tag(given) == tag


@pytest.mark.parametrize(
    ("text", "body", "base", "language"),
    [
        ("関連する質問主意書", ["ja"], None, "ja"),
        ("予算案", ["ja"], "en", "ja"),
        ("予算案", ["ja", "en"], "en", "zh"),
        ("关于医疗的建议", [], "en", "zh"),
        ("关于推进 Mobile Internet 健康发展的建议", ["zh"], "en", "zh"),
        ("Plan for the 湾区 of Guangdong", ["zh"], "en", "en"),
        ("법률안", [], "en", "ko"),
        ("Stand der Dinge", ["de"], "en", "de"),
        ("Stand der Dinge", ["de", "fr"], None, "und"),
        ("On safe AI", ["zh"], "en", "en"),
        ("Закон о воде", ["uk"], "en", "uk"),
        ("Закон о воде", ["de"], "en", "und"),
        ("Νόμος", [], "el", "el"),
        ("21/4888", ["de"], "de", "und"),
        ("", ["de"], "de", "und"),
    ],
)
def test_script_then_body_then_base_places_a_text(
    text: str, body: list[str], base: str | None, language: str
) -> None:
    """Where nothing shows the language, nobody guesses."""
    assert language_of(text, body, base) == language
