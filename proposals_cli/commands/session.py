"""One run of the program: which base is in use, its index, and its store when it is changed.

This is the only module that names the store and index classes.
"""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from proposals_cli.commands import output
from proposals_cli.commands.progress import ProgressBar
from proposals_cli.commands.terms_command import SETTINGS
from proposals_cli.errors import StoreError
from proposals_cli.folders import (
    cache_folder,
    config_file,
    data_folder,
    expanded,
    usual_config_file,
)
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase

# Reading does not load TinyDB and the record classes: they double the time of a short list.
if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

    from proposals_cli.domain.answers.changes import ChangeList
    from proposals_cli.domain.editing.editor import BaseEditor
    from proposals_cli.domain.model.change import Key
    from proposals_cli.domain.model.records import BaseInfo, Record
    from proposals_cli.store.output_file import Kept


class Session:
    """What a command works with."""

    def __init__(self, store: Path | None = None, configured: Path | None = None) -> None:
        """Use the base that ``store`` names, or PROP_STORE, or else ``configured``."""
        self._named = store
        self._configured = configured

    @staticmethod
    def of(ctx: "typer.Context") -> "Session":
        """Return the session of this run."""
        root = ctx.find_root()
        if not isinstance(root.obj, Session):
            store = root.params.get("store")  # a string during completion
            configured = getattr(root.meta.get(SETTINGS), "store", None)
            root.obj = Session(Path(store) if store else None, configured)
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
            return expanded(self._named), "--store"
        if named := os.environ.get("PROP_STORE"):
            return expanded(Path(named)), "PROP_STORE"
        if self._configured is not None:
            return self._configured, "config.toml"
        if own_base().exists():
            return own_base(), "your own base"
        return shipped_base(), "shipped with the program, read-only"

    @property
    def is_shipped(self) -> bool:
        """Whether the base in use is the one shipped with the program."""
        # Path.resolve would fail for links in a circle
        return os.path.realpath(self.store) == os.path.realpath(shipped_base())

    @cached_property
    def index(self) -> SqliteIndex:
        """The index of the base in use."""
        return SqliteIndex(self.store, cache_folder(), ProgressBar(), output.say)

    @cached_property
    def knowledge_base(self) -> KnowledgeBase:
        """The base in use, for reading."""
        return KnowledgeBase(self.index)

    @cached_property
    def editor(self) -> "BaseEditor":
        """The base in use, for changing.

        Raises:
            StoreError: it is the shipped base, which is never written, or read-only.
        """
        from proposals_cli.domain.editing.editor import BaseEditor
        from proposals_cli.store.json_store import JsonStore

        if self.is_shipped:
            raise StoreError(
                "The base in use is the one shipped with the program, which is never written.",
                "Create a base of your own with `prop init`, or name one with --store.",
            )
        store = JsonStore(self.store, self._say_converted, self.index.file, waiting=_say_waiting)
        store.refuse_read_only()
        return BaseEditor(self.index, store)

    def _say_converted(self, kept: Path) -> None:
        output.say(f"{self.store} is in a new format now; as it was, it is kept in {kept}.")

    def changes(self, limit: int | None) -> "ChangeList":
        """Return the newest changes made to the base in use."""
        from proposals_cli.domain.answers.changes import ChangeList
        from proposals_cli.domain.model.records import TABLES
        from proposals_cli.index.history import newest_first
        from proposals_cli.store.json_store import JsonStore

        store = JsonStore(self.store, index=self.index.file)
        history = newest_first(record for table in TABLES for record in self.index.records(table))
        return ChangeList(store.changes(store.content()), history, limit)

    @property
    def kept(self) -> "Kept":
        """What no command may replace by a file that an option names."""
        from proposals_cli.store.output_file import Kept

        named = config_file()
        return Kept(
            bases=(self.store, own_base(), shipped_base()),
            folders=(cache_folder(), self.drafts),
            files=(usual_config_file(), *([named] if named else [])),
        )

    @property
    def drafts(self) -> Path:
        """The folder where drafts are kept until they are accepted."""
        return own_base().parent / "drafts"


def _say_waiting(base: Path) -> None:
    output.say(f"Waiting for another prop that is writing to {base} …")


def create_base(path: Path, info: "BaseInfo", *, empty: bool) -> None:
    """Create a base: a copy of the shipped one, or only its themes.

    Args:
        path: the file to create, with its folders.
        info: what the base says of itself; a copy says the rest as the shipped one does.
        empty: take no more than the themes, and the default body with the sources that it cites.

    Raises:
        OutputError: the file would be one that this program keeps for something else.
        StoreError: the file exists, or cannot be written.
    """
    import msgspec

    from proposals_cli.domain.model.decoding import decode_record
    from proposals_cli.domain.model.records import TABLES
    from proposals_cli.store.json_store import JsonStore
    from proposals_cli.store.output_file import refuse_own_file

    if path.is_dir():
        raise StoreError(f"{path} is a folder.", f"Give a file, such as {path / 'base.json'}.")
    session = Session(shipped_base())
    shipped = session.index
    if path != own_base() and not os.path.lexists(path):
        refuse_own_file(path, session.kept)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be created: {error.strerror}.") from error
    tables = ("themes",) if empty else tuple(TABLES)
    records = {
        (table, record.id): record
        for table in tables
        for raw in shipped.records(table)
        for record in (decode_record(table, raw),)
    }
    if info.defaults and info.defaults.body:
        records = dict(_with_body(shipped, info.defaults.body)) | records
    if not empty:
        given = msgspec.structs.asdict(info)
        info = msgspec.structs.replace(
            shipped.base(), **{field: value for field, value in given.items() if value is not None}
        )
    JsonStore.create(path, records.values(), info)


def _with_body(shipped: SqliteIndex, id_: str) -> "Iterator[tuple[Key, Record]]":
    """Yield a body, those it is part of, and the sources that they cite.

    A body that the shipped base has no record of is named by its id.
    """
    from proposals_cli.domain.lookup import find_record
    from proposals_cli.domain.model.parts import citations_in
    from proposals_cli.domain.model.records import Body
    from proposals_cli.domain.text.languages import UNDETERMINED

    body = find_record(shipped, "bodies", id_) or Body(id=id_, name={UNDETERMINED: id_})
    assert isinstance(body, Body)
    yield ("bodies", id_), body
    for source in {citation.source: None for citation in citations_in(body)}:
        if found := find_record(shipped, "sources", source):
            yield ("sources", source), found
    if body.part_of:
        yield from _with_body(shipped, body.part_of)


def own_base() -> Path:
    """Return the path of the user's own base, which need not exist."""
    return data_folder() / "proposals.json"


def shipped_base() -> Path:
    """Return the path of the base that comes with the program."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data" / "proposals.json"  # installed from a wheel
    return inside if inside.exists() else package.parent / "data" / "proposals.json"
