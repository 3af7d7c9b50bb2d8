"""Measure the time and memory of an import: ``python -m tests.benchmarks.importing [ROWS]``.

The baseline is the least that any program has to do with the same rows: read them with ``csv`` and
write them with ``json`` of the standard library. Each figure is the processor time or the peak
memory of one process.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 100_000
HEADER = (
    "Vorgangs-ID",
    "Vorgangstyp",
    "Titel",
    "Wahlperiode",
    "Datum",
    "Initiative",
    "Sachgebiet",
    "Beratungsstand",
    "Drucksache",
    "Abstract",
    "Aktualisiert",
)
_DOINGS = ("Förderung", "Stärkung", "Begrenzung", "Aufsicht", "Vereinfachung", "Prüfung")
_THINGS = ("Schulen", "Krankenhäuser", "Netze", "Zahlungsdienste", "Häfen", "Bahnhöfe", "Wälder")
_PLACES = ("im Norden", "in Städten", "auf dem Land", "in Europa", "an den Küsten", "im Osten")
_THEMES = ("digital-economy", "fintech", "healthcare")


def write_rows(path: Path, rows: int, *, with_ids: bool) -> None:
    """Write a table like those of parliaments' document systems."""
    chance = random.Random(rows)
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER if with_ids else HEADER[1:])
        for number in range(rows):
            words = [chance.choice(one) for one in (_DOINGS, _THINGS, _PLACES)]
            name = "".join(chance.choice("aeiouknrst") for _ in range(9)).title()
            cells = [
                str(200_000 + number),
                chance.choice(("Antrag", "Gesetzentwurf", "Kleine Anfrage")),
                f"{words[0]} der {words[1]} {words[2]}: Bericht {name} über {words[1]}",
                str(15 + number % 6),
                f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{2005 + number % 20}",
                f"Fraktion {chance.randint(1, 12)}|{name[:2]} {name[2:5].title()}er",
                chance.choice(_THEMES),
                chance.choice(("Überwiesen", "Angenommen", "Abgelehnt", "Erledigt")),
                f"{15 + number % 6}/{number}",
                f"Die Bundesregierung wird aufgefordert, {words[0]} und Prüfung zu verbinden. " * 2,
                "2024-01-01T00:00:00Z",
            ]
            writer.writerow(cells if with_ids else cells[1:])


BASELINE = """
import csv, json, sys
with open(sys.argv[1], encoding="cp1252", newline="") as file:
    rows = list(csv.DictReader(file, delimiter=";"))
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(rows, file, ensure_ascii=False)
"""

PLANNING = """
import sys
from pathlib import Path
from proposals_cli.importing.plan import ImportOptions
from proposals_cli.importing.planner import plan_import
from proposals_cli.importing.rows import ReadOptions
from proposals_cli.importing.mapping import MappingOptions
from proposals_cli.importing.readers.open_file import opened_rows
from proposals_cli.index.sqlite_index import SqliteIndex
index = SqliteIndex(Path(sys.argv[2]), Path(sys.argv[2]).parent / "cache")
options = ImportOptions(MappingOptions(constants={"body": "bundestag"}))
with opened_rows(sys.argv[1], ReadOptions(), lambda *_: None) as rows:
    plan = plan_import(rows, options, index)
print({str(outcome): count for outcome, count in plan.counts.items()})
"""

WRITING = (
    PLANNING
    + """
from proposals_cli.store.json_store import JsonStore
change = plan.change_set()
if change is not None:
    JsonStore(Path(sys.argv[2])).apply(change)
"""
)

UNDOING = """
import sys
from pathlib import Path
from proposals_cli.domain.editing.editor import BaseEditor
from proposals_cli.store.json_store import JsonStore
from proposals_cli.index.sqlite_index import SqliteIndex
store = Path(sys.argv[2])
editor = BaseEditor(SqliteIndex(store, store.parent / "cache"), JsonStore(store))
print(editor.undo(None).what)
"""


def measured(code: str, *args: Path) -> tuple[float, int, str]:
    """Run Python code in a process; return processor seconds, peak MB and output."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    output = process.stdout.read().strip()
    _, code_left, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code_left)
    assert process.returncode == 0, output
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, output


def main() -> None:
    """Measure and print a table."""
    from proposals_cli.store.json_store import JsonStore
    from tests.factories import theme

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.json"
        for with_ids in (True, False):
            table = Path(folder) / "rows.csv"
            write_rows(table, rows, with_ids=with_ids)
            base.unlink(missing_ok=True)
            JsonStore.create(base, [theme(id_) for id_ in _THEMES])
            print(f"{rows:,} rows, {table.stat().st_size / 1e6:.0f} MB, own ids: {with_ids}")
            least = 0.0
            for name, code in (
                ("csv.reader + json.dump", BASELINE),
                ("plan (--dry-run)", PLANNING),
                ("plan and write", WRITING),
                ("the same again", WRITING),
                ("undo", UNDOING),
            ):
                target = Path(folder) / "rows.json" if code is BASELINE else base
                seconds, peak, output = measured(code, table, target)
                least = least or seconds
                ratio = seconds / least
                print(f"  {name:24} {seconds:6.2f} s  {ratio:5.1f} ×  {peak:5} MB  {output}")


if __name__ == "__main__":
    main()
