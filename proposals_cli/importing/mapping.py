"""From the cells of a row to the fields of a proposal, as text: what a person would have typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.domain.text.slugs import short_hash
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.cells import (
    checked_text,
    is_nested,
    names_in,
    parse_embedded_json,
    storable,
    text_of,
)
from proposals_cli.importing.column_names import FIELDS, MANY
from proposals_cli.importing.columns import Columns, Match, check_field, leaves
from proposals_cli.importing.dates import ORDERS, order_shown, parse_date
from proposals_cli.importing.name_resolver import distinct_slug
from proposals_cli.importing.rows import RejectedRowError, SourceRow
from proposals_cli.importing.separators import Separators

_LONGEST_SAMPLE = 100
_LARGEST_FIRST = 5_000_000
_SETTLED_BY = 100
"""So many rows decide what the columns mean."""

_NAMES = frozenset(("people", "themes", "regions", "entities"))
"""Fields whose values are names, which an object may hold besides much else."""

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class MappingOptions:
    """What was asked for: pairs of field and column, constants by field, and forms of values."""

    columns: tuple[tuple[str, str], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    id_template: str | None = None
    date_order: str | None = None
    list_separator: str | None = None

    def over(self, saved: "MappingOptions") -> "MappingOptions":
        """Return these options, completed by saved ones."""
        mine = {name for name, _ in self.columns}
        return MappingOptions(
            columns=(*self.columns, *(pair for pair in saved.columns if pair[0] not in mine)),
            constants={**saved.constants, **self.constants},
            id_template=self.id_template or saved.id_template,
            date_order=self.date_order or saved.date_order,
            list_separator=self.list_separator or saved.list_separator,
        )

    def checked(self) -> "MappingOptions":
        """Return the options with every field spelled as it is.

        Raises:
            InvalidQueryError: a field or an order that does not exist.
        """
        if self.date_order is not None and self.date_order not in ORDERS:
            raise InvalidQueryError(
                f"There is no order of dates '{self.date_order}'.", f"Known: {', '.join(ORDERS)}."
            )
        return replace(
            self,
            columns=tuple((_field(name), column) for name, column in self.columns),
            constants={_field(name): value for name, value in self.constants.items()},
        )


def pairs(options: Iterable[str], example: str) -> tuple[tuple[str, str], ...]:
    """Return ``FIELD=VALUE`` texts as pairs.

    Raises:
        InvalidQueryError: one has no ``=``.
    """
    found = []
    for text in options:
        name, sign, value = text.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise InvalidQueryError(f"'{text}' is not FIELD=VALUE.", f"Write it as {example}.")
        found.append((name.strip(), value.strip()))
    return tuple(found)


@dataclass
class Fields:
    """The fields of one row as texts, before names are looked up.

    ``numbers`` are pairs of column and number; ``own_id`` is what the file calls the record.
    """

    row: SourceRow
    one: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    came_from: dict[str, str] = field(default_factory=dict)
    """Field → column, for messages."""

    def keep(self, name: str, value: Any) -> None:
        """Keep what no field can hold under its column; what --set gave, under the field."""
        column = self.came_from.get(name, name)
        self.extra.setdefault(name if column == "--set" else column, value)

    def refuse(self, name: str, reason: str) -> RejectedRowError:
        """Return the error that names the column of a field."""
        return RejectedRowError(self.came_from.get(name, ""), reason)


class Mapper:
    """Turn rows into fields. Give it the first rows with ``settle`` before the first ``fields``."""

    def __init__(self, options: MappingOptions) -> None:
        self.options = options.checked()
        self.columns = Columns(self.options.columns)
        self.samples: dict[str, str] = {}
        self._separators = Separators(self.options.list_separator)
        self._orders: dict[str, set[str]] = {}

    def settle(self, rows: Sequence[SourceRow], header: Sequence[str] = ()) -> None:
        """Decide on the columns by what the first rows have, and what is in them."""
        names = dict.fromkeys(header)
        for row in rows:
            for column, value in row.cells.items():
                if value in (None, [], {}):
                    continue
                if is_nested(value):
                    if self.columns.asked(column):
                        names.setdefault(column)
                    try:
                        found = list(leaves(column, value))
                    except RejectedRowError:
                        continue  # the row itself will be refused
                else:
                    found = [(column, value)]
                for name, leaf in found:
                    names.setdefault(name)
                    self._look_at(name, leaf)
        self.columns.settle(names, self.samples)

    def _look_at(self, column: str, leaf: Any) -> None:
        """Take note of what one of the first cells holds."""
        text = text_of(leaf if not isinstance(leaf, list) else " | ".join(map(str, leaf))).strip()
        if text and column not in self.samples:
            self.samples[column] = text[:_LONGEST_SAMPLE]
        if text and not isinstance(leaf, list):
            self._separators.learn(column, text)
            if order := order_shown(text):
                self._orders.setdefault(column, set()).add(order)

    def date_order(self, column: str) -> str | None:
        """Return the order of a column's dates: as asked for, or as one of them can only have."""
        shown = self._orders.get(column, set())
        return self.options.date_order or (min(shown) if len(shown) == 1 else None)

    def goes_to(self, field_: str) -> str:
        """Return where values of a field really go: of a reply nobody knows, to extra."""
        given = {match.field for match in self.columns.all().values()}
        textless = "response" not in given and "response" not in self.options.constants
        return "extra" if textless and field_ in ("response.who", "response.when") else field_

    def used(self) -> MappingOptions:
        """Return the options that say outright what was settled."""
        found = tuple(
            (match.field, column)
            for column, match in self.columns.all().items()
            if match.field != "extra" or match.how == "--map"
        )
        return replace(self.options, columns=found)

    def fields(self, row: SourceRow) -> Fields:
        """Return the fields of a row.

        Raises:
            RefusedRowError: a value that cannot be taken in.
        """
        found = Fields(row)
        for column, value in row.cells.items():
            if value is None or value in ("", [], {}):
                continue
            if isinstance(value, str) and value[:1] in ("[", "{"):
                self._bracketed(found, column, value)
            elif is_nested(value):
                self._nested(found, column, value)
            else:
                self._leaf(found, column, value, self.columns.match(column))
        for name, value in self.options.constants.items():
            found.came_from[name] = "--set"
            if name.startswith("extra."):
                found.extra[name[6:]] = value
            elif name == "number":
                found.numbers = [("number", value)]
            elif name in MANY:
                found.many[name] = self._separators.split(name, "", value)
            else:
                found.one[name] = value
        return found

    def _bracketed(self, found: Fields, column: str, text: str) -> None:
        """Take a text that may be a list or an object, where the column gives names."""
        match = self.columns.match(column)
        value = parse_embedded_json(text) if match.field in (*_NAMES, "source") else text
        if not is_nested(value):
            self._leaf(found, column, value, match)
        elif not self._named(found, column, value, match):
            found.extra[column] = storable(value, column)  # JSON is no name

    def _named(self, found: Fields, column: str, value: Any, match: Match) -> bool:
        """Take the names in a nested value, which is kept as well; tell whether there were any."""
        names = names_in(value) if is_nested(value) and match.field in _NAMES else []
        if names:
            self._leaf(found, column, names, match)
            found.extra[column] = storable(value, column)
        return bool(names)

    def _nested(self, found: Fields, column: str, value: Any) -> None:
        """Take what is mapped of a nested value; the rest is kept as it stands."""
        asked = self.columns.asked(column)
        if asked and self._named(found, column, value, asked):
            return
        parts = [(name, leaf, self.columns.match(name)) for name, leaf in leaves(column, value)]
        mapped = [part for part in parts if part[2].field != "extra"]
        for name, leaf, match in mapped:
            self._leaf(found, name, leaf, match)
        if len(mapped) == len(parts) and mapped:
            return
        if not mapped or isinstance(value, list):
            if kept := storable(value, column):
                found.extra[column] = kept
            return
        for name, leaf, match in parts:
            if match.field == "extra" and leaf not in (None, "", [], {}):
                found.extra[name] = storable(leaf, column)

    def _leaf(self, found: Fields, column: str, value: Any, match: Match) -> None:
        name = match.field
        if name == "ignore":
            return
        if name.startswith("extra"):
            key = column if name == "extra" else name[6:]
            if (kept := storable(value, column)) not in (None, "", [], {}):
                found.extra[key] = kept
            return
        values = value if isinstance(value, list) else [value]
        texts = [
            text for v in values if v is not None and (text := checked_text(v, column).strip())
        ]
        if not texts:
            return
        found.came_from.setdefault(name, column)
        if name == "number":
            found.numbers += [(column, text) for text in texts]
        elif name in MANY:
            listed = found.many.setdefault(name, [])
            split = texts
            if not isinstance(value, list):
                split = self._separators.split(name, column, texts[0])
            if name in ("measures", "source") and all(text.isdecimal() for text in split):
                found.extra.setdefault(column, value)  # how many there are, in our own tables
            else:
                listed += [text for text in split if text not in listed]
        elif name not in found.one:
            found.one[name] = "; ".join(texts)
        else:
            found.extra.setdefault(column, storable(value, column))

    def id_of(self, found: Fields, record: Mapping[str, Any]) -> str:
        """Return what ``--id`` makes of a row, not yet in the form of an id.

        A part that loses letters of another script has a short hash in their place.

        Raises:
            RefusedRowError: a place in it is blank.
            InvalidQueryError: it names neither a field nor a column.
        """

        def filled(match: re.Match[str]) -> str:
            name = match[1].strip()
            value = self._value(name, found, record)
            if not value:
                raise RejectedRowError(name, f"'{name}' is blank, and the id needs it")
            return distinct_slug(value, len(value)) or short_hash(value)

        return _PLACEHOLDER.sub(filled, self.options.id_template or "")

    def _value(self, name: str, found: Fields, record: Mapping[str, Any]) -> str:
        if name in found.row.cells:
            return text_of(found.row.cells[name])
        if name in record and record[name] is not None:
            return str(record[name])
        try:
            key = check_field(name)
        except KeyError:
            known = self.columns.all()
            same = next(
                (column for column in known if normalise_name(column) == normalise_name(name)), None
            )
            if same is None:
                raise InvalidQueryError(
                    f"--id: there is no field or column '{name}'.",
                    f"Columns: {', '.join(known)}.",
                ) from None
            return text_of(found.row.cells.get(same))
        if key == "number":
            return found.numbers[0][1] if found.numbers else ""
        if key == "title":
            return found.one.get(key) or found.one.get("title.en") or found.one.get("title.zh", "")
        return found.one.get(key) or "-".join(found.many.get(key, ()))


def first_rows(rows: Iterable[SourceRow]) -> list[SourceRow]:
    """Take as many rows as decide on the columns; fewer where they are very large."""
    first: list[SourceRow] = []
    size = 0
    for row in rows:
        first.append(row)
        size += len(str(row.cells))
        if len(first) >= _SETTLED_BY or size > _LARGEST_FIRST:
            break
    return first


def iso_date(text: str, order: str | None) -> str | None:
    """Return a date as ISO, None if it is not certain."""
    when = parse_date(text, order)
    return when.iso if when else None


def _field(name: str) -> str:
    try:
        return check_field(name)
    except KeyError:
        from proposals_cli.domain.suggestions import did_you_mean

        known = ", ".join(FIELDS)
        near = did_you_mean(name, FIELDS)
        raise InvalidQueryError(
            f"There is no field '{name}' to import into.", f"{near} Fields: {known}.".strip()
        ) from None
