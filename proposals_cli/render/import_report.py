"""What an import would do, for reading before it is done."""

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from proposals_cli.domain.matching.titles import ALIKE
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.importing.plan import Duplicate, ImportPlan, Outcome, shortened
from proposals_cli.importing.rows import SourceFile
from proposals_cli.render.machine import json_text
from proposals_cli.render.page import Page

_SHOWN = 20
_DUPLICATES_SHOWN = 8
_WIDEST_COLUMN = 32
_WIDEST_TARGET = 24
_LONGEST_SAMPLE = 45
_SHORTEST_SAMPLE = 8


def write_report(page: Page, plan: ImportPlan, rows: SourceFile) -> None:
    """Write mapping, first records, counts, duplicates and rejections."""
    if plan.mapped:
        page.heading("Columns")
        with page.indented():
            for line_ in mapping_lines(plan, None if page.width is None else page.width - 2):
                page.text(line_, wrap=False)
    if plan.examples:
        page.heading("First records")
        with page.indented():
            for proposal in plan.examples:
                page.text(json_text(shortened(proposal)), wrap=False)
    page.heading("Rows")
    with page.indented():
        for sentence in summary(plan, rows):
            page.text(sentence)


def mapping_lines(plan: ImportPlan, width: int | None) -> Iterator[str]:
    """Yield a line for every column, and every constant: its field, why, and an example.

    Args:
        plan: of the import.
        width: cells that a line may take; None for any number.
    """
    rows = list(_mapping(plan))
    widest = max((cell_len(column) for column, _, _ in rows), default=0)
    names = min(widest, _WIDEST_COLUMN if width is None else width // 3)
    targets = min(max((cell_len(target) for _, target, _ in rows), default=0), _WIDEST_TARGET)
    for column, target, sample in rows:
        begun = f"{set_cell_size(_fitting(column, names), names)}  {_padded(target, targets)}  "
        left = _LONGEST_SAMPLE if width is None else min(_LONGEST_SAMPLE, width - cell_len(begun))
        yield (begun + (_fitting(sample, left) if left >= _SHORTEST_SAMPLE else "")).rstrip()


def _mapping(plan: ImportPlan) -> Iterator[tuple[str, str, str]]:
    """Yield column, what becomes of it, and an example."""
    mapper = plan.mapper
    for column, match in mapper.columns.all().items():
        field = mapper.goes_to(match.field)
        how = match.how if field == match.field else f"no reply that {match.field} belongs to"
        sample = mapper.samples.get(column, "")
        yield (
            one_line(column),
            f"→ {field} ({how})",
            f"e.g. {one_line(sample)}" if sample else "blank so far",
        )
    for field, value in mapper.options.constants.items():
        yield "(every row)", f"→ {mapper.goes_to(field)} (--set)", one_line(value)


def _fitting(text: str, most: int) -> str:
    """Return as much of a text as fits into so many cells."""
    if cell_len(text) <= most:
        return text
    return set_cell_size(text, most - 1).rstrip() + "…"


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - cell_len(text))


def summary(plan: ImportPlan, rows: SourceFile) -> Iterator[str]:
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
    yield from _rejections(plan, rows)


def _rejections(plan: ImportPlan, rows: SourceFile) -> Iterator[str]:
    for group in list(plan.rejections)[:_SHOWN]:
        places = ", ".join(f"{number:,}" for number in group.places)
        unsaid = group.rows - len(group.places)
        more = f" and {unsaid:,} more" if unsaid else ""
        unit = rows.unit + ("s" if group.rows > 1 else "")
        where = f", {_short(group.column, _WIDEST_COLUMN)}" if group.column else ""
        yield f"rejected: {rows.name}, {unit} {places}{more}{where}: {group.reason}"
    unsaid, reasons = plan.rejections.beyond(_SHOWN)
    if unsaid:
        row, reason = _number(unsaid, "row"), _number(reasons, "further reason")
        yield f"rejected: {row} more, for {reason}"
    if themes := plan.rejections.themes:
        listed = ", ".join(f"{name} × {rows:,}" for name, rows in themes.most_common(_SHOWN))
        hidden = len(themes) - _SHOWN
        more = f", and {hidden:,} more" if hidden > 0 else ""
        yield f"no themes yet, and how many rows name them: {listed}{more}"


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _duplicates(plan: ImportPlan, rows: SourceFile) -> Iterator[str]:
    for duplicate in plan.duplicates[:_DUPLICATES_SHOWN]:
        place = f"{rows.unit} {duplicate.number:,}"
        yield f"duplicate: {place}, '{one_line(duplicate.title)}', is {_said(duplicate)}"
    hidden = plan.counts[Outcome.DUPLICATE] - min(len(plan.duplicates), _DUPLICATES_SHOWN)
    if hidden > 0:
        yield f"duplicate: {hidden:,} more"


def _said(duplicate: Duplicate) -> str:
    match = duplicate.match
    where = " from this file" if duplicate.in_file else ""
    if match.by == "title" and match.percent < 100:
        return f"{match.id}{where}: titles {match.percent} % alike (from {ALIKE} % on they count)"
    return f"{match.id}{where}: the same {match.by}"


def _short(text: str, most: int) -> str:
    text = one_line(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"
