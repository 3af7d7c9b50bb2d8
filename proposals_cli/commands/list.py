"""``prop list``: proposals as a table."""

import typer

from proposals_cli.commands import options as o
from proposals_cli.commands import output
from proposals_cli.commands.proposal_views import proposal_view
from proposals_cli.commands.session import Session


@o.with_output
@o.with_filters
def list_proposals(
    ctx: typer.Context,
    filters: o.Filters,
    terms: o.Terms = None,
    sort: o.Sort = None,
    limit: o.Limit = None,
    columns: o.Columns = None,
    lang: o.LangOption = o.ENGLISH,
    format_: o.FormatOption = o.Format.TABLE,
) -> None:
    """List proposals, newest first.

    Options and terms narrow the list. An option that is repeated matches any of its values;
    different options must all match. A term does the same as the option, and a minus excludes.
    Different sponsors may meet several conditions on sponsors (person, party, role).

    \b
    Examples:
      prop list --theme digital-economy
      prop list --theme fintech,sme --year 2018..2020
      prop list theme:ecology -status:planned --lang zh,en
      prop list --format json | jq -r '.[].id'
    """
    session = Session.of(ctx)
    base = session.knowledge_base
    query = base.query(terms or (), filters, sort=sort, limit=limit, languages=lang)
    output.show_hints(query)
    output.show(proposal_view(base, query, lang, format_, columns), format_)
    if limit is not None and not o.is_typed(ctx, "limit"):  # a default of the configuration
        count = base.index.count(query._replace(limit=None))
        if count > limit:
            output.say(f"These are the first {limit:,} of {count:,}; --limit shows more.")
