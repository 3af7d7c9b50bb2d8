"""The file beside a base that keeps the conflicts of a merge until they are decided."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from time import time

import msgspec

from proposals_cli.domain.merging.conflicts import Conflict
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.store.atomic_file import atomic_file
from proposals_cli.store.file_stamp import not_writable
from proposals_cli.store.side_file import conflicts_path, side_file_opener
from proposals_cli.store.store_file import StoreFile


class _Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file has, as JSON.

    ``before`` is the hash of the base's content before the merge, ``after`` that of the merged one,
    ``when`` the time of the merge in seconds since 1970.
    """

    before: str
    after: str
    when: int
    conflicts: tuple[Conflict, ...]


class ConflictsFile:
    """The conflicts of one base that are undecided; there is no file if there are none."""

    def __init__(self, base: Path, was_restored: Callable[[Path, int], bool]) -> None:
        """Take the base's path.

        ``was_restored`` tells whether the base is as it was before a time, as version control
        knows: then the merge that left the conflicts was taken back.
        """
        self._base = base
        self._was_restored = was_restored
        self.path = conflicts_path(Path(os.path.realpath(base)))

    def read(self) -> list[Conflict]:
        """Return the conflicts; none if the merge that left them was taken back.

        Raises:
            StoreError: the file cannot be read, or this program did not write it.
        """
        content = self._content()
        return [] if content is None or self._is_stale(content) else list(content.conflicts)

    def is_stale(self) -> bool:
        """Return whether the merge that left the conflicts was taken back; raises as ``read``."""
        content = self._content()
        return content is not None and self._is_stale(content)

    def add(self, conflicts: Iterable[Conflict], before: str, after: str) -> None:
        """Keep the conflicts of a merge, besides those of another merge that are still undecided.

        ``before`` and ``after`` are the hashes of the base's content before and after it.

        Raises:
            StoreError: the file cannot be written.
        """
        known = self._content()
        new = list(conflicts)
        # A merge of the same version again is no second conflict.
        again = {(one.table, one.id, one.states().theirs) for one in new}
        kept = () if known is None or self._is_stale(known) else known.conflicts
        left = [one for one in kept if (one.table, one.id, one.states().theirs) not in again]
        self._write(_Content(before=before, after=after, when=int(time()), conflicts=(*left, *new)))

    def replace(self, conflicts: Iterable[Conflict]) -> None:
        """Keep these conflicts only; without any, remove the file.

        Raises:
            StoreError: the file cannot be read or written.
        """
        content = self._content()
        left = tuple(conflicts)
        if content is None:
            return
        if left:
            self._write(msgspec.structs.replace(content, conflicts=left))
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise not_writable(self.path, error) from error

    def _content(self) -> _Content | None:
        try:
            with open(self.path, "rb", opener=side_file_opener()) as file:
                content = msgspec.json.decode(file.read(), type=_Content)
            for one in content.conflicts:
                one.check()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self.path} cannot be read: {error.strerror}.") from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._foreign(str(error)) from error
        except InvalidRecordError as error:
            raise self._foreign(error.message) from error
        return content

    def _foreign(self, fault: str) -> StoreError:
        return StoreError(
            f"{self.path} does not have the conflicts of a merge: {fault.rstrip('.')}.",
            "Nothing was changed. Move the file away to continue without it.",
        )

    def _is_stale(self, content: _Content) -> bool:
        if not self._base.exists():
            return False
        was_changed = content.before != content.after
        if was_changed and StoreFile(self._base).digest()[0].hex() == content.before:
            return True
        return self._was_restored(self._base, content.when)

    def _write(self, content: _Content) -> None:
        try:
            with atomic_file(self.path, replace=True, like=self._base) as file:
                file.write(msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
        except OSError as error:
            raise not_writable(self.path, error) from error
