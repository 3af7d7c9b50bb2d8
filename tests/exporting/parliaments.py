"""Five proposals of five bodies, each in another language, with another life."""

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    Document,
    Figure,
    Identifier,
    PersonName,
    ReplyDue,
    Sponsor,
    Title,
)
from proposals_cli.domain.model.records import Body, Person, Proposal, Record
from proposals_cli.domain.model.vocabulary import (
    AgentKind,
    DocumentRole,
    FigureKind,
    Kind,
    Role,
    Stage,
    TitleBasis,
)


def parliaments() -> list[Record]:
    """Return five proposals of five bodies: each in another language, with another life."""
    return [
        Body(
            id="landtag",
            name={"de": "Landtag von Beispielland", "en": "Diet of Exampleland"},
            languages=("de",),
        ),
        Body(id="shugiin", name={"ja": "衆議院", "en": "House of Examples"}, languages=("ja",)),
        Body(id="house", name={"en": "House of Samples"}, languages=("en",)),
        Body(id="zhengxie", name={"zh": "某市政协"}, languages=("zh",), place={"zh": "某市"}),
        Body(id="chambre", name={"fr": "Chambre d'essai"}, languages=("fr",)),
        Person(
            id="gruppe",
            kind=AgentKind.ORGANISATION,
            names={"de": PersonName(text="Gruppe der Mitte und Mehr")},
        ),
        Person(
            id="kawa-midori",
            names={"ja": PersonName(text="河　みどり", family="河", given="みどり")},
        ),
        Person(
            id="ann-of-lee",
            names={
                "en": PersonName(
                    text="Ann van der Lee Jr.",
                    family="Lee",
                    given="Ann",
                    particle="van der",
                    suffix="Jr.",
                )
            },
        ),
        Proposal(
            id="2026-breitband",
            date="2026-02-11",
            body="landtag",
            term=21,
            kind=Kind.QUESTION,
            kind_terms=("Kleine Anfrage",),
            titles=(Title(lang="de", text="Ausbau der Netze im Land", basis=TitleBasis.OFFICIAL),),
            sponsors=(Sponsor(who="gruppe"),),
            addressees=(Agent(as_named="Ministerium für Netze"),),
            identifiers=(Identifier(scheme="id", value="333"),),
            documents=(
                Document(
                    role=DocumentRole.ANSWER,
                    number="21/525",
                    date="2026-03-12",
                    url="https://landtag.example/21525.pdf",
                ),
                Document(role=DocumentRole.QUESTION, number="21/488"),
            ),
            actions=(
                Action(
                    stage=Stage.REPLIED,
                    date="2026-03-12",
                    by=(Agent(as_named="Ministerium für Netze"),),
                ),
            ),
        ),
        Proposal(
            id="2024-shitsumon",
            date="2024-05-30",
            body="shugiin",
            session=213,
            kind=Kind.QUESTION,
            kind_terms=("質問主意書",),
            titles=(
                Title(lang="ja", text="網の拡大に関する質問主意書", basis=TitleBasis.OFFICIAL),
            ),
            sponsors=(Sponsor(who="kawa-midori"),),
            identifiers=(Identifier(scheme="question-number", value="163"),),
            figures=(Figure(what=FigureKind.FURTHER_SPONSORS, value=3, as_reported="外三名"),),
            actions=(Action(stage=Stage.REPLIED, date="2024-06-11", number="内閣衆質213第163号"),),
        ),
        Proposal(
            id="2021-nets",
            date="2021-01-04",
            body="house",
            session="2021-2022 Regular Session",
            kind=Kind.BILL,
            titles=(
                Title(lang="en", text="To widen the nets.", basis=TitleBasis.OFFICIAL),
                Title(lang="en", text="Nets Act of 2021", basis=TitleBasis.OFFICIAL),
            ),
            sponsors=(
                Sponsor(who="ann-of-lee", party="D"),
                Sponsor(as_named="Sample, John", role=Role.COSPONSOR, joined="2021-01-04"),
                Sponsor(as_named="Gone, Al", withdrawn="2021-02-03", joined="2021-01-05"),
            ),
            actions=(
                Action(stage=Stage.INTRODUCED, date="2021-01-04", text={"en": "Introduced"}),
                Action(
                    stage=Stage.REFERRED,
                    date="2021-01-04",
                    by=(Agent(as_named="Committee on Nets, and Knots"),),
                ),
                Action(
                    stage=Stage.DECIDED,
                    date="2021-03-03",
                    result="pass",
                    counts={"yes": 219, "no": 212},
                ),
                Action(stage=Stage.PASSED, date="2021-03-03"),
            ),
            identifiers=(
                Identifier(scheme="ocd-bill", value="ocd-bill/1-2"),
                Identifier(scheme="bill-number", value="H.R. 1"),
            ),
        ),
        Proposal(
            id="2021-bozhang",
            date="2021-03-05",
            body="zhengxie",
            term=13,
            session=4,
            kind=Kind.CPPCC_PROPOSAL,
            titles=(
                Title(lang="zh", text="关于完善网络保障的提案", basis=TitleBasis.OFFICIAL),
                Title(lang="en", text="On safer nets", basis=TitleBasis.MACHINE),
            ),
            sponsors=(Sponsor(as_named="某某某"),),
            addressees=(
                Agent(as_named="网络局", role=Role.LEAD),
                Agent(as_named="财政局", role=Role.JOINT),
            ),
            identifiers=(Identifier(scheme="proposal-number", value="0123"),),
            actions=(
                Action(
                    stage=Stage.REPLIED,
                    date="2021-08-30",
                    by=(Agent(as_named="网络局", role=Role.LEAD),),
                    number="网提字〔2021〕12号",
                ),
            ),
            reply_due=ReplyDue(date="2021-09-05"),
        ),
        Proposal(
            id="2020-filets",
            date="2020-05",
            body="chambre",
            kind=Kind.QUESTION,
            kind_terms=("question écrite",),
            titles=(Title(lang="fr", text="Situation des filets", basis=TitleBasis.OFFICIAL),),
            sponsors=(Sponsor(as_named="Exemple, Jeanne d'", party="Groupe Essai"),),
            identifiers=(Identifier(scheme="numéro", value="1234"),),
            actions=(
                Action(stage=Stage.REPLIED, date="2020-08-04"),
                Action(stage=Stage.REPLIED, interim=True, when="en mai"),
            ),
        ),
    ]
