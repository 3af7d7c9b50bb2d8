"""Valid records that resemble faulty ones."""

import msgspec

from proposals_cli.domain.model.parts import (
    Action,
    Identifier,
    PersonName,
    ReplyDue,
    Sponsor,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Record
from proposals_cli.domain.model.vocabulary import (
    FactKind,
    Kind,
    Stage,
    Status,
    TitleBasis,
)
from tests.domain.checking.bases import (
    CITED,
    OLD,
    SIMILAR,
    changed,
)
from tests.domain.checking.faults import BARE, PLAIN, said
from tests.factories import (
    continuing,
    fact,
    measure,
    person,
    proposal,
    reply,
    source,
    sponsors,
    titles,
)


def on_one_day(joined: str, withdrawn: str) -> tuple[Sponsor, ...]:
    """Return a sponsor who joined and withdrew."""
    return sponsors("ma-huateng", joined=joined, withdrawn=withdrawn)


IN_AUGUST = (reply(date="2020-08", citations=CITED),)
TAKEN = (Action(stage=Stage.WITHDRAWN, date="2020-06-01", citations=CITED),)
SUBMITTED = StatusClaim(value=Status.SUBMITTED, citations=CITED)
ADOPTED = StatusClaim(value=Status.ADOPTED, citations=CITED)
GONE_AUTHOR = sponsors("ma-huateng", withdrawn="2020-06-01")
TWO_AUTHORS = (*GONE_AUTHOR, *sponsors("npc"))


OFFICIAL = {"problem": said("x", CITED), "measures": (measure(citations=CITED),)}

ALLOWED: list[tuple[str, str, Record]] = [
    ("dangling-id", "a former id", changed(relations=continuing("2019-before"))),
    ("dangling-id", "a body as an agent", changed(sponsors=sponsors("npc"))),
    ("dangling-id", "a name without a record", changed(sponsors=sponsors("Nobody Known"))),
    ("interval-backwards", "one day", changed(sponsors=on_one_day("2020-05-01", "2020-05-01"))),
    ("interval-backwards", "a month", changed(sponsors=on_one_day("2020-05-02", "2020-05"))),
    ("reply-before-question", "the same day", changed(date="2020-08-30")),
    ("reply-before-question", "the same month", changed(date="2020-08-31", actions=IN_AUGUST)),
    ("reply-before-question", "an undated reply", changed(actions=(reply(),))),
    ("unsourced-claim", "an unknown status", changed(status=StatusClaim())),
    ("unsourced-claim", "a deadline", changed(reply_due=ReplyDue(date="2020-09-01"))),
    ("single-source", "an official one", changed(titles=PLAIN, **BARE | OFFICIAL)),
    ("status-against-actions", "a further action", changed(status=SUBMITTED)),
    ("status-against-actions", "a reply after an end", changed(status=ADOPTED)),
    ("lapsed", "a suggestion", changed(date="2020-05-25", actions=())),
    ("lapsed", "a body without sessions", changed(kind=Kind.BILL, body="sejm", actions=())),
    ("withdrawn-author", "another author", changed(sponsors=TWO_AUTHORS)),
    ("withdrawn-author", "a withdrawn proposal", changed(sponsors=GONE_AUTHOR, actions=TAKEN)),
    ("original-title-missing", "another language", changed(titles=titles(de="Sauber"))),
    (
        "original-title-missing",
        "a title that may be the original",
        changed(titles=(Title(lang="en", text="Clean"),)),
    ),
    (
        "title-basis-missing",
        "an original beside a title without a basis",
        changed(titles=(*titles(zh="洁"), Title(lang="en", text="Clean"))),
    ),
    (
        "title-basis-missing",
        "a label",
        changed(titles=(Title(lang="en", text="Clean", basis=TitleBasis.LABEL),)),
    ),
    ("language-unknown", "names of people", person("x", names={"und": PersonName(text="X Y")})),
    ("language-unknown", "fields of other programs", changed(extra={"und": "x"})),
    ("language-unknown", "a number", changed(titles=titles(und="12/3"))),
    ("same-name", "itself", person("x", en="X Y", other_names=("X Y",))),
    ("actions-out-of-order", "the same day", changed(actions=(*TAKEN, *TAKEN))),
    ("actions-out-of-order", "a month after a day", changed(actions=(*TAKEN, *IN_AUGUST))),
    ("no-such-date", "a leap day", changed(extra={"day": "2020-02-29"})),
    (
        "no-such-date",
        "a number",
        changed(identifiers=(Identifier(scheme="n", value="2020-13-45"),)),
    ),
    ("date-out-of-session", "a body without sessions", changed(body="sejm", term=9)),
    ("date-out-of-session", "between sessions", changed(date="2020-11-02", term=9)),
    ("date-out-of-session", "a year without a session", changed(year=1979, term=5, session=9)),
    (
        "date-out-of-session",
        "an undated source",
        proposal("2020-a", titles=(Title(lang="zh", text="甲", citations=(*OLD, *CITED)),)),
    ),
    ("dead-end", "the same year", changed(relations=continuing("2020-long"))),
    ("duplicate", "itself", changed(titles=titles("On sand", "On sand"))),
    (
        "near-duplicate",
        "another number",
        msgspec.structs.replace(SIMILAR, identifiers=(Identifier(scheme="npc", value="9"),)),
    ),
    ("contradictory-facts", "other kinds of facts", fact("f", kind=FactKind.REFERENCE, value=9)),
    ("untidy", "the text of a source", source("s", text=" as printed ")),
    ("untidy", "fields of other programs", changed(extra={"a": " x "})),
    ("untidy", "former ids", changed(former_ids=(" 2019-x",))),
]
