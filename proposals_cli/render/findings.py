"""The findings of ``check`` on a terminal, grouped by record."""

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from proposals_cli.domain.checking.rules import Finding
from proposals_cli.render.page import Page

_STYLES = {"error": "bold red", "warning": "yellow"}


def write_findings(page: Page, findings: Iterable[Finding]) -> None:
    """Write the findings in order; those of one record follow each other under its id."""
    for (table, id_), group in groupby(findings, key=lambda finding: (finding.table, finding.id)):
        page.text(Text(id_, style="cyan"), f"  {table}", wrap=False)
        with page.indented():
            for finding in group:
                page.text(
                    Text(finding.severity, style=_STYLES[finding.severity]),
                    f" {finding.rule}: {finding.message}",
                    hang=2,
                )
