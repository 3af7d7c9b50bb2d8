"""Write a base of any size, with answers that are known beforehand.

::

    python -m tests.benchmarks.generate 100000 store.json

A record depends only on its place, the number of proposals and the seed, so a base is written in
bounded memory and any record can be made again without the others. A few rare words are planted
in a known number of proposals; ``planted`` says in which.
"""

import argparse
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from proposals_cli.domain.model.records import FORMAT
from tests.benchmarks import parliaments, plants, small_tables, words
from tests.benchmarks.parliaments import Parliament
from tests.benchmarks.weights import POOL, Slot, pool, shares, slug, zipf
from tests.benchmarks.words import Word

SEED = 20
FIRST_YEAR, LAST_YEAR = 1990, 2025
CHUNK = 2_000

Json = dict[str, Any]
Draw = Callable[[], float]
"""Returns the next random number between 0 and 1."""

MEASURES = (
    "Begin by %s %s %s so that %s can rely on it within three years.",
    "Set up a fund for %s %s %s, and have it report to %s every year.",
    "Draw up a plan for %s %s %s together with %s before the next session.",
    "Name one body responsible for %s %s %s and let %s complain to it.",
    "Write rules for %s %s %s into law, with a transition for %s.",
    "Give tax relief for %s %s %s where %s bear the cost.",
    "Run pilots on %s %s %s in three provinces and publish what %s say.",
    "Train staff in %s %s %s and open the courses to %s free of charge.",
)
PROBLEM = "%s %s lag behind what %s need: rules differ between places, and %s carry the cost."
STATUSES = ("planned", "presented", "to-be-submitted")


class BaseGenerator:
    """Makes the records of one base with ``count`` proposals."""

    def __init__(self, count: int, seed: int = SEED) -> None:
        self.count = count
        self.seed = seed
        # The last year has four times as many proposals as the first.
        span = LAST_YEAR - FIRST_YEAR
        weights = [1 + 3 * year / span for year in range(span + 1)]
        self.starts = [0, *(round(count * part) for part in shares(weights))]
        things = [(thing, theme) for theme in words.THEMES for thing in theme.objects]
        self.things = dict(things)
        self.slots = (
            Slot(words.GERUNDS),
            Slot(words.QUALIFIERS),
            Slot(
                [thing for thing, _ in things],
                [a * b for a in zipf(len(words.THEMES)) for b in zipf(5)],
            ),
            Slot(words.GROUPS),
        )
        self.themes = pool(words.THEMES)
        self.areas, self.actors, self.regions = (
            pool(names) for names in (words.AREAS, words.ACTORS, words.REGIONS)
        )
        self.people = small_tables.people(count)
        self.person_ids = [person["id"] for person in self.people]
        Random(seed).shuffle(self.person_ids)
        self.sources = max(1, count // 3)
        self.plantings = plants.plantings(count)

    def year(self, place: int) -> int:
        """Return the year of the proposal at a place."""
        return FIRST_YEAR + bisect_right(self.starts, place) - 1

    def id(self, place: int) -> str:
        """Return the id of the proposal at a place (from 0); ids ascend with places."""
        found = self._words(place)
        start = self.starts[self.year(place) - FIRST_YEAR]
        before = place
        while before > start and self._words(before - 1) == found:
            before -= 1
        name = f"{self.year(place)}-{'-'.join(slug(word) for word in found)}"
        return f"{name}-{place - before:03}" if before < place else name

    def proposal(self, place: int) -> Json:
        """Return the proposal at a place as it is stored."""
        random = Random((self.seed << 40) + place).random
        year = self.year(place)
        _, quality, thing, group = self._words(place)
        theme = self.things[thing]
        body = parliaments.parliament(random())
        kind, term = body.kinds[int(random() * len(body.kinds))]
        titles = self._titles(place, body, random)
        measures = [self._measure(place, number, random) for number in range(int(2 + random() * 3))]
        for form, in_title in self.plantings.get(place, ()):
            plants.put(form, titles if in_title else [], measures[-1])
        other = self.themes[int(random() * POOL)].id
        date = self._date(year, random)
        happened = parliaments.actions(body, kind, year, place, random)
        for action in happened:
            action["citations"] = [self._cite(place, random())]
        status = STATUSES[int(random() * len(STATUSES))] if random() < 0.3 else None
        problem = PROBLEM % (quality.en.capitalize(), thing.en, group.en, self._group(random))
        return _filled(
            id=self.id(place),
            year=None if date else year,
            date=date,
            body=body.id,
            term=7 + (year - 1988) // 5,
            session=(year - 1988) % 5 + 1,
            kind=kind,
            kind_terms=[term],
            titles=titles,
            sponsors=parliaments.sponsors(self.person_ids, body, random),
            addressees=[{"who": body.ministries[0]}] if kind == "question" else [],
            themes=[theme.id, other] if random() < 0.4 and other != theme.id else [theme.id],
            regions=[self.regions[int(random() * POOL)]] if random() < 0.4 else [],
            series=[small_tables.series(theme)] if random() < 0.3 else [],
            status=status and {"value": status, "citations": [self._cite(place, random())]},
            problem={"text": {"en": problem}, "citations": [self._cite(place, random())]},
            measures=measures,
            actions=happened,
            relations=[{"kind": "continues", "to": self.id(int(place * random()))}]
            if place and random() < 0.15
            else [],
            identifiers=[{"scheme": "official number", "value": f"{year}-{place + 1}"}]
            if random() < 0.2
            else [],
            sources=[self._source_id(int(self.sources * random()))] if random() < 0.2 else [],
            extra={"faction": body.parties[int(random() * len(body.parties))]}
            if body.parties and random() < 0.3
            else {},
        )

    def _titles(self, place: int, body: Parliament, random: Draw) -> list[Json]:
        """Return the titles of a proposal, the original first."""
        gerund, quality, thing, group = self._words(place)
        english = {"lang": "en", "text": f"On {gerund.en} {quality.en} {thing.en} for {group.en}"}
        citations = [self._cite(place, random())]
        if body.frames:
            own = parliaments.own_title(body, random) | {"citations": citations}
            return [own, english | {"basis": "translated"}] if random() < 0.5 else [own]
        zh = f"面向{group.zh}{gerund.zh}{quality.zh}{thing.zh}"
        if random() < 0.7:
            exact = {"lang": "zh", "text": f"关于{zh}的建议", "basis": "reported"}
            return [exact | {"citations": citations}, english | {"basis": "translated"}]
        return [english | {"basis": "label"}, {"lang": "zh", "text": zh, "basis": "subject"}]

    def _date(self, year: int, random: Draw) -> str | None:
        """Return a day, now and then a month, or nothing."""
        share, month, day = random(), int(1 + random() * 12), int(1 + random() * 28)
        if share < 0.2:
            return None
        return f"{year}-{month:02}" if share < 0.3 else f"{year}-{month:02}-{day:02}"

    def tables(self) -> Iterator[tuple[str, Iterable[Json]]]:
        """Yield the name and the records, by id, of every table."""
        yield "base", [{"format": FORMAT}]
        yield "proposals", map(self.proposal, range(self.count))
        yield "people", self.people
        yield "bodies", parliaments.records()
        yield "themes", small_tables.themes()
        yield "sources", map(self._source, range(self.sources))
        yield "facts", ()
        yield "notes", ()

    def _words(self, place: int) -> tuple[Word, ...]:
        """Return the words for a place, as an arithmetic decoder does.

        Words are as frequent as their weights say, and ascend within a year.
        """
        year = self.year(place) - FIRST_YEAR
        start, end = self.starts[year], self.starts[year + 1]
        jitter = ((place + self.seed) * 2_654_435_761 & 0xFFFFFFFF) / 2**32
        share = (place - start + jitter) / (end - start)
        found = []
        for slot in self.slots:
            word, share = slot.take(share)
            found.append(word)
        return tuple(found)

    def _measure(self, place: int, number: int, random: Draw) -> Json:
        gerund, quality, thing, group = (slot.pool[int(random() * POOL)] for slot in self.slots)
        text = MEASURES[int(random() * len(MEASURES))]
        return _filled(
            id=f"m{number + 1:02}",
            text={"en": text % (gerund.en, quality.en, thing.en, group.en)},
            area=self.areas[int(random() * POOL)],
            horizon="near-term" if random() < 0.15 else None,
            actors=[self.actors[int(random() * POOL)]] if random() < 0.6 else [],
            beneficiaries=[group.en] if random() < 0.3 else [],
            citations=[self._cite(place, random())],
        )

    def _group(self, random: Draw) -> str:
        return self.slots[3].pool[int(random() * POOL)].en

    def _cite(self, place: int, share: float) -> Json:
        number = min(max(0, place // 3 - int(share * 4)), self.sources - 1)
        return {"source": self._source_id(number), "locator": f"para {int(share * 97) % 12 + 1}"}

    def _source_id(self, number: int) -> str:
        publisher = words.PUBLISHERS[number * 7 % len(words.PUBLISHERS)]
        return f"{self.year(number * 3)}-{number:07}-{publisher.en}"

    def _source(self, number: int) -> Json:
        _, quality, thing, _ = self._words(number * 3)
        publisher = words.PUBLISHERS[number * 7 % len(words.PUBLISHERS)]
        return {
            "id": self._source_id(number),
            "kind": "newspaper",
            "publisher": publisher.zh,
            "title": f"代表建议关注{quality.zh}{thing.zh}",
            "date": f"{self.year(number * 3)}-03-{number % 28 + 1:02}",
            "url": f"https://{publisher.en}.example/{number}",
            "language": "zh",
            "extent_read": "whole",
        }


def _filled(**fields: Any) -> Json:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def planted(count: int, seed: int = SEED) -> dict[str, list[str]]:
    """Return a map of search texts to the sorted ids of the proposals that they must find."""
    maker = BaseGenerator(count, seed)
    return {
        text: [maker.id(place) for place in sorted(places)]
        for text, places in plants.answers(count).items()
    }


def write(count: int, path: Path, seed: int = SEED) -> None:
    """Write a base of ``count`` proposals in the layout of the program."""
    number = 0
    with path.open("wb") as file:
        file.write(b"{")
        for rank, (table, records) in enumerate(BaseGenerator(count, seed).tables()):
            left = iter(records)
            file.write(b"%s\n  " % (b"," if rank else b""))
            opening = f'"{table}": {{'.encode()
            while chunk := list(islice(left, CHUNK)):
                numbered = {}
                for record in chunk:
                    # hashed, so that numbers look random but never repeat
                    key = number * 2_654_435_761 & 0xFFFFFFFF if number else 1
                    numbered[str(key)] = record
                    number += 1
                text = msgspec.json.format(msgspec.json.encode({table: numbered}), indent=2)
                # without the brackets of the table, indented by two levels
                start, end = text.index(b"{", 1) + 1, -len(b"\n  }\n}")
                file.write(opening + text[start:end])
                opening = b","
            file.write(b"\n  }" if opening == b"," else opening + b"}")
        file.write(b"\n}\n")


def main() -> None:
    """Read the command line and write the base."""
    parser = argparse.ArgumentParser(description="Write a store of N proposals.")
    parser.add_argument("count", metavar="N", type=int)
    parser.add_argument("path", metavar="PATH", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    if arguments.count < 1:
        parser.error("N must be at least 1")
    started = time.perf_counter()
    write(arguments.count, arguments.path, arguments.seed)
    size = arguments.path.stat().st_size / 1e6
    print(f"{arguments.count:,} proposals, {size:,.1f} MB, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
