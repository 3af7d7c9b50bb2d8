"""Names of people and organisations as CSL (citation style language) has them: in parts.

Names that a record gives in parts are used as they are. Otherwise a name is only split where its
order is known; an organisation never is.
"""

import re
from collections.abc import Mapping

from proposals_cli.domain.model.parts import Agent, PersonName
from proposals_cli.domain.model.records import Body, Person, Record
from proposals_cli.domain.model.vocabulary import AgentKind
from proposals_cli.domain.text.languages import Languages, best_tag, main_script, scripts_of

CslName = dict[str, str]
"""A name variable of CSL-JSON: ``literal``, or ``family`` and other parts."""

PARTS = {
    "family": "family",
    "given": "given",
    "non-dropping-particle": "particle",
    "dropping-particle": "dropping_particle",
    "suffix": "suffix",
}
"""Part of a name in CSL → the field of ``PersonName``."""

EAST_ASIAN = ("CJK", "HANGUL", "HIRAGANA", "BOPOMOFO")
"""Scripts of names that are written family name first, and never abbreviated."""

_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)

_HONORIFIC = re.compile(
    r"(?:mr|mrs|ms|miss|mme|mlle|dr|prof|hon|sen|rep|herr|frau)\.? +(?=\S)", re.IGNORECASE
)
"""A title before a name, of which styles would print the initial."""

_PARTICLES = (
    "af", "al", "av", "d'", "da", "dal", "de", "dei", "del", "della", "den", "der", "des", "di",
    "do", "dos", "du", "el", "la", "le", "les", "ten", "ter", "van", "von", "zu", "zum", "zur",
)  # fmt: skip

# A Chinese or Korean family name is one syllable, as Ma, Zhang, Kwok and Kim are; Jack and
# Regina are not. The second line has the common ones that are more.
_FAMILY_NAME = re.compile(
    r"[bcdfghj-np-tv-z]{0,2}[aeiouü]{1,3}(?:ng|[nkptmhr])?"
    r"|ng|park|ouyang|sima|situ|shangguan|zhuge",
    re.IGNORECASE,
)


def csl_name(agent: Agent, record: Record | None, languages: Languages) -> CslName:
    """Return the name of an agent.

    Args:
        agent: who is cited.
        record: the person, organisation or body that ``agent.who`` stands for, if there is one.
        languages: those that the reader wants.
    """
    match record:
        case Body():
            return {"literal": languages.text(record.name)}
        case Person(kind=AgentKind.ORGANISATION):
            return {"literal": chosen_name(record.names, languages).text}
        case Person():
            name = chosen_name(record.names, languages)
            return _in_parts(name) or _split(name.text, is_family_first=_has_han_name(record))
    return _inverted(agent.as_named or agent.name, is_certain=False)


def chosen_name(names: Mapping[str, PersonName], languages: Languages) -> PersonName:
    """Return the name in the preferred language, else one in a script of it, else the first."""
    tag = best_tag(names, languages.tags)
    if tag is None:
        readable = {script for wanted in languages.tags for script in scripts_of(wanted)}
        tag = next((tag for tag, one in names.items() if main_script(one.text) in readable), None)
    return names[tag or next(iter(names))]


def whole(name: CslName) -> CslName:
    """Return an East Asian name in one piece, any other as it is.

    For programs that would print it in another order, or its initials.

    >>> whole({"family": "马", "given": "化腾"}), whole({"family": "Roe"})
    ({'literal': '马化腾'}, {'family': 'Roe'})
    """
    text = f"{name.get('family', '')}{name.get('given', '')}"
    return {"literal": text} if text and main_script(text) in EAST_ASIAN else name


def _in_parts(name: PersonName) -> CslName | None:
    """Return a name whose record gives its parts; None if it does not."""
    if not name.family:
        return None
    parts = {part: getattr(name, field) for part, field in PARTS.items()}
    return {part: text for part, text in parts.items() if text}


def _has_han_name(person: Person) -> bool:
    """Return whether a person has a Chinese or Korean name in its own script."""
    return any(
        main_script(name.text) in ("CJK", "HANGUL")
        for tag, name in person.names.items()
        if tag.partition("-")[0] != "ja"
    )


def _split(text: str, *, is_family_first: bool) -> CslName:
    """Return the parts of a person's name, as far as its order is known."""
    if main_script(text) in EAST_ASIAN:
        return {"literal": text}
    if "," in text:
        return _inverted(text, is_certain=True)
    words = _without_honorific(text).split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if len(words) < 2:
        return {"literal": text}
    if is_family_first and _FAMILY_NAME.fullmatch(words[0]):
        return {"family": words[0], "given": " ".join(words[1:])}
    first = len(words) - 1  # of the particles
    while first > 1 and words[first - 1].islower():
        first -= 1
    parts = {
        "family": words[-1],
        "given": " ".join(words[:first]),
        "non-dropping-particle": " ".join(words[first:-1]),
        "suffix": suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _inverted(text: str, *, is_certain: bool) -> CslName:
    """Return the parts of ``Family, Given`` or ``Family, Given, Jr.``, else the text as it is.

    Without ``is_certain`` the text may be anything, such as the name of a committee.
    """
    family, *others = (part.strip() for part in text.split(","))
    suffix = others.pop() if len(others) == 2 and _SUFFIX.fullmatch(others[1]) else ""
    if not (family and len(others) == 1 and others[0]):
        return {"literal": text}
    given = _without_honorific(others[0])
    if not is_certain and not _are_names(family.split(), given.split()):
        return {"literal": text}
    before, after = family.split(), given.split()
    first, last = 0, len(after)
    while first < len(before) - 1 and before[first] in _PARTICLES:
        first += 1
    while last > 1 and after[last - 1] in _PARTICLES:
        last -= 1
    parts = {
        "family": " ".join(before[first:]),
        "given": " ".join(after[:last]),
        "non-dropping-particle": " ".join(before[:first]),
        "dropping-particle": " ".join(after[last:]),
        "suffix": suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _without_honorific(text: str) -> str:
    found = _HONORIFIC.match(text)
    return text[found.end() :] if found else text


def _are_names(family: list[str], given: list[str]) -> bool:
    """Return whether words before and after a comma can only be those of a person.

    They are few, and of letters; and each is capitalised or a particle.
    """
    if not (len(family) <= 3 and len(given) <= 3):
        return False
    words = [*family, *given]
    return all(
        word in _PARTICLES
        or (word[:1].isupper() and re.fullmatch(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*", word))
        for word in words
    )
