"""What an import would do, for reading before it is done."""

from collections.abc import Iterator

from proposals_cli.domain.import_plan import Duplicate, Outcome, Plan, shortened
from proposals_cli.domain.import_rows import RowFile
from proposals_cli.domain.near_titles import ALIKE
from proposals_cli.domain.plain import line
from proposals_cli.render.machine import json_text
from proposals_cli.render.page import Page

_SHOWN = 20
_WIDEST_COLUMN = 32
_LONGEST_SAMPLE = 40


def write_report(page: Page, plan: Plan, rows: RowFile) -> None:
    """Write mapping, first records, counts, duplicates and refusals."""
    if plan.mapped:
        page.heading("Columns", "栏目")
        with page.indented():
            for column, field, how, sample in mapping_lines(plan):
                page.labelled(column, f"→ {field}  ({how})", sample, width=_WIDEST_COLUMN + 2)
    if plan.examples:
        page.heading("First records", "前几条记录")
        with page.indented():
            for proposal in plan.examples:
                page.text(json_text(shortened(proposal)), wrap=False)
    page.heading("Rows", "行")
    with page.indented():
        for sentence in summary(plan, rows):
            page.text(sentence)


def mapping_lines(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Yield column, field, why, and an example of every column, and of every constant."""
    mapper = plan.mapper
    for column, match in mapper.columns.all().items():
        field = mapper.goes_to(match.field)
        how = match.how if field == match.field else f"no reply that {match.field} belongs to"
        sample = mapper.samples.get(column, "")
        shown = f"  e.g. {_short(sample, _LONGEST_SAMPLE)}" if sample else "  blank so far"
        yield _short(column, _WIDEST_COLUMN), field, how, shown
    for field, value in mapper.options.constants.items():
        yield "(every row)", mapper.goes_to(field), "--set", f"  {_short(value, _LONGEST_SAMPLE)}"


def summary(plan: Plan, rows: RowFile) -> Iterator[str]:
    """Yield sentences on what becomes of the rows."""
    for field, column in plan.mapper.columns.not_found():
        near = ", ".join(f"'{name}'" for name in plan.mapper.columns.near(column))
        yield f"--map {field}={column}: no column is called so{near and f'; near: {near}'}"
    yield ", ".join(f"{plan.counts[outcome]:,} {outcome}" for outcome in Outcome)
    if created := plan.created():
        one = {"people": "person", "themes": "theme", "sources": "source", "facts": "fact"}
        listed = ", ".join(
            f"{count:,} {one.get(table, table) if count == 1 else table}"
            for table, count in created.items()
        )
        yield f"added with them: {listed}"
    if plan.unsure_dates:
        yield (
            f"{plan.unsure_dates:,} dates could be day/month or month/day and are kept as written;"
            " --date-order settles it"
        )
    if plan.dangling:
        yield (
            f"{plan.dangling:,} records name proposals that neither file nor base has;"
            " `prop check` lists them"
        )
    yield from _duplicates(plan, rows)
    yield from _refusals(plan, rows)


def _refusals(plan: Plan, rows: RowFile) -> Iterator[str]:
    for group in list(plan.refusals)[:_SHOWN]:
        places = ", ".join(f"{number:,}" for number in group.places)
        unsaid = group.rows - len(group.places)
        more = f" and {unsaid:,} more" if unsaid else ""
        unit = rows.unit + ("s" if group.rows > 1 else "")
        where = f", {_short(group.column, _WIDEST_COLUMN)}" if group.column else ""
        yield f"refused: {rows.name}, {unit} {places}{more}{where}: {group.reason}"
    unsaid, reasons = plan.refusals.beyond(_SHOWN)
    if unsaid:
        row, reason = _number(unsaid, "row"), _number(reasons, "further reason")
        yield f"refused: {row} more, for {reason}"
    if themes := plan.refusals.themes:
        listed = ", ".join(f"{name} × {rows:,}" for name, rows in themes.most_common(_SHOWN))
        hidden = len(themes) - _SHOWN
        more = f", and {hidden:,} more" if hidden > 0 else ""
        yield f"no themes yet, and how many rows name them: {listed}{more}"


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _duplicates(plan: Plan, rows: RowFile) -> Iterator[str]:
    for duplicate in plan.duplicates[:_SHOWN]:
        place = f"{rows.unit} {duplicate.number:,}"
        yield f"duplicate: {place}, '{line(duplicate.title)}', is {_said(duplicate)}"
    hidden = plan.counts[Outcome.DUPLICATE] - min(len(plan.duplicates), _SHOWN)
    if hidden > 0:
        yield f"duplicate: {hidden:,} more"


def _said(duplicate: Duplicate) -> str:
    match = duplicate.match
    where = " from this file" if duplicate.in_file else ""
    if match.by == "title" and match.percent < 100:
        return f"{match.id}{where}: titles {match.percent} % alike (from {ALIKE} % on they count)"
    return f"{match.id}{where}: the same {match.by}"


def _short(text: str, most: int) -> str:
    text = line(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
