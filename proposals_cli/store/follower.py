"""What the store tells an index of its base, and what it asks it.

An index compares the base with what it was derived from before every answer. So it knows the hash
of the file without another reading, and it need not search for what a change has changed.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from proposals_cli.domain.model.change import Key
from proposals_cli.store.file_stamp import Stamp
from proposals_cli.store.store_file import RawRecord


class KnownContent(NamedTuple):
    """What is known of the file that has this stamp.

    ``own_layout``: the text of every record is as this program would write it.
    """

    stamp: Stamp
    digest: bytes
    own_layout: bool


class WrittenChange(NamedTuple):
    """A change that was written.

    Attributes:
        old: the hash of the content before it.
        new: the hash of the content after it.
        stamp: that of the new file; None if another program may have written to it since.
        removed: the records that were removed or replaced; None if the texts of others changed
            as well.
        added: the records that were added or replace others, as the file has them.
    """

    old: bytes
    new: bytes
    stamp: Stamp | None
    removed: list[Key] | None
    added: Iterable[RawRecord]


class Follower(Protocol):
    """An index that follows the changes of a base. It may do nothing: it finds them later."""

    def known(self) -> KnownContent | None:
        """Return what is known of the file; None if nothing is."""

    def follow(self, change: WrittenChange) -> None:
        """Apply a change. The base is locked; whatever fails, the change has been made."""
