"""``prop check``: what is wrong, missing or weakly sourced."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.progress import Progress
from proposals_cli.commands.session import Session
from proposals_cli.commands.writing import Why, Yes, confirm, describe
from proposals_cli.domain.checking.rules import RULES, Finding
from proposals_cli.render.fields import FINDING_FIELDS
from proposals_cli.render.views import View, choose


def check(
    ctx: typer.Context,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 for warnings as well.")
    ] = False,
    errors_only: Annotated[
        bool, typer.Option("--errors", help="Show errors only; warnings are counted.")
    ] = False,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help=f"Apply this rule only: {', '.join(RULES)}.",
            autocompletion=o.one_of(dict.fromkeys(RULES, "")),
            show_default=False,
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend first what can be mended safely; shows it and asks.")
    ] = False,
    yes: Yes = False,
    why: Why = None,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Check the base for errors, gaps and weak sources.

    Dangling ids, claims without a source, quotes that their source does not hold, near-duplicates,
    contradictory facts and more. Each finding names its rule and its record. Errors are broken
    promises of the base; warnings are what a reader should know.

    --fix mends references to former ids, proposals that continue themselves, spaces around texts
    and repeats, as one change that `prop undo` takes back.

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
    if fix:
        _mend(session, rule or (), why, yes=yes)
    findings = list(session.knowledge_base.check(rule or (), Progress()))
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = len(findings) - len(errors)
    _show(session, errors if errors_only else findings, format_)
    session.say(f"{_many(len(errors), 'error')}, {_many(warnings, 'warning')} in {session.store}")
    if errors or (strict and warnings):
        raise typer.Exit(1)


def _mend(session: Session, rules: "list[str] | tuple[()]", why: str | None, *, yes: bool) -> None:
    """Show what can be mended, and mend it if that is agreed to."""
    from proposals_cli.domain.checking.fixes import difference

    books = session.editor
    mendings = list(session.knowledge_base.fixes(rules, why, Progress()))
    if not mendings:
        session.say("There is nothing that can be mended safely.")
        return
    for before, after in mendings:
        for line in difference(before, after):
            session.say(line)
    if confirm(session, "mended", yes=yes):
        session.say(describe(books.fix(mendings, why)))
        session.reopen()


def _show(session: Session, findings: list[Finding], format_: o.Format) -> None:
    if format_ is o.Format.TABLE and session.is_terminal:
        from proposals_cli.render.findings import write_findings

        page = session.page("en")
        write_findings(page, findings)
        session.show_page(page)
        return
    columns = choose(FINDING_FIELDS, None, tuple(FINDING_FIELDS))
    session.show(View(columns, findings, empty=""), format_)


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
