"""What a command imports is what it costs: looked at in a process, not measured."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import environment

ROOT = Path(__file__).parent.parent
WATCHED = (
    "rich.console", "rich.table", "rich.cells", "tinydb", "msgspec", "filelock", "yaml", "pydantic",
)  # fmt: skip

DRIVER = """
import sys
from proposals_cli.app import app
try:
    app(sys.argv[1:], prog_name="prop")
except SystemExit:
    pass
sys.stderr.write(" ".join(m for m in {watched!r} if m in sys.modules))
"""


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        (("list",), {"rich.cells"}),
        (("list", "--format", "json"), set()),
        (("list", "--theme", "fintech", "--format", "csv"), set()),
        (("stats", "--format", "json"), {"msgspec"}),
        (("show", "2020-pearl", "--format", "json"), set()),
        (("measures", "--format", "json"), set()),
        (("show", "2020-pearl"), {"msgspec", "rich.cells", "rich.console"}),
        (("stats",), {"msgspec", "rich.cells", "rich.console"}),
        (("search", "carbon"), {"msgspec", "rich.cells"}),
    ],
)
def test_a_read_command_imports_only_what_it_needs(
    tmp_path: Path, command: tuple[str, ...], allowed: set[str]
) -> None:
    """With a fresh index, reading never imports TinyDB, and machine formats never import Rich."""
    env = environment(str(tmp_path))
    for _ in range(2):  # the first run makes the index
        done = subprocess.run(
            [sys.executable, "-c", DRIVER.format(watched=WATCHED), *command],
            env=env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    imported = set(done.stderr.split())
    assert imported <= allowed


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "tsv", "markdown"])
@pytest.mark.parametrize("command", ["list", "measures", "themes"])
def test_machine_formats_never_import_rich(tmp_path: Path, command: str, format_: str) -> None:
    """Not a single module of Rich, also while the index is made."""
    whole = DRIVER.replace(
        '" ".join(m for m in {watched!r} if m in sys.modules)',
        '" ".join(m for m in sys.modules if m.split(".")[0] == "rich")',
    )
    done = subprocess.run(
        [sys.executable, "-c", whole, command, "--format", format_],
        env=environment(str(tmp_path)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout
    assert done.stderr == ""
