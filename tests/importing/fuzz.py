"""Import mutated files of every format: ``python -m tests.importing.fuzz MINUTES [SEED]``.

Each file is a sample that has been damaged: bytes changed, cut out, doubled or moved, also inside
compressed files and workbooks. An import must end within ``SECONDS``, with an error that names
the file or with a report, and must leave a base that passes every check. A dry run must leave the
base as it was. What breaks one of these rules is kept in a folder, with the options.
"""

import gzip
import io
import json
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner

from proposals_cli.app import app
from tests.importing.planning import create_base

SECONDS = 30
FOLDERS = (
    Path(__file__).parent / "files",
    Path(__file__).parents[1] / "commands" / "files",
    Path(__file__).parents[1] / "drafts",
)

HOSTILE = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\x8b", b'"', b"'", b",", b";", b"\t", b"\r",
    b"\n", b"\r\n", b"{", b"}", b"[", b"]", b"<", b">", b"</a>", b"<!--", b"]]>", b"&#0;",
    b"&amp;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"NaN", b"null", b"1e999", b"-0",
    b"99999999999999999999", b"2020-02-30", b"0000-00-00", b"\xe6\xb0\x91\xe5\x9c\x8b",
    b"\xed\xa0\x80", b"\\ud800", b"=1+1", b"../../x", b"%s%n", b"\x1b[31m", b"|", b"&&", b"- ",
    b"---\n", b": ", b"*a", b"!!python/object:os.system", b"id", b"title", b"  " * 500,
)  # fmt: skip
OPTIONS: tuple[tuple[str, ...], ...] = (
    ("--set", "body=npc"),
    ("--set", "body=npc", "--create-themes", "--on-duplicate", "update"),
    ("--set", "body=npc", "--create-themes", "--on-duplicate", "keep"),
    ("--set", "year=2020", "--set", "body=x", "--set", "title=T"),
    ("--dry-run",),
    ("--set", "body=npc", "--set", "kind=bill", "--dry-run"),
    (),
)
CONTRADICTIONS = {"reply-before-question"}
"""Errors that a damaged file states by itself: two of its dates contradict each other."""


class TooSlowError(Exception):
    """An import did not end in time."""


def samples() -> dict[str, bytes]:
    """Return files of every format by name."""
    found = {
        path.name: path.read_bytes()
        for folder in FOLDERS
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }
    rows = [
        {
            "id": f"b-{number}",
            "number": f"HR {number}",
            "title": f"An Act on the matter {number} & <b>others</b>",
            "date": f"2020-0{number % 9 + 1}-11",
            "body": "npc",
            "people": ["Jane Example", "Committee on Roads"],
            "actions": [{"date": "2020-02-03", "text": "Introduced"}],
            "url": "https://example.org/1",
        }
        for number in range(12)
    ]
    found["rows.json"] = json.dumps({"data": {"items": rows}}).encode()
    found["rows.jsonl"] = b"\n".join(json.dumps(row).encode() for row in rows)
    found["rows.yaml"] = b"".join(b"- " + json.dumps(row).encode() + b"\n" for row in rows)
    found["map.json"] = json.dumps({row["id"]: row for row in rows}).encode()
    found["geo.json"] = json.dumps(
        {"type": "FeatureCollection", "features": [{"properties": row} for row in rows]}
    ).encode()
    table = "id,title,date,people\r\n" + "".join(
        f'{row["id"]},"{row["title"]}",{row["date"]},Jane Example\r\n' for row in rows
    )
    found["rows.csv"] = table.encode()
    found["rows-1252.csv"] = table.replace("matter", "Maßnahme „für“").encode("cp1252")
    found["rows-16.csv"] = table.encode("utf-16")
    found["rows.csv.gz"] = gzip.compress(table.encode())
    found["rows.xml"] = (
        b"<bills>"
        + b"".join(
            f"<bill n='{row['number']}'><title>On {row['id']}</title><date>{row['date']}</date>"
            "<sponsors><item><name>Jane Example</name></item></sponsors></bill>".encode()
            for row in rows
        )
        + b"</bills>"
    )
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("rows.csv", table)
        found["rows.zip"] = file.getvalue()
    return found | {"rows.xlsx": workbook(rows)}


def workbook(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Return the rows as a workbook, with a merged cell, a formula and a link."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "title", "date", "people"])
    for row in rows:
        sheet.append([row["id"], row["title"], row["date"], "=1/0"])
    sheet["A3"].hyperlink = "https://example.org/3"
    sheet.merge_cells("C4:C6")
    with io.BytesIO() as file:
        book.save(file)
        return file.getvalue()


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return a file with up to five faults."""
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((1, 1, 2, 8, 60, 1000)))
        part = content[start:end]
        other = chance.randrange(len(content) + 1)
        content = chance.choice(
            (
                content[:start] + content[end:],
                content[:end] + part + content[end:],
                content[:start] + chance.choice(HOSTILE) + content[start:],
                content[:start] + chance.choice(HOSTILE) + content[end:],
                content[:start] + chance.randbytes(end - start) + content[end:],
                content[:start] + content[other : other + len(part)] + content[end:],
                content[:start],
            )
        )
    return content


def mutated(name: str, content: bytes, chance: random.Random) -> bytes:
    """Return a damaged file; that of a container is often damaged inside, and closed again."""
    if name.endswith(".gz") and chance.random() < 0.7:
        return gzip.compress(damaged(gzip.decompress(content), chance))
    if name.endswith((".xlsx", ".zip", ".ods")) and chance.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        victim = chance.choice([*parts])
        parts[victim] = damaged(parts[victim], chance)
        with io.BytesIO() as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for part, inside in parts.items():
                    archive.writestr(part, inside)
            return file.getvalue()
    return damaged(content, chance)


@contextmanager
def time_limit() -> Iterator[None]:
    """Raise ``TooSlowError`` if the block takes longer than ``SECONDS``."""

    def stop(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def fault_of(path: Path, options: tuple[str, ...], base: Path) -> str | None:
    """Import a file into a base, and return what went wrong; None for a report or an error."""
    before = base.read_bytes()
    arguments = ["--store", str(base), "import", str(path), *options]
    try:
        with time_limit():
            ended = CliRunner().invoke(app, arguments)
    except TooSlowError:
        return f"took longer than {SECONDS} seconds"
    if ended.exception and not isinstance(ended.exception, SystemExit):
        error = ended.exception
        return "".join(traceback.format_exception(type(error), error, error.__traceback__))
    if "Traceback" in ended.output:
        return ended.output
    after = base.read_bytes()
    if "--dry-run" in options or ended.exit_code not in (0, 1):
        return None if after == before else "the base was changed"
    if after != before:
        checked = CliRunner().invoke(app, ["--store", str(base), "check", "--format", "json"])
        found = {one["rule"] for one in json.loads(checked.stdout) if one["severity"] == "error"}
        if not found <= CONTRADICTIONS:
            return f"check found errors:\n{checked.output}"
    return None


def run(
    goes_on: Callable[[int], bool], seed: int, say: Callable[[str], None] = print
) -> Counter[str]:
    """Import damaged files, and return how many there were of each format, and how many faults.

    Args:
        goes_on: tells after so many files whether there is to be another.
        seed: of the damage; the same seed damages the same files in the same way.
        say: called with every new fault.
    """
    chance, counts = random.Random(seed), Counter[str]()
    files = samples()
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    fresh = create_base(kept / "fresh.json")
    seen: set[str] = set()
    while goes_on(counts.total() - counts["faults"]):
        suffix = chance.choice(sorted({Path(name).suffix for name in files}))
        name = chance.choice([name for name in files if name.endswith(suffix)])
        path = kept / f"{counts.total()}-{name}"
        path.write_bytes(mutated(name, files[name], chance))
        options = chance.choice(OPTIONS)
        base = Path(shutil.copy(fresh, kept / "base.json"))
        fault = fault_of(path, options, base)
        counts["".join(Path(name).suffixes)] += 1
        if fault is None:
            path.unlink()
        else:
            counts["faults"] += 1
            last = fault.strip().splitlines()[-1]
            if last not in seen:
                seen.add(last)
                say(f"{path} {' '.join(options)}\n{fault}")
    return counts


def main() -> None:
    """Run for the minutes asked for and print the counts."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    print(f"seed {seed}")
    end = time.monotonic() + 60 * minutes
    counts = run(lambda _: time.monotonic() < end, seed)
    print(dict(counts.most_common()))


if __name__ == "__main__":
    main()
