"""The guide and the decisions name what exists."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "proposals_cli"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
QUOTED = sorted(set(re.findall(r"`([^`\n]+)`", CONTRIBUTING + DECISIONS)))
DEFINED = {
    name
    for folder in (PACKAGE, ROOT / "tests")
    for path in folder.rglob("*.py")
    for names in re.findall(
        r"^ *(?:async )?(?:class|def) (\w+)|^(\w+)(?:: .*)? = |\"(PROP_\w+)\"",
        path.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    for name in names
    if name
}
"""Names of classes, functions, tables at the top of a module, and environment variables."""

OF_OTHERS = {"cell_len", "json.load", "rich.console", "rich.table"}


def tree() -> list[str]:
    """Return the paths of the tree in the guide, relative to the package, in its order."""
    (listed,) = re.findall(r"```\nproposals_cli/\n(.*?)```", CONTRIBUTING, re.DOTALL)
    paths: list[str] = []
    folders: list[str] = []
    for line in listed.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2 - 1
        folders[depth:] = [name]
        paths.append("".join(folders))
    return paths


def test_the_tree_is_that_of_the_package() -> None:
    """Every entry exists, and no folder or module at the top, or in the domain, is left out."""
    listed = {path.rstrip("/") for path in tree()}
    assert {path for path in listed if not (PACKAGE / path).exists()} == set()
    there = {
        path.relative_to(PACKAGE).as_posix()
        for folder in (PACKAGE, PACKAGE / "domain")
        for path in folder.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert {path for path in there - listed if not path.endswith("__init__.py")} == set()


def test_the_tree_is_in_the_order_of_imports() -> None:
    """The guide says that imports go down the tree; the contracts say what down is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    outer, inner = (
        [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]
        for contract in contracts
        if contract["type"] == "layers"
    )
    for layers, depth in ((outer, 0), (inner, 1)):
        names = [path.strip("/").removesuffix(".py").split("/") for path in tree()]
        shown = [
            name[depth]
            for name in names
            if len(name) == depth + 1 and (not depth or name[0] == "domain")
        ]
        ranks = [place for name in shown for place, layer in enumerate(layers) if name in layer]
        assert ranks == sorted(ranks)


PATHS = [text for text in QUOTED if re.fullmatch(r"[\w.-]+/[\w./-]*", text) and "NAME" not in text]


@pytest.mark.parametrize("path", PATHS)
def test_paths_exist(path: str) -> None:
    """From the root of the repository, or of the package."""
    assert (ROOT / path).exists() or (PACKAGE / path).exists()


def test_tasks_exist() -> None:
    """What `poe` is said to run is in pyproject.toml."""
    tasks = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poe"]
    named = set(re.findall(r"\bpoe ([\w-]+)", CONTRIBUTING + DECISIONS))
    assert named
    assert named <= set(tasks["tasks"])


@pytest.mark.parametrize("module", re.findall(r"python -m (tests[\w.]+)", CONTRIBUTING))
def test_modules_that_are_run_exist(module: str) -> None:
    """The benchmarks."""
    assert importlib.util.find_spec(module)


NAMES = [
    text
    for text in QUOTED
    if re.fullmatch(r"[A-Z]\w+|[A-Za-z_]*_\w+|\w+\.[a-z_]\w+", text) and text not in OF_OTHERS
]


@pytest.mark.parametrize("name", NAMES)
def test_names_exist(name: str) -> None:
    """Classes, functions, tables, variables and files."""
    if Path(name).suffix in (".py", ".md", ".toml"):
        assert (PACKAGE / name).exists() or (ROOT / name).exists()
    else:
        assert set(name.split(".")) <= DEFINED
