"""The structure of the package: import contracts, and sizes of files and functions."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

WRONG_IMPORTS = {
    "One way down": ("domain/query/query.py", "import proposals_cli.knowledge_base"),
    "One way down inside the domain": (
        "domain/model/records.py",
        "import proposals_cli.domain.answers.stats",
    ),
    "No circles between files of one folder": (
        "domain/query/query.py",
        "import proposals_cli.domain.query.parser",
    ),
    "Only commands and render face people": ("domain/answers/stats.py", "import rich.console"),
    "Rich is imported by render alone, and by the progress bar": (
        "commands/list.py",
        "import rich.table",
    ),
    "Nothing in the domain reads a file": ("domain/editing/drafts.py", "import pathlib"),
    "A base on a server knows nothing of files": (
        "postgres/loading.py",
        "import proposals_cli.store.json_store",
    ),
    "A base in a file knows nothing of servers": ("index/rows.py", "import psycopg2"),
    "Only the session picks store and index classes": (
        "commands/list.py",
        "import proposals_cli.store.json_store",
    ),
}


def test_every_contract_has_a_wrong_import() -> None:
    """A contract that no import breaks might forbid nothing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    assert list(WRONG_IMPORTS) == [contract["name"] for contract in contracts]


@pytest.mark.parametrize("contract", WRONG_IMPORTS)
def test_each_import_contract_fails_on_a_wrong_import(tmp_path: Path, contract: str) -> None:
    """A deliberate wrong import breaks the contract that forbids it."""
    shutil.copytree(ROOT / "proposals_cli", tmp_path / "proposals_cli")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    place, wrong = WRONG_IMPORTS[contract]
    file = tmp_path / "proposals_cli" / place
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{wrong}\n", encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        env={"PATH": "", "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    assert re.search(rf"^{re.escape(contract)}.* BROKEN", done.stdout, re.MULTILINE), done.stdout


def test_files_are_short() -> None:
    """No file has more than 400 lines: a longer one can be split by subject."""
    folders = (ROOT / "proposals_cli", ROOT / "tests")
    files = [path for folder in folders for path in folder.rglob("*.[pj][ys]")]
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in files}
    assert {str(path): count for path, count in lines.items() if count > 400} == {}


def test_functions_are_short() -> None:
    """No body has more than 60 lines; signatures, the options of commands, do not count."""
    long = []
    for path in (ROOT / "proposals_cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno is not None
                length = node.end_lineno - node.body[0].lineno + 1
                if length > 60:
                    long.append((path.name, node.name, length))
    assert long == []
