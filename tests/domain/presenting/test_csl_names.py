"""Names in the parts of CSL, where their order is known."""

import pytest

from proposals_cli.domain.model.parts import Agent, PersonName, Sponsor
from proposals_cli.domain.model.records import Person
from proposals_cli.domain.model.vocabulary import AgentKind
from proposals_cli.domain.presenting.csl_names import chosen_name, csl_name
from proposals_cli.domain.text.languages import Languages, parse_languages
from tests.factories import body


def person(**names: str) -> Person:
    """Return a person with these names by language."""
    return Person(id="x", names={tag: PersonName(text=text) for tag, text in names.items()})


def named(record: Person, lang: str = "en") -> dict[str, str]:
    """Return the name of a person in a language."""
    return csl_name(Sponsor(who="x"), record, parse_languages(lang))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jane Q. Roe", {"family": "Roe", "given": "Jane Q."}),
        (
            "Ludwig van Beispiel",
            {"family": "Beispiel", "given": "Ludwig", "non-dropping-particle": "van"},
        ),
        (
            "Ana de la Cruz",
            {"family": "Cruz", "given": "Ana", "non-dropping-particle": "de la"},
        ),
        ("John Smith Jr.", {"family": "Smith", "given": "John", "suffix": "Jr."}),
        ("Smith, John", {"family": "Smith", "given": "John"}),
        ("Smith, John, III", {"family": "Smith", "given": "John", "suffix": "III"}),
        (
            "Exemple, Jeanne d'",
            {"family": "Exemple", "given": "Jeanne", "dropping-particle": "d'"},
        ),
        (
            "van Beispiel, Ludwig",
            {"family": "Beispiel", "given": "Ludwig", "non-dropping-particle": "van"},
        ),
        ("Mme Jeanne Exemple", {"family": "Exemple", "given": "Jeanne"}),
        ("Ford, Hon. Doug", {"family": "Ford", "given": "Doug"}),
        ("Repton Sample", {"family": "Sample", "given": "Repton"}),
        ("Plato", {"literal": "Plato"}),
        ("a, b, c, d", {"literal": "a, b, c, d"}),
    ],
)
def test_a_western_name_is_split_by_its_order(text: str, parts: dict[str, str]) -> None:
    """The last word is the family name, or what stands before a comma."""
    assert named(person(en=text)) == parts


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        ({"en": "Ma Huateng", "zh": "马化腾"}, {"family": "Ma", "given": "Huateng"}),
        ({"en": "Kim Min-jun", "ko": "김민준"}, {"family": "Kim", "given": "Min-jun"}),
        ({"en": "Regina Example", "zh": "葉某某"}, {"family": "Example", "given": "Regina"}),
        ({"en": "Jack Sample", "zh": "马某"}, {"family": "Sample", "given": "Jack"}),
        ({"en": "Hanako Rei", "ja": "例花子"}, {"family": "Rei", "given": "Hanako"}),
    ],
)
def test_a_chinese_or_korean_name_in_latin_letters_begins_with_the_family_name(
    names: dict[str, str], parts: dict[str, str]
) -> None:
    """Unless the first word can be none: many have a Western name beside the Chinese one."""
    assert named(person(**names)) == parts


def test_a_name_in_chinese_characters_or_hangul_stays_in_one_piece() -> None:
    """Styles would print initials of its parts."""
    for text in ("马化腾", "例田　花子", "김민준", "みどり"):
        assert named(person(und=text)) == {"literal": text}


def test_the_parts_that_a_record_gives_are_used() -> None:
    """Nothing is guessed then."""
    name = PersonName(
        text="Ann van der Lee Jr.",
        family="Lee",
        given="Ann",
        particle="van der",
        dropping_particle="of",
        suffix="Jr.",
    )
    assert named(Person(id="x", names={"en": name})) == {
        "family": "Lee",
        "given": "Ann",
        "non-dropping-particle": "van der",
        "dropping-particle": "of",
        "suffix": "Jr.",
    }


def test_an_organisation_is_never_split() -> None:
    """Nor is a body, nor words of a source that need not name a person."""
    text = "Committee on Roads, Rail and Ports"
    record = Person(
        id="x", kind=AgentKind.ORGANISATION, names={"en": PersonName(text=text, family="Ports")}
    )
    assert named(record) == {"literal": text}
    assert csl_name(Sponsor(who="npc"), body("npc"), Languages()) == {"literal": "Npc"}
    for words in (
        text,
        "Ministry of Finance, Japan",
        "Group 4, Green",
        "Finance, Ministry of",
        "Jane Roe",
        "(D-WA), Maria",
        "张三等12人",
        "Sample, John and others",
    ):
        assert csl_name(Agent(as_named=words), None, Languages()) == {"literal": words}


def test_words_of_a_source_are_split_at_a_comma_that_only_a_person_has() -> None:
    """As ``Family, Given``."""
    found = csl_name(Agent(as_named="O'Sample-Roe, John Q."), None, Languages())
    assert found == {"family": "O'Sample-Roe", "given": "John Q."}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "马化腾"),
        ("zh-Hant", "马化腾"),
        ("en", "Ma Huateng"),
        ("de", "Ma Huateng"),
        ("ja", "马化腾"),
        ("ru", "马化腾"),
    ],
)
def test_a_name_without_a_language_serves_those_of_its_script(lang: str, text: str) -> None:
    """Without any in a script of the wanted language, it is the first."""
    names = {"zh": PersonName(text="马化腾"), "und": PersonName(text="Ma Huateng")}
    assert chosen_name(names, parse_languages(lang)).text == text
