"""People and themes of a generated base."""

from math import sqrt
from typing import Any

from tests.benchmarks import words
from tests.benchmarks.words import Word

Json = dict[str, Any]


def people(count: int) -> list[Json]:
    """Return 500 people per 10,000 proposals, growing as the square root, sorted by id."""
    names = [(a, b, c) for a in words.SURNAMES for b in words.GIVEN for c in words.GIVEN]
    number = min(len(names), max(3, round(500 * sqrt(count / 10_000))))
    chosen = (names[place * 7_919 % len(names)] for place in range(number))
    return sorted(map(_person, chosen), key=lambda person: str(person["id"]))


def _person(name: tuple[Word, Word, Word]) -> Json:
    surname, first, second = name
    return {
        "id": f"{surname.en}-{first.en}-{second.en}",
        "names": {
            "en": {"text": f"{surname.en.capitalize()} {first.en.capitalize()}{second.en}"},
            "zh": {"text": surname.zh + first.zh + second.zh},
        },
        "roles": ["Deputy"],
    }


def themes() -> list[Json]:
    """Return all themes, sorted by id."""
    return sorted(map(_theme, words.THEMES), key=lambda theme: str(theme["id"]))


def _theme(theme: words.ThemeWords) -> Json:
    return {
        "id": theme.id,
        "name": {"en": theme.name.en, "zh": theme.name.zh},
        "description": {"en": f"Proposals on {', '.join(thing.en for thing in theme.objects)}."},
        "cap": {"code": theme.cap, "name": f"Topic {theme.cap}"},
    }


def series(theme: words.ThemeWords) -> Json:
    """Return the series of a theme's proposals."""
    name = {"en": f"{theme.name.en} series", "zh": f"{theme.name.zh}系列"}
    return {"id": f"{theme.id}-series", "name": name}
