"""One run of the program: which base, which streams, and the knowledge base when it is needed.

This is the only module that names the store and index classes.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic

from proposals_cli.errors import StoreError
from proposals_cli.folders import cache_folder, data_folder
from proposals_cli.index.index_file import IndexStatus
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.views import Row, View

if TYPE_CHECKING:
    import typer

    from proposals_cli.domain.editing.editor import BaseEditor
    from proposals_cli.domain.model.change import JournalEntry
    from proposals_cli.domain.query.query import Query
    from proposals_cli.render.page import Page
    from proposals_cli.render.terminal import Screen


class Session:
    """What a command works with."""

    def __init__(self, store: Path | None = None) -> None:
        self._store = store

    @staticmethod
    def of(ctx: "typer.Context") -> "Session":
        """Return the session of this run; completion makes one of its own."""
        root = ctx.find_root()
        if not isinstance(root.obj, Session):
            store = root.params.get("store")  # still a word while the line is being typed
            root.obj = Session(Path(store) if store else None)
        return root.obj

    @cached_property
    def store(self) -> Path:
        """The file of the base in use: --store, PROP_STORE, one's own base, the shipped base."""
        return self._resolved[0]

    @cached_property
    def _resolved(self) -> tuple[Path, str]:
        """The base in use, and how it was chosen."""
        if self._store is not None:
            return self._store.expanduser(), "--store"
        if named := os.environ.get("PROP_STORE"):
            return Path(named).expanduser(), "PROP_STORE"
        if own_base().exists():
            return own_base(), "your own base"
        return shipped_base(), "shipped with the program, read-only"

    @property
    def store_origin(self) -> str:
        """How the base in use was chosen."""
        return self._resolved[1]

    @cached_property
    def _index(self) -> SqliteIndex:
        from proposals_cli.commands.progress import Progress

        return SqliteIndex(self.store, cache_folder(), Progress())

    @cached_property
    def knowledge_base(self) -> KnowledgeBase:
        """The base in use."""
        return KnowledgeBase(self._index)

    @cached_property
    def editor(self) -> "BaseEditor":
        """The base in use, to be changed.

        Raises:
            StoreError: it is the shipped base, which is never written.
        """
        from proposals_cli.domain.editing.editor import BaseEditor
        from proposals_cli.store.json_store import JsonStore

        # not Path.resolve, which fails for links in a circle
        if os.path.realpath(self.store) == os.path.realpath(shipped_base()):
            raise StoreError(
                "The base in use is the one shipped with the program, which is never written.",
                "Begin a base of your own with `prop init`, or name one with --store.",
            )
        return BaseEditor(self._index, JsonStore(self.store))

    def changes(self) -> "list[JournalEntry]":
        """Return the changes made to the base in use, oldest first; the shipped one has none."""
        from proposals_cli.store.json_store import JsonStore

        return JsonStore(self.store).entries()

    def create_base(self, path: Path, *, empty: bool) -> Path:
        """Create a base: a copy of the shipped one, or only its themes.

        Raises:
            StoreError: the file exists, or cannot be written.
        """
        from proposals_cli.domain.model.decoding import decode_record
        from proposals_cli.domain.model.records import TABLES
        from proposals_cli.store.json_store import JsonStore

        shipped = Session(shipped_base()).knowledge_base.index
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{path.parent} cannot be made: {error.strerror}.") from error
        tables = ("themes",) if empty else tuple(TABLES)
        JsonStore.create(
            path, (decode_record(table, raw) for table in tables for raw in shipped.records(table))
        )
        return path

    @property
    def drafts(self) -> Path:
        """The folder where drafts are kept until they are accepted."""
        return own_base().parent / "drafts"

    def index_status(self) -> IndexStatus:
        """Return the state of the index, leaving it as it is."""
        return self._index.status()

    def reopen(self) -> None:
        """See what this run has written: questions are asked of the base as it was opened."""
        self._index.close()

    def rebuild_index(self) -> None:
        """Build the index anew."""
        self._index.rebuild()

    def show(self, view: View[Row], format_: str) -> None:
        """Write a View to standard output; say on standard error when it is empty."""
        # Rich is imported for tables only: programs that read JSON should not wait for it.
        if format_ == "table":
            from proposals_cli.render.table import table_lines
            from proposals_cli.render.terminal import screen, write

            to = screen()
            seen = _Counted(view.rows)
            write(table_lines(view.with_rows(seen), to.width, colour=to.colour), to)
        else:
            from proposals_cli.render.machine import MACHINE_FORMATS

            seen = _Counted(view.rows)
            sys.stdout.writelines(MACHINE_FORMATS[format_](view.with_rows(seen)))
        if not seen.count and view.empty:
            self.say(view.empty)

    @property
    def is_terminal(self) -> bool:
        """Whether a person sees standard output as it comes."""
        return sys.stdout.isatty()

    def write_lines(self, lines_for: "Callable[[Screen], Iterable[str]]") -> None:
        """Write lines that are made for the screen they go to."""
        from proposals_cli.render.terminal import screen, write

        to = screen()
        write(lines_for(to), to)

    def fits(self, view: View[Row]) -> bool:
        """Tell whether the columns of a View find room on the screen; in a pipe, anything does."""
        from proposals_cli.render.table import narrowest
        from proposals_cli.render.terminal import screen

        width = screen().width
        return width is None or narrowest(view) <= width

    def page(self, lang: str) -> "Page":
        """Return an empty page for standard output."""
        from proposals_cli.render.page import Page
        from proposals_cli.render.terminal import screen

        return Page(screen(), lang)

    def show_page(self, page: "Page") -> None:
        """Write a page to standard output."""
        from proposals_cli.render.terminal import screen, write

        write(page.lines(), screen())

    def write_json(self, value: Any, indent: int | None = 2) -> None:
        """Write a value as JSON."""
        from proposals_cli.render.machine import json_text

        sys.stdout.write(json_text(value, indent) + "\n")

    def hint(self, query: "Query") -> None:
        """Say what is remarkable about a query, as terms that were left out."""
        for hint in query.hints:
            self.say(hint)

    def say(self, sentence: str) -> None:
        """Say something to the person; standard output stays data."""
        from proposals_cli.domain.text.sanitise import multi_line

        with suppress(OSError):  # what was done is done, whoever can hear of it
            sys.stderr.write(multi_line(sentence) + "\n")


class _Counted(Generic[Row]):
    """Rows, and how many there were."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


def own_base() -> Path:
    """Return where a person's own base lies unless another is named."""
    return data_folder() / "proposals.json"


def shipped_base() -> Path:
    """Return the path of the base that comes with the program."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "proposals.json"  # installed from a wheel
    return inside if inside.exists() else package.parent / "data" / "proposals.json"
