"""An index that knows everything about a base and keeps what it is told."""

from pathlib import Path

from proposals_cli.store.follower import KnownContent, WrittenChange
from proposals_cli.store.store_file import StoreFile


class Knowing:
    """A ``Follower`` which says that the file is in the program's own layout."""

    def __init__(self, path: Path) -> None:
        self.file = StoreFile(path)
        self.changes: list[WrittenChange] = []

    def known(self) -> KnownContent:
        """Return what is true of the file, and that its layout is our own."""
        digest, stamp = self.file.digest()
        return KnownContent(stamp, digest, own_layout=True)

    def follow(self, change: WrittenChange) -> None:
        """Keep a change."""
        self.changes.append(change._replace(added=list(change.added)))
