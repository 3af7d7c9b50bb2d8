"""The expected errors, as one tree.

::

    PropError                    the base class
    ├── InvalidQueryError        a field, value, column, format or sort key that does not exist
    ├── NotFoundError            no record has this id
    ├── AmbiguousIdError         the ids of several records start like this
    ├── InvalidRecordError       a record breaks the rules of its table
    │   └── MistakesError        what was typed has several mistakes, each an error of its own
    ├── OutputError              a file that an option names cannot be written
    ├── ProcessorError           the citation processor is missing or failed
    ├── ConflictError            someone else changed the base at the same time
    └── StoreError               the base or a file beside it cannot be used

Each has a message (what failed) and a hint (what to do next). ``app.py`` maps them to exit codes.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class PropError(Exception):
    """An expected failure: ``message`` says what failed, ``hint`` what to do next.

    ``field`` is the path of the fault, where a field of a record is at fault.
    """

    def __init__(self, message: str, hint: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.field = field


class InvalidQueryError(PropError):
    """A field, value, column, format or sort key that does not exist."""


class NotFoundError(PropError):
    """No record has the given id."""


class AmbiguousIdError(PropError):
    """The ids of several records start with the given text."""


class InvalidRecordError(PropError):
    """A record breaks the rules of its table; ``field`` is the path of the fault."""


class MistakesError(InvalidRecordError):
    """Several mistakes in what was typed: ``mistakes`` has an error for each."""

    MAX_LISTED = 100

    def __init__(self, mistakes: "Sequence[PropError]") -> None:
        """Take two or more errors; the message lists them, and repeats no hint."""
        lines, hints = [f"There are {len(mistakes):,} mistakes."], set[str]()
        for mistake in mistakes[: self.MAX_LISTED]:
            is_new = mistake.hint not in hints
            hints.add(mistake.hint)
            lines.append(f"  {mistake.message}" + (f" {mistake.hint}" if is_new else "").rstrip())
        if len(mistakes) > self.MAX_LISTED:
            lines.append(f"  and {len(mistakes) - self.MAX_LISTED:,} more.")
        super().__init__("\n".join(lines), "Nothing was written.")
        self.mistakes = tuple(mistakes)


def mistakes_of(error: PropError) -> tuple[PropError, ...]:
    """Return the mistakes that an error is made of: itself, if it is a single one."""
    return error.mistakes if isinstance(error, MistakesError) else (error,)


def raise_all(mistakes: "Sequence[PropError]") -> None:
    """Raise an error for mistakes: the only one itself, or all in one; none for no mistake."""
    if len(mistakes) > 1:
        raise MistakesError(mistakes)
    if mistakes:
        raise mistakes[0]


class OutputError(PropError):
    """A file that an option names cannot be written."""


class ProcessorError(PropError):
    """The citation processor is missing or failed."""


class ConflictError(PropError):
    """Someone else changed the base between reading and writing."""


class StoreError(PropError):
    """The base, or a file beside it, is missing, unreadable or not what it should be."""
