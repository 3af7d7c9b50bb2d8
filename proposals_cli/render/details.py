"""The pages of ``show``: one record with everything related to it, sources numbered."""

from proposals_cli.domain.answers.details import (
    Details,
    FactDetails,
    NoteDetails,
    PersonDetails,
    ProposalDetails,
    SourceDetails,
    ThemeDetails,
)
from proposals_cli.domain.presenting import labels
from proposals_cli.domain.presenting.sections import (
    extra_sections,
    fact_sections,
    list_section,
    translation_sections,
)
from proposals_cli.render.page import Page
from proposals_cli.render.page_parts import (
    numbering,
    write_sections,
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
            _write_person(page, details)
        case ThemeDetails():
            _write_theme(page, details)
        case SourceDetails():
            _write_source(page, details)
        case FactDetails(fact, sources):
            write_title(page, fact.id, None, fact.id)
            write_sections(page, fact_sections((fact,)), numbering(sources))
            write_sources(page, sources)
        case NoteDetails(note, sources):
            write_title(page, note.id, None, note.id)
            write_sections(page, translation_sections((note,)), numbering(sources))
            write_sources(page, sources)


def _write_person(page: Page, details: PersonDetails) -> None:
    person = details.person
    write_title(page, person.name.en, person.name.zh, person.id)
    page.blank()
    with page.indented():
        for role in person.roles:
            page.text(role)
        if person.other_names:
            page.text(page.word(labels.OTHER_NAMES), ", ".join(person.other_names))
    proposals = list_section(details.proposals, details.proposal_count, f"person:{person.id}")
    sections = (*extra_sections(person.extra), proposals, *fact_sections(details.facts))
    write_sections(page, sections, numbering(details.sources))
    write_sources(page, details.sources)


def _write_theme(page: Page, details: ThemeDetails) -> None:
    theme = details.theme
    write_title(page, theme.name.en, theme.name.zh, theme.id)
    page.blank()
    with page.indented():
        if theme.description:
            page.text(theme.description)
        if theme.cap:
            page.text(page.word(labels.NEAREST_CAP), f"{theme.cap.code} {theme.cap.name}")
    proposals = list_section(details.proposals, details.proposal_count, f"theme:{theme.id}")
    write_sections(page, (*extra_sections(theme.extra), proposals), numbering(()))


def _write_source(page: Page, details: SourceDetails) -> None:
    source = details.source
    write_title(page, source.title or source.publisher, None, source.id)
    page.blank()
    with page.indented():
        write_source(page, source)
    proposals = list_section(details.proposals, details.proposal_count, f"source:{source.id}")
    sections = (
        *translation_sections(details.notes), *extra_sections(source.extra), proposals
    )  # fmt: skip
    write_sections(page, sections, numbering(details.sources))
    write_sources(page, details.sources)
