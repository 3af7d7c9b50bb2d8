"""A source as an entry: what it is, where it is, and how far it can be trusted."""

from collections.abc import Iterator

from proposals_cli.domain.model.records import Source
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.fallback import extra_entries, language, lines_of, term
from proposals_cli.domain.presenting.labels import in_both
from proposals_cli.domain.presenting.names import language_name
from proposals_cli.domain.presenting.page import Entry, Line, Words

_DRAWN = (
    *("id", "kind", "publisher", "title", "number", "date", "url", "archive_url", "accessed"),
    *("language", "machine_translated_from", "tier", "copy", "extent_read", "note", "extra"),
)


def source_entry(source: Source) -> Entry:
    """Return a source with all of its fields; its text is what a reference would say."""
    details = (
        Line(None, tuple(_properties(source))),
        *lines_of(source, _DRAWN),
        *(Line(None, (*one.lead, one.text)) for one in extra_entries(source.extra)),
    )
    return Entry(
        _described(source),
        id=source.id,
        details=tuple(line for line in details if line.values),
        links=tuple(filter(None, (source.url, source.archive_url))),
        comment=source.note or "",
    )


def _described(source: Source) -> str:
    title = f"“{source.title}”" if source.title else None
    parts = (source.publisher, title, source.number, source.date)
    return "".join(f"{part}. " for part in parts if part).rstrip()


def _properties(source: Source) -> Iterator[Words]:
    """Yield what kind of source it is, in a few words each."""
    yield source.kind
    original = source.machine_translated_from
    if source.language:
        yield language(source.language)
    if original:
        yield in_both(
            lambda lang: labels.MACHINE_TRANSLATED.text(
                lang, language=language_name(original, lang)
            )
        )
    if source.tier and source.tier != source.kind:
        yield term(source.tier)
    if source.copy:
        yield term(source.copy)
    if source.extent_read:
        yield labels.READ.filled(extent=source.extent_read)
    if source.accessed:
        yield labels.READ_ON.filled(date=source.accessed)
