"""Turn the cells of a row into the fields of a proposal, as text like that a person types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from proposals_cli.importing.blanks import Blanks
from proposals_cli.importing.cell_text import cleaned, is_plain, is_suspect
from proposals_cli.importing.cells import (
    checked_text,
    is_nested,
    names_in,
    parse_embedded_json,
    storable,
    text_of,
)
from proposals_cli.importing.column_names import MULTIPLE, REPLY_SIGNS, SINGLE
from proposals_cli.importing.columns import IN_PARTS, ColumnMatch, Columns, leaves_of
from proposals_cli.importing.dates import order_shown
from proposals_cli.importing.fields import Fields, add_extra, add_to_list, join_scripts
from proposals_cli.importing.layout_file import Layout
from proposals_cli.importing.layout_parts import LayoutReader
from proposals_cli.importing.links import is_other_scheme, links_in
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.nested_parts import part_of, take_parts, taken_names
from proposals_cli.importing.remarks import Remark, RemarkKind
from proposals_cli.importing.rows import RejectedRowError, SourceRow
from proposals_cli.importing.separators import Separators
from proposals_cli.importing.shown_cells import has_our_columns
from proposals_cli.importing.title_language import FileLanguages

MAX_SAMPLES, MAX_SAMPLE = 5_000, 100

_NAMES = frozenset(("people", "cosponsors", "addressees", "themes", "regions", "entities"))
"""Fields whose values are names; a nested value may contain a name and much else."""

_DAY_FIRST = frozenset(("de", "es", "fr", "it", "nl", "pl", "pt"))
"""Languages of column names in which 03/04/2020 is the third of April."""


class Mapper:
    """Turns rows into fields; call ``decide_columns`` once before ``fields``."""

    def __init__(self, options: MappingOptions, layout: Layout | None = None) -> None:
        self.options = options = options.checked()
        self.layout = layout
        self._reader: LayoutReader | None = None
        if layout is not None:
            self.options = options = replace(
                options,
                constants={**layout.constants, **options.constants},
                date_order=options.date_order or layout.date_order,
                list_separator=options.list_separator or layout.list_separator,
            )
            self._reader = LayoutReader(layout)
        self.languages = FileLanguages(())
        """The languages that the titles of the first rows show."""
        self.describes_proposals = False
        """Whether one of the first rows has all that a new proposal needs: a title and a body."""
        self.is_our_list = False
        """Whether the first rows all have the columns of our lists, and no others."""
        self._asked = {field for field, _ in options.columns}
        given = dict.fromkeys(self.options.constants, "--set")
        self.columns = Columns(self.options.columns, given)
        self._blanks = Blanks(self.options.blank_words, keep=self.options.keep_blank_words)
        self.samples: dict[str, str] = {}
        self._separators = Separators(self.options.list_separator)
        self._orders: dict[str, set[str]] = {}
        self._noted: dict[tuple[str, str], ColumnMatch] = {}
        """Path and field of a layout → what ``columns`` knows of it."""

    def decide_columns(self, rows: Sequence[SourceRow]) -> None:
        """Decide what the columns mean by their names and by the values in the first rows."""
        if self._reader is not None:
            self.columns.give(self._reader.given(row.cells for row in rows), "layout")
            return
        names: dict[str, None] = {}
        for row in rows:
            for column, value in row.cells.items():
                if value in (None, [], {}):
                    continue
                if is_nested(value):
                    if self.columns.asked(column):
                        names.setdefault(column)
                    try:
                        found = leaves_of(column, value)
                    except RejectedRowError:
                        continue  # the row itself will be rejected
                else:
                    found = [(column, value)]
                for name, leaf in found:
                    names.setdefault(name)
                    self._learn(name, leaf)
        self.columns.decide(names, self.samples, [row.cells for row in rows])

    def judge(self, rows: Iterable[SourceRow]) -> None:
        """Find out from the first rows what the file describes, and the language of its titles."""
        rows = list(rows)
        self.is_our_list = bool(rows) and all(has_our_columns(row.cells) for row in rows)
        titles: list[str] = []
        for row in rows:
            try:
                found = self.fields(row)
            except RejectedRowError:
                continue
            titles += filter(None, [found.one.get("title")])
            titles += [one.text for one in found.parts.titles if not one.language]
            self.describes_proposals |= found.has_title() and "body" in found.one
        if "language" not in self.options.constants:
            self.languages = FileLanguages(titles)

    def _learn(self, column: str, leaf: Any) -> None:
        """Learn from one of the first values of a column."""
        text = text_of(leaf if not isinstance(leaf, list) else " | ".join(map(str, leaf))).strip()
        if not isinstance(leaf, list):
            text = cleaned(text).text
            if self._blanks.has(text):
                return
        if text and column not in self.samples:
            self.samples[column] = text[:MAX_SAMPLE]
        if text and not isinstance(leaf, list):
            self._separators.learn(column, text)
            if order := order_shown(text):
                self._orders.setdefault(column, set()).add(order)

    def date_order(self, column: str) -> str | None:
        """Return the order of a column's dates: as asked, or as an unambiguous one shows.

        In a table whose columns have names in a language that puts the day first, it is that.
        """
        shown = self._orders.get(column, set())
        usual = "dmy" if not shown and self.columns.language in _DAY_FIRST else None
        return self.options.date_order or (min(shown) if len(shown) == 1 else usual)

    def goes_to(self, field_: str) -> str:
        """Return where values of a field go: what a reply has, without a sign of one, to extra."""
        given = {match.field for match in self.columns.all().values()} | {*self.options.constants}
        is_of_reply = field_.startswith("response.") and field_ not in REPLY_SIGNS
        return "extra" if is_of_reply and given.isdisjoint(REPLY_SIGNS) else field_

    def used(self) -> MappingOptions:
        """Return options that state the decisions made about the columns."""
        found = tuple(
            (match.field, column)
            for column, match in self.columns.all().items()
            if match.how == "--map" or (match.field != "extra" and match.how != IN_PARTS)
        )
        return replace(self.options, columns=found)

    def fields(self, row: SourceRow, *, with_constants: bool = True) -> Fields:
        """Return the fields of a row, completed by those of ``--set``.

        Raises:
            RejectedRowError: a value is too long or nested too deeply.
        """
        found = Fields(row)
        cells: Mapping[str, Any] = row.cells
        if self._reader is not None:
            asked, rest = self._divided(cells)
            take, is_blank = partial(self._take_field, found), partial(self._is_blank, found)
            left = self._reader.read(rest, found.parts, take, is_blank)
            for column, value in left.items():
                self._sample(column, value)
                if is_nested(value) or self._reader.reads(column):
                    self.columns.keep(column)
                    found.extra[column] = value
                else:
                    asked[column] = value
            cells = asked
        for column, value in cells.items():
            if isinstance(value, str):
                if value[:1] in ("[", "{"):
                    self._take_bracketed(found, column, value)
                elif value:
                    self._take_value(found, column, value, self.columns.match(column))
            elif value is None or value in ([], {}):
                continue
            elif is_nested(value):
                self._take_nested(found, column, value)
            else:
                self._take_value(found, column, value, self.columns.match(column))
        if not found.has_title():
            self._take_spare_title(found, cells)
        join_scripts(found)
        for name, value in self.options.constants.items() if with_constants else ():
            self._set_constant(found, name, value)
        return found

    def _divided(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], Mapping[str, Any]]:
        """Return the cells of the columns that the user gave a field, and the others."""
        if not self._asked:
            return {}, cells
        asked = {column: cells[column] for column in cells if self.columns.asked(column)}
        return asked, {column: cells[column] for column in cells if column not in asked}

    def _sample(self, column: str, value: Any) -> None:
        """Remember the first value of a column for the report."""
        if column not in self.samples and len(self.samples) < MAX_SAMPLES:
            self.samples[column] = text_of(value)[:MAX_SAMPLE]

    @property
    def body(self) -> Mapping[str, Any]:
        """The record of the body that a layout is for; empty without one."""
        return self.layout.body if self.layout else {}

    def _take_spare_title(self, found: Fields, cells: Mapping[str, Any]) -> None:
        """Take the title from a further column that has one, where the likeliest is blank."""
        for column in cells:
            match = self.columns.match(column)
            if match.how == "another column gives title" and column in found.extra:
                value = found.extra.pop(column)
                self._take_value(found, column, value, match._replace(field="title"))
                return

    def _take_field(self, found: Fields, field_: str, column: str, value: Any) -> None:
        """Take the value that a layout gives a field, unless the user said what gives it."""
        if field_ in self._asked:
            found.extra[column] = storable(value, column)
            return
        match = self._noted.get((column, field_))
        if match is None:
            self._noted[column, field_] = match = self.columns.note(column, field_)
        if not isinstance(value, str) and is_nested(value):
            value = text_of(value)
        self._sample(column, value)
        self._take_value(found, column, value, match)

    def _set_constant(self, found: Fields, name: str, value: str) -> None:
        """Set a field that the row leaves blank; values of lists join those of the row."""
        if name.startswith("extra."):
            found.extra[name[6:]] = value
        elif name == "number":
            found.numbers.append(("number", value))
        elif name in MULTIPLE:
            add_to_list(found, name, "--set", self._separators.split(name, "", value), value)
        elif name not in found.one:
            found.one[name] = value
            found.came_from[name] = "--set"
            found.set_fields.add(name)

    def _take_bracketed(self, found: Fields, column: str, text: str) -> None:
        """Take a text that may be a list or an object in JSON, if the column gives names."""
        match = self.columns.match(column)
        value = parse_embedded_json(text) if match.field in (*_NAMES, "source") else text
        if not is_nested(value):
            self._take_value(found, column, value, match)
        elif not self._take_names(found, column, value, match):
            found.extra[column] = storable(value, column)  # JSON is not a name

    def _take_names(self, found: Fields, column: str, value: Any, match: ColumnMatch) -> bool:
        """Take the names in a nested value and keep the value; return whether there are any."""
        names = names_in(value) if is_nested(value) and match.field in _NAMES else []
        if names:
            self._take_value(found, column, names, match)
            found.extra[column] = storable(value, column)
        return bool(names)

    def _take_parts(self, found: Fields, column: str, value: Any) -> bool:
        """Take actions, papers and sponsors from a nested value; return whether it has any."""
        left = take_parts(column, value, found.parts)
        if left is value:
            return False
        self.columns.note_parts(column, part_of(column), taken_names(column, value, left))
        for name, leaf in leaves_of(column, value):
            if asked := self.columns.asked(name):
                self._take_value(found, name, leaf, asked)
        if left is not None:
            found.extra[column] = storable(left, column)
        return True

    def _take_nested(self, found: Fields, column: str, value: Any) -> None:
        """Take the mapped parts of a nested value, and keep the others as they are."""
        asked = self.columns.asked(column)
        if asked and self._take_names(found, column, value, asked):
            return
        if asked is None and self._take_parts(found, column, value):
            return
        parts = [(name, leaf, self.columns.match(name)) for name, leaf in leaves_of(column, value)]
        mapped = [part for part in parts if part[2].field != "extra"]
        for name, leaf, match in mapped:
            self._take_value(found, name, leaf, match)
        if len(mapped) == len(parts) and mapped:
            return
        if not mapped or isinstance(value, list):
            if kept := storable(value, column):
                found.extra[column] = kept
            return
        for name, leaf, match in parts:
            if match.field == "extra" and leaf not in (None, "", [], {}):
                found.extra[name] = storable(leaf, column)

    def _take_value(self, found: Fields, column: str, value: Any, match: ColumnMatch) -> None:
        """Take a value, or a list of values, that is not nested."""
        name = match.field
        if isinstance(value, str) and name in SINGLE and name not in found.one and is_plain(value):
            text = value.strip()
            if not self._is_blank(found, column, text):
                found.came_from.setdefault(name, column)
                found.one[name] = text
            return
        if name == "ignore":
            return
        if name.startswith("extra"):
            add_extra(found, column if name == "extra" else name[6:], value, column)
            return
        if isinstance(value, list):
            texts = [text for one in value if (text := self._text(found, column, name, one))]
        else:
            texts = [text] if (text := self._text(found, column, name, value)) else []
        if not texts:
            return
        found.came_from.setdefault(name, column)
        if name == "number":
            found.numbers += [(column, text) for text in texts]
        elif name == "source":
            for text in texts:
                self._take_source(found, column, text)
        elif name in MULTIPLE:
            if not isinstance(value, list):
                texts = self._separators.split(name, column, texts[0])
                if len(texts) > 1:
                    texts = [text for text in texts if not self._is_blank(found, column, text)]
            add_to_list(found, name, column, texts, value)
        elif name not in found.one:
            found.one[name] = "; ".join(texts)
        else:
            found.extra.setdefault(column, storable(value, column))
            found.remarks.append(Remark(RemarkKind.SECOND_VALUE, column, texts[0]))

    def _text(self, found: Fields, column: str, name: str, value: Any) -> str:
        """Return a value as people read it; empty if it is blank or a word for that."""
        if value is None:
            return ""
        is_sound = isinstance(value, str) and is_plain(value)
        text = value if is_sound else checked_text(value, column)
        if not is_sound and is_suspect(text):
            text = self._without_markup(found, column, name, text)
        text = text.strip()
        return "" if self._blanks.has(text) and self._is_blank(found, column, text) else text

    def _without_markup(self, found: Fields, column: str, name: str, text: str) -> str:
        """Return a text without markup; its links become sources, other addresses are kept."""
        clean = cleaned(text)
        if clean.had_markup:
            found.remarks.append(Remark(RemarkKind.MARKUP, column, clean.text))
        if clean.lost:
            _keep_text(found, column, text)
            found.remarks.append(Remark(RemarkKind.NOT_UNDERSTOOD, column, clean.lost[0]))
        if name == "source" and clean.links:
            written = links_in(clean.text)
            if written.has_more and not clean.lost:
                _keep_text(found, column, clean.text)
            return "\n".join(dict.fromkeys((*clean.links, *written.links)))
        if clean.links:
            found.came_from.setdefault("source", column)
            add_to_list(found, "source", column, clean.links, text)
        return clean.text

    def _is_blank(self, found: Fields, column: str, text: str) -> bool:
        if not text:
            return True
        if not self._blanks.has(text):
            return False
        found.remarks.append(Remark(RemarkKind.BLANK_WORD, column, text))
        return True

    def _take_source(self, found: Fields, column: str, text: str) -> None:
        """Take the links in a cell, or the names of sources; keep words around links."""
        links, has_more = links_in(text)
        if is_other_scheme(text):
            found.extra.setdefault(column, text)
            found.remarks.append(Remark(RemarkKind.NOT_UNDERSTOOD, column, text))
            return
        if links and has_more:
            found.extra.setdefault(column, text)
        names = links or self._separators.split("source", column, text)
        add_to_list(found, "source", column, names, text)


def _keep_text(found: Fields, column: str, text: str) -> None:
    """Keep a text under ``extra``, beside others of its column."""
    kept = found.extra.get(column)
    found.extra[column] = f"{kept}\n{text}" if isinstance(kept, str) else kept or text
