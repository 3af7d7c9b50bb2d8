"""The expected errors, as one tree.

::

    PropError                    the base class
    ├── InvalidQueryError        a field, value, column, format or sort key that does not exist
    ├── NotFoundError            no record has this id
    ├── AmbiguousIdError         the ids of several records start like this
    ├── InvalidRecordError       a record breaks the rules of its table
    ├── ExportError              an export cannot be written
    ├── ProcessorError           the citation processor is missing or failed
    ├── ConflictError            someone else changed the base at the same time
    └── StoreError               the base or a file beside it cannot be used

Each has a message (what failed) and a hint (what to do next). ``app.py`` maps them to exit codes.
"""


class PropError(Exception):
    """An expected failure: ``message`` says what failed, ``hint`` what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidQueryError(PropError):
    """A field, value, column, format or sort key that does not exist."""


class NotFoundError(PropError):
    """No record has the given id."""


class AmbiguousIdError(PropError):
    """The ids of several records start with the given text."""


class InvalidRecordError(PropError):
    """A record breaks the rules of its table; ``field`` is the path of the fault."""

    def __init__(self, message: str, hint: str = "", field: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


class ExportError(PropError):
    """An export cannot be written."""


class ProcessorError(PropError):
    """The citation processor is missing or failed."""


class ConflictError(PropError):
    """Someone else changed the base between reading and writing."""


class StoreError(PropError):
    """The base, or a file beside it, is missing, unreadable or not what it should be."""
