"""The title of a proposal as a list shows it to a reader."""

from typing import TYPE_CHECKING

from proposals_cli.domain.text.languages import Languages, best_tag

if TYPE_CHECKING:
    from proposals_cli.domain.ports import Summary


def shown_title(summary: "Summary", languages: Languages) -> str:
    """Return a proposal's title in a language that is wanted, else in its own.

    A subject stands in brackets in place of a title that is not known, the number or the id in
    place of both.
    """
    return title_and_language(summary, languages)[0]


def title_and_language(summary: "Summary", languages: Languages) -> tuple[str, str | None]:
    """Return the title that ``shown_title`` returns, and its language if it has one."""
    for tag in languages.tags:
        if found := title_in(summary, tag):
            return found, tag
    if summary.title_language:
        return summary.titles[summary.title_language], summary.title_language
    for tag, subject in summary.subjects.items():
        return _in_brackets(subject), tag
    return summary.number or summary.id, None


def title_in(summary: "Summary", tag: str) -> str | None:
    """Return the title in a language, or in brackets the subject; None if it has neither."""
    if title := best_tag(summary.titles, (tag,)):
        return summary.titles[title]
    subject = best_tag(summary.subjects, (tag,))
    return _in_brackets(summary.subjects[subject]) if subject else None


def each_title(summary: "Summary", languages: Languages) -> list[str]:
    """Return the title in each language that is wanted, or as ``shown_title`` does, only one."""
    if languages.each:
        found = [title_in(summary, tag) for tag in languages.tags]
        if titles := list(dict.fromkeys(title for title in found if title)):
            return titles
    return [shown_title(summary, languages)]


def _in_brackets(subject: str) -> str:
    return f"〔{subject}〕"
