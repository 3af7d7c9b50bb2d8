"""One run of the program: which base is in use, its index, and its store when it is changed.

This is the only module that names the store and index classes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from proposals_cli.commands.progress import ProgressBar
from proposals_cli.errors import StoreError
from proposals_cli.folders import cache_folder, data_folder
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase

# Reading does not load TinyDB and the record classes: they double the time of a short list.
if TYPE_CHECKING:
    import typer

    from proposals_cli.domain.editing.editor import BaseEditor
    from proposals_cli.domain.model.change import JournalEntry
    from proposals_cli.importing.mapping import MappingOptions
    from proposals_cli.importing.plan import ImportPlan
    from proposals_cli.importing.planner import OnRefusal
    from proposals_cli.importing.rows import ReadOptions, SourceFile


class Session:
    """What a command works with."""

    def __init__(self, store: Path | None = None) -> None:
        """Use the base that ``store`` names, or else the default one."""
        self._named = store

    @staticmethod
    def of(ctx: "typer.Context") -> "Session":
        """Return the session of this run."""
        root = ctx.find_root()
        if not isinstance(root.obj, Session):
            store = root.params.get("store")  # a string during completion
            root.obj = Session(Path(store) if store else None)
        return root.obj

    @property
    def store(self) -> Path:
        """The file of the base in use."""
        return self._choice[0]

    @property
    def store_origin(self) -> str:
        """How the base in use was chosen."""
        return self._choice[1]

    @cached_property
    def _choice(self) -> tuple[Path, str]:
        """The base in use, and how it was chosen: the first of these that there is."""
        if self._named is not None:
            return self._named.expanduser(), "--store"
        if named := os.environ.get("PROP_STORE"):
            return Path(named).expanduser(), "PROP_STORE"
        if own_base().exists():
            return own_base(), "your own base"
        return shipped_base(), "shipped with the program, read-only"

    @cached_property
    def index(self) -> SqliteIndex:
        """The index of the base in use."""
        return SqliteIndex(self.store, cache_folder(), ProgressBar())

    @cached_property
    def knowledge_base(self) -> KnowledgeBase:
        """The base in use, for reading."""
        return KnowledgeBase(self.index)

    @cached_property
    def editor(self) -> "BaseEditor":
        """The base in use, for changing.

        Raises:
            StoreError: it is the shipped base, which is never written.
        """
        from proposals_cli.domain.editing.editor import BaseEditor
        from proposals_cli.store.json_store import JsonStore

        # Path.resolve would fail for links in a circle
        if os.path.realpath(self.store) == os.path.realpath(shipped_base()):
            raise StoreError(
                "The base in use is the one shipped with the program, which is never written.",
                "Create a base of your own with `prop init`, or name one with --store.",
            )
        return BaseEditor(self.index, JsonStore(self.store))

    def changes(self) -> "list[JournalEntry]":
        """Return the changes made to the base in use, oldest first; the shipped one has none."""
        from proposals_cli.store.json_store import JsonStore

        return JsonStore(self.store).entries()

    @property
    def drafts(self) -> Path:
        """The folder where drafts are kept until they are accepted."""
        return own_base().parent / "drafts"

    @contextmanager
    def rows_of(
        self, file: str, options: "ReadOptions", rejects: Path | None, *, dry: bool
    ) -> "Iterator[tuple[SourceFile, OnRefusal]]":
        """Open a file to import: its rows, and what to call with each that is refused.

        ``dry``: keep no refused rows, but make sure that they could be.
        """
        from proposals_cli.commands.progress import ProgressBar
        from proposals_cli.importing.readers.open_file import opened_rows
        from proposals_cli.importing.rejects_file import Rejects

        with opened_rows(file, options, ProgressBar()) as rows:
            if rejects is None:
                yield rows, lambda _row, _refusal: None
                return
            with Rejects(rejects, rows, dry=dry) as kept:
                yield rows, kept.add

    def load_mapping(self, path: Path) -> "MappingOptions":
        """Return a mapping of columns that was saved."""
        from proposals_cli.importing.mapping_file import load_mapping

        return load_mapping(path)

    def save_mapping(self, path: Path, mapping: "MappingOptions") -> None:
        """Save a mapping of columns."""
        from proposals_cli.importing.mapping_file import save_mapping

        save_mapping(path, mapping)

    def show_plan(self, plan: "ImportPlan", rows: "SourceFile", *, whole: bool) -> None:
        """Show what an import would do: all of it on standard output, or the counts beside it."""
        from proposals_cli.commands import output
        from proposals_cli.render.import_report import summary, write_report

        if whole:
            page = output.page("en")
            write_report(page, plan, rows)
            output.show_page(page)
            return
        for sentence in summary(plan, rows):
            output.say(sentence)


def create_base(path: Path, *, empty: bool) -> None:
    """Create a base: a copy of the shipped one, or only its themes.

    Raises:
        StoreError: the file exists, or cannot be written.
    """
    from proposals_cli.domain.model.decoding import decode_record
    from proposals_cli.domain.model.records import TABLES
    from proposals_cli.store.json_store import JsonStore

    shipped = Session(shipped_base()).index
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be created: {error.strerror}.") from error
    tables = ("themes",) if empty else tuple(TABLES)
    JsonStore.create(
        path, (decode_record(table, raw) for table in tables for raw in shipped.records(table))
    )


def own_base() -> Path:
    """Return the path of the user's own base, which need not exist."""
    return data_folder() / "proposals.json"


def shipped_base() -> Path:
    """Return the path of the base that comes with the program."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "proposals.json"  # installed from a wheel
    return inside if inside.exists() else package.parent / "data" / "proposals.json"
