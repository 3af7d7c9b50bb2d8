"""Rare words that occur in a known number of generated proposals."""

from typing import Any, NamedTuple


class Plant(NamedTuple):
    """A word that occurs in ``times`` proposals, in one of its forms in each.

    ``phase`` (0..1) shifts its places, so that plants seldom meet.
    """

    forms: tuple[str, ...]
    times: int
    phase: float


ZEPPELIN = Plant(("zeppelin",), 7, 0.31)
PLANTS = (
    ZEPPELIN,
    Plant(("鲟",), 5, 0.17),
    Plant(("蝴蝶",), 6, 0.43),
    Plant(("候鸟迁徙",), 4, 0.59),
    Plant(("lighthouse", "lighthouses"), 8, 0.71),
    Plant(("龍捲風", "龙卷风"), 6, 0.83),
)
"""A search for any form of a plant must find the proposals of all its forms."""

COMPANION = "hangar"
"""Occurs with the first three zeppelins, and in two proposals without one."""

TWO_WORDS = f"{ZEPPELIN.forms[0]} {COMPANION}"


def plantings(count: int) -> dict[int, list[tuple[str, bool]]]:
    """Return a map of places to (form, whether it goes into the title)."""
    found: dict[int, list[tuple[str, bool]]] = {}
    for plant in PLANTS:
        for rank, place in enumerate(_places(plant, count)):
            form = plant.forms[rank % len(plant.forms)]
            found.setdefault(place, []).append((form, rank // len(plant.forms) % 2 == 0))
    near = _places(ZEPPELIN, count)
    for place in {*near[:3], *(min(place + 1, count - 1) for place in near[3:5])}:
        found.setdefault(place, []).append((COMPANION, False))
    return found


def answers(count: int) -> dict[str, set[int]]:
    """Return a map of search texts to the places of the proposals that they must find."""
    places: dict[str, set[int]] = {}
    for place, forms in plantings(count).items():
        for form, _ in forms:
            places.setdefault(form, set()).add(place)
    found = {
        form: set[int]().union(*(places.get(other, set()) for other in plant.forms))
        for plant in PLANTS
        for form in plant.forms
    }
    found[TWO_WORDS] = found[ZEPPELIN.forms[0]] & places[COMPANION]
    return found


def put(form: str, titles: list[dict[str, Any]], measure: dict[str, Any]) -> None:
    """Put a form into the title in its script if there is one, else into the text of the measure.

    It is English or Chinese; the first title in the language is taken.
    """
    lang = "en" if form.isascii() else "zh"
    title = next((one for one in titles if one["lang"] == lang), None)
    if title is None:
        measure["text"]["en"] += f" This also covers the {form} (case {form})."
    elif form.isascii():
        title["text"] += f", with a {form} clause"
    else:
        title["text"] = f"{form}与{title['text']}"


def _places(plant: Plant, count: int) -> list[int]:
    times = min(plant.times, count)
    return [int((rank + plant.phase) * count / times) for rank in range(times)]
