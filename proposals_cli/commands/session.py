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
    is_address,
    usual_config_file,
)
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.knowledge_base import KnowledgeBase

# Reading does not load TinyDB and the record classes: they double the time of a short list.
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import typer

    from proposals_cli.commands.server_base import ServerBase
    from proposals_cli.domain.answers.changes import ChangeList
    from proposals_cli.domain.editing.editor import BaseEditor
    from proposals_cli.domain.model.change import Key
    from proposals_cli.domain.model.records import BaseInfo, Record
    from proposals_cli.domain.ports import ProposalIndex
    from proposals_cli.store.output_file import Kept


class Session:
    """What a command works with."""

    def __init__(
        self, store: Path | str | None = None, configured: Path | str | None = None
    ) -> None:
        """Use the base that ``store`` names, or PROP_STORE, or else ``configured``.

        A base is named by the path of its file, or by its address on a server.
        """
        self._named = store
        self._configured = configured

    @staticmethod
    def of(ctx: "typer.Context") -> "Session":
        """Return the session of this run."""
        root = ctx.find_root()
        if not isinstance(root.obj, Session):
            store = root.params.get("store")  # a string during completion
            configured = getattr(root.meta.get(SETTINGS), "store", None)
            root.obj = Session(store or None, configured)
        return root.obj

    @property
    def store(self) -> Path:
        """The file of the base in use.

        Raises:
            StoreError: the base is on a server, and the command is only for files.
        """
        store = self._choice[0]
        if isinstance(store, str):
            raise StoreError(
                f"{self.name} is a base on a server, and this command is for bases in files.",
                "Name a file with --store.",
            )
        return store

    @property
    def file(self) -> Path | None:
        """The file of the base in use; None for a base on a server."""
        return None if isinstance(self._choice[0], str) else self._choice[0]

    @property
    def name(self) -> str:
        """The path or the address of the base in use, as people are shown it.

        Raises:
            StoreError: an address is none, or has a password.
        """
        return str(self._choice[0]) if self.file else self.server.address.text

    @cached_property
    def server(self) -> "ServerBase":
        """The base in use, which is on a server.

        Raises:
            StoreError: its address is none, or has a password.
        """
        from proposals_cli.commands.server_base import ServerBase

        return ServerBase(str(self._choice[0]))

    @property
    def store_origin(self) -> str:
        """How the base in use was chosen."""
        return self._choice[1]

    @cached_property
    def _choice(self) -> tuple[Path | str, str]:
        """The base in use, and how it was chosen: the first of these that there is."""
        if self._named is not None:
            return located(self._named), "--store"
        if named := os.environ.get("PROP_STORE"):
            return located(named), "PROP_STORE"
        if self._configured is not None:
            return self._configured, "config.toml"
        if own_base().exists():
            return own_base(), "your own base"
        return shipped_base(), "shipped with the program, read-only"

    @property
    def is_shipped(self) -> bool:
        """Whether the base in use is the one shipped with the program."""
        # Path.resolve would fail for links in a circle
        file = self.file
        return file is not None and os.path.realpath(file) == os.path.realpath(shipped_base())

    @cached_property
    def index(self) -> "ProposalIndex":
        """What answers questions about the base in use."""
        return self.file_index if self.file else self.server.index

    @cached_property
    def file_index(self) -> SqliteIndex:
        """The index of the base in use, which is a file."""
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
        if self.file is None:
            return self.server.editor
        from proposals_cli.domain.editing.editor import BaseEditor
        from proposals_cli.store.json_store import JsonStore

        if self.is_shipped:
            raise StoreError(
                "The base in use is the one shipped with the program, which is never written.",
                "Create a base of your own with `prop init`, or name one with --store.",
            )
        store = JsonStore(
            self.store, self._say_converted, self.file_index.file, waiting=_say_waiting
        )
        store.refuse_read_only()
        return BaseEditor(self.index, store)

    def _say_converted(self, kept: Path) -> None:
        output.say(f"{self.store} is in a new format now; as it was, it is kept in {kept}.")

    def changes(self, limit: int | None) -> "ChangeList":
        """Return the newest changes made to the base in use."""
        if self.file is None:
            return self.server.changes(limit)
        from proposals_cli.domain.answers.changes import ChangeList
        from proposals_cli.domain.model.records import TABLES
        from proposals_cli.index.history import newest_first
        from proposals_cli.store.json_store import JsonStore

        store = JsonStore(self.store, index=self.file_index.file)
        history = newest_first(record for table in TABLES for record in self.index.records(table))
        return ChangeList(store.changes(store.content()), history, limit)

    @property
    def kept(self) -> "Kept":
        """What no command may replace by a file that an option names."""
        from proposals_cli.store.output_file import Kept

        named = config_file()
        return Kept(
            bases=(*([self.file] if self.file else []), own_base(), shipped_base()),
            folders=(cache_folder(), self.drafts),
            files=(usual_config_file(), *([named] if named else [])),
        )

    @property
    def drafts(self) -> Path:
        """The folder where drafts are kept until they are accepted."""
        return own_base().parent / "drafts"


def located(named: Path | str) -> Path | str:
    """Return the file or the address that was named."""
    text = str(named)
    return text if is_address(text) else expanded(Path(named))


def _say_waiting(base: Path) -> None:
    output.say(f"Waiting for another prop that is writing to {base} …")


def create_base(place: Path | str, info: "BaseInfo", *, empty: bool) -> None:
    """Create a base: a copy of the shipped one, or only its themes.

    Args:
        place: the file to create, with its folders, or the address of a database.
        info: what the base says of itself; a copy says the rest as the shipped one does.
        empty: take no more than the themes, and the default body with the sources that it cites.

    Raises:
        OutputError: the file would be one that this program keeps for something else.
        StoreError: there is a base already, or it cannot be written.
    """
    if isinstance(place, str):
        server = Session(place).server
        server.create(*_content(info, empty=empty))
        return
    from proposals_cli.store.json_store import JsonStore
    from proposals_cli.store.output_file import refuse_own_file

    if place.is_dir():
        raise StoreError(f"{place} is a folder.", f"Give a file, such as {place / 'base.json'}.")
    if place != own_base() and not os.path.lexists(place):
        refuse_own_file(place, Session(shipped_base()).kept)
    records, info = _content(info, empty=empty)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{place.parent} cannot be created: {error.strerror}.") from error
    JsonStore.create(place, records, info)


def _content(info: "BaseInfo", *, empty: bool) -> "tuple[Iterable[Record], BaseInfo]":
    """Return the records of a new base, and what it says of itself: see ``create_base``."""
    import msgspec

    from proposals_cli.domain.model.decoding import decode_record
    from proposals_cli.domain.model.records import TABLES

    shipped = Session(shipped_base()).file_index
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
    return records.values(), info


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
