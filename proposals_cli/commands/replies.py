"""``prop replies``: when proposals were answered, and what is overdue."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import several_of
from proposals_cli.commands.proposal_views import FOR_PEOPLE, short_ids
from proposals_cli.commands.session import Session
from proposals_cli.domain.answers.replies import GROUPS, ReplyCount, ReplyRow, counts_by
from proposals_cli.domain.presenting.replies import NOT_KNOWN, deadline_text, summary_lines
from proposals_cli.domain.query.facets import FACETS
from proposals_cli.domain.text.languages import Languages
from proposals_cli.errors import InvalidQueryError
from proposals_cli.knowledge_base import KnowledgeBase
from proposals_cli.render.fields import title_keys
from proposals_cli.render.reply_fields import (
    REPLY_COUNT_KEYS,
    REPLY_KEYS,
    CountRow,
    reply_count_fields,
    reply_fields,
)
from proposals_cli.render.views import View, choose

if TYPE_CHECKING:
    from proposals_cli.render.page import Page

MAX_DEADLINES = 10
"""Deadlines listed under a table, those of the most proposals first."""

AGENTS = ("person", "addressee", "agent")
"""The facets that know the names of those who were asked for a reply or gave one."""

_Columns = Annotated[
    str | None,
    o.columns_option(
        complete=several_of({key: field.en for key, field in reply_fields(o.ENGLISH).items()})
    ),
]

NO_MATCH = "No proposals that ask for an answer match."


@o.with_output
@o.with_filters
def replies(
    ctx: typer.Context,
    filters: o.Filters,
    terms: o.Terms = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only those whose reply is certainly overdue.")
    ] = False,
    late: Annotated[
        bool, typer.Option("--late", help="Only those that were certainly answered too late.")
    ] = False,
    by: Annotated[
        str | None,
        o.option(
            "--by",
            metavar="FIELD",
            help=f"Count by {', '.join(GROUPS)}, with the median and range of days.",
            complete=o.one_of(dict.fromkeys(GROUPS, "")),
        ),
    ] = None,
    sort: o.Sort = None,
    limit: o.Limit = None,
    columns: _Columns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List when proposals were answered, and what is overdue.

    Days count from submission to the first reply that is not a mere notice, or from assignment
    where the body's deadline counts from there; a date known to the month gives a range. A reply
    is overdue only if that is certain: after the longest extension, and not where a notice may
    have set a later day. Proposals that ask for no answer, such as bills, are left out.

    \b
    Examples:
      prop replies
      prop replies --overdue
      prop replies --by who
      prop replies year:2020 --format csv
    """
    by = by and by.lower()
    if by is not None and by not in GROUPS:
        raise InvalidQueryError(
            f"Cannot count replies by '{by}'.", f"Count by one of {', '.join(GROUPS)}."
        )
    base = Session.of(ctx).knowledge_base
    query = base.query(terms or (), filters, sort=sort, languages=lang)
    output.show_hints(query)
    found: Iterable[ReplyRow] = base.replies(query)
    if overdue or late:
        found = (row for row in found if (overdue and row.overdue) or (late and row.late))
    total = ReplyCount()

    def write_sums(page: "Page") -> None:
        _write_sums(page, total, base, lang)

    if by:
        counts = _counts(base, _added(found, total), by, columns, lang, format_)
        output.show(counts.limited(limit), format_, write_sums)
    else:
        # what stands below a table is of all replies
        rows = found if format_ is o.Format.TABLE else islice(found, limit)
        shown = _first(_added(rows, total), limit)
        output.show(_list(base, shown, columns, lang, format_), format_, write_sums)


def _first(rows: Iterable[ReplyRow], limit: int | None) -> Iterator[ReplyRow]:
    """Yield the first rows, and read the others."""
    for place, row in enumerate(rows):
        if limit is None or place < limit:
            yield row


def _added(rows: Iterable[ReplyRow], total: ReplyCount) -> Iterator[ReplyRow]:
    """Yield the rows, each counted when it is read."""
    for row in rows:
        total.add(row)
        yield row


def _list(
    base: KnowledgeBase,
    rows: Iterable[ReplyRow],
    columns: str | None,
    lang: Languages,
    format_: o.Format,
) -> View[ReplyRow]:
    """Return the replies, one line each."""
    for_people = format_ in FOR_PEOPLE
    dates: tuple[str, ...] = ("begun", "reply", "days", "who", "deadline", "overdue", "late")
    if format_ is o.Format.MARKDOWN:  # nothing stands below it
        dates += ("reasons", "citations")
    keys = ("id", *title_keys(lang), *dates) if for_people else REPLY_KEYS
    return View(
        choose(reply_fields(lang, for_people=for_people), columns, keys),
        rows,
        lang,
        names=_names(base, ("body",), lang),
        details=dates if columns is None else (),
        short_ids=partial(short_ids, base) if columns is None else None,
        empty=NO_MATCH,
    )


def _counts(
    base: KnowledgeBase,
    rows: Iterable[ReplyRow],
    by: str,
    columns: str | None,
    lang: Languages,
    format_: o.Format,
) -> View[CountRow]:
    """Return the counts of replies by a field."""
    keys: tuple[str, ...] = (by, *REPLY_COUNT_KEYS)
    nobody = None
    if format_ in FOR_PEOPLE:
        nobody = NOT_KNOWN.text(lang.interface)
        keys = (by, *("asked", "answered", "notices", "overdue", "late", "median", "range"))
    return View(
        choose(reply_count_fields(by, nobody), columns, keys),
        counts_by(rows, by),
        lang,
        names=_names(base, (by,) if by in FACETS else (), lang),
        details=("notices", "range") if columns is None else (),
        empty=NO_MATCH,
    )


def _names(
    base: KnowledgeBase, facets: tuple[str, ...], lang: Languages
) -> dict[str, dict[str, str]]:
    """Return facet → value → name, with those who were asked or replied under ``agent``."""
    names = base.names((*facets, *AGENTS), lang)
    return {**names, "agent": {id_: one for facet in AGENTS for id_, one in names[facet].items()}}


def _write_sums(page: "Page", total: ReplyCount, base: KnowledgeBase, lang: Languages) -> None:
    """Write what the rows add up to, what is not known, and the deadlines with their sources."""
    page.blank()
    for line in summary_lines(total, lang.interface):
        page.text(line)
    names = base.names(("body",), lang).get("body", {})
    for deadline, _ in total.deadlines.most_common(MAX_DEADLINES):
        name = names.get(deadline.body, deadline.body)
        page.dim(deadline_text(deadline, name, lang.interface))
