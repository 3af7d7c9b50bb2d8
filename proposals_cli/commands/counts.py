"""Counts by fields, as ``stats --by`` and ``measures --by`` show them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.proposal_views import FOR_PEOPLE
from proposals_cli.domain.answers.counts import MAX_FIELDS, Counts
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.labels import Label
from proposals_cli.domain.presenting.names import language_name
from proposals_cli.domain.query.facets import CALLED_FACETS, FACETS
from proposals_cli.domain.text.languages import Languages
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.counts import NAMED, CountStyle, long_view, wide_view
from proposals_cli.render.views import CHINESE

if TYPE_CHECKING:
    from proposals_cli.render.page import Page

By = Annotated[
    list[str] | None,
    o.option(
        "--by",
        metavar="FIELD",
        help=f"Count by this field, or by up to {MAX_FIELDS}, repeated or separated by commas:"
        f" year, {', '.join(FACETS)}, or extra.NAME for a field that records have of their own.",
        complete=lambda incomplete: [
            (name, what)
            for name, what in {"year": "year", **FACETS}.items()
            if name.startswith(incomplete)
        ],
    ),
]
Wide = Annotated[
    bool,
    typer.Option(
        "--wide",
        help="With two or three --by: the values of the last as columns, with totals that count"
        " each once. Default: rows, and columns on a screen that has room for two fields.",
        show_default=False,
    ),
]


class Unit(NamedTuple):
    """What is counted: its noun, its keys in a long and a wide table, and a remark on totals."""

    noun: str
    key: str
    total: str
    several: Label


PROPOSALS = Unit("proposal", "count", "total", labels.SEVERAL_VALUES)
MEASURES = Unit("measure", "measures", "measures", labels.SEVERAL_VALUES_OF_MEASURES)


def fields_in(by: Sequence[str] | None, *, wide: bool) -> list[str]:
    """Return the fields of ``--by``, which may be separated by commas.

    Raises:
        InvalidQueryError: there are too few of them for a wide table.
    """
    fields = []
    for given in by or ():
        parts = re.findall(r'(?:"[^"]*"|[^,"])+', given) or [given]
        fields += [part.strip().replace('"', "") for part in parts]
    if wide and len(fields) < 2:
        raise InvalidQueryError(
            "--wide needs two or three fields.", "For example: --by theme --by year --wide."
        )
    return fields


def show_counts(
    base: KnowledgeBase,
    counts: Counts,
    unit: Unit,
    *,
    wide: bool,
    limit: int | None,
    lang: Languages,
    format_: o.Format,
    nothing: str,
    counts_lacking: bool = True,
) -> None:
    """Show counts in a format; ``nothing`` is the message where nothing was selected.

    ``counts_lacking`` is whether counts by one field say how many have no value: for a whole base,
    whose counts are stored, every proposal would have to be read.
    """
    style = CountStyle(
        lang,
        _names(base, counts.fields, lang, for_people=format_ in FOR_PEOPLE),
        format_ in FOR_PEOPLE,
        unit.key,
        unit.total,
        "" if counts.rows else _no_counts(counts, unit, nothing),
    )
    if style.for_people:
        no_year = labels.NO_YEAR.text(lang.interface)
        rows = tuple((no_year, n) if key == [None] else (*key, n) for *key, n in counts.rows)
        counts = counts._replace(rows=rows)
    view = long_view(counts, style).limited(limit)
    remarks: list[str] = []
    if len(counts.fields) == 1:
        # those of no known year are a row
        is_asked = counts.rows and counts_lacking and counts.fields != ("year",)
        if is_asked and format_ is o.Format.TABLE:
            remarks = _remarks(counts, counts.totals().every, unit, lang, totals=False)
    elif counts.rows and (wide or (format_ is o.Format.TABLE and len(counts.fields) == 2)):
        totals = counts.totals()
        across = wide_view(counts, totals, style, limit)
        # too many values for columns of their own are rows
        if wide or output.fits(across):
            view = across
            remarks = _remarks(counts, totals.every, unit, lang)

    def below(page: "Page") -> None:
        for remark in remarks:
            page.dim(remark)

    output.show(view, format_, below if remarks else None)


def _remarks(
    counts: Counts, every: int, unit: Unit, lang: Languages, *, totals: bool = True
) -> list[str]:
    """Return what a reader must know of counts: what is in several rows, and what in none."""
    remarks = []
    if totals and sum(int(str(row[-1])) for row in counts.rows) > every:
        remarks.append(unit.several.text(lang.interface))
    selected = counts.selected()
    if lacking := selected - every:
        is_chinese = lang.interface == "zh"
        names = [CHINESE.get(name, name) if is_chinese else name for name in counts.fields]
        fields = ("、" if is_chinese else " or ").join(names)
        numbers = {"lacking": f"{lacking:,}", "selected": f"{selected:,}"}
        remarks.append(labels.NOT_COUNTED.text(lang.interface, fields=fields, **numbers))
    return remarks


def _names(
    base: KnowledgeBase, fields: Sequence[str], lang: Languages, *, for_people: bool
) -> dict[str, dict[str, str]]:
    """Return field → value → name; in English, other ids stay where they are words."""
    is_chinese = for_people and lang.interface == "zh"
    names = base.names([one for one in fields if is_chinese or one in NAMED], lang)
    for field in set(CALLED_FACETS).intersection(fields):
        agents = base.names(("body", "person"), lang)
        names[field] = agents["body"] | agents["person"]
    if for_people and "language" in fields:
        tags = [value.value for value in base.index.facet_values("language")]
        names["language"] = {tag: language_name(tag, lang.interface) for tag in tags}
    return names


def _no_counts(counts: Counts, unit: Unit, nothing: str) -> str:
    """Return the message where there is nothing to count by these fields."""
    count = counts.selected()
    if not count:
        return nothing
    named = " and ".join(counts.fields)
    if count == 1:
        return f"The one {unit.noun} has no value for {named}."
    return f"None of the {counted(count, unit.noun)} has a value for {named}."
