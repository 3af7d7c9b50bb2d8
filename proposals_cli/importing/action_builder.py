"""Make the actions and papers of a proposal from a row: what happened, and what was replied."""

from proposals_cli.domain.model.parts import Action, Citation, Document
from proposals_cli.domain.model.vocabulary import DocumentRole, Role, Stage
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.importing.cell_text import cleaned
from proposals_cli.importing.column_names import REPLY_SIGNS
from proposals_cli.importing.dates import earliest_date
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.links import is_link
from proposals_cli.importing.proposal_parts import Place, when_in
from proposals_cli.importing.raw_parts import RawAction, RawDocument
from proposals_cli.importing.sponsor_builder import DateOrder, SponsorBuilder
from proposals_cli.importing.stage_words import counts_in, stage_of
from proposals_cli.importing.vocabulary_lookup import as_term

_OF_REPLY = frozenset(
    ("response.who", "response.joint", "response.when", "response.url", *REPLY_SIGNS)
)


class ActionBuilder:
    """Makes actions, with the names of one base."""

    def __init__(self, agents: SponsorBuilder, date_order: DateOrder) -> None:
        self.agents = agents
        self.date_order = date_order

    def actions(
        self, fields: Fields, citations: tuple[Citation, ...], place: Place
    ) -> tuple[Action, ...]:
        """Return what happened, oldest first, with the reply that columns of a row tell of."""
        made = [self._action(raw, citations, place) for raw in fields.parts.actions]
        return (*_oldest_first(made), *self._reply(fields, citations, place))

    def documents(self, fields: Fields) -> tuple[Document, ...]:
        """Return the papers of a proposal, each once."""
        return tuple(dict.fromkeys(map(self._document, fields.parts.documents)))

    def _action(self, raw: RawAction, citations: tuple[Citation, ...], place: Place) -> Action:
        date = self._day(raw.date, raw.column)
        clean = cleaned(raw.text)
        text = " ".join((clean.text, *(f"({address})" for address in clean.lost)))
        papers = (
            *map(self._document, raw.documents),
            *(Document(url=link) for link in clean.links),
        )
        stage = as_term(Stage, raw.stage) if raw.stage else stage_of(text or raw.result)
        return Action(
            date=date,
            when=raw.date if raw.date and date is None else None,
            stage=stage or Stage.OTHER,
            by=tuple(map(self.agents.agent, raw.by)),
            text={raw.language or place(text): text} if text else {},
            result=raw.result or None,
            counts=raw.counts or dict(counts_in(text)),
            number=raw.number or None,
            interim=raw.interim,
            session=raw.session or None,
            documents=tuple(dict.fromkeys(papers)),
            citations=citations,
        )

    def _document(self, raw: RawDocument) -> Document:
        date = self._day(raw.date, raw.column)
        notes = [raw.note, raw.date if raw.date and date is None else ""]
        url = raw.url if is_link(raw.url) else ""
        notes.append(raw.url if raw.url and not url else "")
        return Document(
            role=as_term(DocumentRole, raw.role) or DocumentRole.OTHER,
            number=raw.number or None,
            date=date,
            url=url or None,
            language=canonical_tag(raw.language),
            note="; ".join(filter(None, notes)) or None,
        )

    def _day(self, text: str, column: str) -> str | None:
        when = earliest_date(text, self.date_order(column))[0] if text else None
        return when.iso if when and when.exists else None

    def _reply(
        self, fields: Fields, citations: tuple[Citation, ...], place: Place
    ) -> tuple[Action, ...]:
        """Return the reply that a row tells of: by its text, its date or its number."""
        one = fields.one
        if _OF_REPLY.isdisjoint(one) and _OF_REPLY.isdisjoint(fields.many):
            return ()
        text, words, number = (one.get(name) for name in REPLY_SIGNS)
        when = when_in(
            fields, "response.when", self.date_order(fields.came_from.get("response.when", ""))
        )
        date = when.iso if when else None
        if text and text.isdecimal():  # a count
            fields.keep("response", text)
            text = None
        if not (text or when or number):
            for name in ("response.who", "response.joint", "response.when", "response.url"):
                for value in fields.many.get(name) or filter(None, [one.get(name)]):
                    fields.keep(name, value)
            return ()
        joint = tuple(self.agents.agents(fields, "response.joint", Role.JOINT))
        lead = Role.LEAD if joint else None
        return (
            Action(
                date=date,
                when=None if date else words,
                stage=Stage.REPLIED,
                by=(*self.agents.agents(fields, "response.who", lead), *joint),
                text={place(text): text} if text else {},
                number=number,
                documents=_answer(fields),
                citations=citations,
            ),
        )


def _oldest_first(actions: list[Action]) -> list[Action]:
    """Return actions in the order in which they happened; undated ones stay where they are.

    A list whose last date is before its first runs newest first, inside a day as well.
    """
    dates = [action.date for action in actions if action.date]
    if dates and dates[-1] < dates[0]:
        return actions[::-1]
    return actions


def _answer(fields: Fields) -> tuple[Document, ...]:
    """Return the paper with the reply, if the row gives its address."""
    url = fields.one.get("response.url")
    if url is None:
        return ()
    if not is_link(url):
        fields.keep("response.url", url)
        return ()
    return (Document(role=DocumentRole.ANSWER, url=url),)
