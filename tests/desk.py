"""A user's base, the program that runs on it, and a scripted editor."""

import difflib
import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from proposals_cli.domain.model.records import FORMAT, TABLES, BaseInfo, Defaults, Record
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.factories import body, person, proposal, source, sponsors, theme
from tests.terminal import Ended

SMALL: tuple[Record, ...] = (
    proposal("2020-cloud", themes=("digital-economy",), sponsors=sponsors("ma-huateng")),
    proposal("2021-health"),
    person("ma-huateng"),
    person("li-hua"),
    body("npc", languages=("zh",)),
    body("cppcc", languages=("zh",)),
    theme("digital-economy"),
    theme("fintech"),
    source("source-one", url="https://example.org/one"),
)
"""The records of a desk that is given no others."""

INFO = BaseInfo(format=FORMAT, language="en", defaults=Defaults(body="npc", kind=Kind.SUGGESTION))
"""What the base of a desk says of itself."""


class Desk:
    """A user's own base in its default place, and the program run on it."""

    def __init__(self, prop: Prop, folder: Path, records: Iterable[Record] = SMALL) -> None:
        self.prop = prop
        self.folder = folder
        self.store = folder / "home" / "data" / "prop" / "proposals.json"
        self.store.parent.mkdir(parents=True)
        JsonStore.create(self.store, records, INFO)

    @property
    def journal(self) -> Path:
        """The journal of the base."""
        return self.store.with_name(".proposals.json.journal")

    def content(self) -> bytes:
        """Return the content of the base file."""
        return self.store.read_bytes()

    def table(self, table: str) -> dict[str, dict[str, Any]]:
        """Return a table of the base by id, read by the standard library."""
        records = json.loads(self.content())[table].values()
        return {record["id"]: record for record in records}

    def proposal(self, id_: str) -> dict[str, Any]:
        """Return one proposal of the base."""
        return self.table("proposals")[id_]

    def add(self, text: str, *options: str, exit_code: int = 0) -> Ended:
        """Add a draft from standard input."""
        ended = self.prop("add", *options, "-", stdin=text, exit_code=exit_code)
        assert ended.out == ""
        return ended

    def added(self, text: str, *options: str) -> dict[str, Any]:
        """Add drafts and return the record made from the first."""
        listed = re.findall(r"(?m)^  \w+ (\S+)$", self.add(text, *options).err)
        id_ = listed[0]
        return next(records[id_] for records in map(self.table, TABLES) if id_ in records)

    def drafts(self) -> list[Path]:
        """Return the drafts that are kept."""
        return sorted((self.store.parent / "drafts").glob("*"))

    def log(self) -> list[str]:
        """Return the descriptions of the changes in the journal, newest first."""
        return [row["what"] for row in json.loads(self.prop("log", "--format", "json").out)]

    def edit_by_hand(self, old: str, new: str) -> None:
        """Change the base as a text editor does, without the lock."""
        text = self.store.read_text(encoding="utf-8")
        assert old in text
        self.store.write_text(text.replace(old, new), encoding="utf-8")

    def errors(self) -> list[str]:
        """Return the errors that ``prop check`` finds, without warnings."""
        return errors_in(self.store, self.folder / "index")


def errors_in(store: Path, folder: Path) -> list[str]:
    """Return the errors that the rules find in a base, without warnings."""
    index = SqliteIndex(store, folder)
    found = [f.message for f in KnowledgeBase(index).check() if f.severity == "error"]
    index.close()
    return found


def changed_lines(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """Return the lines that a diff removes and adds, without their indentation."""
    lines = difflib.unified_diff(
        before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm=""
    )
    body = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return (
        [line[1:].strip() for line in body if line.startswith("-")],
        [line[1:].strip() for line in body if line.startswith("+")],
    )


class Editor:
    """A shell script used as the editor: each time it is opened, it runs the next step.

    A step is shell code with the draft as ``$1``. The text shown each time is kept.
    """

    def __init__(self, folder: Path, *steps: str) -> None:
        self.folder = folder / "the editor"
        self.folder.mkdir()
        here = shlex.quote(str(self.folder))
        cases = "\n".join(f"{n}) {step}\n;;" for n, step in enumerate(steps, 1))
        self.script = self.folder / "edit.sh"
        self.script.write_text(
            f"n=$(($(ls {here} | grep -c seen) + 1))\n"
            f'cp "$1" {here}/seen-$n\n'
            f"case $n in\n{cases}\n*) exit 9 ;;\nesac\n",
            encoding="utf-8",
        )

    @property
    def command(self) -> str:
        """The value for EDITOR."""
        return f"sh {shlex.quote(str(self.script))}"

    @property
    def opened(self) -> int:
        """The number of times it was opened."""
        return len(list(self.folder.glob("seen-*")))

    def seen(self, time: int) -> str:
        """Return the text shown when it was opened for the nth time, counted from 1."""
        return (self.folder / f"seen-{time}").read_text(encoding="utf-8")

    def message_above(self, time: int) -> tuple[str, str]:
        """Return the message shown the nth time, and the line below it."""
        lines = self.seen(time).splitlines()
        places = [place for place, line in enumerate(lines) if line.startswith("# >>> ")]
        assert places == list(range(places[0], places[-1] + 1)), "the message is in one place"
        message = " ".join(lines[place].removeprefix("# >>> ") for place in places)
        return message, lines[places[-1] + 1]


def typed(text: str) -> str:
    """Return a step that replaces the entire draft."""
    return f"cat > \"$1\" <<'END-OF-DRAFT'\n{text}\nEND-OF-DRAFT"


def replaced(old: str, new: str) -> str:
    """Return a step that replaces one text with another; neither may contain a ``|``."""
    return f'sed -i {shlex.quote(f"s|{old}|{new}|")} "$1"'


def answered(
    arguments: Sequence[str], env: Mapping[str, str], answer: bytes, question: bytes = b"[y/N]"
) -> Ended:
    """Run the program with a terminal as standard input, and answer its question."""
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _WITH_TERMINAL, *arguments],
        env=dict(env),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        os.close(terminal)
        assert process.stderr
        assert process.stdout
        errors = b""
        while question not in errors:
            byte = process.stderr.read(1)
            if not byte:
                break
            errors += byte
        else:
            os.write(keyboard, answer)
        err = errors + process.stderr.read()
        out = process.stdout.read()
        code = process.wait()
    os.close(keyboard)
    return Ended(code, out.decode(), err.decode())


# The interrupt key reaches only processes whose terminal it is.
_WITH_TERMINAL = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from proposals_cli.__main__ import main
main()
"""
