"""``prop index``: the state of the derived index."""

import time
from typing import Annotated

import typer

from proposals_cli.commands.session import Session


def index(
    ctx: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build the index anew.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write the state as JSON.")] = False,
) -> None:
    """Show which base is in use and the state of its index.

    The index is made from the base, kept in the cache folder, and brought up to date by itself;
    it can be deleted at any time.

    \b
    Examples:
      prop index
      prop index --rebuild
    """
    session = Session.of(ctx)
    if rebuild:
        session.rebuild_index()
    status = session.index_status()
    state = {
        "base": str(session.store),
        "base_chosen_by": session.store_origin,
        "index": str(status.path) if status.path else None,
        "bytes": status.size,
        "proposals": status.proposals,
        "fresh": status.fresh,
        "built": _when(status.built_at),
        "build_seconds": status.build_seconds and round(status.build_seconds, 3),
        "text": status.words
        and {
            "bytes": status.words.size,
            "fresh": status.words.fresh,
            "built": _when(status.words.built_at),
            "build_seconds": status.words.build_seconds and round(status.words.build_seconds, 3),
        },
        "in_memory_because": status.in_memory_because,
    }
    if json:
        session.write_json(state)
        return
    page = session.page("en")
    page.labelled("base", f"{session.store} ({session.store_origin})")
    page.labelled(
        "index",
        str(status.path) if status.path else "none yet: the first command that reads makes it",
    )
    if status.path:
        page.labelled("size", f"{status.size:,} bytes")
        if status.proposals is not None:
            page.labelled("holds", f"{status.proposals:,} proposals")
        page.labelled(
            "state",
            "matches the base"
            if status.fresh
            else "out of date: the next command that reads renews it",
        )
        if status.built_at:
            built = f"{_when(status.built_at)}, in {status.build_seconds or 0:.2f} s"
            page.labelled("built", built)
    words = status.words
    if words is None:
        page.labelled("text", "not indexed yet: the first search does it")
    else:
        page.labelled(
            "text",
            f"{words.size:,} bytes, {'matches' if words.fresh else 'out of date'},"
            f" built {_when(words.built_at)}, in {words.build_seconds or 0:.2f} s",
        )
    if status.in_memory_because:
        page.labelled("note", f"kept in memory, because {status.in_memory_because}")
    session.show_page(page)


def _when(moment: float | None) -> str | None:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(moment)) if moment else None
