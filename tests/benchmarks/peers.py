"""The same questions for other tools, if they are installed.

Each tool gets the proposals in its best format, prepared beforehand and not timed, and each answer
is checked before it is timed. A tool that cannot sort or limit its answer may return all of it.
"""

import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks import timing
from tests.benchmarks.bases import Base, expect
from tests.benchmarks.prepare import LIMIT, THEME, YEARS, walk

MOST_FOLDERS = 10_000
"""The largest number of proposals for a tool that keeps a folder for each record."""

QUESTIONS = ("theme and years", "one by id", "count by theme", "two words")

TINYDB = """
import sys
from collections import Counter
from tinydb import TinyDB, where
def when(record): return record.get("date") or str(record["year"])
path, question, *rest = sys.argv[1:]
table = TinyDB(path, access_mode="r", encoding="utf-8").table("proposals")
if question == "theme and years":
    theme, low, high, limit = rest[0], *map(int, rest[1:])
    found = table.search(lambda record: low <= int(when(record)[:4]) <= high
                         and theme in record["themes"])
    found.sort(key=lambda record: record["id"])
    found.sort(key=when, reverse=True)
    print(*(record["id"] for record in found[:limit]), sep="\\n")
elif question == "one by id":
    print(table.get(where("id") == rest[0])["id"])
elif question == "count by theme":
    for theme, count in Counter(t for record in table for t in record["themes"]).items():
        print(theme, count)
else:
    print(*(r["id"] for r in table if all(w in repr(r).lower() for w in rest)), sep="\\n")
"""

Commands = dict[str, list[str]]


class Peer(NamedTuple):
    """A tool: whether it is installed, and its commands for each question on prepared files.

    ``unlimited``: it lists all records of a filter, in any order.
    """

    name: str
    installed: Callable[[], bool]
    commands: Callable[["Files"], Commands]
    unlimited: bool = False


class Files:
    """The proposals of a base in the formats that the tools read."""

    def __init__(self, base: Base) -> None:
        """Create no file: each format is written when a tool needs it."""
        self.base = base
        self.folder = base.folder
        self.env = timing.environment(
            base.folder / "peers-cache", XDG_CONFIG_HOME=str(base.folder / "peers-config")
        )
        self.id: str = base.answers["shown"]["id"]

    def lines(self) -> Path:
        """Return a file of one compact record per line."""
        path = self.folder / "records.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(_compact(record) + "\n" for record in self.records())
        return path

    def database(self) -> Path:
        """Return a SQLite database made by sqlite-utils, with an index and full text."""
        path = self.folder / "sqlite-utils.db"
        path.unlink(missing_ok=True)
        lines = str(self.lines())
        for arguments in (
            ["insert", path, "proposals", lines, "--nl", "--pk", "id"],
            ["create-index", path, "proposals", "year"],
            ["enable-fts", path, "proposals", "titles", "problem", "measures"],
        ):
            timing.run(("sqlite-utils", *map(str, arguments)), self.env)
        return path

    def library(self) -> Path:
        """Return a papis library: a folder with a YAML file per record."""
        path = self.folder / "papis"
        shutil.rmtree(path, ignore_errors=True)
        for number, record in enumerate(self.records()):
            folder = path / f"{number:07}"
            folder.mkdir(parents=True)
            # JSON is YAML
            info = {
                "papis_id": f"{number:032x}",
                "ref": record["id"],
                "title": record["titles"][0]["text"],
                "year": record["year"],
                "tags": record["themes"],
                "abstract": _compact(record),
            }
            (folder / "info.yaml").write_text(_compact(info), "utf-8")
        return path

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the proposals, each with its year after its id."""
        for place in walk(self.base.store):
            record = place.record
            year = record.get("year") or int(record["date"][:4])
            yield {"id": record["id"], "year": year} | record


def prop_commands(files: Files) -> Commands:
    """Return the program's own commands."""
    as_json = ["--format", "json"]
    years = f"{YEARS[0]}..{YEARS[1]}"
    filters = ["--theme", THEME, "--year", years, "--limit", str(LIMIT)]
    return {
        "theme and years": [*timing.PROP, "list", *filters, *as_json],
        "one by id": [*timing.PROP, "show", files.id, *as_json],
        "count by theme": [*timing.PROP, "stats", "--by", "theme", *as_json],
        "two words": [*timing.PROP, "search", *files.base.two_words, *as_json],
    }


def tinydb_commands(files: Files) -> Commands:
    """Return the commands of a plain TinyDB script over the same base."""
    script = [sys.executable, "-c", TINYDB, str(files.base.store)]
    return {
        "theme and years": [*script, "theme and years", THEME, *map(str, (*YEARS, LIMIT))],
        "one by id": [*script, "one by id", files.id],
        "count by theme": [*script, "count by theme"],
        "two words": [*script, "two words", *files.base.two_words],
    }


def jq_commands(files: Files) -> Commands:
    """Return jq's commands over the same base."""
    store = str(files.base.store)
    day = 'def day: ((.date // (.year | tostring)) + "-00-00")[:10] | gsub("-"; "") | tonumber;'
    first, last = YEARS[0] * 10_000, YEARS[1] * 10_000 + 9_999
    filtered = f'select(day >= {first} and day <= {last} and (.themes | index("{THEME}")))'
    both = " and ".join(f'test("{word}")' for word in files.base.two_words)
    newest = f"{day} [.proposals[] | {filtered}] | sort_by(-day, .id) | .[:{LIMIT}][].id"
    counts = '[.proposals[].themes[]] | group_by(.)[] | "\\(.[0]) \\(length)"'
    return {
        "theme and years": ["jq", "-r", newest, store],
        "one by id": ["jq", "-r", f'.proposals[] | select(.id == "{files.id}").id', store],
        "count by theme": ["jq", "-r", counts, store],
        "two words": ["jq", "-r", f".proposals[] | select(tojson | {both}).id", store],
    }


def ripgrep_commands(files: Files) -> Commands:
    """Return ripgrep's commands over one record per line."""
    lines = str(files.lines())
    years = "|".join(map(str, range(YEARS[0], YEARS[1] + 1)))
    first, second = files.base.two_words
    return {
        "theme and years": ["rg", f'"year":({years}),.*"themes":\\[[^\\]]*"{THEME}"', lines],
        "one by id": ["rg", f'^\\{{"id":"{files.id}"', lines],
        "two words": ["rg", f"{first}.*{second}|{second}.*{first}", lines],
    }


def sqlite_utils_commands(files: Files) -> Commands:
    """Return the commands of sqlite-utils over a database it made."""
    database = str(files.database())
    has_theme = f"exists (select 1 from json_each(themes) where value = '{THEME}')"
    filtered = (
        f"select id from proposals where year between {YEARS[0]} and {YEARS[1]} and {has_theme}"
        f" order by coalesce(date, cast(year as text)) desc, id limit {LIMIT}"
    )
    by_theme = "select value, count(*) from proposals, json_each(themes) group by value"
    rows = ["--csv", "--no-headers"]
    id_is = f"id = '{files.id}'"
    return {
        "theme and years": ["sqlite-utils", database, filtered, *rows],
        "one by id": ["sqlite-utils", "rows", database, "proposals", "--where", id_is],
        "count by theme": ["sqlite-utils", database, by_theme, "--tsv", "--no-headers"],
        "two words": [
            "sqlite-utils", "search", database, "proposals", " ".join(files.base.two_words),
            "-c", "id", "--limit", "100",
        ],
    }  # fmt: skip


def papis_commands(files: Files) -> Commands:
    """Return the commands of papis over a library of YAML files."""
    if files.base.count > MOST_FOLDERS:
        return {}
    listing = ["papis", "--log", "ERROR", "-l", str(files.library()), "list", "--all"]
    listing += ["--format", "{doc[ref]}\n"]
    years = "|".join(map(str, range(YEARS[0], YEARS[1] + 1)))
    words = " ".join(f"abstract:{word}" for word in files.base.two_words)
    return {
        "theme and years": [*listing, f'tags:{THEME} year:"{years}"'],
        "one by id": [*listing, f"ref:{files.id}"],
        "two words": [*listing, words],
    }


def _on_path(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


PEERS = (
    Peer("prop", lambda: True, prop_commands),
    Peer("TinyDB script", lambda: importlib.util.find_spec("tinydb") is not None, tinydb_commands),
    Peer("jq", _on_path("jq"), jq_commands),
    Peer("ripgrep", _on_path("rg"), ripgrep_commands, unlimited=True),
    Peer("sqlite-utils", _on_path("sqlite-utils"), sqlite_utils_commands),
    Peer("papis", _on_path("papis"), papis_commands, unlimited=True),
)


def compare_with_peers(base: Base, rounds: int) -> str:
    """Check and time every installed tool; return the table and the tools left out."""
    files = Files(base)
    left_out = [peer.name for peer in PEERS if not peer.installed()]
    commands = {peer: peer.commands(files) for peer in PEERS if peer.installed()}
    rows: dict[str, list[str]] = {peer.name: [peer.name] for peer in commands}
    for question in QUESTIONS:
        cases: dict[str, Callable[[], timing.Run]] = {}
        for peer, asked in commands.items():
            if question in asked:
                env = (
                    files.env if peer.name != "prop" else timing.environment(base.cache, base.store)
                )
                cases[peer.name] = partial(timing.run, asked[question], env)
                cases[peer.name]()  # some build a cache on the first question
                _check(peer, question, cases[peer.name]().output, base)
        found = timing.compare(cases, rounds)
        for name, row in rows.items():
            row.append(_cell(found[name], found["prop"]) if name in found else "–")
    note = f"\nNot asked, because not installed: {', '.join(left_out)}.\n" if left_out else ""
    return timing.table(["", *QUESTIONS], list(rows.values())) + note


def _check(peer: Peer, question: str, output: str, base: Base) -> None:
    """Compare an answer with that of the walk over the base file.

    Raises:
        WrongAnswerError: They differ.
    """
    asked = f"{peer.name}, {question}"
    if question == "count by theme":
        counts = dict(re.findall(r'([a-z-]+)(?:",\s*"count":)?\s+(\d+)', output))
        wanted = {theme: str(count) for theme, count in base.answers["by_theme"].items()}
        expect(counts, wanted, asked)
        return
    ids = _ids(output)
    match question:
        case "theme and years" if peer.unlimited:
            expect(sorted(ids), sorted(base.filtered_all()), asked)
        case "theme and years":
            expect(ids, base.answers["filtered"], asked)
        case "one by id":
            expect(ids, [base.answers["shown"]["id"]], asked)
        case "two words":
            expect(sorted(ids), base.answers["planted"][" ".join(base.two_words)], asked)


def _ids(output: str) -> list[str]:
    """Return the ids in an answer: a JSON array, a record per line, or an id per line."""
    if output.startswith("["):
        return [row["id"] for row in json.loads(output)]
    lines = [line for line in output.splitlines() if line]
    return [json.loads(line)["id"] if line.startswith("{") else line for line in lines]


def _cell(series: timing.Series, prop: timing.Series) -> str:
    ratio = f"{series.ratio(prop):,.1f} ×"
    return f"{timing.milliseconds(series.median)}, {ratio}, {timing.megabytes(series.peak)}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
