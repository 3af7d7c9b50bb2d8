"""``prop check``: what is wrong, missing or weakly sourced."""

from typing import Annotated

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands.session import Session
from proposals_cli.render.fields import FINDING_FIELDS
from proposals_cli.render.views import View, choose


def check(
    ctx: typer.Context,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 for warnings as well.")
    ] = False,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="RULE", help="Apply this rule only.", show_default=False),
    ] = None,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """Check the base for errors, gaps and weak sources.

    Dangling ids, claims without a source, machine translations, duplicates and more. Each
    finding names its rule and its record. Errors are broken promises of the base; warnings are
    what a reader should know. The exit code is 1 if there are errors, with --strict also if
    there are warnings.

    \b
    Examples:
      prop check
      prop check --rule unconfirmed
      prop check --strict --format json
    """
    session = Session.of(ctx)
    findings = list(session.knowledge_base.check(rule or ()))
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    view = View(
        choose(FINDING_FIELDS, None, tuple(FINDING_FIELDS)),
        findings,
        empty="",
    )
    if format_ is o.Format.TABLE and session.is_terminal:
        from proposals_cli.render.findings import write_findings

        page = session.page("en")
        write_findings(page, findings)
        session.show_page(page)
    else:
        session.show(view, format_)
    session.say(f"{_many(errors, 'error')}, {_many(warnings, 'warning')} in {session.store}")
    if errors or (strict and warnings):
        raise typer.Exit(1)


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
