"""What the user asks of a mapping of columns to fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.domain.suggestions import did_you_mean
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.column_names import FIELDS
from proposals_cli.importing.columns import check_field
from proposals_cli.importing.dates import ORDERS
from proposals_cli.importing.vocabulary_lookup import as_term, kind_of, status_of


@dataclass(frozen=True)
class MappingOptions:
    """What the user asked for: pairs of field and column, constants by field, forms of values."""

    columns: tuple[tuple[str, str], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    id_template: str | None = None
    date_order: str | None = None
    list_separator: str | None = None
    blank_words: tuple[str, ...] = ()
    keep_blank_words: bool = False

    def over(self, saved: "MappingOptions") -> "MappingOptions":
        """Return these options, completed by saved ones."""
        mine = {name for name, _ in self.columns}
        return MappingOptions(
            columns=(*self.columns, *(pair for pair in saved.columns if pair[0] not in mine)),
            constants={**saved.constants, **self.constants},
            id_template=self.id_template or saved.id_template,
            date_order=self.date_order or saved.date_order,
            list_separator=self.list_separator or saved.list_separator,
            blank_words=(*self.blank_words, *saved.blank_words),
            keep_blank_words=self.keep_blank_words or saved.keep_blank_words,
        )

    def checked(self) -> "MappingOptions":
        """Return the options with every field in its exact spelling.

        Raises:
            InvalidQueryError: a field, a date order, a language, kind or status does not exist.
        """
        if self.date_order is not None and self.date_order not in ORDERS:
            raise InvalidQueryError(
                f"No date order '{self.date_order}'.", f"Use one of {', '.join(ORDERS)}."
            )
        language = self.constants.get("language")
        if language is not None and canonical_tag(language) is None:
            raise InvalidQueryError(
                f"'{language}' is not a language.", "Use a BCP 47 tag, such as de or zh-Hant."
            )
        constants = {_field(name): value for name, value in self.constants.items()}
        kind, status = constants.get("kind"), constants.get("status")
        if kind and kind_of(kind)[0] is Kind.OTHER and as_term(Kind, kind) is None:
            raise _no_term("kind", kind, Kind)
        if status and status_of(status) is Status.UNKNOWN and as_term(Status, status) is None:
            raise _no_term("status", status, Status)
        return replace(
            self,
            columns=tuple((_field(name), column) for name, column in self.columns),
            constants=constants,
        )


def _no_term(field_: str, word: str, terms: Iterable[str]) -> InvalidQueryError:
    known = list(terms)
    hint = did_you_mean(word, known) or f"Use one of {', '.join(known)}."
    return InvalidQueryError(f"'{word}' is no {field_}.", hint)


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


def _field(name: str) -> str:
    try:
        return check_field(name)
    except KeyError:
        known = ", ".join(FIELDS)
        near = did_you_mean(name, FIELDS)
        raise InvalidQueryError(
            f"No field '{name}' to import into.", f"{near} Fields: {known}.".strip()
        ) from None
