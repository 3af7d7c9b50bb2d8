"""The forms in which the name of a person, an organisation, a body or a theme is compared."""

from collections.abc import Iterator

from proposals_cli.domain.matching.person_names import parse_name
from proposals_cli.domain.model.records import Body, Person, Theme
from proposals_cli.domain.model.vocabulary import AgentKind
from proposals_cli.domain.text.normalise import name_key, normalise_name

LONGEST_SYLLABLE = 6
"""Letters of a Chinese or Korean syllable in Latin letters, as in Zhuang."""


def names_of(record: Person | Body | Theme) -> Iterator[tuple[str, set[str]]]:
    """Yield every name of a record, with the forms of it that others of the same name may have.

    Capitals, accents, and simplified or traditional characters are the same in all forms. A
    person's name is also compared without titles, and with its words in another order. Two names
    in two scripts are the same only where a record has both: nothing is transcribed.
    """
    is_person = isinstance(record, Person) and record.kind is AgentKind.PERSON
    for name in dict.fromkeys((*record.name.values(), *record.other_names)):
        yield name, {name_key(name), *(_forms_of_person(name) if is_person else ())} - {""}


def _forms_of_person(name: str) -> Iterator[str]:
    parsed = parse_name(name)
    for one in (parsed.name, parsed.other):
        if one is not None:
            yield name_key(one.text)
            words = normalise_name(one.text).split()
            if _shows_no_order(words):
                yield " ".join(sorted(words))


def _shows_no_order(words: list[str]) -> bool:
    """Return whether the same words in another order are the same name.

    Li Hua and Hua Li are two people, as any two syllables may be a family name and a given name.
    """
    return len(words) > 2 or (len(words) == 2 and max(map(len, words)) > LONGEST_SYLLABLE)
