"""``prop check``: what is wrong, missing or weakly sourced."""

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.completion import one_of
from proposals_cli.commands.merging import conflicts_file, open_conflicts
from proposals_cli.commands.progress import ProgressBar
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, Yes, confirm, describe, show_changes
from proposals_cli.domain.checking.rules import RULES, Finding
from proposals_cli.domain.text.plural import counted
from proposals_cli.render.fields import FINDING_FIELDS
from proposals_cli.render.views import View


def check(
    ctx: typer.Context,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 for warnings, too.")
    ] = False,
    errors_only: Annotated[
        bool, typer.Option("--errors", help="Show errors only, and count warnings.")
    ] = False,
    rule: Annotated[
        list[str] | None,
        o.option(
            "--rule",
            metavar="RULE",
            help=f"Apply this rule only: {', '.join(RULES)}.",
            complete=one_of(dict.fromkeys(RULES, "")),
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="First fix what is safe to fix, after showing it and asking."),
    ] = False,
    yes: Yes = False,
    why: Why = None,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Check the base for errors, gaps and weak sources.

    Finds unknown ids, claims without a source or with a weak one, quotes that are not in their
    source, dates that run backwards, statuses that contradict what happened, near-duplicates and
    more. Each finding names its rule and its record. Errors must be corrected; warnings are what
    a reader should know.

    --fix corrects references to former ids, proposals that are linked to themselves, spaces around
    texts and repeated values. It makes one change, which `prop undo` reverses.

    Exit codes: 0 no errors; 1 errors, or with --strict warnings; 3 the base cannot be read.

    \b
    Examples:
      prop check
      prop check --rule unconfirmed
      prop check --errors
      prop check --strict --format json
      prop check --fix
    """
    session = Session.of(ctx)
    rules = rule or ()
    if fix:
        _fix(session, rules, why, yes=yes)
    findings = list(session.knowledge_base.check(rules, ProgressBar()))
    if not rules:
        findings = [*_open_conflicts(session), *findings]
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = len(findings) - len(errors)
    _show(errors if errors_only else findings, format_)
    output.say(f"{counted(len(errors), 'error')}, {counted(warnings, 'warning')} in {session.name}")
    if errors or (strict and warnings):
        raise typer.Exit(1)


def _fix(session: Session, rules: Sequence[str], why: str | None, *, yes: bool) -> None:
    """Show what can be fixed safely, and fix it if the user agrees."""
    editor = session.editor
    fixes = list(session.knowledge_base.fixes(rules, why, ProgressBar()))
    if not fixes:
        output.say("There is nothing to fix.")
        return
    show_changes(fixes)
    if confirm("fixed", yes=yes):
        output.say(describe(editor.fix(fixes, why)))
        session.index.close()  # it is read as it was when it was opened


def _open_conflicts(session: Session) -> Iterator[Finding]:
    """Yield a finding for each field that a merge left undecided."""
    if session.file is None:
        return  # only files are merged
    for one in open_conflicts(conflicts_file(session.file).read()):
        place = one.field or "the record"
        message = f"{place} is undecided after a merge: prop resolve {one.id}"
        yield Finding("open-conflict", "error", one.table, one.id, message)


def _show(findings: list[Finding], format_: o.Format) -> None:
    if format_ is o.Format.TABLE and sys.stdout.isatty():
        from proposals_cli.render.findings import write_findings  # Rich is not loaded for JSON

        page = output.page(o.ENGLISH)
        write_findings(page, findings)
        output.show_page(page)
    else:
        output.show(View(tuple(FINDING_FIELDS.values()), findings, empty=""), format_)
