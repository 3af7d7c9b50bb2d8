"""The pages of ``show``: one record with everything that bears on it, sources numbered."""

from rich.text import Text

from proposals_cli.domain.answers.details import (
    Details,
    FactDetails,
    NoteDetails,
    PersonDetails,
    ProposalDetails,
    SourceDetails,
    ThemeDetails,
)
from proposals_cli.domain.ports import Summary
from proposals_cli.render.page import Page
from proposals_cli.render.page_parts import (
    numbering,
    write_extra,
    write_facts,
    write_list,
    write_notes,
    write_source,
    write_sources,
    write_title,
)
from proposals_cli.render.proposal_page import write_proposal


def write_details(page: Page, details: Details) -> None:
    """Write the page of one record."""
    match details:
        case ProposalDetails():
            write_proposal(page, details)
        case PersonDetails():
            _person(page, details)
        case ThemeDetails():
            _theme(page, details)
        case SourceDetails():
            _source(page, details)
        case FactDetails(fact, sources):
            write_title(page, fact.id, None, fact.id)
            write_facts(page, (fact,), numbering(sources))
            write_sources(page, sources)
        case NoteDetails(note, sources):
            write_title(page, note.id, None, note.id)
            write_notes(page, (note,), numbering(sources))
            write_sources(page, sources)


def _person(page: Page, details: PersonDetails) -> None:
    person = details.person
    write_title(page, person.name.en, person.name.zh, person.id)
    page.blank()
    with page.indented():
        for role in person.roles:
            page.text(role)
        if person.other_names:
            page.text(page.word("also: ", "又名："), ", ".join(person.other_names))
    write_extra(page, person.extra)
    _proposal_list(page, details.proposals, details.proposals_in_all, f"person:{person.id}")
    numbers = numbering(details.sources)
    write_facts(page, details.facts, numbers)
    write_sources(page, details.sources)


def _theme(page: Page, details: ThemeDetails) -> None:
    theme = details.theme
    write_title(page, theme.name.en, theme.name.zh, theme.id)
    page.blank()
    with page.indented():
        if theme.description:
            page.text(theme.description)
        if theme.cap:
            page.text(
                page.word(
                    "Nearest major topic of the Comparative Agendas Project: ",
                    "最接近的 CAP 主题：",
                ),
                f"{theme.cap.code} {theme.cap.name}",
            )
    write_extra(page, theme.extra)
    _proposal_list(page, details.proposals, details.proposals_in_all, f"theme:{theme.id}")


def _source(page: Page, details: SourceDetails) -> None:
    source = details.source
    write_title(page, source.title or source.publisher, None, source.id)
    page.blank()
    with page.indented():
        write_source(page, source)
    write_notes(page, details.notes, numbering(details.sources))
    write_extra(page, source.extra)
    _proposal_list(page, details.proposals, details.proposals_in_all, f"source:{source.id}")
    write_sources(page, details.sources)


def _proposal_list(page: Page, rows: tuple[Summary, ...], count: int, term: str) -> None:
    page.heading(f"Proposals ({count})", f"建议（{count}）")
    with page.indented():
        write_list(page, rows)
        if count > len(rows):
            page.text(
                Text(page.word(f"The newest; all: prop list {term}", f"全部：prop list {term}"))
            )
