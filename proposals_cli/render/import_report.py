"""Report what an import would do, before or after it is done."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.text.plural import counted
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.plan import Duplicate, ImportPlan, Outcome, shortened
from proposals_cli.importing.rows import SourceFile
from proposals_cli.render.machine import json_text
from proposals_cli.render.page import Page
from proposals_cli.render.table import cut, padded

MAX_REASONS = 20
MAX_FILES = 5
MAX_DUPLICATES = 8
MAX_COLUMN_WIDTH = 32
MAX_TARGET_WIDTH = 24
MAX_SAMPLE_WIDTH = 45
MIN_SAMPLE_WIDTH = 8


def write_report(page: Page, plan: ImportPlan, rows: SourceFile) -> None:
    """Write the mapping, the first records, counts, duplicates and rejections to a page."""
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
                if status := _derived_status(proposal):
                    page.text(status)
    page.heading("Rows")
    with page.indented():
        for sentence in summary(plan, rows):
            page.text(sentence)


def read_as(name: str, format_: str, found: Iterable[str]) -> str:
    """Return a sentence on how a file was read."""
    return f"{name}: {', '.join((format_.upper(), *found))}"


def files_read(rows: SourceFile) -> Iterator[str]:
    """Yield sentences on how each of several files was read; of many, only on the first."""
    for name, format_, found in rows.read[:MAX_FILES]:
        yield read_as(name, format_, found)
    if len(rows.read) > MAX_FILES:
        yield f"and {counted(len(rows.read) - MAX_FILES, 'more file')}"
    if rows.read:
        yield from rows.found


def layout_used(mapper: Mapper) -> Iterator[str]:
    """Yield a sentence on the layout by which a file was read, if there is one."""
    if mapper.layout is not None:
        body = mapper.layout.constants.get("body")
        of = f", body {body}" if body and mapper.options.constants.get("body") == body else ""
        yield (f"layout {mapper.layout.name}{of}; --layout none reads the columns by their names")


def _derived_status(proposal: Proposal) -> str:
    """Return a sentence on the status that follows from a proposal; empty if it is stated."""
    current = current_status(proposal)
    reasons = {"action": "what happened", "date": "its date"}
    if current.basis not in reasons:
        return ""
    return f"status: {current.value.value}, from {reasons[current.basis]}"


def mapping_lines(plan: ImportPlan, width: int | None) -> Iterator[str]:
    """Yield a line for every column and every constant: its field, why, and an example.

    ``width`` is that of the screen in cells; None if it has none.
    """
    rows = list(_mapping(plan))
    widest = max((cell_len(column) for column, _, _ in rows), default=0)
    names = min(widest, MAX_COLUMN_WIDTH if width is None else width // 3)
    targets = min(max((cell_len(target) for _, target, _ in rows), default=0), MAX_TARGET_WIDTH)
    for column, target, sample in rows:
        name = padded(cut(column, names), names)
        start = f"{name}  {padded(target, targets)}  "
        left = MAX_SAMPLE_WIDTH if width is None else min(MAX_SAMPLE_WIDTH, width - cell_len(start))
        yield (start + (cut(sample, left) if left >= MIN_SAMPLE_WIDTH else "")).rstrip()


def _mapping(plan: ImportPlan) -> Iterator[tuple[str, str, str]]:
    """Yield column, target and an example."""
    mapper = plan.mapper
    for column, match in mapper.columns.all().items():
        field = mapper.goes_to(match.field)
        how = match.how if field == match.field else "without the text of a reply"
        sample = mapper.samples.get(column, "")
        yield (
            one_line(column),
            f"→ {field} ({how})",
            f"e.g. {one_line(sample)}" if sample else "blank in the first rows",
        )
    for field, value in mapper.options.constants.items():
        yield "(every row)", f"→ {mapper.goes_to(field)} (--set)", one_line(value)


def summary(plan: ImportPlan, rows: SourceFile) -> Iterator[str]:
    """Yield sentences on what becomes of the rows."""
    for field, column in plan.mapper.columns.not_found():
        near = ", ".join(f"'{name}'" for name in plan.mapper.columns.near(column))
        yield f"--map {field}={column}: no such column{near and f'; similar: {near}'}"
    if not any(plan.counts.values()):
        yield f"{rows.name} has no records"
        return
    yield ", ".join(f"{plan.counts[outcome]:,} {outcome}" for outcome in Outcome)
    if created := plan.created():
        counts = (counted(count, KIND_OF[table], table) for table, count in created.items())
        yield f"added with them: {', '.join(counts)}"
    if plan.unsure_dates:
        yield (
            f"{counted(plan.unsure_dates, 'date')} could be day/month or month/day, kept as"
            " written; set --date-order"
        )
    if plan.dangling:
        yield (
            f"{counted(plan.dangling, 'record')} with references to proposals that are neither in"
            " the file nor in the base; `prop check` lists them"
        )
    yield from _duplicates(plan, rows)
    yield from _rejections(plan, rows)


def _rejections(plan: ImportPlan, rows: SourceFile) -> Iterator[str]:
    for group in list(plan.rejections)[:MAX_REASONS]:
        places = ", ".join(group.places)
        unlisted = group.rows - len(group.places)
        more = f" and {unlisted:,} more" if unlisted else ""
        unit = rows.unit + ("s" if group.rows > 1 else "")
        where = f", {_short(group.column, MAX_COLUMN_WIDTH)}" if group.column else ""
        yield f"rejected: {rows.name}, {unit} {places}{more}{where}: {group.reason}"
    unlisted, reasons = plan.rejections.beyond(MAX_REASONS)
    if unlisted:
        rest = f"{counted(unlisted, 'more row')}, for {counted(reasons, 'other reason')}"
        yield f"rejected: {rest}"
    if themes := plan.rejections.themes:
        listed = ", ".join(f"{name} × {count:,}" for name, count in themes.most_common(MAX_REASONS))
        hidden = len(themes) - MAX_REASONS
        more = f", and {hidden:,} more" if hidden > 0 else ""
        yield f"missing themes, and how many rows name them: {listed}{more}"


def _duplicates(plan: ImportPlan, rows: SourceFile) -> Iterator[str]:
    for duplicate in plan.duplicates[:MAX_DUPLICATES]:
        place = f"{rows.unit} {duplicate.place}"
        yield f"duplicate: {place}, '{one_line(duplicate.title)}', is {_match(duplicate)}"
    hidden = plan.counts[Outcome.DUPLICATE] - min(len(plan.duplicates), MAX_DUPLICATES)
    if hidden > 0:
        yield f"duplicate: {hidden:,} more; --duplicates FILE writes all of them"


def _match(duplicate: Duplicate) -> str:
    match = duplicate.match
    where = " from this file" if duplicate.in_file else ""
    if match.is_loose:
        return f"{match.id}{where} by its id, but has another title and date: nothing taken"
    return f"{match.id}{where}: the same {match.by}"


def _short(text: str, length: int) -> str:
    text = one_line(text)
    return text if len(text) <= length else f"{text[: length - 1]}…"
