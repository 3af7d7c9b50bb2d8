"""Records with a planted fault, for each rule."""

from proposals_cli.domain.model.parts import (
    Action,
    Agent,
    BodySession,
    Citation,
    Document,
    Figure,
    Measure,
    Relation,
    ReplyDue,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Record, ReplyRule
from proposals_cli.domain.model.vocabulary import (
    FigureKind,
    Kind,
    RelationKind,
    SourceCopy,
    SourceTier,
    Stage,
    Status,
    TitleBasis,
)
from tests.domain.checking.bases import (
    CITED,
    CLEAN,
    GONE,
    MISQUOTED,
    OLD,
    SIMILAR,
    changed,
)
from tests.factories import (
    body,
    continuing,
    fact,
    measure,
    note,
    person,
    reply,
    source,
    sponsors,
    theme,
    titles,
)


def said(text: str, citations: tuple[Citation, ...] = ()) -> Statement:
    """Return a statement in English."""
    return Statement(text={"en": text}, citations=citations)


BRIEF = {"problem": None, "measures": (), "actions": (), "uptake": (), "figures": ()}
BARE = BRIEF | {"status": None, "reply_due": None, "sources": ()}
PLAIN = titles("Clean", "洁")
COPY = source("copy", copy=SourceCopy.REPRINT)
PRESS = source("press", tier=SourceTier.PRESS)
FROM_PRESS = (Citation(source="press"),)

FAULTS: list[tuple[str, Record, str]] = [
    ("dangling-id", changed(themes=("fintech", "gone")), "themes names 'gone'"),
    (
        "dangling-id",
        changed(sponsors=sponsors("gone")),
        "sponsors names 'gone', which is not in people or bodies",
    ),
    ("dangling-id", changed(body="gone"), "body names 'gone', which is not in bodies"),
    ("dangling-id", changed(addressees=(Agent(who="gone"),)), "addressees names 'gone'"),
    (
        "dangling-id",
        changed(actions=(Action(stage=Stage.ASSIGNED, by=(Agent(who="gone"),)),)),
        "actions names 'gone'",
    ),
    ("dangling-id", changed(relations=continuing("gone")), "not in proposals"),
    ("dangling-id", changed(sources=("gone",)), "sources names 'gone'"),
    ("dangling-id", changed(documents=(Document(source="gone"),)), "a citation names 'gone'"),
    (
        "dangling-id",
        changed(titles=(Title(lang="zh", text="x", citations=GONE),)),
        "a citation names 'gone', which is not in sources",
    ),
    ("dangling-id", changed(uptake=(said("x", GONE),)), "a citation names"),
    ("dangling-id", body("part", part_of="gone"), "part_of names 'gone', which is not in bodies"),
    ("dangling-id", fact("f", person="gone", citations=CITED), "person names 'gone'"),
    ("dangling-id", fact("f", proposals=("gone",), citations=CITED), "proposals names 'gone'"),
    ("dangling-id", fact("f", citations=GONE), "a citation names 'gone'"),
    ("dangling-id", note("n", source="gone"), "source names 'gone'"),
    ("dangling-id", note("n", source="paper", citations=GONE), "a citation names 'gone'"),
    ("lost-quote", changed(problem=said("x", MISQUOTED)), "'not these words'"),
    ("lost-quote", fact("f", citations=MISQUOTED), "the text of long does not contain the quote"),
    ("lost-quote", note("n", source="long", words="nor these"), "'nor these'"),
    (
        "interval-backwards",
        changed(sponsors=sponsors("ma-huateng", joined="2020-05-02", withdrawn="2020-05-01")),
        "the day ma-huateng withdrew 2020-05-01 is before the day ma-huateng joined 2020-05-02",
    ),
    (
        "interval-backwards",
        body("b", sessions=(BodySession(session=7, start="2020-05-22", end="2020-04"),)),
        "the last day of session 7 2020-04 is before the first day of session 7 2020-05-22",
    ),
    (
        "interval-backwards",
        body("b", reply_within=(ReplyRule(days=5, since="2020", until="2019-12-31"),)),
        "'until' of deadline 1 2019-12-31 is before 'since' of deadline 1 2020",
    ),
    (
        "reply-before-question",
        changed(date="2020-05-18", actions=(reply(date="2020-05-17"),)),
        "reply 1 is dated 2020-05-17, before the proposal of 2020-05-18",
    ),
    (
        "reply-before-question",
        changed(
            actions=(
                Action(stage=Stage.SUBMITTED, date="2020-05-18"),
                reply(interim=True, date="2020-04"),
            )
        ),
        "reply 1 is dated 2020-04, before the proposal of 2020-05-18",
    ),
    (
        "reply-before-question",
        changed(actions=(reply(date="2019-12-31"),)),
        "before the proposal of 2020",
    ),
    (
        "reply-before-question",
        changed(date="2020-05-18", reply_due=ReplyDue(date="2020-05-01"), actions=()),
        "a reply is due 2020-05-01, before the proposal of 2020-05-18",
    ),
    ("unsourced-claim", changed(problem=said("x")), "the problem has no citation"),
    ("unsourced-claim", changed(summary=said("x")), "the summary has no citation"),
    ("unsourced-claim", changed(measures=(measure("m07"),)), "measure m07 has no"),
    (
        "unsourced-claim",
        changed(actions=(reply(date="2020-08-30"),)),
        "action 1 (replied 2020-08-30) has no citation",
    ),
    (
        "unsourced-claim",
        changed(figures=(Figure(what=FigureKind.COST, value=1),)),
        "figure 1 has no citation",
    ),
    ("unsourced-claim", changed(uptake=(said("x"),)), "mention 1 has no citation"),
    ("unsourced-claim", changed(status=StatusClaim(value=Status.ADOPTED)), "the status has no"),
    ("unsourced-claim", fact("f"), "the fact has no citation"),
    ("no-citation", changed(titles=PLAIN, **BARE), "it names no source"),
    (
        "single-source",
        changed(
            titles=PLAIN,
            **BARE
            | {
                "problem": said("x", FROM_PRESS),
                "measures": (measure(citations=FROM_PRESS),),
            },
        ),
        "its 2 claims rest on one source (press)",
    ),
    (
        "reprint-only",
        changed(titles=PLAIN, **BARE | {"sources": ("copy",)}),
        "all its sources are reprints or excerpts",
    ),
    (
        "deadline-without-source",
        body("b", reply_within=(ReplyRule(months=3),)),
        "deadline 1 has no citation",
    ),
    (
        "deadline-without-source",
        changed(reply_due=ReplyDue(date="2020-09-01")),
        "the day by which a reply is due (2020-09-01) has no citation",
    ),
    (
        "status-against-actions",
        changed(
            status=StatusClaim(value=Status.ADOPTED, citations=CITED),
            actions=(Action(stage=Stage.REJECTED),),
        ),
        "stated as adopted, but what happened makes it rejected",
    ),
    (
        "status-against-actions",
        changed(
            status=None,
            actions=(
                Action(stage=Stage.WITHDRAWN, date="2020-06-01"),
                Action(stage=Stage.REFERRED, date="2020-06-02"),
            ),
        ),
        "'referred' stands after its withdrawal of 2020-06-01",
    ),
    (
        "unconfirmed",
        changed(status=StatusClaim(value=Status.PLANNED, citations=CITED), actions=()),
        "announced (planned), but its submission is not confirmed",
    ),
    (
        "lapsed",
        changed(status=StatusClaim(value=Status.LAPSED, citations=CITED), kind=Kind.BILL),
        "stated as lapsed, but no action says when",
    ),
    (
        "lapsed",
        changed(kind=Kind.BILL, actions=(), status=None, date="2020-05-25"),
        "open (submitted), though its session ended in 2021-03-11: it may have lapsed",
    ),
    (
        "withdrawn-author",
        changed(sponsors=sponsors("ma-huateng", withdrawn="2020-06-01")),
        "all its authors have withdrawn, but its status is replied",
    ),
    (
        "withdrawn-author",
        changed(
            sponsors=(*sponsors("ma-huateng", withdrawn="2020-06-01"), *sponsors("ma-huateng"))
        ),
        "ma-huateng withdrew (2020-06-01), and is a sponsor all the same",
    ),
    (
        "original-title-missing",
        changed(titles=(Title(lang="en", text="Clean", basis=TitleBasis.TRANSLATED),)),
        "no title is marked as official or reported",
    ),
    (
        "title-basis-missing",
        changed(titles=(Title(lang="en", text="Clean"),)),
        "a title without a basis may be: give its basis",
    ),
    (
        "language-unknown",
        changed(titles=titles(zh="洁", und="Clean")),
        "titles has a text in an unknown language",
    ),
    (
        "language-unknown",
        changed(measures=tuple(Measure(id=id_, text={"und": "x"}) for id_ in ("m01", "m02"))),
        "measures has a text in an unknown language (2 times)",
    ),
    ("language-unknown", body("b", name={"und": "Sejm"}), "name has a text in an unknown"),
    ("near-duplicate", SIMILAR, "% similar to that of 2020-long"),
    ("same-name", person("other", other_names=("MA huateng",)), "and ma-huateng 'Ma Huateng'"),
    (
        "actions-out-of-order",
        changed(
            actions=(
                Action(stage=Stage.PASSED, date="2020-06-02"),
                Action(stage=Stage.DEBATED),
                Action(stage=Stage.REFERRED, date="2020-05"),
            )
        ),
        "action 3 (referred 2020-05) stands after one of 2020-06-02",
    ),
    (
        "no-such-date",
        changed(actions=(reply(when="on 2021-02-30, it is said", citations=CITED),)),
        "actions has the date 2021-02-30, which does not exist",
    ),
    ("no-such-date", changed(extra={"day": "2020-13-45"}), "extra has the date 2020-13-45"),
    ("no-such-date", changed(notes=("It is said:\n2021-02-29",)), "notes has the date 2021-02-29"),
    ("theme-unused", theme("lonely"), "no proposal has this theme"),
    (
        "date-out-of-session",
        changed(term=12),
        "2020 is in session 3 of term 13, not in session 3 of term 12",
    ),
    ("date-out-of-session", changed(term=None, session=4), "not in session 4"),
    (
        "date-out-of-session",
        changed(date="2021-03-06", year=None),
        "2021-03-06 is in session 4 of term 13, not in session 3 of term 13",
    ),
    (
        "date-out-of-session",
        changed(actions=(reply(when="于2019年", citations=CITED),)),
        "reply 1 is dated 于2019年, before the proposal of 2020",
    ),
    (
        "date-out-of-session",
        changed(actions=(reply(when="May 2019", citations=CITED),)),
        "reply 1 is dated May 2019, before the proposal of 2020",
    ),
    (
        "date-out-of-session",
        changed(titles=(Title(lang="zh", text="洁", citations=OLD),), **BARE),
        "all its sources are older than 2020: the latest is from 2018-03-02",
    ),
    ("dead-end", changed(relations=continuing("2020-clean")), "it continues itself"),
    (
        "dead-end",
        changed(relations=(Relation(kind=RelationKind.RELATED, to="2020-clean"),)),
        "it is 'related' to itself",
    ),
    (
        "dead-end",
        changed(relations=continuing("2021-later")),
        "it continues 2021-later, which is from 2021",
    ),
    (
        "former-id",
        changed(relations=continuing("2019-before")),
        "'2019-before', which is '2019-clean' now",
    ),
    ("former-id", fact("f", proposals=("2019-before",), citations=CITED), "is '2019-clean' now"),
    ("untidy", source("s", note="  "), "note has spaces"),
    ("untidy", changed(entities=("A bank", " A bank")), "entities has spaces around a text"),
    ("untidy", changed(themes=("fintech", "fintech")), "themes has spaces"),
    ("untidy", changed(measures=(measure(text=" x "),)), "measures has spaces"),
    ("untidy", changed(figures=CLEAN.figures * 2), "figures has spaces around a text, or a rep"),
    ("untidy", theme("fintech", name={"en": "Spaced "}), "name has spaces"),
    ("untidy", source("s", publisher=" A paper"), "publisher has spaces"),
]
