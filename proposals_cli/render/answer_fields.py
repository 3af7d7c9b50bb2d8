"""The fields of measures and of related proposals."""

from typing import TYPE_CHECKING

from proposals_cli.domain.presenting.related import reason_in
from proposals_cli.domain.text.languages import Languages
from proposals_cli.render.fields import SUMMARY_FIELDS, Field, by_key, title_fields
from proposals_cli.render.text_columns import text_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from proposals_cli.domain.answers.measures import MeasureRow
    from proposals_cli.domain.answers.related import Related


def measure_fields(
    languages: Languages, tags: "Iterable[str]" = ()
) -> "Mapping[str, Field[MeasureRow]]":
    """Return the fields of measures, with a column for the text in each of the languages."""
    texts: Iterator[Field[MeasureRow]] = text_columns(
        "text", ("measure", "措施"), lambda row: row.text, languages, tags
    )
    return by_key(
        Field("id", "id", "编号", lambda row: row.id, "id"),
        Field("proposal", "proposal", "建议", lambda row: row.proposal, "id"),
        Field("year", "year", "年份", lambda row: row.year, "number"),
        *texts,
        Field("language", "language", "语言", lambda row: _tag(languages, row.text)),
        Field("basis", "wording", "依据", lambda row: row.basis),
        Field("area", "area", "领域", lambda row: row.area),
        Field("horizon", "horizon", "期限", lambda row: row.horizon, facet="horizon"),
        Field("actors", "actors", "责任方", lambda row: row.actors),
        Field("beneficiaries", "beneficiaries", "受益方", lambda row: row.beneficiaries),
        Field("citations", "citations", "出处", lambda row: row.citations),
    )


MEASURE_FIELDS = measure_fields(Languages())
MEASURE_KEYS = (
    "id",
    "proposal",
    "year",
    "text",
    "language",
    "texts",
    "basis",
    "area",
    "horizon",
    "actors",
    "beneficiaries",
    "citations",
)
"""The keys of a measure in machine formats: part of the interface."""


def related_fields(
    languages: Languages, tags: "Iterable[str]" = (), *, for_people: bool = False
) -> "Mapping[str, Field[Related]]":
    """Return the fields of proposals that are similar to one; reasons in words ``for_people``."""
    lang = languages.interface if for_people else "en"

    def reasons(row: "Related") -> tuple[str, ...]:
        return tuple(reason_in(reason, lang) for reason in row.reasons)

    return by_key(
        SUMMARY_FIELDS["id"],
        SUMMARY_FIELDS["year"],
        *title_fields(languages, tags, for_people=for_people),
        Field("score", "score", "得分", lambda row: row.score, "number"),
        Field("reasons", "why", "原因", reasons, "text"),
    )


RELATED_KEYS = ("id", "year", "title", "title_language", "titles", "score", "reasons")
"""The keys of a related proposal in machine formats: part of the interface."""


def _tag(languages: Languages, text: dict[str, str]) -> str | None:
    chosen = languages.choose(text)
    return chosen[0] if chosen else None
