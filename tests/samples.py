"""The files that examples import, modelled on those of real parliaments."""

import json
import shutil
from pathlib import Path

import yaml
from openpyxl import Workbook

from proposals_cli.commands.session import shipped_base
from tests.open_document import ods

HEADER = ("Betreff", "Datum", "Name 1", "Name 2", "Sachgebiet")
ROWS = (
    ("Förderung der Netze", "01.03.2021", "Jana Größ", "", "Verkehr"),
    ("Aufsicht über Zahlungsdienste", "15.04.2021", "Jörg Öl", "Jana Größ", "Finanzen"),
)


def write(folder: Path) -> None:
    """Write all the files into a new folder."""
    folder.mkdir()
    _delimited(folder / "motions.csv", ";", "cp1252")
    _delimited(folder / "motions.tsv", "\t", "utf-16", title="title")
    book = Workbook()
    sheet = book.create_sheet("Motions")
    for row in (("title", "year", "body"), ("On rails", 2021, "bundestag")):
        sheet.append(row)
    book.save(folder / "motions.xlsx")
    bill = {"title": "On rivers", "year": 2021, "body": "sejm", "number": "S 7"}
    _json(folder / "bills.json", {"meta": {"page": 1}, "data": {"bills": [bill]}})
    (folder / "bills.xml").write_text(
        "<bills><bill><number>S 8</number><title>On seas</title><year>2021</year><body>sejm</body>"
        "</bill></bills>"
    )
    (folder / "motions.ods").write_bytes(ods((("title", "year"), ("On ponds", 2021))))
    draft = {"title": "On safe AI", "year": 2026, "body": "npc"}
    (folder / "drafts.yaml").write_text(yaml.safe_dump([draft]), encoding="utf-8")
    parliament = "id: sejm\nname: {pl: Sejm, en: Sejm of Poland}\nlanguages: [pl]\n"
    (folder / "parliament.yaml").write_text(parliament, encoding="utf-8")
    (folder / "statuses.csv").write_text("id,status\n2022-cultural-technology,submitted\n")
    (folder / "person.yaml").write_text("name: {en: Jana Roe}\n", encoding="utf-8")
    for name in ("colleague.json", "last-year.json"):
        shutil.copy(shipped_base(), folder / name)


def _delimited(path: Path, delimiter: str, encoding: str, title: str = "Betreff") -> None:
    lines = [delimiter.join(row) for row in ((title, *HEADER[1:]), *ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
