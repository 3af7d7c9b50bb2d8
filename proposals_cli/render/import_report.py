"""Report what an import would do, before or after it is done."""

import shlex
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from proposals_cli.domain.answers.details import ProposalDetails
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.presenting.record_pages import page_of
from proposals_cli.domain.text.plural import counted
from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.importing.dates import parse_date
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.plan import Duplicate, ImportPlan, Outcome
from proposals_cli.importing.rows import SourceFile
from proposals_cli.render.import_remarks import remark_sentences
from proposals_cli.render.page import Page
from proposals_cli.render.record_page import write_record
from proposals_cli.render.table import cut, padded

MAX_REASONS = 20
MAX_KEPT = 8
"""Columns that are named in the report of an import."""

MAX_LISTED = 300
"""Columns that are listed with their fields: thousands are data that became names."""

MAX_FILES = 5
MAX_CELLS = 30
MIN_TITLE = 5
MAX_DUPLICATES = 8
MAX_COLUMN_WIDTH = 32
MAX_TARGET_WIDTH = 24
MAX_SAMPLE_WIDTH = 45
MIN_SAMPLE_WIDTH = 8


def write_report(page: Page, plan: ImportPlan, rows: SourceFile, samples: int = 1) -> None:
    """Write what becomes of the rows, of the columns, and sample records, to a page.

    ``samples`` is how many records are shown as they would be; none for zero.
    """
    page.heading("Rows")
    with page.indented():
        for sentence in summary(plan, rows):
            page.text(sentence)
    if plan.mapped:
        page.heading("Columns")
        with page.indented():
            for line_ in mapping_lines(plan, None if page.width is None else page.width - 2):
                page.text(line_, wrap=False)
    for proposal in plan.examples[:samples]:
        page.rule()
        write_record(page, page_of(_details(proposal, plan)))
    if not plan.examples and plan.first_rejected is not None:
        page.heading("First row")
        with page.indented():
            for column, value in list(plan.first_rejected.cells.items())[:MAX_CELLS]:
                page.text(f"{_short(column, MAX_COLUMN_WIDTH)}: {_short(str(value), 120)}")


def _details(proposal: Proposal, plan: ImportPlan) -> ProposalDetails:
    """Return a planned proposal as ``show`` will show it."""
    find = plan.find or (lambda _table, _id: None)
    return ProposalDetails(find, proposal, None, (), (), (), ())


def read_as(name: str, format_: str, found: Iterable[str]) -> str:
    """Return a sentence on how a file was read."""
    return f"{name}: {', '.join((format_.upper(), *found))}"


def files_read(rows: SourceFile) -> Iterator[str]:
    """Yield sentences on how each of several files was read; of many, only on the first."""
    for name, format_, found in rows.read[:MAX_FILES]:
        yield read_as(name, format_, found)
    if len(rows.read) > MAX_FILES:
        yield f"and {counted(len(rows.read) - MAX_FILES, 'more file')}"
    if rows.is_several:
        yield from rows.found


def layouts_used(mappers: Sequence[Mapper]) -> Iterator[str]:
    """Yield sentences on the layouts by which files were read, if there are any."""
    for mapper in {one.layout.name: one for one in mappers if one.layout}.values():
        assert mapper.layout is not None
        body = mapper.layout.constants.get("body")
        of = f", body {body}" if body and mapper.options.constants.get("body") == body else ""
        partly = "" if all(one.layout for one in mappers) else " for some of the files"
        yield (
            f"layout {mapper.layout.name}{of}{partly};"
            " --layout none reads the columns by their names"
        )


def mapping_lines(plan: ImportPlan, width: int | None) -> Iterator[str]:
    """Yield a line for every column and every constant: its field, why, and an example.

    ``width`` is that of the screen in cells; None if it has none.
    """
    every = list(_mapping(plan))
    rows = every[:MAX_LISTED]
    widest = max((cell_len(column) for column, _, _ in rows), default=0)
    names = min(widest, MAX_COLUMN_WIDTH if width is None else width // 3)
    targets = min(max((cell_len(target) for _, target, _ in rows), default=0), MAX_TARGET_WIDTH)
    for column, target, sample in rows:
        name = padded(cut(column, names), names)
        start = f"{name}  {padded(target, targets)}  "
        left = MAX_SAMPLE_WIDTH if width is None else min(MAX_SAMPLE_WIDTH, width - cell_len(start))
        yield (start + (cut(sample, left) if left >= MIN_SAMPLE_WIDTH else "")).rstrip()
    if len(every) > MAX_LISTED:
        yield f"and {len(every) - MAX_LISTED:,} more columns"


def likely_columns(mapper: Mapper) -> Iterator[str]:
    """Yield what to add to the command where no column gives the title or the date."""
    given = {match.field.partition(".")[0] for match in mapper.columns.all().values()}
    given |= {name.partition(".")[0] for name in mapper.options.constants}
    given |= {
        "title" for rule in (mapper.layout.parts if mapper.layout else ()) if rule.kind == "titles"
    }
    unused = [
        column
        for column, match in mapper.columns.all().items()
        if match.field == "extra" and mapper.samples.get(column)
    ]
    titles = sorted(unused, key=lambda column: -len(mapper.samples[column]))
    titles = [column for column in titles if _is_like_a_title(mapper.samples[column])]
    if "title" not in given and titles:
        yield f"no column gives the title; likely: {_maps('title', titles)}"
    dates = [column for column in unused if _is_day(mapper.samples[column])]
    if given.isdisjoint(("date", "year")) and dates:
        yield f"no column gives the date; likely: {_maps('date', dates)}"


def _maps(field: str, columns: list[str]) -> str:
    return " or ".join(f"--map {shlex.quote(f'{field}={column}')}" for column in columns[:3])


def _is_like_a_title(sample: str) -> bool:
    words = sample.split()
    is_long = len(words) >= 2 or (len(sample) >= MIN_TITLE and not sample.isascii())
    return is_long and "://" not in sample and not _is_day(sample)


def _is_day(sample: str) -> bool:
    when = parse_date(sample)
    return when is not None and bool(when.iso) and len(when.iso or "") == 10 and len(sample) < 40


def _mapping(plan: ImportPlan) -> Iterator[tuple[str, str, str]]:
    """Yield column, target and an example; several tables can have the same columns."""
    yield from dict.fromkeys(one for mapper in plan.mappers for one in _columns(plan, mapper))
    for field, value in plan.mapper.options.constants.items():
        yield "(every row)", f"→ {plan.mapper.goes_to(field)} (--set)", one_line(value)


def _columns(plan: ImportPlan, mapper: Mapper) -> Iterator[tuple[str, str, str]]:
    for column, match in mapper.columns.all().items():
        field = mapper.goes_to(match.field)
        how = match.how if field == match.field else "without the text of a reply"
        sample = mapper.samples.get(column, "")
        filled = plan.filled.get(column)
        count = "" if filled is None else f"{filled:,} × "
        yield (
            one_line(column),
            f"→ {field} ({how})",
            f"{count}{one_line(sample)}" if sample else f"{count}blank" if count else "blank",
        )


def unknown_columns(plan: ImportPlan) -> Iterator[str]:
    """Yield a sentence for each column of ``--map`` that no file has."""
    unknown = [dict.fromkeys(mapper.columns.not_found()) for mapper in plan.mappers]
    for field, column in (one for one in unknown[0] if all(one in names for names in unknown)):
        near = ", ".join(f"'{name}'" for name in plan.mappers[0].columns.near(column))
        yield f"--map {field}={column}: no such column{near and f'; similar: {near}'}"


def summary(plan: ImportPlan, rows: SourceFile) -> Iterator[str]:
    """Yield sentences on what becomes of the rows."""
    yield from unknown_columns(plan)
    if not any(plan.counts.values()):
        yield f"{rows.name} {'have' if rows.is_several else 'has'} no records"
        return
    yield ", ".join(f"{plan.counts[outcome]:,} {outcome}" for outcome in Outcome)
    if created := plan.created():
        counts = (counted(count, KIND_OF[table], table) for table, count in created.items())
        yield f"added with them: {', '.join(counts)}"
    if plan.dangling:
        yield (
            f"{counted(plan.dangling, 'record')} with references to proposals that are neither in"
            " the file nor in the base; `prop check` lists them"
        )
    yield from _duplicates(plan, rows)
    yield from _rejections(plan, rows)
    if plan.mapped:
        yield from dict.fromkeys(one for mapper in plan.mappers for one in likely_columns(mapper))
    yield from remark_sentences(plan.remarks)


def kept_columns(plan: ImportPlan) -> Iterator[str]:
    """Yield a sentence on the columns that give no field, with the number of their values."""
    kept = {
        one_line(column): plan.filled.get(column, 0)
        for mapper in plan.mappers
        for column, match in mapper.columns.all().items()
        if mapper.goes_to(match.field) == "extra" and match.how != "--map"
    }
    kept = {column: count for column, count in kept.items() if count}
    if kept:
        listed = ", ".join(
            f"{cut(column, MAX_COLUMN_WIDTH)} × {count:,}"
            for column, count in list(kept.items())[:MAX_KEPT]
        )
        more = f" and {len(kept) - MAX_KEPT:,} more columns" if len(kept) > MAX_KEPT else ""
        yield f"kept under extra: {listed}{more}; --map gives them a field"


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
    if match.is_unclear:
        return f"{match.id}{where} or another of the same {match.by}: nothing taken"
    if match.is_loose:
        return f"{match.id}{where} by its id, but has another title and date: nothing taken"
    taken = ", and what it says is taken" if duplicate.is_taken else ""
    return f"{match.id}{where}: the same {match.by}{taken}"


def _short(text: str, length: int) -> str:
    text = one_line(text)
    return text if len(text) <= length else f"{text[: length - 1]}…"
