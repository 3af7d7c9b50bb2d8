"""``prop index``: the state of the derived index."""

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proposals_cli.commands import output
from proposals_cli.commands.session import Session
from proposals_cli.domain.text.languages import Languages
from proposals_cli.folders import config_file
from proposals_cli.index.index_file import IndexStatus, TextStatus

if TYPE_CHECKING:  # Rich is not loaded for JSON
    from proposals_cli.render.page import Page


def index(
    ctx: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Rebuild the index.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write the state as JSON.")] = False,
) -> None:
    """Show which base is in use and the state of its index.

    The index is derived from the base and kept in the cache folder. It is updated automatically
    and can be deleted at any time. For a base on a server, what the server keeps is shown, and
    --rebuild makes its words and counts anew from the records, for which changes wait.

    \b
    Examples:
      prop index
      prop index --rebuild
    """
    session = Session.of(ctx)
    if session.file is None:
        _of_server(session, rebuild=rebuild, json=json)
        return
    if rebuild:
        session.file_index.rebuild()
    status = session.file_index.status()
    if json:
        output.write_json(_as_json(session, status))
        return
    page = output.page(Languages())
    page.labelled("base", f"{session.store} ({session.store_origin})")
    if path := config_file():
        page.labelled("settings", str(path))
    _write_status(page, status)
    output.show_page(page)


def _of_server(session: Session, *, rebuild: bool, json: bool) -> None:
    if rebuild:
        session.server.rebuild()
    status = session.server.status()
    if json:
        output.write_json({"base": session.name, "base_chosen_by": session.store_origin, **status})
        return
    page = output.page(Languages())
    page.labelled("base", f"{session.name} ({session.store_origin})")
    if path := config_file():
        page.labelled("settings", str(path))
    page.labelled("server", f"PostgreSQL {status['server_version']}")
    may = "may change it" if status["may_change"] else "may read it"
    page.labelled("user", f"{status['user']}, who {may}")
    page.labelled("size", f"{status['bytes']:,} bytes")
    page.labelled(
        "proposals", f"{status['proposals']:,}, and {status['other_records']:,} other records"
    )
    last = f", the last at {status['last_change']}" if status["last_change"] else ""
    page.labelled("changes", f"{status['changes']:,}{last}")
    output.show_page(page)


def _as_json(session: Session, status: IndexStatus) -> dict[str, Any]:
    return {
        "base": str(session.store),
        "base_chosen_by": session.store_origin,
        "index": str(status.path) if status.path else None,
        "bytes": status.size,
        "proposals": status.proposals,
        "fresh": status.fresh,
        "built": _local_time(status.built_at),
        "build_seconds": status.build_seconds and round(status.build_seconds, 3),
        "text": status.text and _text_as_json(status.text),
        "in_memory_because": status.in_memory_because,
    }


def _text_as_json(text: TextStatus) -> dict[str, Any]:
    return {
        "bytes": text.size,
        "fresh": text.fresh,
        "built": _local_time(text.built_at),
        "build_seconds": text.build_seconds and round(text.build_seconds, 3),
    }


def _write_status(page: "Page", status: IndexStatus) -> None:
    if status.path is None:
        page.labelled("index", "none yet; the next command that reads the base builds it")
    else:
        page.labelled("index", str(status.path))
        page.labelled("size", f"{status.size:,} bytes")
        if status.proposals is not None:
            page.labelled("proposals", f"{status.proposals:,}")
        fresh = "up to date"
        stale = "out of date; the next command that reads the base updates it"
        page.labelled("state", fresh if status.fresh else stale)
        if status.built_at:
            built = f"{_local_time(status.built_at)}, in {status.build_seconds or 0:.2f} s"
            page.labelled("built", built)
    page.labelled("text", _text_status(status.text))
    if status.in_memory_because:
        page.labelled("note", f"kept in memory, because {status.in_memory_because}")


def _text_status(text: TextStatus | None) -> str:
    if text is None:
        return "not indexed yet; the first search builds it"
    return (
        f"{text.size:,} bytes, {'up to date' if text.fresh else 'out of date'},"
        f" built {_local_time(text.built_at)}, in {text.build_seconds or 0:.2f} s"
    )


def _local_time(seconds: float | None) -> str | None:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds)) if seconds else None
