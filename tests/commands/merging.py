"""A base whose records are merged."""

import json
from pathlib import Path
from typing import Any

from proposals_cli.domain.model.records import Record
from tests.conftest import Prop
from tests.factories import body, write_store


class Base:
    """A base of some records, and the program run on it."""

    def __init__(self, prop: Prop, path: Path, *records: Record) -> None:
        self.prop = prop
        self.path = write_store(path, [*records, body(), body("cppcc")])
        self.before = self.path.read_bytes()

    def merge(self, *arguments: str, exit_code: int = 0) -> str:
        """Merge without asking; return what was said."""
        ended = self.prop("merge", *arguments, "--yes", store=self.path, exit_code=exit_code)
        return str(ended.err)

    def record(self, table: str, id_: str) -> dict[str, Any]:
        """Return a record, read by the standard library."""
        records = json.loads(self.path.read_bytes())[table].values()
        (found,) = (one for one in records if one["id"] == id_)
        return dict(found)

    def ids(self, table: str) -> list[str]:
        """Return the ids of a table."""
        records = json.loads(self.path.read_bytes())[table].values()
        return sorted(one["id"] for one in records)

    def shown(self, id_: str) -> str:
        """Return the id of the record that an id means."""
        found = json.loads(self.prop("show", id_, "-f", "json", store=self.path).out)
        return str(found[0]["id"])
