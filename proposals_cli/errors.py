"""What can go wrong, as one tree.

::

    PropError                    never raised itself
    ├── InvalidQueryError        a word the program does not know, where a list of words exists
    ├── NotFoundError            no record has this id
    ├── AmbiguousIdError         several records begin with these letters
    ├── InvalidRecordError       a record does not have the shape its table asks for
    ├── ExportError              a file of an export that cannot be written
    ├── ProcessorError           there is no citation processor, or it cannot do it
    ├── ConflictError            the store changed between reading and writing
    └── StoreError               the store is missing or cannot be used

Each carries a message (what failed) and a hint (what to do next). Which exit code belongs to
which class is decided in ``app.py`` alone.
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
    """No record has the id that was asked for."""


class AmbiguousIdError(PropError):
    """A prefix that several ids share."""


class InvalidRecordError(PropError):
    """A record that breaks the rules of its table; ``field`` is the path of what is wrong."""

    def __init__(self, message: str, hint: str = "", field: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


class ExportError(PropError):
    """A file of an export that cannot be written."""


class ProcessorError(PropError):
    """There is no citation processor, or it cannot do what was asked."""


class ConflictError(PropError):
    """Somebody else changed the store while it was being changed here."""


class StoreError(PropError):
    """The store file is missing, unreadable or not a store."""
