"""Make the base of one size, two changed copies of it, and the answers it must give.

::

    python -m tests.benchmarks.prepare 10000 FOLDER

The answers are found by walking the file with the standard library alone, so that the program
is not checked against itself. Runners call this as a separate process and import only names
from it, because they must stay small (see ``timing.floor``).
"""

import argparse
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

SHIPPED = Path(__file__).parents[2] / "data" / "proposals.json"
SHIPPED_COUNT = 54

THEME = "digital-economy"
YEARS = (2018, 2020)
UNTIL = "1999"
LIMIT = 50

ANSWERED = ("suggestion", "question", "interpellation", "petition", "cppcc-proposal")
"""The kinds of proposals that ask for an answer."""

CHANGE = "quokka"
"""A word that occurs only in the changed record and in the added one."""


class Place(NamedTuple):
    """A proposal, and the offsets of its text in the file, in bytes."""

    number: str
    record: dict[str, Any]
    start: int
    end: int


def walk(path: Path) -> Iterator[Place]:
    """Yield the proposals of a base in the layout of the program, one at a time."""
    position, start, number = 0, 0, ""
    lines: list[bytes] = []
    inside = False
    with path.open("rb") as file:
        for line in file:
            if not inside:
                inside = line == b'  "proposals": {\n'
            elif line.startswith(b"  }"):
                return
            elif line.startswith(b'    "'):
                start, number, lines = position, line.split(b'"')[1].decode(), [b"{"]
            elif line.startswith(b"    }"):
                record = json.loads(b"".join([*lines, b"}"]))
                yield Place(number, record, start, position + len(b"    }"))
            else:
                lines.append(line)
            position += len(line)


def answers(path: Path, count: int) -> dict[str, Any]:
    """Return the answers that a base of ``count`` proposals must give.

    ``filtered`` and ``newest`` are the ids of the first ``LIMIT`` by day and id, ``filtered_all``
    all ids of the filter in that order; ``shown`` is a complete record from the middle.
    """
    filtered: list[tuple[int, str]] = []
    newest: list[tuple[int, str]] = []
    dated: list[tuple[int, str]] = []
    themes: Counter[str] = Counter()
    measures = theme_measures = asked = answered = total = 0
    shown: dict[str, Any] = {}
    for place, (_, record, _, _) in enumerate(walk(path)):
        key = (-_day(record), record["id"])
        newest.append(key)
        if len(newest) > 10_000:
            newest = sorted(newest)[:LIMIT]
        if THEME in record["themes"]:
            theme_measures += len(record.get("measures", ()))
            if YEARS[0] <= _day(record) // 10_000 <= YEARS[1]:
                filtered.append(key)
        if record.get("date", "9999")[:4] <= UNTIL:
            dated.append(key)
        themes.update(record["themes"])
        measures += len(record.get("measures", ()))
        is_asked, is_answered = _reply(record)
        asked += is_asked
        answered += is_answered
        total += 1
        if place == count // 2:
            shown = record
    ids = [id_ for _, id_ in sorted(filtered)]
    return {
        "filtered": ids[:LIMIT],
        "filtered_all": ids,
        "newest": [id_ for _, id_ in sorted(newest)[:LIMIT]],
        "until": [id_ for _, id_ in sorted(dated)[:LIMIT]],
        "total": total,
        "measures": measures,
        "theme_measures": theme_measures,
        "by_theme": dict(themes),
        "asked": asked,
        "answered": answered,
        "shown": shown,
        "planted": {} if count == SHIPPED_COUNT else _planted(count),
    }


def _day(record: dict[str, Any]) -> int:
    """Return year, month and day as one number, zeros for what is not known."""
    date = record.get("date", "")
    year = record.get("year") or int(date[:4] or 0)
    known = date if date.startswith(f"{year:04}") else ""
    return year * 10_000 + int(known[5:7] or 0) * 100 + int(known[8:] or 0)


def _reply(record: dict[str, Any]) -> tuple[bool, bool]:
    """Return whether a proposal asks for an answer or has one, and whether it was answered."""
    replies = [one for one in record.get("actions", ()) if one["stage"] == "replied"]
    asks = bool(replies) or "reply_due" in record or record["kind"] in ANSWERED
    return asks, any(not one.get("interim") for one in replies)


def write_variants(base: Path, id_: str) -> None:
    """Write ``changed.json`` and ``added.json``: the base with one title changed, one record more.

    The added record is a copy of the one named, with ``-added`` after its id.
    """
    place = next(place for place in walk(base) if place.record["id"] == id_)
    with base.open("rb") as file:
        file.seek(place.start)
        text = file.read(place.end - place.start)
    changed = text.replace(b'"text": "', f'"text": "{CHANGE} '.encode(), 1)
    added = changed.replace(f'"id": "{id_}"'.encode(), f'"id": "{id_}-added"'.encode(), 1)
    # a number above 2 ** 32, which no other record has
    added = added.replace(f'    "{place.number}"'.encode(), b'    "4294967299"', 1)
    for name, new in (("changed", changed), ("added", text + b",\n" + added)):
        with base.open("rb") as file, base.with_name(f"{name}.json").open("wb") as copy:
            _copy(file, copy, place.start)
            copy.write(new)
            file.seek(place.end)
            shutil.copyfileobj(file, copy)


def made_from(count: int) -> str:
    """Return a hash of everything that the prepared files depend on."""
    hashed = hashlib.blake2b(str(count).encode(), digest_size=12)
    names = ("generate", "parliaments", "plants", "prepare", "small_tables", "weights", "words")
    for path in (*(Path(__file__).with_name(f"{name}.py") for name in names), SHIPPED):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def prepare(count: int, folder: Path) -> None:
    """Prepare the files in a folder, unless it contains all of them."""
    from tests.benchmarks import generate

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "answers.json"
    if target.exists() and json.loads(target.read_text("utf-8"))["made_from"] == made_from(count):
        return
    target.unlink(missing_ok=True)
    base = folder / "base.json"
    if count == SHIPPED_COUNT:
        shutil.copyfile(SHIPPED, base)
    else:
        generate.write(count, base)
    found = answers(base, count)
    write_variants(base, found["shown"]["id"])
    # in a separate file, because it grows with the base and few runners need it
    (folder / "filtered.json").write_text(json.dumps(found.pop("filtered_all")), "utf-8")
    found["made_from"] = made_from(count)
    target.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _planted(count: int) -> dict[str, list[str]]:
    from tests.benchmarks.generate import planted

    return planted(count)


def _copy(file: Any, copy: Any, size: int) -> None:
    while size > 0 and (block := file.read(min(size, 1 << 20))):
        copy.write(block)
        size -= len(block)


def main() -> None:
    """Read the command line and prepare one size."""
    parser = argparse.ArgumentParser(description="Prepare a store of N proposals for measuring.")
    parser.add_argument("count", metavar="N", type=int)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    arguments = parser.parse_args()
    prepare(arguments.count, arguments.folder)


if __name__ == "__main__":
    main()
