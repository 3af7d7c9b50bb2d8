"""Read the names of people as they are written: titles, parties, particles, two scripts.

Nothing is guessed: a family name is told apart where a comma, capitals, a particle or the script
shows it. What is taken off a name stays in the words of the source.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from proposals_cli.domain.matching import east_asian_names
from proposals_cli.domain.matching.organisation_names import is_one_organisation, names_organisation
from proposals_cli.domain.model.parts import PersonName
from proposals_cli.domain.text.languages import main_script

EAST_ASIAN = ("CJK", "HANGUL", "HIRAGANA", "BOPOMOFO")
_CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3"
_CJK_RUN = re.compile(f"[{_CJK}](?:[{_CJK}·・ ]*[{_CJK}])?")
_LATIN_LETTERS = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}")

_BRACKET = re.compile(r"\s*(?:\[([^\[\]]{1,80})\]|\(([^()]{1,80})\)|（([^（）]{1,80})）)\s*$")
_PARTY_AND_PLACE = re.compile(r"(D|R|I|ID|L|G|DFL|Dem|Rep|Ind)[-–]([A-Z]{2})(?:[-–]?\d{1,3})?")
_PARTY_WORD = re.compile(
    r"\b(?:party|partei|parti|partido|partito|partij|partiet|fraktion|independent|democrat(?:ic)?"
    r"|republican|labou?r|conservative|liberal|greens?|grünen?|linke)\b|[党黨당]$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"[A-Z]|(?=\w*\W?\w*[A-Z]$)[A-ZÄÖÜ][\wÄÖÜ&./-]{1,9}")
_MEMBER = re.compile(r"\s+(?:([—–-])\s*)?([A-Z][^\W\d_]{1,14})\s?/\s?[A-Z]{2}$")
"""The party and the state of a member: Ada Modelo - ABC/SP."""

_STATES = frozenset(
    (
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
        "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ",
        "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT",
        "VA", "WA", "WV", "WI", "WY", "DC", "PR", "GU", "AB", "BC", "MB", "NB", "NL", "NS", "ON",
        "QC", "SK", "MP", "JP", "QC", "KC",
    )
)  # fmt: skip
"""Two letters that stand for a place or an office as well: they are not read as a party."""

_TWO_WORDS = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)+")

_NICKNAME = re.compile(r"\s*[\"“„«‘'](?! )[^\"“”„«»‘’']{1,30}[\"”“»’'](?=\s|$)\s*")
_DASH = re.compile(r"\s[—–-]\s")
_DASHED = re.compile(r"\s+[—–-]\s+\S.*$")
_TAIL = re.compile(
    r",\s*(?:(?:MP|MPP|MdB|MdL|MEP|MSP|MLA|QC|KC|SC|JP|GBS|OBE|CBE|PhD|Ph\.D\.|Esq\.?|M\.D\.)"
    r"(?:\s|,|$))+.*$|\s+(?:MdB|MdL|MEP|MP|MPP|MSP|MLA|QC|KC)$"
)
_OFFICE = re.compile(
    r"\b(?:minister|ministre|ministro|ministra|secretary|member|chair\w*|president|leader|speaker"
    r"|for|of)\b",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"(?:the\s+)?(?:(?:mrs?|ms|miss|mx|dr(?:\.\s?(?:med|jur|phil|h\.\s?c))*|prof|hon|sen|rep|del|gov|asm|cllr|ald|mme|mlle|dep"
    r"|sra?(?:\.\s+d(?:ñ?a)?)?|sig|sig\.ra|on|abg|ing|mgr|judr|mudr|dhr|mw)(?:\.\s*|\s+)|(?:(?:rt|right)\.?\s+hon(?:ourable)?"
    r"|hono(?:u)?rable|sir|dame|senator|representative|congress(?:man|woman)|assemblymember"
    r"|councillor|professor|delegate|monsieur|madame|mademoiselle|herr|frau|señora?|senhora?"
    r"|deputad[oa]|diputad[oa]|senador[a]?|onorevole|abgeordneter?|mevrouw|de heer|poseł|posłanka"
    r"|pan|pani)\.?\s+)(?=\S)",
    re.IGNORECASE,
)
_MONSIEUR = re.compile(r"M\.\s+(?=\S{2}[^\s.]*(?P<more>\s\S)?)")
_OF_PLACE = re.compile(r" of [A-Z].*$")
"""Mr. Smith of Texas: the place, where a title has been taken off the name."""

_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)

_PARTICLES = frozenset(
    (
        "af", "av", "da", "dal", "de", "dei", "del", "della", "den", "der", "des", "di", "do",
        "dos", "du", "la", "las", "le", "los", "ten", "ter", "van", "von", "zu", "zum", "zur",
        "e", "y",
    )
)  # fmt: skip
_SYLLABLE = re.compile(
    r"[bcdfghj-np-tv-z]{0,2}[aeiouü]{1,3}(?:ng|[nkptmhr])?|ng|park|ouyang|szeto|au-yeung",
    re.IGNORECASE,
)
"""A Chinese or Korean family name in Latin letters."""

_NO_SYLLABLE = frozenset(
    (
        "ben", "dan", "don", "guy", "ian", "jan", "jim", "joe", "jon", "ken", "kim", "leo", "mia",
        "ron", "sam", "sue", "tim", "tom", "zoe",
    )
)  # fmt: skip
"""Given names in English that look like one."""

MAX_EAST_ASIAN = 20
"""Letters: a longer text is more than a name."""

_DIGIT = re.compile(r"\d")
_SPACES = re.compile("[ \t\n\xa0]+")
_HYPHENATED = re.compile(r"[A-Z][a-z]+-[a-z]+")
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[-'’.·ʻ`])*\.?")
_CONJUNCTION = re.compile(r"\s(?:and|und|et|og|och|или|и)\s|&", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name of a person as read; ``name`` is None where it is not that of one single person.

    ``other`` is the name in Chinese, Japanese or Korean beside one in Latin letters. ``is_whole``
    says that nothing was taken off. ``language`` is what the form of the name shows, if anything.
    """

    name: PersonName | None
    other: PersonName | None = None
    party: str | None = None
    is_whole: bool = True
    language: str | None = None


_PLAIN = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+ ([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)")
"""A name of which nothing is to be taken off: most are of this form."""


@lru_cache(maxsize=2_048)
def parse_name(text: str, language: str = "und") -> ParsedName:
    """Return the parts of a name that its form shows.

    >>> parse_name("Sample, Hon. Ada").name.text, parse_name("Sen. Eva Muster (D-WA)").party
    ('Ada Sample', 'D')
    >>> parse_name("user 9996").name is None
    True
    """
    plain = _PLAIN.fullmatch(text)
    if plain and not _HONORIFIC.match(text) and not _SUFFIX.fullmatch(plain[1]):
        return ParsedName(PersonName(text=text))
    bare = _SPACES.sub(" ", text.strip())
    rest, party, other = _without_brackets(bare)
    if not other:
        rest, other = two_scripts(rest)
    if not other and main_script(rest) in EAST_ASIAN:
        shown = "ja" if east_asian_names.is_japanese(rest, language) else None
        east_asian = east_asian_names.without_titles(rest, language)
        if len(east_asian) > MAX_EAST_ASIAN or _DIGIT.search(east_asian):
            return ParsedName(None, party=party)
        split = east_asian_names.split(east_asian, shown or language)
        return ParsedName(split, party=party, is_whole=east_asian == bare, language=shown)
    rest = _without_titles(rest, language)
    name = _latin_name(rest, is_family_first=bool(other))
    if name and " " not in name.text and rest != bare and not other:
        name = None  # Mr Smith: a family name alone is not one person's
    is_whole = not party and _words(bare) == _words(f"{rest} {other or ''}")
    parsed = ParsedName(name, east_asian_names.split(other, language) if other else None, party)
    return replace(parsed, is_whole=is_whole)


def is_one_name(parts: list[str]) -> bool:
    """Return whether texts between commas are one name, although each could be a whole one.

    >>> is_one_name(["Smith Jr.", "John Paul"]), is_one_name(["Ann Lee", "Bob Roe"])
    (True, False)
    >>> is_one_name(["Committee on Roads", "Rail and Ports"])
    True
    """
    if len(parts) < 2:
        return False
    if is_one_organisation(parts):
        return True
    first = parts[0].split()
    is_family = first[0] in _PARTICLES or (len(first) > 1 and _SUFFIX.fullmatch(first[-1]))
    return len(parts) == 2 and bool(is_family) and len(first) <= 4


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


@lru_cache(maxsize=2_048)
def head_of(text: str) -> str:
    """Return a name without brackets at its end, and without what follows a dash.

    >>> head_of("Ann Lee (Labour Party)"), head_of("Claire Modèle — Ministère des routes")
    ('Ann Lee', 'Claire Modèle')
    """
    return _DASHED.sub("", _without_brackets(text)[0])


@lru_cache(maxsize=20_000)
def is_collective(text: str) -> bool:
    """Return whether a name is that of an organisation, and of no member of it.

    >>> is_collective("Senado - Ada Modelo - ABC/SP"), is_collective("Grupo ABC/SP")
    (False, True)
    """
    found = _MEMBER.search(text)
    return not (found and found[1]) and names_organisation(head_of(text))


def _without_brackets(text: str) -> tuple[str, str | None, str | None]:
    """Return a name without brackets at its end, the party, and the name in another script."""
    party = other = None
    if (found := _MEMBER.search(text)) and (found[1] or not names_organisation(text)):
        text = _DASH.split(text[: found.start()])[-1].strip()
        party = found[2]
    while found := _BRACKET.search(text):
        inner, rest = (found[1] or found[2] or found[3]).strip(), text[: found.start()].strip()
        if not rest:
            break
        text = rest
        if new := _party(inner):
            party = party or new
        elif _CJK_RUN.fullmatch(inner) and not _CJK_RUN.search(rest):
            other = other or inner
        elif _CJK_RUN.fullmatch(rest) and _TWO_WORDS.fullmatch(inner):
            text, other = inner, rest
    return text, party, other


def _party(text: str) -> str | None:
    found = _PARTY_AND_PLACE.fullmatch(text)
    if found and found[2] in _STATES:
        return found[1]
    if text in _STATES:
        return None
    is_short = _ABBREVIATION.fullmatch(text)
    return text if is_short or _PARTY_WORD.search(text) else None


@lru_cache(maxsize=2_048)
def two_scripts(text: str) -> tuple[str, str | None]:
    """Return a name in Latin letters and the same in another script; else the text and None.

    >>> two_scripts("Ma Huateng (马化腾)"), two_scripts("马化腾")
    (('Ma Huateng', '马化腾'), ('马化腾', None))
    """
    found = None if text.isascii() else _CJK_RUN.search(text)
    if found:
        latin = (text[: found.start()] + " " + text[found.end() :]).strip(" ()（）,/·、|")
        if _LATIN_LETTERS.search(latin) and not _CJK_RUN.search(latin):
            return latin, found[0].strip()
    return text, None


def _without_titles(text: str, language: str) -> str:
    """Return a name without titles before it, nicknames, and offices after it."""
    text = _NICKNAME.sub(" ", text).strip()
    text = _TAIL.sub("", _DASHED.sub("", text)).strip()
    family, comma, given = text.partition(",")
    if comma and " " in family and _OFFICE.search(given):
        text, family, comma = family, "", ""
    before, after = (f"{family},", given.strip()) if comma else ("", text)
    while True:
        found = _HONORIFIC.match(after) or _HONORIFIC.match(before)
        if found is None:
            monsieur = _MONSIEUR.match(after)
            if not monsieur or not (monsieur["more"] or language[:2] == "fr"):
                break
            after = after[monsieur.end() :]
        elif found.string is after:
            after = after[found.end() :]
        else:
            before = before[found.end() :]
    rest = f"{before} {after}".strip()
    return _OF_PLACE.sub("", rest) if len(rest) < len(text) else rest


def _latin_name(text: str, *, is_family_first: bool) -> PersonName | None:
    """Return a name in a script with capitals; None if it may be anything else."""
    family, *others = (part.strip() for part in text.split(","))
    suffix = ""
    for part in others:
        if _SUFFIX.fullmatch(part):
            suffix = part
            others.remove(part)
            break
    words, given = family.split(), others[0].split() if others else []
    for side in (given, words):
        if len(side) > 1 and _SUFFIX.fullmatch(side[-1]) and not suffix:
            suffix = side.pop()
    known = [*words, *given]
    if (
        not words
        or len(others) > 1
        or len(known) > 8
        or (len(known) == 1 and len(text) <= 6 and text.isupper())  # SPD
        or _CONJUNCTION.search(text)
        or not all(map(_NAME_WORD.fullmatch, known))
        or (len(known) == 1 and _HONORIFIC.match(f"{known[0]} x"))
        or (given and len(words) > 4)
    ):
        return None
    if given:
        return _inverted(words, given, suffix)
    return _in_order(words, suffix, is_family_first=is_family_first)


def _made(given: list[str], particle: list[str], family: list[str], suffix: str) -> PersonName:
    text = " ".join((*given, *particle, *family, *([suffix] if suffix else [])))
    return PersonName(
        text=text,
        family=" ".join(family),
        given=" ".join(given) or None,
        particle=" ".join(particle) or None,
        suffix=suffix or None,
    )


def _inverted(family: list[str], given: list[str], suffix: str) -> PersonName:
    """Return the name in ``van Beispiel, Ludwig`` or ``Beispiel, Ludwig van``."""
    first, last = 0, len(given)
    while first < len(family) - 1 and family[first] in _PARTICLES:
        first += 1
    while last > 1 and given[last - 1] in _PARTICLES:
        last -= 1
    return _made(given[:last], [*given[last:], *family[:first]], family[first:], suffix)


def _in_order(words: list[str], suffix: str, *, is_family_first: bool) -> PersonName:
    """Return a name in the order of speech, with its parts where something shows them."""
    whole = PersonName(text=" ".join([*words, *([suffix] if suffix else [])]))
    if len(words) < 2:
        return whole
    capitals = [number for number, word in enumerate(words) if _is_capitals(word)]
    if capitals and len(capitals) < len(words):
        first, last = capitals[0], capitals[-1] + 1
        if last - first == len(capitals):
            made = _made([*words[:first], *words[last:]], [], words[first:last], suffix)
            return _named(made, whole)
    if len(words) == 3 and words[2].endswith(("вич", "вна", "чна")):
        return _named(_made(words[1:], [], words[:1], ""), whole)
    for place, word in enumerate(words[1:-1], 1):
        if word in ("e", "y") and place > 1:
            return _made(words[: place - 1], [], words[place - 1 :], suffix)
        if word in _PARTICLES and not _is_particle(words[place - 1]):
            end = place
            while end < len(words) - 1 and words[end] in _PARTICLES:
                end += 1
            return _made(words[:place], words[place:end], words[end:], suffix)
    if _HYPHENATED.fullmatch(words[-1]) or is_family_first:
        return _named(_east_asian_in_latin(words), whole)
    if suffix:
        return _made(words[:-1], [], words[-1:], suffix)
    return whole


def _named(made: PersonName | None, whole: PersonName) -> PersonName:
    """Return the parts with the whole name as the source orders it."""
    return (
        PersonName(text=whole.text, family=made.family, given=made.given, suffix=made.suffix)
        if made
        else whole
    )


def _east_asian_in_latin(words: list[str]) -> PersonName | None:
    """Return the parts of Leung Chun-ying, Ma Huateng or Eunice Yung Hoi-yan; None if unsure."""
    is_hyphenated = bool(_HYPHENATED.fullmatch(words[-1]))
    is_sure = is_hyphenated and len(words) == 2
    places = [
        number
        for number, word in enumerate(words)
        if _SYLLABLE.fullmatch(word) and (is_sure or word.lower() not in _NO_SYLLABLE)
    ]
    if places and places[0] == 0 and (is_hyphenated or len(words) == 2):
        return _made(words[1:], [], words[:1], "")
    if places and is_hyphenated and places[0] < len(words) - 1:
        first = places[0]
        return _made([*words[:first], *words[first + 1 :]], [], [words[first]], "")
    return None


def _is_particle(word: str) -> bool:
    return word.lower() in _PARTICLES


def _is_capitals(word: str) -> bool:
    if not word.isupper() or word.endswith(".") or _SUFFIX.fullmatch(word):
        return False
    return len(word) > 2 or (len(word) == 2 and _SYLLABLE.fullmatch(word) is not None)
