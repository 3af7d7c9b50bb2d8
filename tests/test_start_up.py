"""Start-up imports: what a command imports decides how fast it starts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from proposals_cli.domain.text import normalise, sanitise
from proposals_cli.render.machine import MACHINE_FORMATS
from tests.terminal import environment

ROOT = Path(__file__).parent.parent
WATCHED = (
    "dataclasses", "filelock", "msgspec", "platformdirs", "pydantic", "rich.cells", "rich.console",
    "rich.table", "tinydb", "yaml",
)  # fmt: skip
ONLY_FOR_QUERIES = ("domain.query.parser", "domain.suggestions")
ONLY_FOR_TEXT = (
    "domain.text.collation", "domain.text.han_variants", "domain.text.searchable",
    "index.text_index",
)  # fmt: skip
ONLY_FOR_RECORDS = ("domain.model.records", "domain.model.decoding", "domain.answers")
ONLY_FOR_CHANGES = ("domain.checking", "domain.editing", "exporting", "importing", "store.journal")
ONLY_WITH_A_FILE = ("commands.settings",)
ONLY_FOR_BUILDING = ("index.build", "index.rows", "index.update", "store.store_file")

DRIVER = """
import sys
from proposals_cli.app import app
try:
    app(sys.argv[1:], prog_name="prop")
except SystemExit:
    pass
sys.stderr.write(" ".join(sys.modules))
"""


def imported(tmp_path: Path, *command: str, warm: bool = True) -> set[str]:
    """Return the modules that a command imports; ``warm``: with an index that is up to date."""
    for _ in range(1 + warm):
        done = subprocess.run(
            [sys.executable, "-c", DRIVER, *command],
            env=environment(str(tmp_path)),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        (("list",), {"rich.cells"}),
        (("list", "--help"), set()),
        (("list", "--format", "json"), set()),
        (("list", "--theme", "fintech", "--format", "csv"), set()),
        (("stats", "--format", "json"), {"dataclasses", "msgspec"}),
        (("show", "2020-pearl", "--format", "json"), set()),
        (("measures", "--format", "json"), {"dataclasses"}),
        (("replies", "--format", "json"), {"dataclasses", "msgspec"}),
        (("show", "2020-pearl"), {"dataclasses", "msgspec", "rich.cells", "rich.console"}),
        (("stats",), {"dataclasses", "msgspec", "rich.cells", "rich.console"}),
        (("search", "carbon"), {"dataclasses", "msgspec", "rich.cells"}),
    ],
)
def test_a_read_command_imports_only_what_it_needs(
    tmp_path: Path, command: tuple[str, ...], allowed: set[str]
) -> None:
    """With a fresh index, reading never imports TinyDB, and machine formats never import Rich."""
    assert imported(tmp_path, *command) & set(WATCHED) <= allowed


@pytest.mark.parametrize("arguments", [(), ("--format", "json"), ("--lang", "zh")])
def test_a_plain_list_imports_no_module_for_other_work(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Modules for records, queries, Chinese variants and building the index stay out."""
    unneeded = (
        *ONLY_FOR_QUERIES, *ONLY_FOR_TEXT, *ONLY_FOR_RECORDS, *ONLY_FOR_CHANGES, *ONLY_FOR_BUILDING,
        *ONLY_WITH_A_FILE,
    )  # fmt: skip
    ours = {
        name.removeprefix("proposals_cli.")
        for name in imported(tmp_path, "list", *arguments)
        if name.startswith("proposals_cli.")
    }
    assert "index.sqlite_index" in ours
    assert {name for name in ours if name.startswith(unneeded)} == set()


@pytest.mark.parametrize("module", [normalise, sanitise])
def test_patterns_of_text_are_compiled_on_first_use(module: object) -> None:
    """Every command imports these modules, and few need their patterns."""
    assert not [value for value in vars(module).values() if isinstance(value, re.Pattern)]


@pytest.mark.parametrize("format_", MACHINE_FORMATS)
@pytest.mark.parametrize("command", ["list", "measures", "replies", "themes"])
def test_machine_formats_never_import_rich(tmp_path: Path, command: str, format_: str) -> None:
    """Not even while the index is built."""
    names = imported(tmp_path, command, "--format", format_, warm=False)
    assert {name for name in names if name.split(".")[0] == "rich"} == set()
