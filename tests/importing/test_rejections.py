"""Reports about rejected rows."""

# ruff: noqa: D103 - the names of the tests are sentences

import re
from pathlib import Path

from proposals_cli.importing.rejections import Rejections
from proposals_cli.importing.rows import Rejection
from tests.conftest import Prop


def test_counts_add_up_with_any_number_of_reasons() -> None:
    rejections = Rejections()
    for number in range(5_000):
        rejections.add(Rejection(str(number), "Datum", f"no year in '{number % 2_500}'"))
    rows, reasons = rejections.beyond(20)
    assert (rows, reasons) == (5_000 - 40, 2_480)


def test_every_rejected_row_is_counted_once(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    dates = [*(f"no date {number}" for number in range(30)), "2020-02-30", "2020-01-01"]
    file.write_text("title,date\n" + "".join(f"On a,{date}\n" for date in dates))
    output = prop(
        "import", file, "--set", "body=npc", "--no-create-themes", "--dry-run", exit_code=1
    ).out
    output = " ".join(output.split())
    assert "1 new, 0 changed, 0 same, 0 duplicate, 31 rejected" in output
    assert "rejected: rows.csv, line 2, date: no year found in 'no date 0'" in output
    assert "rejected: 11 more rows, for 11 other reasons" in output


def test_missing_themes_are_listed_once_most_frequent_first(prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    rows = ["Ports; Water", "Water", "Fintech", "Water; Digital economics", "Water; Water"]
    file.write_text("title,year,themes\n" + "".join(f"On a,2020,{row}\n" for row in rows))
    output = " ".join(
        prop("import", file, "--set", "body=npc", "--no-create-themes", exit_code=1).err.split()
    )
    assert "rejected: rows.csv, lines 2, 3, 5, 6, themes: themes that do not exist yet" in output
    assert "--create-themes would create them" in output
    assert (
        "missing themes, and how many rows name them: 'Water' × 4, 'Ports' × 1, 'Digital economics'"
        in output
    )
    assert "(near: digital-economy) × 1" in output
    assert len(re.findall("rejected:", output)) == 1
